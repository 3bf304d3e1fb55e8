// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EmendHistory
import EmendLlama
import EmendMarkdown
import EmendModels
import EmendTemplates
import Foundation

/// Says what is installed, which model would run, and why.
package struct DoctorCommand: ContextualCommand {
  package static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what is installed, which model would run, and why.",
    discussion: """
      With a server, what that says of itself and its model, whether it can be used, and how. Without one, also the servers \
      that run on this machine, looked for on the usual ports of llama-server, Ollama, LM Studio and vLLM.

      Exit status: 0 a model can be loaded, or a server asked, and the rephrase template read; 2 one of the two cannot.
      """)

  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Configuration") var configuration: ConfigurationOptions

  package init() {}

  package func run(in context: CommandContext) async throws {
    var problems: [String] = []
    var lines: [(String, String)] = [
      ("emend", EmendCommand.version),
      ("  program", context.installation.executable),
      ("  system", "\(Self.system), \(ProcessInfo.processInfo.activeProcessorCount) cores"),
      ("cmark", CommonMarkParser.version),
      ("llama.cpp", LlamaRuntime.version),
      ("  CPU features", LlamaRuntime.cpuFeatures),
    ]
    var settings: Configuration?
    do {
      settings = try configuration.configuration(in: context)
    } catch {
      problems.append(error.description)
    }
    do {
      let wanted = (settings ?? .none).overridden(by: try model.overrides(in: context))
      if let server = try wanted.serverModel(in: context) {
        lines += await serverLines(server, wanted, in: context, problems: &problems)
      } else {
        lines += await modelLines(wanted.model, in: context, problems: &problems)
        lines += await localServerLines()
      }
    } catch {
      problems.append(error.description)
    }
    lines += templateLines(in: context, problems: &problems)
    lines += cacheLines(in: context)
    lines += configurationLines(settings, in: context)

    try context.output.write(Array(LabelledLines(lines).text.utf8))
    for problem in problems { context.tell("emend: \(problem)") }
    if !problems.isEmpty { throw ExitCode.cannotRun }
  }

  private func templateLines(in context: CommandContext, problems: inout [String]) -> [(String, String)] {
    let folders = context.templateFolders
    do {
      _ = try TemplateCatalog(folders: folders).template(named: "rephrase")
    } catch {
      problems.append(error.description)
    }
    let lines = folders.map { folder in
      let names = TemplateCatalog(folders: [folder]).names
      let exists = FileManager.default.fileExists(atPath: folder)
      return (
        "  folder", "\(folder) (\(names.isEmpty ? exists ? "empty" : "not there" : names.joined(separator: ", ")))"
      )
    }
    return [("templates", folders.isEmpty ? "no folder" : "nearest first")] + lines
  }

  private func cacheLines(in context: CommandContext) -> [(String, String)] {
    guard let cache = context.answerCache else { return [("cache", "none, HOME is not set")] }
    let answers =
      if let (count, bytes) = cache.contents() {
        "\(count), \(megabytes(bytes)) of at most \(AnswerCache.standardLimit / 1_000_000) MB"
      } else {
        cache.problem.map { "cannot be used (\($0))" } ?? "none yet"
      }
    return [("cache", cache.path), ("  answers", answers)]
  }

  private func configurationLines(_ settings: Configuration?, in context: CommandContext) -> [(String, String)] {
    let read = Set(settings?.files ?? [])
    let candidates =
      Configuration.candidates(in: context) + read.subtracting(Configuration.candidates(in: context)).sorted()
    let lines = candidates.map { ("  file", "\($0) (\(read.contains($0) ? "read" : "not there or not read"))") }
    let variables = Settings.variables.filter { context.variable($0) != nil }
    return [("configuration", lines.isEmpty ? "none" : "nearest first")] + lines
      + variables.map { ("  variable", "\($0)=\(context.variable($0) ?? "")") }
  }

  private static var system: String {
    var name = utsname()
    guard uname(&name) == 0 else { return "unknown system" }
    func text<Field>(_ field: Field) -> String {
      withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
    return "\(text(name.sysname)) \(text(name.release)) \(text(name.machine))"
  }
}
