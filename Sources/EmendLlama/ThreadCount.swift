// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How many threads pay off.
enum ThreadCount {
  /// The physical cores that nobody else is using right now, at least one.
  ///
  /// llama.cpp's threads wait for each other many times in each token. One that has to share its core holds up all the
  /// others: on a busy machine of two cores, two threads were seen to take a hundred times as long as one.
  static var standard: Int {
    let (siblings, quota) = (siblings, file("/sys/fs/cgroup/cpu.max"))
    func count(load: String?) -> Int {
      Self.count(logicalCores: most, siblings: siblings, quota: quota, load: load)
    }
    // A program that only just ended or woke up counts in one sample, and not in all.
    var best = count(load: file("/proc/loadavg"))
    for _ in 0..<2 where best < count(load: nil) {
      usleep(2000)
      best = max(best, count(load: file("/proc/loadavg")))
    }
    return best
  }

  /// The number of threads when so many were asked for; ``standard`` for `nil`.
  static func allowed(_ asked: Int?) -> Int { min(max(1, asked ?? standard), most) }

  /// The cores that this process may run on: more threads would wait for each other.
  static var most: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// - Parameters:
  ///   - logicalCores: Those that this process may run on.
  ///   - siblings: For each logical core, the ones that share its physical core, such as "0,64"; empty if not known.
  ///   - quota: What a container allows, such as "200000 100000" for two cores; "max 100000" for no limit.
  ///   - load: As in /proc/loadavg: "0.20 0.18 0.12 1/80 11206" says that of 80 tasks one is running, which is this one.
  static func count(logicalCores: Int, siblings: [String], quota: String?, load: String?) -> Int {
    let running = load?.split(separator: " ").dropFirst(3).first?.split(separator: "/").first.flatMap { Int($0) }
    var cores = logicalCores - max(0, (running ?? 1) - 1)
    // Two threads on one physical core share its multipliers.
    if !siblings.isEmpty { cores = min(cores, Set(siblings).count) }
    if let quota {
      let numbers = quota.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
      if numbers.count == 2, numbers[1] > 0 { cores = min(cores, numbers[0] / numbers[1]) }
    }
    return max(1, cores)
  }

  private static var siblings: [String] {
    (0..<ProcessInfo.processInfo.processorCount).compactMap { core in
      file("/sys/devices/system/cpu/cpu\(core)/topology/thread_siblings_list")
    }
  }

  /// The text of one of Linux's files about itself; `nil` elsewhere.
  private static func file(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { data in
      String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }
}
