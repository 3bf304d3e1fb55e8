// SPDX-License-Identifier: Apache-2.0

import CLlama
import EmendModels
import Foundation

/// A GGUF file's metadata, and its tensors if they are asked for.
///
/// Owns the C handles.
@safe struct GGUFFile: ~Copyable {
  private let file: OpaquePointer
  /// The tensors with their data; `nil` if only the metadata were read.
  private let data: OpaquePointer?
  let path: String

  /// Reads a file, or only what stands before its tensors.
  ///
  /// - Throws: ``ModelError`` if it cannot be read or is no whole GGUF file.
  init(path: String, tensors: Bool) throws(ModelError) {
    try LlamaModel.checkMagic(path)
    LlamaRuntime.start()
    LlamaLog.clear()
    var data: OpaquePointer?
    let file = unsafe withUnsafeMutablePointer(to: &data) { data in
      unsafe gguf_init_from_file(path, gguf_init_params(no_alloc: !tensors, ctx: tensors ? data : nil))
    }
    guard let file = unsafe file else { throw .cannotLoad(path: path, detail: LlamaLog.firstError) }
    unsafe self.file = file
    unsafe self.data = data
    self.path = path
  }

  deinit {
    unsafe gguf_free(file)
    if let data = unsafe data { unsafe ggml_free(data) }
  }

  /// Returns a text of the metadata; `nil` if there is none of that name.
  func text(_ key: String) -> String? {
    let index = unsafe gguf_find_key(file, key)
    guard index >= 0, unsafe gguf_get_kv_type(file, index) == GGUF_TYPE_STRING else { return nil }
    return unsafe String(cString: gguf_get_val_str(file, index))
  }

  /// Returns a number of the metadata; `nil` if there is none of that name.
  func number(_ key: String) -> Double? {
    let index = unsafe gguf_find_key(file, key)
    guard index >= 0 else { return nil }
    return switch unsafe gguf_get_kv_type(file, index) {
    case GGUF_TYPE_UINT32: unsafe Double(gguf_get_val_u32(file, index))
    case GGUF_TYPE_FLOAT32: unsafe Double(gguf_get_val_f32(file, index))
    default: nil
    }
  }

  /// The tensors in the order of the file; none if only the metadata were read.
  var tensors: [GGUFTensor] {
    guard let data = unsafe data else { return [] }
    // By name: the context holds one more, which all of them lie in.
    return unsafe (0..<gguf_get_n_tensors(file)).compactMap { index in
      unsafe ggml_get_tensor(data, gguf_get_tensor_name(file, index)).map { unsafe GGUFTensor($0) }
    }
  }

  /// Writes the same metadata with other tensors.
  ///
  /// - Parameters:
  ///   - replaced: Tensors by the names of those that they stand for.
  ///   - texts: What the metadata are to say, too.
  ///   - numbers: The same for whole numbers.
  /// - Returns: Whether all could be written.
  func write(
    to target: String, replacing replaced: [String: TensorData], texts: [String: String], numbers: [String: UInt32]
  )
    -> Bool
  {
    let size = ggml_tensor_overhead() * (replaced.count + 1)
    guard let output = unsafe gguf_init_empty(),
      let headers = unsafe ggml_init(ggml_init_params(mem_size: size, mem_buffer: nil, no_alloc: true))
    else { return false }
    defer {
      unsafe gguf_free(output)
      unsafe ggml_free(headers)
    }
    unsafe gguf_set_kv(output, file)
    // The writer pads by its own measure, whatever the source was padded by.
    if number("general.alignment") != nil {
      unsafe gguf_set_val_u32(output, "general.alignment", UInt32(GGUF_DEFAULT_ALIGNMENT))
    }
    for (key, value) in texts { unsafe gguf_set_val_str(output, key, value) }
    for (key, value) in numbers { unsafe gguf_set_val_u32(output, key, value) }
    for tensor in tensors {
      guard let data = replaced[tensor.name] else {
        unsafe tensor.withPointer { unsafe gguf_add_tensor(output, $0) }
        continue
      }
      guard let header = unsafe ggml_new_tensor_2d(headers, data.type, Int64(tensor.columns), Int64(tensor.rows)) else {
        return false
      }
      unsafe ggml_set_name(header, tensor.name)
      unsafe header.pointee.data = UnsafeMutableRawPointer(mutating: data.bytes.baseAddress)
      unsafe gguf_add_tensor(output, header)
    }
    return unsafe gguf_write_to_file(output, target, false)
  }
}

/// A tensor's new data; owns its memory.
@safe final class TensorData {
  let type: ggml_type
  fileprivate let bytes: UnsafeMutableRawBufferPointer

  /// - Parameter fill: Writes all bytes.
  init(type: ggml_type, byteCount: Int, fill: (UnsafeMutableRawBufferPointer) -> Void) {
    self.type = type
    unsafe bytes = .allocate(byteCount: byteCount, alignment: 64)
    unsafe fill(bytes)
  }

  deinit { unsafe bytes.deallocate() }
}

/// A tensor of an open ``GGUFFile``, which must outlive it.
@safe struct GGUFTensor {
  private let tensor: UnsafeMutablePointer<ggml_tensor>

  fileprivate init(_ tensor: UnsafeMutablePointer<ggml_tensor>) { unsafe self.tensor = tensor }

  var name: String { unsafe String(cString: ggml_get_name(tensor)) }
  var type: ggml_type { unsafe tensor.pointee.type }
  /// The numbers in a row.
  var columns: Int { unsafe Int(tensor.pointee.ne.0) }
  var rows: Int { unsafe Int(ggml_nrows(tensor)) }

  /// Lends the handle.
  func withPointer(_ body: (UnsafePointer<ggml_tensor>) -> Void) { unsafe body(UnsafePointer(tensor)) }

  /// Writes a row, in single precision, into `row`, which has room for it.
  ///
  /// - Returns: Whether ggml knows the tensor's type.
  func read(row index: Int, into row: inout [Float]) -> Bool {
    let start = unsafe tensor.pointee.data.advanced(by: index * Int(tensor.pointee.nb.1))
    if type == GGML_TYPE_F32 {
      unsafe row.withUnsafeMutableBytes { unsafe $0.baseAddress!.copyMemory(from: start, byteCount: columns * 4) }
      return true
    }
    guard let convert = unsafe ggml_get_type_traits(type).pointee.to_float else { return false }
    unsafe row.withUnsafeMutableBufferPointer { unsafe convert(start, $0.baseAddress, Int64(columns)) }
    return true
  }
}
