// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendLlama

struct ThreadCountTests {
  private func count(
    _ cores: Int, siblings: [String] = [], quota: String? = nil, load: String? = "0.20 0.18 0.12 1/80 11206"
  ) -> Int {
    ThreadCount.count(logicalCores: cores, siblings: siblings, quota: quota, load: load)
  }

  @Test("Physical cores count, not the threads that share them")
  func siblings() {
    #expect(count(4) == 4)
    #expect(count(4, siblings: ["0,2", "1,3", "0,2", "1,3"]) == 2)
    #expect(count(2, siblings: ["0", "1", "2", "3"]) == 2)
  }

  @Test("A container's limit holds")
  func quota() {
    #expect(count(8, quota: "250000 100000") == 2)
    #expect(count(8, quota: "max 100000") == 8)
    #expect(count(8, quota: "50000 100000") == 1)
    #expect(count(8, quota: "nonsense") == 8)
  }

  @Test("Cores that others use are left to them, but for one")
  func load() {
    #expect(count(4, load: "1.00 1.00 1.00 3/80 11206") == 2)
    #expect(count(4, load: "9.00 9.00 9.00 12/80 11206") == 1)
    #expect(count(4, load: nil) == 4)
    #expect(count(4, load: "") == 4)
  }
}
