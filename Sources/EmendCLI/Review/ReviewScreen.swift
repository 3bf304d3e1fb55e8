// SPDX-License-Identifier: Apache-2.0

import EmendMarkdown
import EmendRevision
import EmendText

/// What a person sees of an edit: plain lines for a terminal of any width.
struct ReviewScreen {
  let style: DiffStyle
  let columns: Int

  /// How many edits were decided about, and how many are to come.
  struct Position {
    /// Counted from 1.
    var number: Int
    /// Edits that are there already.
    var ready: Int
    /// Passages that the model is still asked about.
    var coming: Int
  }

  /// An edit with its place, its words, and what is known of it, up to the question.
  func text(_ item: ReviewItem, name: String, section: [String], position: Position) -> String {
    let lines = item.passage.paragraph.lines
    let place = "\(name):\(lines.lowerBound)" + (lines.count > 1 ? "-\(lines.upperBound)" : "")
    let title = ([place] + (section.isEmpty ? [] : [section.joined(separator: " > ")])).joined(separator: "  ")
    var blocks = [wrapped(title).map(bold)]
    if let sentences = item.sentences {
      let step = sentences.step
      blocks.append(diff(from: step.before, to: step.after))
      blocks.append(wrapped("change \(sentences.decisions.count + 1) of \(sentences.edits.count) in this passage"))
    } else {
      blocks.append(diff(from: item.passage.text, to: item.proposal.text))
      blocks.append(status(item, position))
    }
    return "\n" + blocks.map { $0.map { "\($0)\n" }.joined() }.joined(separator: "\n")
  }

  /// The question, with the keys that mean something.
  func question(_ item: ReviewItem) -> String {
    let failed = item.proposal.checks.count { !$0.passed }
    let numbers = item.proposals.count > 1 ? ",1-\(min(item.proposals.count, 9))" : ""
    let although = failed == 0 ? "" : ", though it fails \(count(failed, "check"))"
    let question =
      item.sentences == nil
      ? "Take this edit\(although)? [y,n,a,d,e,r,s\(numbers),q,?]" : "Take this change? [y,n,a,d,q,?]"
    return wrapped(question).map(bold).joined(separator: "\n") + " "
  }

  /// What is shown while there is nothing to decide about.
  func waiting(for passages: Int) -> String {
    String("\(count(passages, "passage")) to come, q stops".prefix(columns - 1))
  }

  /// A sentence, or several lines, broken to the terminal's width.
  func message(_ text: String) -> String {
    text.split(separator: "\n").flatMap { wrapped(String($0)) }.map { "\($0)\n" }.joined()
  }

  static let help = """
    y  take this edit: the file is written at once
    n  decline it: it is not offered again, unless --fresh is given
    a  take it and all that follow in this file
    d  decline it and all that follow in this file
    e  edit the text in $VISUAL or $EDITOR; it is checked again
    r  ask the model for another answer
    s  decide about each changed sentence
    1-9  show one of several texts
    q  stop; what is left is offered again next time
    ?  these keys

    """

  static let sentenceHelp = """
    y  take this change
    n  leave this sentence as it is
    a  take this change and all that follow in this passage
    d  leave all that follow in this passage
    q  stop; this passage is offered again next time
    ?  these keys

    """

  private func diff(from old: String, to new: String) -> [String] {
    let runs = Folding(whole: 8 * columns, side: 3 * columns).folded(WordDiff(from: old, to: new).runs)
    return WrappedText(style: style, columns: max(columns - 2, 8)).lines(of: runs).map { $0.isEmpty ? "" : "  \($0)" }
  }

  private func status(_ item: ReviewItem, _ position: Position) -> [String] {
    var lines: [String] = []
    let passed = item.proposal.checks.filter(\.passed).map(\.name)
    if !passed.isEmpty {
      let gain = item.proposal.gain.map { $0.isFinite && $0 != 0 ? "; gain \($0.tenths)" : "" } ?? ""
      lines += wrapped("passed: \(passed.joined(separator: ", "))\(gain)").map(faint)
    }
    for failed in item.proposal.checks {
      guard let problem = failed.problem else { continue }
      lines += wrapped("fails \(failed.name): \(problem.detail)").map(bold)
    }
    var counts = ["edit \(position.number)"]
    if item.proposals.count > 1 { counts.append("text \(item.shown + 1) of \(item.proposals.count)") }
    if position.ready > 0 { counts.append("\(position.ready) more ready") }
    if position.coming > 0 { counts.append("\(count(position.coming, "passage")) to come") }
    return lines + wrapped(counts.joined(separator: ", ")).map(faint)
  }

  private func wrapped(_ text: String) -> [String] {
    WrappedText(style: .plain, columns: columns).lines(of: [WordDiff.Run(.kept, text)])
  }

  private func bold(_ text: String) -> String { style.painted(text, "1") }
  private func faint(_ text: String) -> String { style.painted(text, "2") }
}
