// SPDX-License-Identifier: Apache-2.0

import EmendModels
import Foundation

/// Writes model files so that they come into being whole, in one step, or not at all.
package enum ModelWriting {
  /// The file that this process writes before it takes its place: what is left of it if the process is interrupted.
  package static func partialPath(of target: String) -> String { "\(target).partial-\(getpid())" }

  /// Has `body` write a file and puts it in its place if it is a whole model.
  ///
  /// What is already at that path is replaced. Nothing is left behind if it fails.
  ///
  /// - Parameter body: Writes the file at the path that it is given; returns whether it could.
  /// - Throws: ``ModelError/cannotWrite(path:reason:)``, or what `otherwise` returns if neither the disk nor the place is to
  ///   blame.
  static func write(
    to target: String, otherwise: () -> ModelError? = { nil }, body: (_ partial: String) -> Bool
  ) throws(ModelError) {
    // A name of its own: two runs may write the same file at the same time.
    let partial = partialPath(of: target)
    try create(partial, for: target)
    do throws(ModelError) {
      // llama.cpp asks its stream for `failbit` alone, but a write to a full disk sets `badbit`: it may take half a file
      // for a whole one. Reading the file says whether its tensors are there.
      guard body(partial), (try? LlamaModel(path: partial, vocabularyOnly: false)) != nil else {
        if isFull(partial) { throw .cannotWrite(path: target, reason: unsafe String(cString: strerror(ENOSPC))) }
        throw otherwise() ?? .cannotWrite(path: target, reason: "what was written is not whole")
      }
      // On the disk first: a file that has its name is taken for whole from then on.
      guard isSynced(partial), unsafe rename(partial, target) == 0 else {
        throw .cannotWrite(path: target, reason: unsafe String(cString: strerror(errno)))
      }
    } catch {
      unsafe unlink(partial)
      throw error
    }
  }

  /// llama.cpp does not say why it could not open a file to write; the system does.
  private static func create(_ path: String, for target: String) throws(ModelError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw .cannotWrite(path: target, reason: unsafe String(cString: strerror(errno)))
    }
    close(descriptor)
  }

  private static func isSynced(_ path: String) -> Bool {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fsync(descriptor) == 0
  }

  /// Whether the disk that a file lies on has less than a megabyte left: a write that failed took all there was.
  private static func isFull(_ path: String) -> Bool {
    var status = statvfs()
    guard unsafe statvfs(path, &status) == 0 else { return false }
    return UInt64(status.f_bavail) * UInt64(status.f_frsize) < 1 << 20
  }
}
