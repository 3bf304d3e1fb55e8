// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Synchronization

/// The terminal that standard input is.
final class LiveTerminal: Terminal {
  private let queue = DispatchQueue(label: "emend.terminal")
  /// Wakes up who waits for a key.
  private let wake: (read: Int32, write: Int32)
  private let state = Mutex(State())

  private struct State {
    /// As it was found; `nil` while it is that.
    var original: termios?
    /// Whether another program has the terminal: its state is that one's affair.
    var isLent = false
    var sources: [any DispatchSourceSignal] = []
  }

  /// `nil` if standard input is no terminal.
  init?() {
    guard isatty(0) == 1 else { return nil }
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    wake = (ends[0], ends[1])
  }

  var size: TerminalSize { TerminalSize(of: 1) ?? TerminalSize(of: 0) ?? TerminalSize(columns: 80, rows: 24) }

  // MARK: States

  func begin() {
    setKeysUnseen()
    Interruption.restore { [weak self] in self?.setAsFound() }
    for number in [SIGWINCH, SIGCONT, SIGTSTP] {
      signal(number, SIG_IGN)
      state.withLock { state in
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { [weak self] in self?.hear(number) }
        source.activate()
        state.sources.append(source)
      }
    }
  }

  func end() {
    setAsFound()
    Interruption.restore(nil)
    state.withLock { state in
      for source in state.sources { source.cancel() }
      state.sources = []
    }
    tell(.end)
  }

  private func hear(_ signal: Int32) {
    let isLent = state.withLock { $0.isLent }
    switch signal {
    case SIGTSTP:
      if isLent { return stop() }
      setAsFound()
      stop()
      if isInForeground { setKeysUnseen() }
      tell(.redraw)
    default:
      guard !isLent, isInForeground else { return }
      // A shell that took the terminal back in between has put it in its own state.
      if signal == SIGCONT { setKeysUnseen() }
      tell(.redraw)
    }
  }

  /// Has the system stop the process, unless there is no shell that would let it go on.
  private func stop() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGTSTP)
    signal(SIGTSTP, SIG_DFL)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    pthread_kill(pthread_self(), SIGTSTP)
    signal(SIGTSTP, SIG_IGN)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Whether the terminal is this program's, and not that of the shell which has it in the background.
  private var isInForeground: Bool {
    let group = tcgetpgrp(0)
    // A terminal that controls no session, or is gone, is no shell's.
    return group < 0 || group == getpgrp()
  }

  private func setKeysUnseen() {
    state.withLock { state in
      var attributes = termios()
      guard !state.isLent, tcgetattr(0, &attributes) == 0 else { return }
      if state.original == nil { state.original = attributes }
      attributes.c_lflag &= ~tcflag_t(ICANON | ECHO)
      // A read takes one byte at least, and does not wait for more.
      withUnsafeMutableBytes(of: &attributes.c_cc) { characters in
        characters[Int(VMIN)] = 1
        characters[Int(VTIME)] = 0
      }
      _ = tcsetattr(0, TCSADRAIN, &attributes)
    }
  }

  private func setAsFound() {
    state.withLock { state in
      guard var original = state.original else { return }
      _ = tcsetattr(0, TCSADRAIN, &original)
      state.original = nil
    }
  }

  func lend<Result>(_ work: () async throws -> Result) async rethrows -> Result {
    setAsFound()
    state.withLock { $0.isLent = true }
    Interruption.setAway(true)
    defer {
      Interruption.setAway(false)
      state.withLock { $0.isLent = false }
      setKeysUnseen()
      // What was typed for the other program is not for this one.
      _ = tcflush(0, TCIFLUSH)
    }
    return try await work()
  }

  // MARK: Keys

  private enum Call: UInt8 {
    case redraw = 1
    case end
  }

  private func tell(_ call: Call) {
    var byte = call.rawValue
    _ = write(wake.write, &byte, 1)
  }

  func key() async -> Key {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: self.nextKey()) }
    }
  }

  private func nextKey() -> Key {
    while true {
      // In the background the keys are another's. No signal tells when the terminal is this program's again.
      let isAway = !isInForeground
      var files = [
        pollfd(fd: wake.read, events: Int16(POLLIN), revents: 0), pollfd(fd: 0, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&files, isAway ? 1 : 2, isAway ? 200 : -1)
      if count < 0, errno != EINTR { return .end }
      if files[0].revents != 0, call() == .end { return .end }
      if !isInForeground { continue }
      if isAway { setKeysUnseen() }
      if isAway || files[0].revents != 0 { return .redraw }
      if files[1].revents != 0, let key = readKey() { return key }
    }
  }

  /// While a window is dragged it has one size after the other: only the last one is drawn for.
  private func call() -> Key {
    var hasEnded = false
    repeat {
      var buffer = [UInt8](repeating: 0, count: 64)
      let count = read(wake.read, &buffer, buffer.count)
      hasEnded = hasEnded || count <= 0 || buffer[..<count].contains(Call.end.rawValue)
    } while !hasEnded && isReadable(wake.read, within: 100)
    return hasEnded ? .end : .redraw
  }

  private func isReadable(_ descriptor: Int32, within milliseconds: Int32) -> Bool {
    var file = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&file, 1, milliseconds) > 0
  }

  /// Reads the bytes of one key; `nil` if there are none after all.
  private func readKey() -> Key? {
    guard let first = readByte() else { return errno == EINTR || errno == EAGAIN || !isInForeground ? nil : .end }
    switch first {
    // Ctrl-D, where a line would be expected.
    case 0x04: return .end
    case 0x1B:
      // An arrow is an escape character with letters after it, which are no keys of their own.
      while isReadable(0, within: 30), let byte = readByte() {
        if byte != UInt8(ascii: "["), byte != UInt8(ascii: "O"), (0x40...0x7E).contains(byte) { break }
      }
      return .other
    case 0..<0x80: return .character(Character(Unicode.Scalar(first)))
    default:
      var bytes = [first]
      while bytes.count < 4, String(validating: bytes, as: UTF8.self) == nil, isReadable(0, within: 30),
        let byte = readByte()
      {
        bytes.append(byte)
      }
      return String(validating: bytes, as: UTF8.self).flatMap(\.first).map { .character($0) } ?? .other
    }
  }

  private func readByte() -> UInt8? {
    var byte: UInt8 = 0
    return read(0, &byte, 1) == 1 ? byte : nil
  }
}
