// SPDX-License-Identifier: Apache-2.0

package import EmendText
import Foundation

/// Documents that people wrote.
package enum Corpus {
  /// The shipped examples, and the real files beside the checkout where there are any; those that are no UTF-8 are left
  /// out.
  package static let realDocuments: [(path: String, source: SourceText)] = {
    [Repository.root + "/examples", Repository.realDocuments].flatMap { folder in
      let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      return names.sorted().compactMap { name -> (String, SourceText)? in
        guard [".md", ".qmd", ".txt"].contains(where: name.hasSuffix),
          let data = FileManager.default.contents(atPath: folder + "/" + name),
          let source = try? SourceText(Array(data))
        else { return nil }
        return (name, source)
      }
    }
  }()

  /// The examples of CommonMark's specification where they lie beside the checkout; else none.
  package static let specificationExamples: [String] = {
    guard let data = FileManager.default.contents(atPath: Repository.evaluation + "/commonmark_examples.jsonl") else {
      return []
    }
    return data.split(separator: UInt8.lineFeed).compactMap { line in
      try? JSONDecoder().decode([String: Field].self, from: Data(line))["markdown"]?.text
    }
  }()

  /// A field of a line; only texts are looked at.
  private struct Field: Decodable {
    let text: String?

    init(from decoder: any Decoder) throws {
      text = try? decoder.singleValueContainer().decode(String.self)
    }
  }
}
