// SPDX-License-Identifier: Apache-2.0

import EmendTemplates
import EmendTestSupport
import Testing

struct TemplateCatalogTests {
  private func template(_ description: String) -> String {
    "---\nname: a\ndescription: \(description)\n---\n{{#user}}{{text}}{{/user}}\n"
  }

  @Test("The nearer folder's template is used; a path names a file itself")
  func nearest() throws {
    let folder = try TemporaryFolder()
    try folder.write("near/a.md", template("near"))
    try folder.write("far/a.md", template("far"))
    try folder.write("far/b.md", template("b"))
    let catalog = TemplateCatalog(folders: ["near", "missing", "far"].map { "\(folder.path)/\($0)" })
    #expect(catalog.names == ["a", "b"])
    #expect(try catalog.template(named: "a").description == "near")
    #expect(try catalog.template(named: "\(folder.path)/far/a.md").description == "far")
    let error = #expect(throws: TemplateError.self) { try catalog.template(named: "c") }
    #expect(error?.description == "no template \"c\"; there are a, b")
    #expect(throws: TemplateError.unreadable(path: "x/y.md", reason: "no such file")) {
      try catalog.template(named: "x/y.md")
    }
  }
}
