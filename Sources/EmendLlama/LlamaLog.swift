// SPDX-License-Identifier: Apache-2.0

import CLlama
import Synchronization

/// What llama.cpp and ggml would print: silenced, with the last errors kept for messages.
enum LlamaLog {
  private static let errors = Mutex<[String]>([])
  private static let types = Mutex<Set<String>>([])

  /// Takes over the log of the whole process.
  static func capture() {
    unsafe llama_log_set(
      { level, text, _ in
        guard let text = unsafe text else { return }
        if level == GGML_LOG_LEVEL_ERROR {
          unsafe LlamaLog.add(String(cString: text))
        } else if level == GGML_LOG_LEVEL_INFO {
          unsafe LlamaLog.addType(String(cString: text))
        }
      }, nil)
  }

  /// Forgets what there was so far.
  static func clear() {
    errors.withLock { $0 = [] }
    types.withLock { $0 = [] }
  }

  /// The types of the weights of the model that was loaded since, such as `q4_1`: llama.cpp tells them only here.
  static var weightTypes: Set<String> { types.withLock { $0 } }

  /// Takes a line such as "llama_model_loader: - type q4_1:  210 tensors".
  static func addType(_ text: String) {
    guard let start = text.firstRange(of: "- type ")?.upperBound, text.contains("tensors") else { return }
    let name = text[start...].prefix { $0 != ":" }.filter { $0 != " " }
    types.withLock { _ = $0.insert(String(name)) }
  }

  /// The first error since they were forgotten, which is mostly the cause of those after it, without the name of the
  /// function that it comes from.
  static var firstError: String {
    let line = errors.withLock { $0.first } ?? ""
    guard let colon = line.firstIndex(of: ":"), !line[..<colon].contains(" ") else { return line }
    return String(line[line.index(after: colon)...].drop { $0 == " " })
  }

  private static func add(_ text: String) {
    let line = String(text.prefix { !$0.isNewline })
    errors.withLock { errors in
      if errors.count < 20, !line.isEmpty { errors.append(line) }
    }
  }
}
