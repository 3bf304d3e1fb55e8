// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendText

extension Settings {
  /// The environment variables that are settings.
  static let variables = [
    "model", "server", "parallel", "template", "tone", "instruction", "language", "threads", "context", "candidates",
    "min-gain", "include", "exclude",
  ].map(variable)

  private static func variable(_ key: String) -> String { "EMEND_\(key.uppercased().replacing("-", with: "_"))" }

  /// What the environment sets.
  init(environmentOf context: CommandContext) throws(CommandFailure) {
    self.init()
    func text(_ key: String) -> Setting<String>? {
      let name = Self.variable(key)
      return context.variable(name).map { Setting(value: $0, origin: .variable(name)) }
    }
    func list(_ key: String) -> [Setting<String>]? {
      text(key).map { text in
        text.value.split(separator: ",", omittingEmptySubsequences: false).map { text.with($0.trimmingBlanks()) }
      }
    }
    (model, template, tone, instruction) = (text("model"), text("template"), text("tone"), text("instruction"))
    server = try text("server")?.server(from: context.currentDirectory)
    parallel = try text("parallel")?.whole("parallel", in: Self.parallelCounts)
    language = try text("language")?.language()
    threads = try text("threads")?.whole("threads", in: Self.threadCounts)
    self.context = try text("context")?.whole("context", in: Self.contextSizes)
    candidates = try text("candidates")?.whole("candidates", in: Self.candidateCounts)
    minGain = try text("min-gain")?.gain("min-gain")
    if let kinds = list("include"), let first = kinds.first {
      var included: Set<Selection.Kind> = []
      for kind in kinds { included.insert(try kind.kind()) }
      include = first.with(included)
    }
    for pattern in list("exclude") ?? [] { exclude.append(try pattern.exclusion(from: context.resolved("."))) }
  }
}
