// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendRevision
import EmendServer

/// The merged configuration, and where each value came from.
struct ConfigurationReport: Encodable {
  let version = 1
  let command = "config"
  /// The files that were read, nearest first.
  let files: [String]
  /// In the order of the documentation; of what adds up one for each value.
  let settings: [Row]

  struct Row: Encodable {
    let key: String
    /// `nil` for what is not set.
    let value: Value?
    let origin: Origin
    /// What holds where nothing is set.
    let standard: String

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(key, forKey: .key)
      try container.encode(value, forKey: .value)
      try container.encode(origin, forKey: .origin)
    }

    private enum CodingKeys: CodingKey { case key, value, origin }
  }

  enum Value: Encodable {
    case text(String)
    case number(Double)
    case texts([String])
    case truth(Bool)

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .number(let number): try container.encode(number)
      case .texts(let texts): try container.encode(texts)
      case .truth(let truth): try container.encode(truth)
      }
    }

    /// In one line.
    var line: String {
      switch self {
      case .text(let text): text.replacing("\n", with: "\\n")
      case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
      case .texts(let texts): texts.isEmpty ? "none" : texts.joined(separator: ", ")
      case .truth(let truth): "\(truth)"
      }
    }
  }

  /// What set a value; all `nil` for a default.
  struct Origin: Encodable {
    let kind: String
    var name: String?
    var line: Int?

    init(_ origin: SettingOrigin?) {
      switch origin {
      case .flag(let flag): (kind, name) = ("flag", "--\(flag)")
      case .variable(let variable): (kind, name) = ("variable", variable)
      case .file(let path, let place): (kind, name, line) = ("file", path, place)
      case nil: kind = "default"
      }
    }

    var text: String {
      kind == "default" ? kind : (kind == "flag" ? "flag " : "") + (name ?? "") + (line.map { ":\($0)" } ?? "")
    }
  }

  init(_ configuration: Configuration) {
    files = configuration.files
    var rows: [Row] = []
    func add<Value>(
      _ key: String, _ setting: Setting<Value>?, or standard: String = "not set", _ shown: (Value) -> Self.Value
    ) {
      rows.append(
        Row(key: key, value: setting.map { shown($0.value) }, origin: Origin(setting?.origin), standard: standard))
    }
    func add<Value>(_ key: String, _ settings: [Setting<Value>], _ shown: (Value) -> Self.Value) {
      if settings.isEmpty { add(key, nil as Setting<Value>?, or: "none", shown) }
      for setting in settings { add(key, setting, shown) }
    }
    let number = { (number: Int) in Self.Value.number(Double(number)) }
    let isEmbedded = configuration.serverAddress == nil
    add("model", configuration.model, or: isEmbedded ? ModelFile.defaultName : "the server's") { .text($0) }
    add("server", configuration.server, or: "none") { .text($0?.description ?? "none") }
    add("parallel", configuration.parallel, or: "as many as the server answers at once", number)
    add("template", configuration.template, or: "that of the command") { .text($0) }
    add("tone", configuration.tone) { .text($0) }
    add("instruction", configuration.instruction) { .text($0) }
    add("language", configuration.language, or: "that of the text") { .text($0.code ?? "") }
    add("threads", configuration.threads, or: "the cores that are free", number)
    add("context", configuration.context, or: "what the model was trained for", number)
    add("candidates", configuration.candidates, or: "the template's", number)
    add("min-gain", configuration.minGain, or: "the template's") { $0.isFinite ? .number($0) : .text("off") }
    let select = configuration.select
    add("select.section", select, or: "all") { .texts($0.section) }
    add("select.match", select, or: "all") { .texts($0.match) }
    add("select.changed", select, or: "all") { $0.changed.map { .text($0) } ?? .texts([]) }
    add("include", configuration.include, or: "none") { .texts($0.map(\.rawValue).sorted()) }
    add("exclude", configuration.exclusions) { .text($0.text) }
    let entries = configuration.glossaryEntries
    add("glossary.keep", entries.compactMap(\.kept)) { .text($0) }
    add("glossary.prefer", entries.compactMap(\.preferred)) { .text("\($0.right), not \($0.wrong)") }
    add("checks.off", configuration.checksOff) { .text("\($0.name): \($0.reason)") }
    add("allow-hosts", configuration.allowHosts, or: "none") { .texts($0) }
    add("allow-public-hosts", configuration.allowPublicHosts, or: "false") { .truth($0) }
    settings = rows
  }

  var text: String {
    Table(
      header: ["setting", "value", "set by"], rightAligned: [],
      rows: settings.map { [$0.key, $0.value?.line ?? $0.standard, $0.origin.text] }
    ).text
  }
}

extension Setting<GlossaryEntry> {
  fileprivate var kept: Setting<String>? { if case .keep(let term) = value { with(term) } else { nil } }

  fileprivate var preferred: Setting<Glossary.Preference>? {
    if case .prefer(let preference) = value { with(preference) } else { nil }
  }
}
