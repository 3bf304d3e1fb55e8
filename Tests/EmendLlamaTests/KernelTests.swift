// SPDX-License-Identifier: Apache-2.0

import CLlama
import EmendModels
import Testing

@testable import EmendLlama

/// The kernels of `scripts/llama`, compared with the definition of what they compute.
struct KernelTests {
  /// A stream of numbers between -1 and 1 that is the same each time.
  private struct Numbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) / Float(1 << 23) - 1
    }

    mutating func take(_ count: Int) -> [Float] { (0..<count).map { _ in next() } }
  }

  /// Weights with outliers, as models have them.
  private static func weights(_ count: Int) -> [Float] {
    var numbers = Numbers(seed: 1)
    return numbers.take(count).enumerated().map { $0.offset % 97 == 0 ? $0.element * 8 : $0.element }
  }

  /// Computes what `build` makes of a fresh graph, and returns its numbers.
  private func compute(threads: Int, _ build: (OpaquePointer) -> UnsafeMutablePointer<ggml_tensor>) -> [Float] {
    let context = ggml_init(ggml_init_params(mem_size: 64 << 20, mem_buffer: nil, no_alloc: false))!
    defer { ggml_free(context) }
    let result = build(context)
    let graph = ggml_new_graph(context)
    ggml_build_forward_expand(graph, result)
    #expect(ggml_graph_compute_with_ctx(context, graph, Int32(threads)) == GGML_STATUS_SUCCESS)
    let count = Int(ggml_nelements(result))
    return Array(UnsafeBufferPointer(start: ggml_get_data_f32(result), count: count))
  }

  private func fill(_ tensor: UnsafeMutablePointer<ggml_tensor>, _ values: [Float]) {
    let traits = ggml_get_type_traits(tensor.pointee.type)!.pointee
    if tensor.pointee.type == GGML_TYPE_F32 {
      values.withUnsafeBytes { tensor.pointee.data.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
    } else if traits.is_quantized {
      let rows = ggml_nrows(tensor)
      _ = ggml_quantize_chunk(
        tensor.pointee.type, values, tensor.pointee.data, 0, rows, Int64(values.count) / rows, nil)
    } else {
      ggml_fp32_to_fp16_row(values, tensor.pointee.data.assumingMemoryBound(to: ggml_fp16_t.self), Int64(values.count))
    }
  }

  private func product(
    _ type: ggml_type, k: Int, rows: Int, tokens: [Float], threads: Int
  ) -> (result: [Float], weights: [Float]) {
    var plain = [Float](repeating: 0, count: k * rows)
    let result = compute(threads: threads) { context in
      let left = ggml_new_tensor_2d(context, type, Int64(k), Int64(rows))!
      fill(left, Self.weights(k * rows))
      ggml_get_type_traits(type)!.pointee.to_float(left.pointee.data, &plain, Int64(k * rows))
      let right = ggml_new_tensor_2d(context, GGML_TYPE_F32, Int64(k), Int64(tokens.count / k))!
      fill(right, tokens)
      return ggml_mul_mat(context, left, right)
    }
    return (result, plain)
  }

  @Test(
    "A product is what it should be, for any number of tokens and threads, to the last bit",
    arguments: [GGML_TYPE_Q4_0, GGML_TYPE_Q4_1, GGML_TYPE_IQ4_NL, GGML_TYPE_Q8_0], [32, 576])
  func products(_ type: ggml_type, k: Int) {
    let rows = 48
    var numbers = Numbers(seed: 2)
    let tokens = numbers.take(k * 70)
    let (all, weights) = product(type, k: k, rows: rows, tokens: tokens, threads: 2)
    #expect(all.count == rows * 70)
    for token in 0..<70 {
      for row in 0..<rows {
        var (sum, size) = (0.0, 0.0)
        for i in 0..<k {
          let term = Double(weights[row * k + i]) * Double(tokens[token * k + i])
          sum += term
          size += term * term
        }
        // Activations are rounded to 1/127 of the largest of 32.
        let error = abs(Double(all[token * rows + row]) - sum)
        #expect(error < 0.03 * size.squareRoot() + 1e-4, "token \(token), row \(row): \(error) of \(sum)")
        if error >= 0.03 * size.squareRoot() + 1e-4 { return }
      }
    }
    guard LlamaRuntime.hasBlockKernel else { return }
    for count in [1, 2, 3, 4, 5, 6, 7, 8, 15, 64, 69] {
      for threads in 1...3 {
        let some = product(type, k: k, rows: rows, tokens: Array(tokens[..<(count * k)]), threads: threads).result
        #expect(some == Array(all[..<(count * rows)]), "\(count) tokens, \(threads) threads")
      }
    }
  }

  // MARK: Attention

  private let size = 64
  private let heads = 6
  private let keyHeads = 2

  /// Attention of `tokens` queries over `cells`, of which each token sees those that `isVisible` says.
  private func attention(
    queries: [Float], keys: [Float], values: [Float], cells: Int, threads: Int, isVisible: (Int, Int) -> Bool
  ) -> [Float] {
    let tokens = queries.count / (size * heads)
    return compute(threads: threads) { context in
      let q = ggml_new_tensor_3d(context, GGML_TYPE_F32, Int64(size), Int64(tokens), Int64(heads))!
      let k = ggml_new_tensor_3d(context, GGML_TYPE_F16, Int64(size), Int64(cells), Int64(keyHeads))!
      let v = ggml_new_tensor_3d(context, GGML_TYPE_F16, Int64(size), Int64(cells), Int64(keyHeads))!
      let mask = ggml_new_tensor_2d(context, GGML_TYPE_F16, Int64(cells), Int64(tokens))!
      fill(q, queries)
      fill(k, keys)
      fill(v, values)
      fill(
        mask,
        (0..<tokens).flatMap { token in (0..<cells).map { isVisible(token, $0) ? 0 : -Float.infinity } })
      return ggml_flash_attn_ext(context, q, k, v, mask, 0.125, 0, 0)
    }
  }

  @Test("Attention is what it should be, and the same to the last bit wherever the visible cells lie")
  func attention() {
    let (tokens, cells) = (5, 300)
    var numbers = Numbers(seed: 3)
    let queries = numbers.take(size * tokens * heads).map { $0 * 4 }
    let keys = numbers.take(size * cells * keyHeads)
    let values = numbers.take(size * cells * keyHeads)
    let visible = (0..<tokens).map { token in (0..<cells).filter { ($0 * 7 + token) % 5 < 2 || $0 == 0 } }
    let result = attention(queries: queries, keys: keys, values: values, cells: cells, threads: 2) { token, cell in
      visible[token].contains(cell)
    }
    for token in 0..<tokens {
      for head in 0..<heads {
        let expected = reference(
          query: Array(queries[((head * tokens + token) * size)...].prefix(size)), keys: keys, values: values,
          base: head / (heads / keyHeads) * cells, visible: visible[token])
        for i in 0..<size {
          let found = Double(result[(token * heads + head) * size + i])
          #expect(abs(found - expected[i]) < 2e-3, "token \(token), head \(head), \(i): \(found), \(expected[i])")
          if abs(found - expected[i]) >= 2e-3 { return }
        }
      }
    }
    guard LlamaRuntime.hasBlockKernel else { return }

    // The same cells in another order, with others between them.
    let order = (0..<cells).map { ($0 * 77 + 13) % cells }
    func moved(_ rows: [Float]) -> [Float] {
      var moved = rows
      for head in 0..<keyHeads {
        for cell in 0..<cells {
          for i in 0..<size {
            moved[(head * cells + order[cell]) * size + i] = rows[(head * cells + cell) * size + i]
          }
        }
      }
      return moved
    }
    let seen = visible.map { cells in Set(cells.map { order[$0] }) }
    for threads in [1, 3] {
      let again = attention(
        queries: queries, keys: moved(keys), values: moved(values), cells: cells, threads: threads
      ) { token, cell in seen[token].contains(cell) }
      #expect(again == result)
    }
  }

  private func reference(
    query: [Float], keys: [Float], values: [Float], base: Int, visible: [Int]
  ) -> [Double] {
    let scores = visible.map { cell in
      0.125 * zip(query, keys[((base + cell) * size)...]).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    }
    let largest = scores.max() ?? 0
    let weights = scores.map { exponential($0 - largest) }
    let sum = weights.reduce(0, +)
    return (0..<size).map { i in
      zip(visible, weights).reduce(0.0) { $0 + $1.1 / sum * Double(values[(base + $1.0) * size + i]) }
    }
  }

  /// e^x by its series.
  private func exponential(_ x: Double) -> Double {
    let small = x / 1024
    let series = (1...8).reversed().reduce(1.0) { 1 + $0 * small / Double($1) }
    return (0..<10).reduce(series) { power, _ in power * power }
  }

  // MARK: Logits

  @Test(
    "The largest logit and a token's probability, in vocabularies of any size", arguments: [1, 31, 32, 1000, 49_152])
  func logits(count: Int) {
    var numbers = Numbers(seed: UInt64(count))
    var logits = numbers.take(count).map { $0 * 12 }
    logits[count / 2] = 14
    var sampler = LlamaSampler()
    #expect(sampler.next(logits.span) == Int32(count / 2))
    let sum = logits.reduce(0.0) { $0 + exponential(Double($1)) }
    for token in [0, count / 2, count - 1] {
      let expected = exponential(Double(logits[token])) / sum
      #expect(abs(exponential(logProbability(of: Int32(token), in: logits.span)) - expected) < 1e-4)
    }
    logits = logits.map { _ in -Float.infinity }
    #expect(sampler.next(logits.span) == nil)
  }
}
