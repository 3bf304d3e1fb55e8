// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation

/// Signals that ask the program to stop.
enum Interruption {
  // Written once, by `cancelOnSignal`, before any other thread knows of it; kept so that the sources live on.
  private nonisolated(unsafe) static var sources: [any DispatchSourceSignal] = []

  /// A reader that goes away (`| head`) ends the program in silence, as it does `cat`; some parents have it ignored.
  static func prepare() {
    signal(SIGPIPE, SIG_DFL)
  }

  /// Cancels `task` on the first SIGINT, SIGTERM or SIGHUP, and ends the process on the second.
  ///
  /// Called once, at the program's start.
  static func cancelOnSignal(_ task: Task<Void, any Error>) {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if task.isCancelled { _exit(130) }
        task.cancel()
      }
      source.activate()
      sources.append(source)
    }
  }
}
