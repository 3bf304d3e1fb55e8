// SPDX-License-Identifier: Apache-2.0

import CLlama

/// The threads that evaluate.
///
/// Owns the C handle.
@safe struct ThreadPool: ~Copyable {
  private let pointer: OpaquePointer?

  /// - Parameter threads: Their number, the calling one included. If they cannot be had, llama.cpp makes its own for each
  ///   call.
  init(threads: Int) {
    var parameters = ggml_threadpool_params_default(Int32(threads))
    // Between two steps a thread looks for work for about two milliseconds, then it sleeps.
    parameters.poll = 1
    unsafe pointer = ggml_threadpool_new(&parameters)
  }

  deinit { if let pointer = unsafe pointer { unsafe ggml_threadpool_free(pointer) } }

  /// Has a context use these threads, which must outlive it.
  func attach(to context: OpaquePointer) {
    if let pointer = unsafe pointer { unsafe llama_attach_threadpool(context, pointer, pointer) }
  }
}
