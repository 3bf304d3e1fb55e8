// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Whether answers of earlier runs are taken, and kept for later ones.
struct CacheOptions: ParsableArguments {
  @Flag(help: "Neither take answers of earlier runs nor keep new ones.")
  var noCache = false

  @Flag(
    help:
      "Take no answers of earlier runs, and offer again what was accepted or declined: ask anew, and keep the new answers."
  )
  var fresh = false

  func validate() throws {
    if noCache, fresh { throw ValidationError("--no-cache and --fresh exclude each other.") }
  }
}
