// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EmendModels
import EmendRevision
import EmendTemplates
import EmendText

/// A run about a topic: what comes of it is printed, or written to a new file.
struct TopicRun {
  private let run: CompositionRun

  init(_ run: CompositionRun) { self.run = run }

  func showPrompts(_ subject: Subject) async throws -> ExitCode {
    let prompts = run.composer(MissingModel()).prompts(for: subject)
    try await run.show(
      prompts.map { (subject.variables.title + ($0.purpose.isEmpty ? "" : ": \($0.purpose)"), $0.prompt) })
    return .success
  }

  /// What the model writes, and the seconds that loading it took.
  func answer(_ subject: Subject, _ used: UsedModel?) async throws -> (Composition, loadSeconds: Double) {
    let progress = run.progressLine("answers")
    defer { progress.clear() }
    var loadSeconds = 0.0
    let composition = try await run.setup.onModel(used) {
      try await run.composer(run.setup.model(used)).compose(subject) {
        loadSeconds = $0.loadSeconds
        progress.show($0)
      }
    }
    progress.clear()
    CompositionReport(run: run).explain(composition.candidates, name: subject.variables.title, line: nil)
    return (composition, loadSeconds)
  }

  func compose(_ subject: Subject) async throws -> ExitCode {
    let start = ContinuousClock.now
    let used = try await run.setup.used(for: run.template, isNeeded: true)
    let (composition, loadSeconds) = try await answer(subject, used)
    let report = CompositionReport(run: run)
    let text = composition.text?.markdown()
    if run.writing.output.outputFormat == .json {
      var json = JSONReport(command: run.command, template: run.template.name, model: try run.setup.report(used))
      json.checksOff = run.settings.reasonsOff
      try json.add(
        composition, subject: subject,
        frontMatter: run.newDocument.frontMatter(title: report.title(of: composition, subject)),
        explains: run.writing.explain)
      json.stats.seconds = (ContinuousClock.now - start).seconds
      json.stats.loadSeconds = loadSeconds
      try run.context.output.write(try json.bytes())
    } else if let text {
      try run.newDocument.put(text + [.lineFeed], title: report.title(of: composition, subject))
    }
    report.tell(composition, about: subject, seconds: (ContinuousClock.now - start).seconds, loadSeconds: loadSeconds)
    return text == nil ? .cannotRun : .success
  }
}
