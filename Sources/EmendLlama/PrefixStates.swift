// SPDX-License-Identifier: Apache-2.0

import CLlama
import Foundation

/// What was evaluated of the beginnings of prompts, kept in files: the next run with the same template need not evaluate
/// its words again.
struct PrefixStates {
  private let folder: String
  private let model: String

  /// A shorter beginning is evaluated faster than a file is found.
  static let shortest = 12
  private static let mostFiles = 16

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
    let path = path(of: tokens)
    return FileManager.default.fileExists(atPath: path) && context.restore(sequence, tokens: tokens, from: path)
  }

  /// Writes a file of a sequence that begins with `tokens`. Without it only time is lost, so failures are passed over.
  func save(_ tokens: [Int32], of sequence: Int32, in context: borrowing LlamaContext) {
    let manager = FileManager.default
    try? manager.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let path = path(of: tokens)
    let partial = "\(path).\(getpid())"
    guard context.save(sequence, tokens: tokens, to: partial), unsafe rename(partial, path) == 0 else {
      try? manager.removeItem(atPath: partial)
      return
    }
    removeOldest()
  }

  private func removeOldest() {
    let manager = FileManager.default
    guard let names = try? manager.contentsOfDirectory(atPath: folder), names.count > Self.mostFiles else { return }
    let dated = names.map { name -> (path: String, date: Date) in
      let path = "\(folder)/\(name)"
      return (path, (try? manager.attributesOfItem(atPath: path)[.modificationDate] as? Date) ?? .distantPast)
    }
    for file in dated.sorted(by: { $0.date < $1.date }).dropLast(Self.mostFiles) {
      try? manager.removeItem(atPath: file.path)
    }
  }

  private func path(of tokens: [Int32]) -> String {
    // The file has the tokens, and they are compared; the name need only keep apart what they do not tell.
    let identity = "\(model) \(LlamaRuntime.version) \(LlamaRuntime.cpuFeatures) \(tokens)"
    // FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
    let hash = identity.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return "\(folder)/\(String(hash, radix: 16)).state"
  }
}
