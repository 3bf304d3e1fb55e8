// SPDX-License-Identifier: Apache-2.0

import Crypto
import EmendModels
import Foundation

/// Fields one after the other, texts with their lengths before them, so that no two lists of fields are the same bytes.
struct Fields {
  private var bytes: [UInt8] = []

  mutating func append(_ number: Int) {
    withUnsafeBytes(of: Int64(number).littleEndian) { bytes += $0 }
  }

  mutating func append(_ number: Double) {
    withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += $0 }
  }

  mutating func append(_ text: String) {
    append(text.utf8.count)
    bytes += text.utf8
  }

  mutating func append(_ prompt: Prompt) {
    append(prompt.messages.count)
    for message in prompt.messages {
      append(message.role.rawValue)
      append(message.content)
    }
    append(prompt.answerPrefix)
  }

  /// Their SHA-256.
  var digest: Data { Data(SHA256.hash(data: bytes)) }
}
