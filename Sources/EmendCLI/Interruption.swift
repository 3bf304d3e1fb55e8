// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dispatch
import Foundation
import Synchronization

/// Signals that ask the program to stop.
enum Interruption {
  /// Kept so that they live on.
  private static let sources = Mutex<[any DispatchSourceSignal]>([])

  /// Whether files are being written, or have been: what was begun is finished.
  private static let isWriting = Mutex(false)

  /// A file or folder that goes with the process.
  private static let temporary = Mutex<String?>(nil)

  /// Has a file or folder taken away when a signal ends the process.
  static func remove(_ path: String) { temporary.withLock { $0 = path } }

  /// Makes the process one that behaves as others do.
  ///
  /// A reader that goes away (`| head`) ends it in silence; some parents have that ignored. A standard stream that is
  /// closed stays unusable, rather than become the first file that is opened.
  static func prepare() {
    signal(SIGPIPE, SIG_DFL)
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 {
      // Opened the wrong way around, so that reading or writing still fails.
      _ = open("/dev/null", (descriptor == 0 ? O_WRONLY : O_RDONLY) | O_CLOEXEC)
    }
  }

  /// Ends the process on SIGINT, SIGTERM or SIGHUP with a word and status 130; not while files are written, and not for a
  /// signal that the parent has ignored, as `nohup` does.
  ///
  /// Apart from what is temporary nothing has to be put in order first: the user's files are written in
  /// ``whileWriting(_:)`` alone, the caches bear a sudden end, and the model's threads may be in the middle of a step or
  /// the main one in reading standard input, so there is no point in waiting for them.
  static func stopOnSignal() {
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      signal(number, SIG_IGN)
      sources.withLock { sources in
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { stop() }
        source.activate()
        sources.append(source)
      }
    }
  }

  private static func stop() {
    isWriting.withLock { isWriting in
      if isWriting { return }
      let context = CommandContext.live
      // The progress line, if there is one, gives way.
      let clearing = context.errors.isTerminal ? "\r\u{1B}[K" : ""
      context.tell("\(clearing)emend: interrupted; nothing was written")
      if let path = temporary.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
      _exit(ExitCode.interrupted.rawValue)
    }
  }

  /// Runs work that must not be cut short.
  ///
  /// The process ends soon after; a signal that came meanwhile is without effect, since files are written by then.
  static func whileWriting<Result>(_ work: () throws -> Result) rethrows -> Result {
    beginWriting()
    return try work()
  }

  /// From here on work must not be cut short.
  static func beginWriting() {
    // A signal that is being heard at this moment holds the lock and ends the process.
    isWriting.withLock { $0 = true }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    #if canImport(Glibc)
      return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    #else
      return unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    #endif
  }
}
