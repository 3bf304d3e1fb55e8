// SPDX-License-Identifier: Apache-2.0

import CLlama
import EmendModels
import Foundation

/// Adds what a LoRA adapter learned to the weights of its base model.
///
/// An adapter has for a weight matrix W two thin matrices A and B, and stands for W + (α / rank) · B · A (Hu et al. 2021,
/// "LoRA: Low-Rank Adaptation of Large Language Models", https://arxiv.org/abs/2106.09685). Merged it costs nothing at run
/// time, and our kernels take all of the weights.
enum AdapterMerge {
  /// The key under which a merged model tells the name of its adapter.
  static let nameKey = "emend.adapter"

  /// Writes `target`: the model with the adapter's weights added, whole and in one step.
  ///
  /// What the adapter changes is stored in `format`; the rest stays as it is, bit by bit.
  ///
  /// - Throws: ``ModelError`` if one of them is no such file, they do not belong together, or `target` cannot be written.
  static func write(_ source: String, adapter: String, as format: WeightFormat, to target: String) throws(ModelError) {
    let model = try GGUFFile(path: source, tensors: true)
    let changes = try Adapter(path: adapter)
    guard changes.architecture == model.text("general.architecture") else {
      throw .adapterMismatch(adapter: adapter, model: source)
    }
    guard let type = format.tensorType else {
      throw .cannotQuantize(path: source, format: format.rawValue, detail: "not a format of single weights")
    }
    var merged: [String: TensorData] = [:]
    for tensor in model.tensors {
      guard let change = changes.pairs[tensor.name] else { continue }
      merged[tensor.name] = try change.added(to: tensor, as: type, adapter: adapter, model: source)
    }
    guard merged.count == changes.pairs.count, !merged.isEmpty else {
      throw .adapterMismatch(adapter: adapter, model: source)
    }
    let name = adapter.split(separator: "/").last.map(String.init) ?? adapter
    try ModelWriting.write(to: target) { partial in
      model.write(
        to: partial, replacing: merged, texts: [nameKey: name], numbers: ["general.file_type": format.fileType.rawValue]
      )
    }
  }
}

/// The matrices of a LoRA adapter, by the names of the weights that they change.
private struct Adapter {
  let architecture: String?
  private(set) var pairs: [String: LowRankChange] = [:]

  init(path: String) throws(ModelError) {
    let file = try GGUFFile(path: path, tensors: true)
    guard file.text("general.type") == "adapter", file.text("adapter.type") == "lora",
      let alpha = file.number("adapter.lora.alpha"), alpha.isFinite
    else { throw .notAdapter(path: path) }
    architecture = file.text("general.architecture")
    var halves: [String: [String: Matrix]] = [:]
    for tensor in file.tensors {
      guard let dot = tensor.name.lastIndex(of: "."), let matrix = Matrix(tensor) else {
        throw .notAdapter(path: path)
      }
      halves[String(tensor.name[..<dot]), default: [:]][String(tensor.name[dot...])] = matrix
    }
    for (name, half) in halves {
      guard let a = half[".lora_a"], let b = half[".lora_b"], a.rows == b.columns, a.rows > 0 else {
        throw .notAdapter(path: path)
      }
      pairs[name] = LowRankChange(a: a, b: b, scale: Float(alpha) / Float(a.rows))
    }
  }
}

/// Numbers in rows.
private struct Matrix {
  let rows, columns: Int
  private(set) var numbers: [Float] = []

  init?(_ tensor: GGUFTensor) {
    (rows, columns) = (tensor.rows, tensor.columns)
    numbers.reserveCapacity(rows * columns)
    var row = [Float](repeating: 0, count: columns)
    for index in 0..<rows {
      guard tensor.read(row: index, into: &row) else { return nil }
      numbers += row
    }
  }
}

/// What is added to one weight matrix: scale · B · A.
private struct LowRankChange {
  /// Of shape (rank, inputs).
  let a: Matrix
  /// Of shape (outputs, rank).
  let b: Matrix
  let scale: Float

  /// Returns the sum of the weights and the change in another format.
  func added(
    to weights: GGUFTensor, as type: ggml_type, adapter: String, model: String
  ) throws(ModelError) -> TensorData {
    let (rows, columns) = (weights.rows, weights.columns)
    guard columns == a.columns, rows == b.rows, columns % Int(ggml_blck_size(type)) == 0 else {
      throw .adapterMismatch(adapter: adapter, model: model)
    }
    var isKnown = true
    let rowSize = ggml_row_size(type, Int64(columns))
    let data = unsafe TensorData(type: type, byteCount: rows * rowSize) { bytes in
      var row = [Float](repeating: 0, count: columns)
      for index in 0..<rows {
        isKnown = weights.read(row: index, into: &row) && isKnown
        for component in 0..<a.rows {
          let factor = scale * b.numbers[index * b.columns + component]
          let start = component * columns
          for column in 0..<columns { row[column] += factor * a.numbers[start + column] }
        }
        _ = unsafe ggml_quantize_chunk(type, row, bytes.baseAddress! + index * rowSize, 0, 1, Int64(columns), nil)
      }
    }
    guard isKnown else { throw .adapterMismatch(adapter: adapter, model: model) }
    return data
  }
}
