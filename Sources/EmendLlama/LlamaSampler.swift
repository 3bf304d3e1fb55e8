// SPDX-License-Identifier: Apache-2.0

import CLlama
import CLogits
import EmendModels

/// Draws the next token.
///
/// Owns a chain of llama.cpp's samplers; plain greedy sampling needs none.
@safe struct LlamaSampler: ~Copyable {
  /// `nil` takes the likeliest token.
  private let chain: UnsafeMutablePointer<llama_sampler>?
  /// Room for a copy of the distribution, which the chain sorts and cuts.
  private var candidates: [llama_token_data] = []

  /// Takes the likeliest token, always.
  init() { unsafe chain = nil }

  /// - Throws: ``ModelError/invalidGrammar``.
  init(_ options: SamplingOptions, grammar: String?, model: LlamaModel) throws(ModelError) {
    guard grammar != nil || options.temperature > 0 else {
      unsafe chain = nil
      return
    }
    guard let chain = unsafe llama_sampler_chain_init(llama_sampler_chain_default_params()) else {
      throw .invalidGrammar
    }
    if let grammar {
      let sampler = unsafe model.withPointer { pointer in
        unsafe llama_sampler_init_grammar(llama_model_get_vocab(pointer), grammar, "root")
      }
      // llama.cpp makes a sampler that does nothing of an empty grammar.
      guard let sampler = unsafe sampler, !grammar.isEmpty else {
        unsafe llama_sampler_free(chain)
        throw .invalidGrammar
      }
      unsafe llama_sampler_chain_add(chain, sampler)
    }
    if options.temperature > 0 {
      unsafe llama_sampler_chain_add(chain, llama_sampler_init_top_p(Float(options.topP), 1))
      unsafe llama_sampler_chain_add(chain, llama_sampler_init_min_p(Float(options.minP), 1))
      unsafe llama_sampler_chain_add(chain, llama_sampler_init_temp(Float(options.temperature)))
      // The largest seed asks llama.cpp for a random one.
      unsafe llama_sampler_chain_add(chain, llama_sampler_init_dist(min(options.seed, LLAMA_DEFAULT_SEED - 1)))
    } else {
      unsafe llama_sampler_chain_add(chain, llama_sampler_init_greedy())
    }
    unsafe self.chain = chain
  }

  /// Whether it always takes the likeliest token.
  var isGreedy: Bool { unsafe chain == nil }

  deinit {
    if let chain = unsafe chain { unsafe llama_sampler_free(chain) }
  }

  /// Returns the next token; `nil` if the grammar allows none.
  mutating func next(_ logits: Span<Float>) -> Int32? {
    guard let chain = unsafe chain else {
      let index = unsafe logits.withUnsafeBufferPointer { unsafe logits_largest($0.baseAddress!, Int32($0.count)) }
      return index < 0 ? nil : index
    }
    candidates.removeAll(keepingCapacity: true)
    for index in logits.indices {
      candidates.append(llama_token_data(id: Int32(index), logit: logits[index], p: 0))
    }
    let chosen: llama_token_data? = unsafe candidates.withUnsafeMutableBufferPointer { buffer in
      var array = unsafe llama_token_data_array(
        data: buffer.baseAddress, size: buffer.count, selected: -1, sorted: false)
      unsafe llama_sampler_apply(chain, &array)
      guard unsafe array.selected >= 0, unsafe array.selected < array.size else { return nil }
      return unsafe array.data[Int(array.selected)]
    }
    // A token that the grammar forbids has no finite logit; accepting it would abort the program.
    guard let chosen, chosen.logit.isFinite else { return nil }
    unsafe llama_sampler_accept(chain, chosen.id)
    return chosen.id
  }
}

/// Returns the natural logarithm of the probability that a distribution gives to a token.
///
/// - Parameter isLargest: Whether the token is known to be the likeliest, which need not be looked for then.
func logProbability(of token: Int32, in logits: Span<Float>, isLargest: Bool = false) -> Double {
  unsafe logits.withUnsafeBufferPointer { buffer in
    let count = Int32(buffer.count)
    let largest = isLargest ? token : unsafe logits_largest(buffer.baseAddress!, count)
    return unsafe logits_log_probability(buffer.baseAddress!, count, token, largest)
  }
}
