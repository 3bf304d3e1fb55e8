// SPDX-License-Identifier: Apache-2.0

import EmendTestSupport
import Testing

@testable import EmendCLI

struct InstallationTests {
  @Test("Installed, everything is under the prefix's share; built, in the checkout; else there is nothing")
  func places() throws {
    let folder = try TemporaryFolder()
    try folder.write("prefix/share/emend/templates/rephrase.md", "")
    let installed = Installation(executable: "\(folder.path)/prefix/bin/emend")
    #expect(installed.models == "\(folder.path)/prefix/share/emend/models")
    #expect(installed.examples == "\(folder.path)/prefix/share/emend/examples")
    try folder.write("checkout/templates/rephrase.md", "")
    try folder.write("checkout/Package.swift", "")
    let built = Installation(executable: "\(folder.path)/checkout/.build/x86/debug/emend")
    #expect(built.models == "\(folder.path)/checkout/.deps/models")
    #expect(built.examples == "\(folder.path)/checkout/examples")
    #expect(Installation(executable: "\(folder.path)/emend").examples == nil)
  }
}
