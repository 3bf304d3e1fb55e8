// SPDX-License-Identifier: Apache-2.0

import EmendText

/// How changed words are told from others; never by colour alone.
enum DiffStyle: Equatable {
  /// Not at all: for programs.
  case plain
  /// `[-removed-]{+added+}`, as `git diff --word-diff` writes it.
  case markers
  /// Red and struck through, green and underlined.
  case color

  /// A run of text as it is printed.
  func text(of run: WordDiff.Run) -> String {
    switch (self, run.kind) {
    case (.plain, _), (_, .kept): run.text
    case (.markers, .removed): "[-\(run.text)-]"
    case (.markers, .added): "{+\(run.text)+}"
    case (.color, .removed): painted(run.text, "31;9")
    case (.color, .added): painted(run.text, "32;4")
    }
  }

  /// A text in a look, if there are colours.
  ///
  /// - Parameter look: The parameters of ECMA-48's "select graphic rendition".
  func painted(_ text: String, _ look: String) -> String {
    self == .color ? "\u{1B}[\(look)m\(text)\u{1B}[0m" : text
  }
}

extension DiffStyle {
  /// How changed words are shown on `sink`: where somebody looks, they are marked even without colours.
  ///
  /// - Parameter isMarked: Whether they are marked where nobody looks, too.
  init(_ color: ColorMode, on sink: any ByteSink, isMarked: Bool = false, in context: CommandContext) {
    if OutputOptions.isColored(color, sink, in: context) {
      self = .color
    } else {
      self = sink.isTerminal || isMarked ? .markers : .plain
    }
  }
}

extension OutputOptions {
  /// How changed words are shown on `sink`.
  func diffStyle(_ sink: any ByteSink, in context: CommandContext) -> DiffStyle {
    switch wordDiff {
    case .color: .color
    case .plain: .markers
    case .auto, nil: DiffStyle(color, on: sink, isMarked: wordDiff != nil, in: context)
    }
  }
}
