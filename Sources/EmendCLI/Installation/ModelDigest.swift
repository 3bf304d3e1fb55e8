// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation

/// The SHA-256 of model files.
///
/// Hashing takes a good part of a second for each gigabyte, so digests are kept in the cache folder, by path, size and time
/// of change.
struct ModelDigest {
  private let cacheFile: String?

  init(cacheFolder: String?) { cacheFile = cacheFolder.map { "\($0)/model-digests.json" } }

  private struct Entry: Codable, Equatable {
    var path: String
    var size: Int64
    var changedSeconds: Int
    var changedNanoseconds: Int
    var sha256: String
  }

  /// Returns the digest in hexadecimal digits.
  ///
  /// - Parameter fresh: Reads the file even if its digest is known.
  /// - Throws: ``CommandFailure`` if the file cannot be read.
  func sha256(of path: String, fresh: Bool = false) throws -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { throw CommandFailure("cannot read \(path): \(SystemError.last.description)") }
    var entry = Entry(
      path: path, size: Int64(status.st_size), changedSeconds: Int(status.st_ctim.tv_sec),
      changedNanoseconds: Int(status.st_ctim.tv_nsec), sha256: "")
    var entries = known()
    if !fresh,
      let match = entries.first(where: { known in
        entry.sha256 = known.sha256
        return known == entry
      })
    {
      return match.sha256
    }
    entry.sha256 = try hash(path)
    entries.removeAll { $0.path == path }
    remember(entries + [entry])
    return entry.sha256
  }

  private func hash(_ path: String) throws -> String {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw CommandFailure("cannot read \(path): \(SystemError.last.description)")
    }
    var hasher = SHA256()
    do {
      while let chunk = try file.read(upToCount: 1 << 20), !chunk.isEmpty { hasher.update(data: chunk) }
    } catch {
      throw CommandFailure("cannot read \(path) to its end; the disk may be damaged")
    }
    return hasher.finalize().hexadecimal
  }

  private func known() -> [Entry] {
    guard let cacheFile, let data = FileManager.default.contents(atPath: cacheFile) else { return [] }
    return (try? JSONDecoder().decode([Entry].self, from: data)) ?? []
  }

  /// A cache that cannot be written costs time and nothing else.
  private func remember(_ entries: [Entry]) {
    guard let cacheFile, let data = try? JSONEncoder().encode(entries) else { return }
    let folder = cacheFile.splitPath.folder
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try? data.write(to: URL(fileURLWithPath: cacheFile), options: .atomic)
  }
}

extension Sequence<UInt8> {
  /// Two hexadecimal digits for each byte.
  var hexadecimal: String { map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }
}
