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
    #expect(throws: TemplateError.unreadable(kind: "template", path: "x/y.md", reason: "no such file")) {
      try catalog.template(named: "x/y.md")
    }
  }

  @Test("A name that is nearly another is told with it, and where there is none, the folders")
  func suggestion() throws {
    let folder = try TemporaryFolder()
    try folder.write("draft.md", template("x"))
    try folder.write("outline.md", template("x"))
    func message(_ folders: [String]) -> String? {
      let error = #expect(throws: TemplateError.self) { try TemplateCatalog(folders: folders).template(named: "darft") }
      return error?.description
    }
    #expect(message([folder.path]) == "no template \"darft\", did you mean draft? There are draft, outline")
    #expect(message(["/a/b", "/c"]) == "no template \"darft\"; there are none in /a/b, /c")
  }

  @Test("Grammars are read from beside the template, those of families of models, too")
  func grammar() throws {
    let folder = try TemporaryFolder()
    let text = """
      ---
      name: a
      grammar: a.gbnf
      models: { b: { grammar: b.gbnf }, c: { min-gain: 1 } }
      ---
      {{#user}}{{text}}{{/user}}
      """
    let path = try folder.write("t/a.md", text)
    let other = "\(folder.path)/t/b.gbnf"
    #expect(try Template(text, path: path).grammar == nil)
    try folder.write("t/a.gbnf", "root ::= \"a\"\n")
    #expect(throws: TemplateError.unreadable(kind: "grammar", path: other, reason: "no such file")) {
      try TemplateCatalog(folders: []).template(named: path)
    }
    try folder.write("t/b.gbnf", "root ::= \"b\"\n")
    let template = try TemplateCatalog(folders: ["\(folder.path)/t"]).template(named: "a")
    #expect(template.grammarFile == "a.gbnf")
    #expect(template.grammar == "root ::= \"a\"\n")
    #expect(template.adapted(to: "b-1b").grammar == "root ::= \"b\"\n")
    #expect(template.adapted(to: "c-1b").grammar == "root ::= \"a\"\n")
    try folder.write("t/b.gbnf", [0xFF])
    let error = #expect(throws: TemplateError.self) { try TemplateCatalog(folders: []).template(named: path) }
    #expect(error?.description == "cannot read the grammar \(other): it is not valid UTF-8")
  }
}
