// SPDX-License-Identifier: Apache-2.0

/// Why a model could not be used, or a request not be answered.
package enum ModelError: Error, Equatable, Sendable {
  /// No file, or an unreadable one, at this path.
  case cannotRead(path: String, reason: String)
  /// The file at this path is something else than a GGUF model.
  case notGGUF(path: String)
  /// llama.cpp refuses the file; `detail` is the first thing that it complained of.
  case cannotLoad(path: String, detail: String)
  /// The memory for a context of this many tokens could not be had.
  case cannotCreateContext(tokens: Int)
  /// llama.cpp does not know the model's chat template.
  case unsupportedChatTemplate
  /// The prompt and the room for its answer, at least this many tokens, do not fit the model's context.
  case promptTooLong(tokens: Int, limit: Int)
  /// A server says that the prompt does not fit its model's context, without figures; the whole sentence.
  case promptRefused(String)
  /// llama.cpp cannot parse the grammar.
  case invalidGrammar
  /// A text that the model's vocabulary has no tokens for.
  case cannotTokenize(code: Int)
  /// There is no model to ask.
  case noModel
  /// The time that there was for it is up.
  case outOfTime
  /// llama.cpp returned an error code on evaluating tokens.
  case decodeFailed(code: Int)
  /// llama.cpp cannot store this model's weights in this format; `detail` is what it complained of.
  case cannotQuantize(path: String, format: String, detail: String)
  /// A version of a model cannot be written to this path.
  case cannotWrite(path: String, reason: String)
  /// The file at this path is something else than a LoRA adapter.
  case notAdapter(path: String)
  /// An adapter was made for a model with other weights.
  case adapterMismatch(adapter: String, model: String)
  /// A server is not allowed, cannot be reached, or does not answer as it should: the whole sentence.
  case server(String)
  /// A text that is to be measured with has fewer tokens than that takes.
  case textTooShort(tokens: Int, fewest: Int)
}

extension ModelError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .cannotRead(let path, let reason):
      "cannot read the model \(path): \(reason)"
    case .notGGUF(let path):
      "\(path) is not a GGUF model file; name one that ends in .gguf, or run 'make setup' for the default model"
    case .cannotLoad(let path, let detail):
      "the model \(path) is damaged, incomplete or of an unknown kind\(detail.isEmpty ? "" : " (\(detail))"); download it again"
    case .cannotCreateContext(let tokens):
      "not enough memory for a model context of \(tokens) tokens; select less text"
    case .unsupportedChatTemplate:
      "llama.cpp does not know this model's chat template; use another instruction-tuned model"
    case .promptTooLong(let tokens, let limit):
      "the prompt and room for its answer come to at least \(tokens) tokens, more than the model's context of \(limit); select less text"
    case .invalidGrammar:
      "llama.cpp cannot parse the grammar of this request"
    case .cannotTokenize(let code):
      "llama.cpp cannot turn the text into tokens (code \(code))"
    case .noModel:
      "no model"
    case .outOfTime:
      "the time for it was up"
    case .decodeFailed(let code):
      "llama.cpp could not evaluate the tokens (code \(code))"
    case .cannotQuantize(let path, let format, let detail):
      "llama.cpp cannot make a \(format) version of \(path)\(detail.isEmpty ? "" : " (\(detail))")"
    case .cannotWrite(let path, let reason):
      "cannot write \(path): \(reason)"
    case .notAdapter(let path):
      "\(path) is not a LoRA adapter in GGUF; name one that llama.cpp's convert_lora_to_gguf.py has written"
    case .adapterMismatch(let adapter, let model):
      "the adapter \(adapter) was made for another model than \(model)"
    case .server(let problem), .promptRefused(let problem):
      problem
    case .textTooShort(let tokens, let fewest):
      "a text of \(tokens) tokens is too short to measure with; give one of at least \(fewest)"
    }
  }
}
