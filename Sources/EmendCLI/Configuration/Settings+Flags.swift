// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendRevision
import EmendText

extension Setting<Int> {
  /// What `--threads` says; `nil` if it is not given.
  static func threads(_ flag: Int?) throws(CommandFailure) -> Setting<Int>? {
    try Setting<String>(flag.map(String.init), flag: "threads")?.whole("threads", in: Settings.threadCounts)
  }
}

extension ModelOptions {
  /// What these flags set.
  func overrides(in context: CommandContext) throws(CommandFailure) -> Settings {
    var settings = Settings()
    settings.model = Setting(model, flag: "model")
    settings.server = try Setting(server, flag: "server")?.server(from: context.currentDirectory)
    settings.parallel = try Setting(parallel.map(String.init), flag: "parallel")?
      .whole("parallel", in: Settings.parallelCounts)
    settings.threads = try .threads(threads)
    settings.context = try Setting(self.context.map(String.init), flag: "context")?
      .whole("context", in: Settings.contextSizes)
    return settings
  }
}

extension TemplateOptions {
  /// What these flags set.
  func overrides() throws(CommandFailure) -> Settings {
    var settings = Settings()
    settings.template = Setting(template, flag: "template")
    settings.tone = Setting(tone, flag: "tone")
    settings.instruction = Setting(instruction, flag: "instruction")
    settings.language = try Setting(language, flag: "language")?.language()
    return settings
  }
}

extension RankingOptions {
  /// What these flags set.
  var overrides: Settings {
    var settings = Settings()
    settings.candidates = Setting(candidates, flag: "candidates")
    settings.minGain = Setting(minGain?.value, flag: "min-gain")
    return settings
  }
}

extension ScopeOptions {
  /// What these flags set.
  func overrides(in context: CommandContext) -> Settings {
    var settings = Settings()
    if !include.isEmpty { settings.include = Setting(kinds, flag: "include") }
    settings.exclude = exclude.compactMap { text in
      Exclusion(text, from: context.resolved("."), origin: "--exclude").flatMap { Setting($0, flag: "exclude") }
    }
    return settings
  }
}
