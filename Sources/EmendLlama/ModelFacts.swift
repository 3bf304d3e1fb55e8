// SPDX-License-Identifier: Apache-2.0

/// What a model's file says of itself.
package struct ModelFacts: Equatable, Sendable {
  /// Such as `llama`.
  package var architecture: String?
  /// What adapters are made for: the name and the size of the model that a file is a version of, such as `smollm2-135m`;
  /// `nil` if the file does not say.
  package var family: String?
  /// The format of most weights; `nil` if it has no ``WeightFormat``.
  package var format: WeightFormat?
  /// The most tokens that it was trained on at once.
  package var context: Int?
  /// Such as `apache-2.0`.
  package var license: String?
  /// The file name of the adapter that was merged into it, if one was.
  package var adapter: String?

  package init(family: String? = nil, format: WeightFormat? = nil) {
    self.family = family
    self.format = format
  }
}

extension ModelFacts {
  init(_ file: borrowing GGUFFile) {
    architecture = file.text("general.architecture")
    if let name = file.text("general.basename"), let size = file.text("general.size_label") {
      family = "\(name)-\(size)".lowercased()
    }
    format = file.number("general.file_type").flatMap(UInt32.init(exactly:)).flatMap(WeightFormat.init(fileType:))
    context = architecture.flatMap { file.number("\($0).context_length") }.flatMap(UInt32.init(exactly:)).map(Int.init)
    license = file.text("general.license")
    adapter = file.text(AdapterMerge.nameKey)
  }
}
