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
    discussion: "Exit status: 0 a model can be loaded and the rephrase template read; 2 one of the two cannot.")

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
    lines += await modelLines(settings, in: context, problems: &problems)
    lines += templateLines(in: context, problems: &problems)
    lines += cacheLines(in: context)
    lines += configurationLines(settings, in: context)

    try context.output.write(Array(LabelledLines(lines).text.utf8))
    for problem in problems { context.tell("emend: \(problem)") }
    if !problems.isEmpty { throw ExitCode.cannotRun }
  }

  private func modelLines(
    _ settings: Configuration?, in context: CommandContext, problems: inout [String]
  ) async -> [(String, String)] {
    let setting = Setting(model.model, flag: "model") ?? settings?.model
    var lines: [(String, String)] = []
    do {
      let file = try ModelFile(setting?.value, origin: setting?.origin.description ?? "the default", in: context)
      lines = [("model", file.name), ("  file", file.path), ("  chosen by", file.reason)]
      lines += Self.optimizationLines(file)
      if let size = file.size { lines.append(("  size", "\(megabytes(size)) MB")) }
      lines.append(("  sha256", try ModelDigest(cacheFolder: context.cacheFolder).sha256(of: file.path, fresh: true)))
      var loaded = file.path
      if model.adapter,
        let rephrase = try? TemplateCatalog(folders: context.templateFolders).template(named: "rephrase"),
        let adapted = try await AdaptedModel(rephrase, base: file, in: context)
      {
        lines.append(("  adapter", adapted.summary))
        loaded = adapted.path ?? loaded
      }
      try await context.makeModel(loaded, CommandContext.EngineOptions()).load()
      return lines
    } catch let failure as CommandFailure {
      problems.append(failure.description)
    } catch let error as ModelError {
      problems.append(error.description)
    } catch {
      problems.append("the model cannot be read")
    }
    return lines.isEmpty ? [("model", "none found, see below")] : lines + [("  state", "cannot be used, see below")]
  }

  private static func optimizationLines(_ file: ModelFile) -> [(String, String)] {
    switch file.optimization {
    case .none: []
    case .used(let original?): [("  optimized", "in place of \(original); delete the file to go back to that")]
    case .used(nil): [("  optimized", "by 'emend model optimize'; its original is not there any more")]
    case .stale(let path):
      [
        (
          "  optimized",
          "no: \(path) is older than the model; run 'emend model optimize \(file.name)' again, or delete it"
        )
      ]
    }
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
