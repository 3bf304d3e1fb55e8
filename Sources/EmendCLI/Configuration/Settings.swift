// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendRevision
import EmendServer

/// What one source sets: a configuration file, the environment, the flags.
struct Settings: Sendable {
  /// As it is written: what a server calls its model, or a name or path for the embedded engine.
  var model: Setting<String>?
  /// The server that is asked; a value of `nil` for none, whatever is set farther away.
  var server: Setting<ServerAddress?>?
  /// The most requests to a server in flight.
  var parallel: Setting<Int>?
  var template: Setting<String>?
  var tone: Setting<String>?
  var instruction: Setting<String>?
  var language: Setting<TextLanguage>?
  var threads: Setting<Int>?
  var context: Setting<Int>?
  var candidates: Setting<Int>?
  var minGain: Setting<Double>?
  var select: Setting<DefaultSelection>?
  var include: Setting<Set<Selection.Kind>>?
  /// Files that are left alone; of patterns that match the last counts.
  var exclude: [Setting<Exclusion>] = []
  var glossary: [Setting<GlossaryEntry>] = []
  var checksOff: [Setting<SwitchedOffCheck>] = []
  /// Hosts that may be connected to; only the user's own file sets this, and the next.
  var allowHosts: Setting<[String]>?
  var allowPublicHosts: Setting<Bool>?
  /// Where relative paths are meant from; `nil` for the current folder.
  var folder: String?
}

/// What is meant where the command line has no address of its own.
struct DefaultSelection: Equatable, Sendable {
  var section: [String] = []
  var match: [String] = []
  /// The commit that paragraphs must differ from, in files that git knows of.
  var changed: String?

  var addresses: [Selection.Address] {
    section.compactMap { Selection.Address(section: $0) } + match.map { .match($0) }
  }
}

/// A check that is not to be run, and why.
struct SwitchedOffCheck: Equatable, Sendable {
  let name, reason: String
}

/// A line of a glossary.
enum GlossaryEntry: Equatable, Sendable {
  case keep(String)
  case prefer(Glossary.Preference)
}
