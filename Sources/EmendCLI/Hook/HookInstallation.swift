// SPDX-License-Identifier: Apache-2.0

import EmendText
import Foundation

/// The `pre-commit` hook in a folder of hooks, and the one that was there before.
struct HookInstallation {
  private let folder: String
  private var hook: String { "\(folder)/\(HookScript.name)" }
  private var former: String { "\(folder)/\(HookScript.formerName)" }

  /// - Parameter folder: Where git looks for hooks.
  init(in folder: String) { self.folder = folder }

  enum Installed {
    case new, renewed
    /// There was a hook, which is now called by emend's.
    case chained
  }

  /// Writes the hook; another's is kept beside it, and called by it.
  ///
  /// At any moment the old hook is there, or the new one.
  func install(_ script: HookScript) throws -> Installed {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure("cannot make the folder \(folder) for hooks: \(error.localizedDescription)")
    }
    if folder.hasSuffix("/_"), isThere("\(folder)/h") {
      let own = folder.splitPath.folder + "/" + HookScript.name
      throw CommandFailure("husky makes the hooks in \(folder) anew; put the line 'emend hook run' into \(own) instead")
    }
    let isForeign = isThere(hook) && !isOwn(hook)
    if isForeign, !isSame(hook, former) {
      guard !isThere(former) else {
        throw CommandFailure(
          "\(hook) is another's, and so is \(former): one of them would be lost; put one of them elsewhere first")
      }
      guard link(hook, former) == 0 || rename(hook, former) == 0 else { throw failure("keep \(hook)") }
    }
    let wasThere = isThere(hook)
    let temporary = AtomicFile.temporaryPath(in: folder)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o777)
    guard descriptor >= 0 else { throw undone(isForeign) }
    do {
      defer { close(descriptor) }
      try FileDescriptor.writeAll(Array(script.text.utf8), to: descriptor)
      guard fsync(descriptor) == 0, rename(temporary, hook) == 0 else { throw SystemError.last }
    } catch {
      unlink(temporary)
      throw undone(isForeign)
    }
    return isForeign ? .chained : wasThere ? .renewed : .new
  }

  /// Takes the hook away, and puts the one that was there before back.
  ///
  /// - Returns: Whether there was one.
  func uninstall() throws -> Bool {
    guard isThere(hook) else {
      if isThere(former), rename(former, hook) == 0 { return true }
      throw CommandFailure("there is no hook \(hook), so there is nothing to take away")
    }
    guard isOwn(hook) else {
      throw CommandFailure("\(hook) is not emend's, and stays" + (isThere(former) ? "; so does \(former)" : ""))
    }
    guard isThere(former) else {
      guard unlink(hook) == 0 else { throw failure("delete \(hook)") }
      return false
    }
    guard rename(former, hook) == 0 else { throw failure("put \(former) back") }
    return true
  }

  /// Whether two names are one file, as an installation that was cut off leaves them.
  private func isSame(_ one: String, _ other: String) -> Bool {
    var (first, second) = (stat(), stat())
    return lstat(one, &first) == 0 && lstat(other, &second) == 0 && first.st_ino == second.st_ino
      && first.st_dev == second.st_dev
  }

  private func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  private func isOwn(_ path: String) -> Bool {
    // A link is somebody's, wherever it leads.
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return FileManager.default.contents(atPath: path).map { HookScript.isOwn(Array($0)) } ?? false
  }

  /// The hook could not be written: the one before is where it was.
  private func undone(_ isForeign: Bool) -> CommandFailure {
    let failure = failure("write \(hook)")
    if isForeign, isThere(hook) { unlink(former) } else if isForeign { rename(former, hook) }
    return failure
  }

  private func failure(_ action: String) -> CommandFailure {
    CommandFailure("cannot \(action): \(SystemError.last.description)")
  }
}
