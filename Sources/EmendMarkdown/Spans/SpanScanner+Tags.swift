// SPDX-License-Identifier: Apache-2.0

import EmendText

/// Tags of template languages, of JSX, and attribute lists.
extension SpanScanner {
  /// Liquid, Jinja, Handlebars and Vue `{{ x }}` and `{% x %}`, Hugo `{{< x >}}` and `{{% x %}}`, a JSX expression
  /// `{x}`, a MyST role's name `{ref}`, and pandoc's and kramdown's `{#id .class}` and `{: .class}`.
  mutating func tag(at position: Int) -> Match? {
    for (opening, closing) in [("{%", "%}"), ("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}")]
    where has(opening, at: position) {
      guard var end = find(closing, from: position + opening.utf8.count) else { continue }
      end += closing.utf8.count
      while byte(end) == UInt8(ascii: "}") { end += 1 }
      return Match(kind: .tag, end: end)
    }
    guard let end = braceEnd(at: position) else { return nil }
    return Match(kind: "#.:".utf8.contains(byte(position + 1)) ? .attributes : .tag, end: end)
  }

  /// A link's destination with a template tag in it, which cmark takes for text: `]({% link page.md %})`.
  func taggedDestination(at position: Int) -> Match? {
    guard has("](", at: position) else { return nil }
    var index = position + 2
    var holdsTag = false
    while index < text.count, text[index] != UInt8(ascii: ")") {
      guard text[index] == UInt8(ascii: "{"), has("{{", at: index) || has("{%", at: index),
        let end = braceEnd(at: index)
      else {
        if text[index].isBlank && !holdsTag || index > position + 1000 { return nil }
        index += 1
        continue
      }
      holdsTag = true
      index = end
    }
    return holdsTag && index < text.count ? Match(kind: .linkDestination, end: index + 1) : nil
  }

  /// ERB's `<%= x %>`, and a JSX tag whose attributes HTML would not allow.
  mutating func angleTag(at position: Int) -> Match? {
    if has("<%", at: position), let end = find("%>", from: position + 2) { return Match(kind: .tag, end: end + 2) }
    return jsxEnd(at: position).map { Match(kind: .jsx, end: $0) }
  }

  /// Attributes may hold any text in quotation marks and any expression in braces; no tag is longer than 1,000 bytes.
  func jsxEnd(at position: Int) -> Int? {
    var index = position + (byte(position + 1) == UInt8(ascii: "/") ? 2 : 1)
    if byte(index) == UInt8(ascii: ">") { return index + 1 }
    guard byte(index).isASCIILetter else { return nil }
    while byte(index).isWord || "._:-".utf8.contains(byte(index)) { index += 1 }
    guard byte(index).isBlank || "/>".utf8.contains(byte(index)) else { return nil }
    var quote: UInt8?
    while index < min(text.count, position + 1000) {
      let byte = text[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "{") {
        guard let end = braceEnd(at: index) else { return nil }
        index = end
        continue
      } else if byte == UInt8(ascii: ">") {
        return index + 1
      } else if byte == UInt8(ascii: "<") {
        return nil
      } else if "\"'".utf8.contains(byte) {
        quote = byte
      }
      index += 1
    }
    return nil
  }

  /// A place for a value: `${NAME}`.
  func variable(at position: Int) -> Match? {
    guard byte(position + 1) == UInt8(ascii: "{"), let end = braceEnd(at: position + 1) else { return nil }
    return Match(kind: .placeholder, end: end)
  }

  /// A place for a value: `%s`, `%d`, `%@`, `%1$s`.
  func format(at position: Int) -> Match? {
    var index = end(from: position + 1) { $0.isDigit }
    if index > position + 1 {
      guard byte(index) == UInt8(ascii: "$") else { return nil }
      index += 1
    }
    guard "sd@".utf8.contains(byte(index)), !byte(index + 1).isWord else { return nil }
    return Match(kind: .placeholder, end: index + 1)
  }
}
