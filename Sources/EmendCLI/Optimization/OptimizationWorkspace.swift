// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A hidden folder in which candidates lie until one is chosen, on the disk that it is to stay on.
///
/// It goes with the run, also when that is interrupted; what a run that was killed leaves there, the next one takes away.
final class OptimizationWorkspace {
  private let path: String
  /// Holds the lock; it goes with the process, however that ends.
  private let descriptor: Int32

  /// - Parameters:
  ///   - folder: Where the chosen one is to stay; it is made if need be.
  ///   - name: The model's.
  /// - Throws: ``CommandFailure`` if the folder cannot be had, or another run is at work in it.
  init(in folder: String, name: String) throws {
    path = "\(folder)/.\(name).optimizing"
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure("cannot make a folder in \(folder): is it writable, and is there room on the disk?")
    }
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw CommandFailure("cannot open \(path): \(SystemError.last.description)") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw CommandFailure("another 'emend model optimize' is at work on \(name); wait for it")
    }
    for left in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
      try? FileManager.default.removeItem(atPath: "\(path)/\(left)")
    }
    Interruption.remove(path)
  }

  /// Returns the path of a candidate.
  func path(of name: String) -> String { "\(path)/\(name).gguf" }

  /// Moves a candidate to its place, whole and in one step.
  func keep(_ name: String, as target: String) throws {
    Interruption.beginWriting()
    guard rename(path(of: name), target) == 0 else {
      throw CommandFailure("cannot write \(target): \(SystemError.last.description)")
    }
  }

  /// Takes the folder away.
  func remove() { try? FileManager.default.removeItem(atPath: path) }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }
}
