// SPDX-License-Identifier: Apache-2.0

import CLlama
import EmendModels

/// A model's vocabulary: text to tokens and back.
struct LlamaTokenizer {
  private let model: LlamaModel

  init(_ model: LlamaModel) { self.model = model }

  private func withVocabulary<Result>(_ body: (OpaquePointer) -> Result) -> Result {
    unsafe model.withPointer { pointer in
      // Every model has a vocabulary.
      unsafe body(llama_model_get_vocab(pointer)!)
    }
  }

  /// The number of tokens in the vocabulary.
  var count: Int { unsafe withVocabulary { unsafe Int(llama_vocab_n_tokens($0)) } }

  /// Returns the tokens of `text`.
  ///
  /// - Parameter special: Whether names of control tokens, such as `<|im_end|>`, stand for those tokens. Never for what a
  ///   user wrote.
  func tokens(of text: String, special: Bool) throws(ModelError) -> [Int32] {
    guard let length = Int32(exactly: text.utf8.count), length < Int32.max - 16 else {
      throw .cannotTokenize(code: Int(Int32.min))
    }
    var text = text
    var tokens = [Int32](repeating: 0, count: Int(length) / 2 + 16)
    for _ in 0..<2 {
      let count = unsafe withVocabulary { vocabulary in
        text.withUTF8 { utf8 in
          unsafe utf8.withMemoryRebound(to: CChar.self) { bytes in
            unsafe llama_tokenize(vocabulary, bytes.baseAddress, length, &tokens, Int32(tokens.count), false, special)
          }
        }
      }
      if count >= 0 {
        tokens.removeSubrange(Int(count)...)
        return tokens
      }
      // A negative count is the room that is needed; the smallest number is an overflow.
      guard count != Int32.min, -Int(count) > tokens.count else { throw .cannotTokenize(code: Int(count)) }
      tokens = [Int32](repeating: 0, count: -Int(count))
    }
    throw .cannotTokenize(code: tokens.count)
  }

  /// Returns the bytes of a token, which may be part of a character; none for a control token.
  func bytes(of token: Int32) throws(ModelError) -> [UInt8] {
    var needed = 64
    for _ in 0..<2 {
      let bytes: [UInt8]? = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: needed) { buffer in
        let count = unsafe withVocabulary {
          unsafe llama_token_to_piece($0, token, buffer.baseAddress, Int32(buffer.count), 0, false)
        }
        guard count < 0 else { return unsafe buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) } }
        needed = count == Int32.min ? 0 : -Int(count)
        return nil
      }
      if let bytes { return bytes }
      guard needed > 64 else { throw .cannotTokenize(code: needed) }
    }
    throw .cannotTokenize(code: needed)
  }

  /// Whether the model ends its turn with this token.
  func isEndOfGeneration(_ token: Int32) -> Bool { unsafe withVocabulary { unsafe llama_vocab_is_eog($0, token) } }

  /// The token that every text begins with; `nil` if this model's texts begin with none.
  var beginning: Int32? {
    unsafe withVocabulary { unsafe llama_vocab_get_add_bos($0) ? unsafe llama_vocab_bos($0) : nil }
  }

  /// A token that stands before a document: the beginning, or else what ends the document before it.
  var documentStart: Int32 {
    unsafe withVocabulary { vocabulary in
      let candidates = unsafe [beginning ?? -1, llama_vocab_eos(vocabulary), llama_vocab_eot(vocabulary)]
      return candidates.first { $0 >= 0 } ?? 0
    }
  }

  /// The token that ends an answer.
  var endOfTurn: Int32 {
    unsafe withVocabulary { vocabulary in
      let token = unsafe llama_vocab_eot(vocabulary)
      return token >= 0 ? token : unsafe llama_vocab_eos(vocabulary)
    }
  }

  /// The length of the longest token, in bytes: no text has fewer tokens than its bytes divided by this.
  var longestToken: Int {
    let lengths = (0..<Int32(count)).map { token in
      unsafe withVocabulary { vocabulary in
        unsafe llama_vocab_get_text(vocabulary, token).map { unsafe String(cString: $0).utf8.count } ?? 1
      }
    }
    return max(lengths.max() ?? 1, 1)
  }
}
