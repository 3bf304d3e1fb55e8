// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dispatch
import Foundation
import Synchronization

/// Signals that ask the program to stop.
enum Interruption {
  /// Kept so that they live on.
  private static let sources = Mutex<[any DispatchSourceSignal]>([])

  private static let writing = Mutex(Writing())

  private struct Writing {
    /// How many writes are going on.
    var count = 0
    /// Whether all that was begun is finished, and no signal heard any more.
    var isHeld = false
    /// Whether a signal came during a write.
    var isAskedToStop = false
    /// The user's files that this run has written.
    var files: Set<String> = []
  }

  /// A file or folder that goes with the process.
  private static let temporary = Mutex<String?>(nil)

  /// Has a file or folder taken away when a signal ends the process.
  static func remove(_ path: String) { temporary.withLock { $0 = path } }

  /// What puts a terminal back into the state in which it was found.
  private static let restoring = Mutex<(@Sendable () -> Void)?>(nil)

  /// Whether another program has the terminal, which hears the keys that ask to stop.
  private static let isAway = Mutex(false)

  /// Has a terminal put back into the state in which it was found when a signal ends the process.
  static func restore(_ work: (@Sendable () -> Void)?) { restoring.withLock { $0 = work } }

  /// While another program has the terminal, Ctrl-C is its own affair.
  static func setAway(_ isAway: Bool) { self.isAway.withLock { $0 = isAway } }

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

  /// Ends the process as SIGPIPE does.
  static func endOfReader() {
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
  }

  /// Ends the process on SIGINT, SIGTERM or SIGHUP with a word and status 130; not while a file is written, but right after
  /// it, and not for a signal that the parent has ignored, as `nohup` does.
  ///
  /// Apart from what is temporary nothing has to be put in order first: the user's files are written in
  /// ``whileWriting(_:)`` alone, the caches bear a sudden end, and the model's threads may be in the middle of a step or
  /// the main one in reading standard input, so there is no point in waiting for them.
  static func stopOnSignal() {
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      signal(number, SIG_IGN)
      sources.withLock { sources in
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { if number != SIGINT || !isAway.withLock({ $0 }) { stop() } }
        source.activate()
        sources.append(source)
      }
    }
  }

  private static func stop() {
    writing.withLock { writing in
      if writing.isHeld { return }
      if writing.count > 0 { return writing.isAskedToStop = true }
      let context = CommandContext.live
      restoring.withLock { $0?() }
      // The progress line, if there is one, gives way.
      let clearing = context.errors.isTerminal ? "\r\u{1B}[K" : ""
      context.tell("\(clearing)emend: interrupted; \(message(files: writing.files.count))")
      if let path = temporary.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
      _exit(ExitCode.interrupted.rawValue)
    }
  }

  private static func message(files: Int) -> String {
    switch files {
    case 0: "nothing was written"
    case 1: "1 file was written, and stays so: 'emend undo' takes it back"
    default: "\(files) files were written, and stay so: 'emend undo' takes them back"
    }
  }

  /// Runs work that must not be cut short; a signal that comes meanwhile ends the process right after it.
  static func whileWriting<Result>(_ work: () throws -> Result) rethrows -> Result {
    // A signal that is being heard at this moment holds the lock and ends the process.
    writing.withLock { $0.count += 1 }
    defer {
      let mustStop = writing.withLock { writing in
        writing.count -= 1
        return writing.count == 0 && writing.isAskedToStop
      }
      if mustStop { stop() }
    }
    return try work()
  }

  /// Notes that one of the user's files has been written.
  static func note(writtenFile path: String) { writing.withLock { _ = $0.files.insert(path) } }

  /// From here on work must not be cut short; the process ends soon after it.
  static func beginWriting() { writing.withLock { $0.isHeld = true } }

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
