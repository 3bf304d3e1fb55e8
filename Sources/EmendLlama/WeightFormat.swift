// SPDX-License-Identifier: Apache-2.0

import CLlama

/// How a model's weights are stored, by the names that llama.cpp's `llama-quantize` takes.
///
/// Only formats that need no importance matrix: there is nothing here to make one from.
package enum WeightFormat: String, CaseIterable, Sendable {
  case q40 = "q4_0"
  case q41 = "q4_1"
  case iq4nl = "iq4_nl"
  case q4ks = "q4_k_s"
  case q4km = "q4_k_m"
  case q50 = "q5_0"
  case q51 = "q5_1"
  case q5km = "q5_k_m"
  case q6k = "q6_k"
  case q80 = "q8_0"

  /// llama.cpp's number for it, https://github.com/ggml-org/llama.cpp/blob/master/include/llama.h (`llama_ftype`).
  var fileType: llama_ftype {
    switch self {
    case .q40: LLAMA_FTYPE_MOSTLY_Q4_0
    case .q41: LLAMA_FTYPE_MOSTLY_Q4_1
    case .iq4nl: LLAMA_FTYPE_MOSTLY_IQ4_NL
    case .q4ks: LLAMA_FTYPE_MOSTLY_Q4_K_S
    case .q4km: LLAMA_FTYPE_MOSTLY_Q4_K_M
    case .q50: LLAMA_FTYPE_MOSTLY_Q5_0
    case .q51: LLAMA_FTYPE_MOSTLY_Q5_1
    case .q5km: LLAMA_FTYPE_MOSTLY_Q5_K_M
    case .q6k: LLAMA_FTYPE_MOSTLY_Q6_K
    case .q80: LLAMA_FTYPE_MOSTLY_Q8_0
    }
  }

  /// The type of a single tensor in this format; `nil` for those that mix several.
  var tensorType: ggml_type? {
    switch self {
    case .q40: GGML_TYPE_Q4_0
    case .q41: GGML_TYPE_Q4_1
    case .iq4nl: GGML_TYPE_IQ4_NL
    case .q50: GGML_TYPE_Q5_0
    case .q51: GGML_TYPE_Q5_1
    case .q6k: GGML_TYPE_Q6_K
    case .q80: GGML_TYPE_Q8_0
    case .q4ks, .q4km, .q5km: nil
    }
  }

  /// The format with llama.cpp's number; `nil` if it is none of these.
  init?(fileType: UInt32) {
    guard let format = Self.allCases.first(where: { $0.fileType.rawValue == fileType }) else { return nil }
    self = format
  }
}
