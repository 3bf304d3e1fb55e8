// SPDX-License-Identifier: Apache-2.0

import CLlama
import Synchronization

/// What llama.cpp and ggml would print: silenced, with the last errors kept for messages.
enum LlamaLog {
  private static let errors = Mutex<[String]>([])

  /// Takes over the log of the whole process.
  static func capture() {
    unsafe llama_log_set(
      { level, text, _ in
        guard level == GGML_LOG_LEVEL_ERROR, let text = unsafe text else { return }
        unsafe LlamaLog.add(String(cString: text))
      }, nil)
  }

  /// Forgets the errors so far.
  static func clear() { errors.withLock { $0 = [] } }

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
