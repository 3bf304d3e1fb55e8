// SPDX-License-Identifier: Apache-2.0

/// What libFuzzer, which brings the program's `main` along, calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
  DocumentTrial.run(Array(UnsafeBufferPointer(start: data, count: size)))
  return 0
}
