// SPDX-License-Identifier: Apache-2.0

extension Template {
  /// What the model is given.
  package enum Input: String, Equatable, Sendable, CaseIterable {
    /// A paragraph, or what else is prose.
    case passage
    /// What stands under a heading, up to the next one.
    case section
    case document
    /// What the user says on the command line.
    case topic
  }

  /// What the model's answer must be.
  package enum Output: String, Equatable, Sendable, CaseIterable {
    /// One paragraph in a paragraph's place.
    case passage
    /// Paragraphs.
    case prose
    /// A bullet list of one level.
    case list
    /// Headings with points below them; see ``Template/depth``.
    case outline
  }

  /// What is done with the answer.
  package enum Application: String, Equatable, Sendable, CaseIterable {
    /// It takes the place of the passage, or of the notes in a section.
    case replace
    /// It is put behind the passage or the section's own text.
    case insertAfter = "insert-after"
    /// It is put at the end of the document.
    case append
    /// It is shown, and changes no document.
    case print
  }

  /// What is asked about at a time.
  package enum Unit: String, Equatable, Sendable, CaseIterable {
    case passage, sentence
    /// All notes of a section.
    case section
    /// A note of a section: a list item with what stands below it, or a short paragraph.
    case note
  }

  /// What of an answer in a passage's place is taken or left on its own.
  package enum Take: String, Equatable, Sendable, CaseIterable {
    /// Each change, if the passage is asked about sentence by sentence.
    case changes
    /// Each sentence, with all that has changed in it.
    case sentences
  }

  /// A text and what the model should have answered; a small model learns more from these than from instructions.
  package struct Example: Equatable, Sendable {
    package let input, output: String
    /// The heading that the answer is for; an example without one is shown where there is none, and the other way around.
    package let section: String?
  }

  /// A value that the user may give.
  package struct Variable: Equatable, Sendable {
    /// `nil` if it must be given.
    package var defaultValue: String?
    /// The values that there are; empty for any.
    package var choices: [String]
    /// Where it stands in the template's file, counted from 1.
    package var line: Int
  }

  /// What a model learned for the template.
  package struct Adapter: Equatable, Sendable {
    /// The name of a LoRA adapter's file, in GGUF.
    package let file: String
    /// Stands for the template's ``Template/minGain`` when the adapter is in use.
    package let minGain: Double?
    /// What a change must bring where the changes to its sentence together bring ``minGain``; `nil` for that, too.
    package let minGainBeside: Double?

    package init(file: String, minGain: Double? = nil, minGainBeside: Double? = nil) {
      self.file = file
      self.minGain = minGain
      self.minGainBeside = minGainBeside
    }
  }
}
