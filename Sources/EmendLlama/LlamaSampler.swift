// SPDX-License-Identifier: Apache-2.0

import CLlama
import CLogits
import EmendModels

/// Draws the next token.
///
/// Owns a chain of llama.cpp's samplers, and one for a grammar; plain greedy sampling needs neither.
@safe struct LlamaSampler: ~Copyable {
  /// `nil` takes the likeliest token.
  private let chain: UnsafeMutablePointer<llama_sampler>?
  /// `nil` allows every token.
  private let grammar: UnsafeMutablePointer<llama_sampler>?
  /// Leaves the likeliest tokens.
  private let shortlist: UnsafeMutablePointer<llama_sampler>
  /// Room for a copy of the distribution, which the chain sorts and cuts.
  private var candidates: [llama_token_data] = []

  /// How many of the latest tokens are penalised.
  private static let penaltyWindow: Int32 = 64
  /// What is less likely than this many tokens is not drawn where rarer ones are cut off, or there is a penalty.
  private static let mostLikely: Int32 = 256

  /// Takes the likeliest token, always.
  init() { unsafe (chain, grammar, shortlist) = (nil, nil, llama_sampler_init_top_k(Self.mostLikely)) }

  /// - Throws: ``ModelError/invalidGrammar``.
  init(_ options: SamplingOptions, grammar: String?, model: LlamaModel) throws(ModelError) {
    guard grammar != nil || options.temperature > 0 || options.repetitionPenalty != 1 else {
      unsafe (chain, self.grammar, shortlist) = (nil, nil, llama_sampler_init_top_k(Self.mostLikely))
      return
    }
    if let grammar {
      let sampler = unsafe model.withPointer { pointer in
        unsafe llama_sampler_init_grammar(llama_model_get_vocab(pointer), grammar, "root")
      }
      // llama.cpp makes a sampler that does nothing of an empty grammar.
      guard let sampler = unsafe sampler, !grammar.isEmpty else { throw .invalidGrammar }
      unsafe self.grammar = sampler
    } else {
      unsafe self.grammar = nil
    }
    let vocabularySize = unsafe model.withPointer { unsafe llama_vocab_n_tokens(llama_model_get_vocab($0)) }
    let chain = unsafe llama_sampler_chain_init(llama_sampler_chain_default_params())!
    // Sorting a whole vocabulary, or looking for each of its tokens among the latest, takes as long as a small model. With
    // `min-p` at 0.05, no more than 20 / p tokens are left, of which the likeliest has the probability p.
    if options.repetitionPenalty != 1 || options.temperature > 0 && options.minP >= 0.05 {
      unsafe llama_sampler_chain_add(chain, llama_sampler_init_top_k(Self.mostLikely))
    }
    if options.repetitionPenalty != 1 {
      unsafe llama_sampler_chain_add(
        chain,
        llama_sampler_init_penalties(
          vocabularySize, Self.penaltyWindow, Float(options.repetitionPenalty), 0, 0))
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
    unsafe shortlist = llama_sampler_init_top_k(Self.mostLikely)
    unsafe self.chain = chain
  }

  /// Whether it always takes the likeliest token.
  var isGreedy: Bool { unsafe chain == nil }

  deinit {
    if let chain = unsafe chain { unsafe llama_sampler_free(chain) }
    if let grammar = unsafe grammar { unsafe llama_sampler_free(grammar) }
    unsafe llama_sampler_free(shortlist)
  }

  /// Tells it of a token that stands before the answer, as if it had been drawn: it is penalised like those.
  mutating func note(_ token: Int32) {
    if let chain = unsafe chain { unsafe llama_sampler_accept(chain, token) }
  }

  /// Returns the next token; `nil` if the grammar allows none.
  mutating func next(_ logits: Span<Float>) -> Int32? {
    guard let chain = unsafe chain else {
      let index = unsafe logits.withUnsafeBufferPointer { unsafe logits_largest($0.baseAddress!, Int32($0.count)) }
      return index < 0 ? nil : index
    }
    fill(logits)
    guard var chosen = chosen() else { return nil }
    if let grammar = unsafe grammar {
      // To ask the grammar about each token of the vocabulary takes longer than the model; about one it takes nothing, and
      // mostly that one is allowed, or another of the likeliest.
      if unsafe !allows(grammar, chosen.id) {
        fill(logits)
        if unsafe !hasAllowed([shortlist, grammar]) {
          fill(logits)
          guard unsafe hasAllowed([grammar]) else { return nil }
        }
        guard let other = self.chosen() else { return nil }
        chosen = other
      }
      // A token that the grammar forbids has no finite logit; accepting it would abort the program.
      guard chosen.logit.isFinite else { return nil }
      unsafe llama_sampler_accept(grammar, chosen.id)
    }
    unsafe llama_sampler_accept(chain, chosen.id)
    return chosen.id
  }

  private mutating func fill(_ logits: Span<Float>) {
    candidates.removeAll(keepingCapacity: true)
    for index in logits.indices {
      candidates.append(llama_token_data(id: Int32(index), logit: logits[index], p: 0))
    }
  }

  /// What the chain chooses of the candidates.
  private mutating func chosen() -> llama_token_data? {
    unsafe candidates.withUnsafeMutableBufferPointer { buffer in
      var array = unsafe llama_token_data_array(
        data: buffer.baseAddress, size: buffer.count, selected: -1, sorted: false)
      unsafe llama_sampler_apply(chain, &array)
      guard unsafe array.selected >= 0, unsafe array.selected < array.size else { return nil }
      return unsafe array.data[Int(array.selected)]
    }
  }

  /// Leaves of the candidates those that the grammar allows.
  ///
  /// - Parameter samplers: The grammar, or what picks the likeliest and then the grammar.
  /// - Returns: Whether there are any.
  private mutating func hasAllowed(_ samplers: [UnsafeMutablePointer<llama_sampler>]) -> Bool {
    let count = unsafe candidates.withUnsafeMutableBufferPointer { buffer in
      var array = unsafe llama_token_data_array(
        data: buffer.baseAddress, size: buffer.count, selected: -1, sorted: false)
      for index in unsafe samplers.indices { unsafe llama_sampler_apply(samplers[index], &array) }
      return unsafe array.size
    }
    candidates.removeLast(candidates.count - count)
    candidates.removeAll { !$0.logit.isFinite }
    return !candidates.isEmpty
  }

  private func allows(_ grammar: UnsafeMutablePointer<llama_sampler>, _ token: Int32) -> Bool {
    var candidate = llama_token_data(id: token, logit: 0, p: 0)
    return unsafe withUnsafeMutablePointer(to: &candidate) { pointer in
      var array = unsafe llama_token_data_array(data: pointer, size: 1, selected: -1, sorted: false)
      unsafe llama_sampler_apply(grammar, &array)
      return unsafe pointer.pointee.logit.isFinite
    }
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
