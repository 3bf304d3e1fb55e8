// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendModels
import EmendRevision
import EmendTemplates
import EmendTestSupport
import EmendText

/// How much was tried.
struct Tally: CustomStringConvertible {
  var cases = 0
  var passages = 0
  var declined = 0
  var edits = 0
  var kept: [String: Int] = [:]

  var description: String {
    let reasons = kept.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    return "\(cases) documents, \(passages) passages, \(declined) declined, \(edits) edits, kept: \(reasons)"
  }
}

/// One document under one hostile model.
struct Trial {
  let seed: UInt64
  /// Whether the model is asked about each sentence, not about the passage; takes several times as long.
  var asksSentences = false
  var marks: [String] = []
  var opaqueLines: [[UInt8]] = []

  /// Returns the first law that does not hold, with what happened.
  func violation(in bytes: [UInt8], tally: inout Tally) async -> String? {
    guard let source = try? SourceText(bytes) else { return nil }
    let document = MarkdownDocument(source)
    var random = SeededGenerator(seed: seed)
    let selection = Self.selection(of: document, using: &random)
    guard let selected = try? document.passages(in: selection) else { return nil }
    let reply = HostileReply.random(using: &random)
    return await violation(of: document, selected, reply, oracle: Self.oracle(of: document), tally: &tally)
  }

  /// Returns the first law that does not hold when these passages are replaced: by their own text, by a marker, by what
  /// the model replies.
  func violation(
    of document: MarkdownDocument, _ selected: SelectedPassages, _ reply: HostileReply, oracle: LawOracle,
    tally: inout Tally
  ) async -> String? {
    tally.passages += selected.passages.count
    tally.declined += selected.declined.count
    if let violation = Self.harmlessViolation(document, selected.passages) { return violation }
    do {
      return try await hostileViolation(document, selected, reply, oracle, tally: &tally)
    } catch {
      return "the run stopped: \(error)"
    }
  }

  private static func selection(of document: MarkdownDocument, using random: inout SeededGenerator) -> Selection {
    var selection = Selection(including: [.quotes, .headings])
    switch Int.random(in: 0..<5, using: &random) {
    case 0: selection.included = []
    case 1:
      if let section = document.sections.randomElement(using: &random) { selection.addresses = [.slug(section.slug)] }
    case 2:
      if let paragraph = document.paragraphs.randomElement(using: &random) {
        selection.addresses = [.lines(paragraph.lines)]
      }
    default: break
    }
    return selection
  }

  /// A passage replaced by its own text gives the same bytes; a marker changes nothing around it.
  private static func harmlessViolation(_ document: MarkdownDocument, _ passages: [Passage]) -> String? {
    let source = document.source.bytes
    guard EditList(passages.map { $0.edit(to: $0.text) }).applied(to: source) == source else {
      return "L1: a passage's own text gives other bytes"
    }
    if let change = document.structureChange(replacing: passages.map { ($0, "MARKER text") }) {
      return "L2: a marker changes the document: \(change)"
    }
    return nil
  }

  static func oracle(of document: MarkdownDocument, looksForSigns: Bool = false) -> LawOracle {
    LawOracle(
      source: document.source.bytes, frontMatterLines: document.frontMatter?.lines.upperBound ?? 0,
      looksForSigns: looksForSigns)
  }

  private func hostileViolation(
    _ document: MarkdownDocument, _ selected: SelectedPassages, _ reply: HostileReply, _ oracle: LawOracle,
    tally: inout Tally
  ) async throws -> String? {
    let seed = seed
    let model = ScriptedModel { request in
      let passage = request.prompt.messages.last?.content ?? ""
      let text = reply.text(for: passage, prompt: request.prompt.messages[0].content, seed: seed)
      return .success(Generation(text: text, finishReason: .endOfTurn))
    }
    // All that passes the checks is taken, of sentences word by word.
    let unit = asksSentences ? "sentence" : "passage"
    let template = try Template(
      "---\nname: t\nlength: 0-100\nunit: \(unit)\nmin-gain: off\n---\n{{#system}}Improve the following text as well as you can.{{/system}}{{#user}}{{text}}{{/user}}\n",
      path: "t.md")
    var violation: String?
    try await Reviser(model: model, prompts: PromptBuilder(template: template)).revise([(document, selected)]) {
      _, revision in
      tally.edits += revision.edits.count
      for kept in revision.kept { tally.kept[kept.reason, default: 0] += 1 }
      let result = revision.editList.applied(to: document.source.bytes)
      if revision.edits.isEmpty, result == document.source.bytes { return }
      violation = oracle.violation(
        edits: revision.edits.map(\.edit), result: result, marks: marks, opaqueLines: opaqueLines
      ).map { problem in
        let edits = revision.edits.map {
          String(decoding: $0.edit.replacement, as: UTF8.self).prefix(200).debugDescription
        }
        return "\(problem) (\(reply); edits: \(edits.joined(separator: ", ")))"
      }
    }
    return violation
  }
}
