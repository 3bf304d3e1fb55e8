// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What was evaluated of the beginnings of prompts, kept in files: the next run with the same template need not evaluate
/// its words again.
struct PrefixStates {
  private let folder: String
  private let model: String

  /// A shorter beginning is evaluated faster than a file is found.
  static let shortest = 12
  private static let mostFiles = 16
  /// A larger one takes longer to read than it saves, and too much of the disk.
  private static let mostBytes = 16 << 20

  /// - Parameters:
  ///   - folder: Where the files lie; it is made if need be.
  ///   - modelPath: The model, which is told by its path, size and time of change.
  init?(folder: String?, modelPath: String) {
    guard let folder else { return nil }
    var status = stat()
    guard unsafe stat(modelPath, &status) == 0 else { return nil }
    self.folder = folder
    let changed = status.st_mtim
    model = "\(modelPath) \(status.st_size) \(changed.tv_sec).\(changed.tv_nsec)"
  }

  /// Has a sequence of a context begin with `tokens`, from a file.
  ///
  /// - Returns: Whether there was one.
  func restore(_ tokens: [Int32], as sequence: Int32, in context: borrowing LlamaContext) -> Bool {
    let identity = identity(of: tokens)
    let path = path(of: identity)
    guard let data = FileManager.default.contents(atPath: path) else { return false }
    let file = Array(data)
    let header = Array(identity.utf8)
    let start = header.count + MemoryLayout<UInt64>.size
    guard file.count > start, file.starts(with: header) else { return false }
    let state = file[start...]
    guard file[header.count..<start].elementsEqual(Self.bytes(of: Self.checksum(of: state))) else { return false }
    guard context.restore(sequence, from: state) else { return false }
    // The oldest to be used goes first.
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
    return true
  }

  /// Writes a file of a sequence that begins with `tokens`.
  ///
  /// Without it only time is lost, so failures are passed over.
  func save(_ tokens: [Int32], of sequence: Int32, in context: borrowing LlamaContext) {
    let state = context.state(of: sequence)
    guard !state.isEmpty, state.count <= Self.mostBytes else { return }
    let manager = FileManager.default
    try? manager.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let identity = identity(of: tokens)
    let path = path(of: identity)
    let partial = "\(path).\(getpid())"
    let file = Array(identity.utf8) + Self.bytes(of: Self.checksum(of: state[...])) + state
    guard
      manager.createFile(atPath: partial, contents: Data(file), attributes: [.posixPermissions: 0o600]),
      unsafe rename(partial, path) == 0
    else {
      try? manager.removeItem(atPath: partial)
      return
    }
    removeOldest()
  }

  private func removeOldest() {
    let manager = FileManager.default
    guard let names = try? manager.contentsOfDirectory(atPath: folder), names.count > Self.mostFiles else { return }
    // Not by Foundation's attributes: these come with the owner's name, which may be asked of a daemon through a socket.
    let dated = names.map { name -> (path: String, time: timespec) in
      let path = "\(folder)/\(name)"
      var status = stat()
      return (path, unsafe stat(path, &status) == 0 ? status.st_mtim : timespec())
    }
    for file in dated.sorted(by: { ($0.time.tv_sec, $0.time.tv_nsec) < ($1.time.tv_sec, $1.time.tv_nsec) }).dropLast(
      Self.mostFiles)
    {
      try? manager.removeItem(atPath: file.path)
    }
  }

  // MARK: The form of a file

  /// What a file begins with: all that the state depends on.
  private func identity(of tokens: [Int32]) -> String {
    "emend prefix 1\n\(model)\n\(LlamaRuntime.version)\n\(LlamaRuntime.cpuFeatures)\n\(tokens)\n"
  }

  private func path(of identity: String) -> String {
    let hash = Self.checksum(of: Array(identity.utf8)[...])
    return "\(folder)/\(String(hash, radix: 16)).state"
  }

  private static func bytes(of number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/, over words of eight bytes: enough to find damage.
  private static func checksum(of bytes: ArraySlice<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ word: UInt64) { hash = (hash ^ word) &* 0x100_0000_01B3 }
    unsafe bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset + 8 <= buffer.count {
        add(unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        offset += 8
      }
      while offset < buffer.count {
        add(UInt64(unsafe buffer[offset]))
        offset += 1
      }
    }
    return hash
  }
}
