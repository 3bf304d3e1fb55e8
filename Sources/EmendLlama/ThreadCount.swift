// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How many threads pay off.
enum ThreadCount {
  /// The cores that nobody else is using right now, at least one.
  ///
  /// llama.cpp's threads wait for each other many times in each token. One that has to share its core holds up all the
  /// others: on a busy machine of two cores, two threads were seen to take a hundred times as long as one.
  static var standard: Int {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    // "0.20 0.18 0.12 1/80 11206": of 80 tasks one is running, which is this one. Linux only.
    guard let load = FileManager.default.contents(atPath: "/proc/loadavg"),
      let running = String(decoding: load, as: UTF8.self).split(separator: " ").dropFirst(3).first?
        .split(separator: "/").first.flatMap({ Int($0) })
    else { return max(1, cores) }
    return max(1, cores - max(0, running - 1))
  }
}
