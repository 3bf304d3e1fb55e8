// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendServer

struct RetryPolicyTests {
  private let policy = RetryPolicy(backoff: .seconds(1))

  @Test func waitsLongerEachTime() throws {
    let first = try #require(policy.delay(after: .refused, tries: 1))
    let second = try #require(policy.delay(after: .refused, tries: 2))
    #expect(first >= .seconds(1) && first < .milliseconds(1250))
    #expect(second >= .seconds(2) && second < .milliseconds(2500))
    #expect(policy.delay(after: .refused, tries: 3) == nil)
  }

  @Test func waitsAsLongAsItIsAskedToWithinReason() {
    #expect(policy.delay(after: .status(429, "", retryAfter: .seconds(7)), tries: 1) == .seconds(7))
    #expect(policy.delay(after: .status(503, "", retryAfter: .seconds(3600)), tries: 1) == nil)
  }

  @Test(arguments: [
    ServerTrouble.status(400, "", retryAfter: nil), .status(404, "", retryAfter: nil), .malformed("x"), .noChoice,
    .silent(.seconds(1), isFirst: true), .redirect("x"), .untrusted("x"), .connectTimeout(.seconds(1)),
  ])
  func whatLastsIsNotTriedAgain(trouble: ServerTrouble) {
    #expect(policy.delay(after: trouble, tries: 1) == nil)
  }

  @Test func aServerThatIsGoneIsGivenTimeOnce() async {
    let lanes = RequestLanes(2, retries: RetryPolicy(backoff: .milliseconds(1)))
    let tries = Counter()
    for expected in [3, 4, 5] {
      await #expect(throws: ServerTrouble.refused) {
        try await lanes.inLane {
          await tries.add()
          throw ServerTrouble.refused
        }
      }
      #expect(await tries.count == expected)
    }
    _ = try? await lanes.inLane { await tries.add() }
    _ = try? await lanes.inLane {
      await tries.add()
      throw ServerTrouble.refused
    }
    #expect(await tries.count == 9)
  }

  @Test func noMoreThanTheLanesAreInFlight() async throws {
    let lanes = RequestLanes(3, retries: RetryPolicy(backoff: .zero))
    let flight = Counter()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 {
        group.addTask {
          try await lanes.inLane {
            await flight.add()
            try await Task.sleep(for: .milliseconds(2))
            await flight.remove()
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(await flight.most == 3)
    #expect(await flight.count == 0)
  }
}

private actor Counter {
  private(set) var count = 0
  private(set) var most = 0

  func add() {
    count += 1
    most = max(most, count)
  }

  func remove() { count -= 1 }
}
