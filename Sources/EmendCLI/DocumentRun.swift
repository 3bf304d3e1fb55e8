// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EmendMarkdown
import EmendModels
import EmendRevision
import EmendTemplates
import EmendText

/// A run that writes new text into documents, or about them.
struct DocumentRun {
  private let run: CompositionRun
  private let paths: [String]

  init(_ run: CompositionRun, paths: [String]) {
    self.run = run
    self.paths = paths
  }

  private var output: OutputOptions { run.writing.output }
  private var isFilter: Bool { paths == ["-"] }
  /// Whether texts are shown and no document changes.
  private var isPrinted: Bool { run.template.apply == .print }

  private struct Job {
    let opened: OpenDocument
    let parts: [CompositionPart]
  }

  func run() async throws -> ExitCode {
    let selected = try await SelectedDocuments(
      paths, options: run.selection, settings: run.settings.selecting(for: run.template),
      stdinName: output.stdinFilename, isQuiet: output.quiet, in: run.context)
    let jobs = try selected.items.map { Job(opened: $0.opened, parts: try parts(of: $0)) }
    if output.showPrompt {
      try await showPrompts(jobs)
      return selected.hasUnreadable ? .cannotRun : .success
    }
    let start = ContinuousClock.now
    let isNeeded = jobs.contains { !$0.parts.isEmpty }
    let used = isNeeded ? try await run.setup.used(for: run.template, isNeeded: true) : nil
    let model = run.setup.model(used)
    let progress = run.progressLine(run.template.inputs.contains(.section) ? "sections" : "texts")
    defer { progress.clear() }
    var state = Reviser.Progress(
      passagesDone: 0, passages: jobs.reduce(0) { $0 + $1.parts.count }, generatedTokens: 0)
    var results: [DocumentComposer.Result] = []
    let report = RevisionReport(
      output: output, isFilter: isFilter && !isPrinted, explains: run.writing.explain, context: run.context, noun: noun,
      nothing: nothing)
    var printed: [UInt8] = []
    let writer = DocumentWriter(
      DocumentStore(command: run.command, in: run.context), isQuiet: output.quiet, context: run.context)
    for job in jobs {
      let result = try await run.setup.onModel(used) {
        try await DocumentComposer(run.composer(model), template: run.template).compose(
          job.opened.document, job.parts, state: &state, progress: { progress.show($0) })
      }
      progress.clear()
      results.append(result)
      if isPrinted {
        if output.outputFormat == .text { printed += markdown(of: result, isAlone: jobs.count == 1, job.opened) }
        report.tell(result.revision, of: job.opened)
        for text in result.texts {
          CompositionReport(run: run).explain(text.candidates, name: job.opened.name, line: text.line)
        }
      } else {
        try report.show(result.revision, of: job.opened)
        if output.write { try writer.write(result.revision, of: job.opened) }
      }
      tell(result.notices, in: job.opened)
    }
    if isPrinted, output.outputFormat == .text, !printed.isEmpty {
      try run.newDocument.put(printed, title: jobs[0].opened.document.title)
      run.newDocument.tell(isQuiet: output.quiet)
    }
    let revisions = results.map(\.revision)
    let seconds = (ContinuousClock.now - start).seconds
    switch output.outputFormat {
    case .text: break
    case .json: try printJSON(jobs, results, used: used, seconds: seconds, loadSeconds: state.loadSeconds)
    case .sarif, .github:
      try run.context.mark(
        zip(jobs, results).map { RevisedDocument(name: $0.opened.name, revision: $1.revision) },
        template: run.template, as: output.outputFormat, isComplete: !selected.hasUnreadable)
    }
    report.summarize(
      revisions, texts: results.reduce(0) { $0 + $1.texts.count }, seconds: seconds, loadSeconds: state.loadSeconds)
    if output.verbose, let problem = run.setup.cacheProblem { run.context.tell("no answers are kept: \(problem)") }
    if selected.hasUnreadable || !writer.isComplete { return .cannotRun }
    if isPrinted, isNeeded, results.allSatisfy(\.texts.isEmpty) { return .cannotRun }
    return output.status(of: revisions)
  }

  private func parts(of item: SelectedDocuments.Item) throws -> [CompositionPart] {
    do {
      return try CompositionPart.parts(
        of: item.opened.document, for: run.template, at: item.selection.addresses, passages: item.selected,
        language: run.language)
    } catch {
      throw CommandFailure("\(item.opened.name): \(error.description)")
    }
  }

  private var noun: String {
    run.template.apply == .replace || run.template.inputs == [.section] ? "section" : "text"
  }

  private var nothing: String {
    run.template.apply == .replace
      ? "nothing to do: no section holds notes and nothing else; --section names one that holds more"
      : "nothing to do: there is nothing of the kind that the template \"\(run.template.name)\" takes"
  }

  private func showPrompts(_ jobs: [Job]) async throws {
    let composer = run.composer(MissingModel())
    let prompts = jobs.flatMap { job in
      job.parts.flatMap { part in
        composer.prompts(for: part.subject, notes: part.notes ?? []).map { purpose, prompt in
          let place = "\(job.opened.name):\(part.lines.lowerBound)-\(part.lines.upperBound)"
          return (header: place + (purpose.isEmpty ? "" : ": \(purpose)"), prompt: prompt)
        }
      }
    }
    try await run.show(prompts)
  }

  /// The texts about a document, each under the heading that it is about if there are several.
  private func markdown(of result: DocumentComposer.Result, isAlone: Bool, _ opened: OpenDocument) -> [UInt8] {
    let isOne = isAlone && result.texts.count == 1
    return result.texts.flatMap { text in
      let heading = isOne ? "" : "## \(text.path.last ?? opened.name)\n\n"
      return Array(heading.utf8) + text.text.markdown() + [.lineFeed] + (isOne ? [] : [.lineFeed])
    }
  }

  private func tell(_ notices: [DocumentComposer.Notice], in opened: OpenDocument) {
    guard !output.quiet else { return }
    for notice in notices { run.context.tell("\(opened.name):\(notice.line): \(notice.detail) [\(notice.reason)]") }
  }

  private func printJSON(
    _ jobs: [Job], _ results: [DocumentComposer.Result], used: UsedModel?, seconds: Double, loadSeconds: Double
  ) throws {
    var json = JSONReport(command: run.command, template: run.template.name, model: try run.setup.report(used))
    json.checksOff = run.settings.reasonsOff
    for (job, result) in zip(jobs, results) {
      json.add(result.revision, path: job.opened.name, explains: run.writing.explain)
      let last = json.files.count - 1
      if isPrinted {
        let text = markdown(of: result, isAlone: jobs.count == 1, job.opened)
        json.files[last].text = String(decoding: text, as: UTF8.self)
        if run.writing.explain {
          json.files[last].candidates = result.texts.flatMap(\.candidates).map(JSONReport.Candidate.init)
        }
      }
      json.files[last].notices = result.notices.map {
        JSONReport.Notice(line: $0.line, reason: $0.reason, detail: $0.detail)
      }
    }
    json.stats.seconds = seconds
    json.stats.loadSeconds = loadSeconds
    try run.context.output.write(try json.bytes())
  }
}
