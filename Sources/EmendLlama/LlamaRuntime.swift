// SPDX-License-Identifier: Apache-2.0

import CLlama

/// The llama.cpp that is linked in.
package enum LlamaRuntime {
  /// Its version, such as `0.5.0-dev (ggml 0.16.0)`.
  package static var version: String {
    unsafe "\(String(cString: llama_version())) (ggml \(String(cString: ggml_version())))"
  }

  /// What of the processor it uses, such as `AVX2, FMA, OPENMP`.
  package static var cpuFeatures: String {
    start()
    // "CPU : SSE3 = 1 | AVX2 = 1 | OPENMP = 1 | REPACK = 1 | "
    let info = unsafe String(cString: llama_print_system_info())
    let features = info.split(whereSeparator: { "|:".contains($0) }).compactMap { part -> String? in
      let sides = part.split(separator: "=")
      guard sides.count == 2, sides[1].contains("1") else { return nil }
      return String(sides[0].filter { $0 != " " })
    }
    return features.joined(separator: ", ")
  }

  /// Whether it has the kernels of `scripts/llama`, and this processor can run them.
  static let hasBlockKernel = cpuFeatures.contains("BLOCK_GEMM")

  /// Readies the library; without effect after the first time.
  static func start() { _ = started }

  // `static let` runs this once. The backend is never shut down: it ends with the process.
  private static let started: Void = {
    LlamaLog.capture()
    llama_backend_init()
  }()
}
