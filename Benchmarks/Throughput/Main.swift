// SPDX-License-Identifier: Apache-2.0

import CCmark
import EmendMarkdown
import EmendText
import Foundation

/// Measures how fast documents are parsed, passages selected and edits spliced in, as a ratio to cmark alone.
///
///     ThroughputBenchmark FOLDER…
///
/// The two are run in turn, so that a busy machine slows both; medians are compared.
@main
enum ThroughputBenchmark {
  static let rounds = 11

  static func main() {
    let files = CommandLine.arguments.dropFirst().flatMap(files(below:))
    let bytes = files.reduce(0) { $0 + $1.bytes.count }
    guard bytes > 0 else {
      print("no Markdown in \(CommandLine.arguments.dropFirst().joined(separator: ", ")): throughput is not measured")
      return
    }
    var times: [(cmark: Double, parse: Double, all: Double)] = []
    for _ in 0...rounds {
      times.append(
        (
          cmark: seconds { for file in files { parseWithCmark(file.bytes) } },
          parse: seconds { for file in files { _ = MarkdownDocument(file) } },
          all: seconds { for file in files { revise(file) } }
        ))
    }
    // The first round warms the caches.
    times.removeFirst()
    let megabytes = Double(bytes) / 1e6
    let cmark = median(times.map(\.cmark))
    print("\(files.count) files, \(fixed(megabytes)) MB")
    for (name, seconds) in [
      ("cmark alone", cmark), ("emend, parse", median(times.map(\.parse))),
      ("emend, parse + select + splice", median(times.map(\.all))),
    ] {
      let label = name.padding(toLength: 32, withPad: " ", startingAt: 0)
      print("  \(label) \(fixed(megabytes / seconds)) MB/s   \(fixed(seconds / cmark)) x cmark")
    }
  }

  private static func parseWithCmark(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { buffer in
      cmark_node_free(
        cmark_parse_document(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count, CMARK_OPT_DEFAULT))
    }
  }

  /// Replaces every passage of prose by a text with one more word.
  private static func revise(_ source: SourceText) {
    let document = MarkdownDocument(source)
    guard let selected = try? document.passages(in: Selection()) else { return }
    let edits = EditList(selected.passages.map { $0.edit(to: "Word \($0.text)") })
    precondition(edits.applied(to: source.bytes).count >= source.bytes.count)
  }

  private static func files(below folder: String) -> [SourceText] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.sorted().filter { $0.hasSuffix(".md") }.compactMap { name in
      FileManager.default.contents(atPath: "\(folder)/\(name)").flatMap { try? SourceText(Array($0)) }
    }
  }

  private static func seconds(_ work: () -> Void) -> Double {
    let duration = ContinuousClock().measure(work)
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  private static func fixed(_ value: Double) -> String { String(format: "%.1f", value) }
}
