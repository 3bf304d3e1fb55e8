// SPDX-License-Identifier: Apache-2.0

/// A workflow command of GitHub Actions, which marks lines in a pull request.
///
/// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
struct WorkflowCommand {
  enum Level: String { case error, warning, notice }

  let level: Level
  let file: String
  let lines: ClosedRange<Int>
  /// What is behind `emend: ` in the title.
  let topic: String
  let message: String

  /// The command in a line.
  var line: String {
    let properties = [
      ("file", file.withoutCurrentFolder), ("line", "\(lines.lowerBound)"), ("endLine", "\(lines.upperBound)"),
      ("title", "emend: \(topic)"),
    ]
    let list = properties.map { "\($0)=\(Self.escaped($1, isProperty: true))" }.joined(separator: ",")
    return "::\(level.rawValue) \(list)::\(Self.escaped(message, isProperty: false))\n"
  }

  private static func escaped(_ text: String, isProperty: Bool) -> String {
    var escapes: [(Unicode.Scalar, String)] = [("%", "%25"), ("\r", "%0D"), ("\n", "%0A")]
    if isProperty { escapes += [(":", "%3A"), (",", "%2C")] }
    // By code points: as a character, a carriage return with a line feed is neither of the two.
    return text.unicodeScalars.map { scalar in escapes.first { $0.0 == scalar }?.1 ?? String(scalar) }.joined()
  }
}
