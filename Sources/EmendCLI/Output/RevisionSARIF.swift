// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendRevision
import EmendTemplates
import EmendText

extension SARIFLog {
  /// The edits that are proposed, each with its fixes, and the passages that were not checked.
  ///
  /// Applying the first fix of each result gives exactly what `--write` writes. Passages that stay as they are are not
  /// findings.
  init(_ documents: [RevisedDocument], template: Template, isComplete: Bool) {
    let rules = [
      Rule(
        id: template.name, template.description,
        help:
          "The fix puts the text in. Read it first: the checks that it passed count and compare, and do not understand."
      ),
      Rule(
        id: "unchecked", "a passage that was not looked at",
        help: """
          Nothing is said of this passage, good or bad: it is too long for the model, cannot be edited safely, or there \
          was no model or no time to ask it. The message says which.
          """),
    ]
    let results = documents.flatMap { document in
      document.revision.edits.map { Self.result($0, in: document, of: template) }
        + document.revision.unchecked.map { Self.result($0, in: document, rule: rules[1]) }
    }
    self.init(rules: rules, results: results, isComplete: isComplete)
  }

  private static func result(_ proposed: ProposedEdit, in document: RevisedDocument, of template: Template) -> Result {
    let summary =
      template.output == .passage
      ? document.summary(of: proposed.edit) : "new text: \(RevisedDocument.excerpt(proposed.text))"
    let others = proposed.alternatives.map { fix($0, in: document, "another text: \(document.summary(of: $0))") }
    return Result(
      ruleId: template.name, level: .note, message: Message(summary),
      locations: [location(proposed.edit.range, in: document)],
      fixes: [fix(proposed.edit, in: document, summary)] + others)
  }

  private static func result(_ passage: UncheckedPassage, in document: RevisedDocument, rule: Rule) -> Result {
    Result(
      ruleId: rule.id, level: .warning, message: Message("not checked: \(passage.detail)"),
      locations: [location(passage.range, in: document)])
  }

  private static func fix(_ edit: TextEdit, in document: RevisedDocument, _ description: String) -> Fix {
    let replacement = Replacement(
      deletedRegion: Region(edit.range, in: document.revision.document.source),
      insertedContent: Content(text: String(decoding: edit.replacement, as: UTF8.self)))
    return Fix(
      description: Message(description),
      artifactChanges: [
        ArtifactChange(artifactLocation: Artifact(document.name), replacements: [replacement])
      ])
  }

  private static func location(_ range: ByteRange, in document: RevisedDocument) -> Location {
    var region = Region(range, in: document.revision.document.source)
    (region.byteOffset, region.byteLength) = (range.start, range.count)
    return Location(
      physicalLocation: PhysicalLocation(artifactLocation: Artifact(document.name), region: region))
  }
}
