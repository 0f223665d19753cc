import Checks
import Core
import JSONKit
import ReportModel
import TextKit

/// The outcome of checks as SARIF 2.1.0, which code hosts and editors show. Findings below the level are left out,
/// and so are, above notes, relations that could not be assessed.
struct CheckSARIF {
  private let style: CheckStyle
  private let words: Words

  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
  /// The name of our fingerprint, with the version of its making.
  private static let fingerprint = "gongkai/v1"

  init(_ style: CheckStyle) {
    self.style = style
    words = Words(style.language)
  }

  func bytes(of run: CheckRun) -> [UInt8] {
    let artifacts = Artifacts(run)
    let rules = style.rules.rules.filter { style.rules.isOn($0.id) }
    let ruleIndices = Dictionary(
      rules.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("$schema", Self.schema)
    writer.member("version", "2.1.0")
    writer.key("runs")
    writer.beginArray()
    writer.beginObject()
    writeTool(rules, to: &writer)
    writer.key("invocations")
    writer.beginArray()
    writeInvocation(run, artifacts, to: &writer)
    writer.endArray()
    writer.key("artifacts")
    writer.beginArray()
    for artifact in artifacts.all { write(artifact, to: &writer) }
    writer.endArray()
    writer.key("results")
    writer.beginArray()
    for checked in run.reports {
      let state = run.hasBaseline ? "new" : nil
      for item in checked.findings where item.finding.severity >= style.level {
        write(item, checked, ruleIndices, artifacts, baselineState: state, to: &writer)
      }
      for item in checked.accepted where item.finding.severity >= style.level {
        write(item, checked, ruleIndices, artifacts, baselineState: "unchanged", to: &writer)
      }
      if style.level == .note {
        for assessment in checked.notAssessable {
          write(assessment, checked, ruleIndices, artifacts, to: &writer)
        }
      }
    }
    writer.endArray()
    writer.member("language", style.language == .chinese ? "zh-CN" : "en-US")
    writer.member("columnKind", "unicodeCodePoints")
    writer.endObject()
    writer.endArray()
    writer.endObject()
    return writer.finish()
  }

  // MARK: Files

  private func write(_ artifact: Artifacts.Artifact, to writer: inout JSONWriter) {
    writer.beginObject(inline: true)
    writer.key("location")
    writer.beginObject()
    writer.member("uri", artifact.uri)
    writer.endObject()
    if let sha256 = artifact.sha256 {
      writer.key("hashes")
      writer.beginObject()
      writer.member("sha-256", sha256)
      writer.endObject()
    }
    if artifact.isTarget {
      writer.key("roles")
      writer.strings(["analysisTarget"])
    }
    writer.endObject()
  }

  // MARK: Tool

  private func writeTool(_ rules: [CheckRule], to writer: inout JSONWriter) {
    let text = RuleText()
    writer.key("tool")
    writer.beginObject()
    writer.key("driver")
    writer.beginObject()
    writer.member("name", "gongkai")
    if !style.version.isEmpty { writer.member("semanticVersion", style.version) }
    writer.key("rules")
    writer.beginArray()
    for rule in rules {
      writer.beginObject()
      writer.member("id", rule.id)
      writer.member("name", rule.title[style.language])
      func message(_ name: String, _ text: String) {
        if text.isEmpty { return }
        writer.key(name)
        writer.beginObject(inline: true)
        writer.member("text", text)
        writer.endObject()
      }
      message("shortDescription", rule.title[style.language])
      let formula = text.formula(rule, words)
      message(
        "fullDescription",
        [rule.explanation[style.language], formula].filter { !$0.isEmpty }.joined(separator: "\n"))
      message(
        "help",
        [rule.remedy[style.language], rule.basis[style.language]].filter { !$0.isEmpty }.joined(
          separator: "\n"))
      writer.key("defaultConfiguration")
      writer.beginObject(inline: true)
      writer.member("level", rule.severity.rawValue)
      writer.endObject()
      writer.key("properties")
      writer.beginObject(inline: true)
      for language in Language.allCases { writer.member("title.\(language.rawValue)", rule.title[language]) }
      writer.endObject()
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endObject()
  }

  /// What was found while reading is about the run and not about a rule.
  private func writeInvocation(_ run: CheckRun, _ artifacts: Artifacts, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("executionSuccessful", run.refusals.isEmpty)
    writer.key("toolExecutionNotifications")
    writer.beginArray()
    for refusal in run.refusals {
      for finding in refusal.findings { write(finding, refusal.path, artifacts, to: &writer) }
    }
    for checked in run.reports {
      for stop in checked.stops { write(stop.finding, checked.placesPath, artifacts, to: &writer) }
      for finding in checked.reading where finding.severity >= style.level {
        write(finding, checked.placesPath, artifacts, to: &writer)
      }
    }
    writer.endArray()
    writer.endObject()
  }

  private func write(
    _ finding: Finding, _ path: String, _ artifacts: Artifacts, to writer: inout JSONWriter
  ) {
    writer.beginObject()
    writer.key("descriptor")
    writer.beginObject(inline: true)
    writer.member("id", finding.id)
    writer.endObject()
    writer.member("level", finding.severity.rawValue)
    writeMessage(sentence(finding), to: &writer)
    writer.key("locations")
    writer.beginArray()
    writer.beginObject()
    writePhysicalLocation(path, finding.places.first, artifacts, to: &writer)
    writer.endObject()
    writer.endArray()
    writer.endObject()
  }

  // MARK: Results

  private func write(
    _ item: CheckFinding, _ checked: CheckedReport, _ rules: [String: Int], _ artifacts: Artifacts,
    baselineState: String?, to writer: inout JSONWriter
  ) {
    writer.beginObject()
    writer.member("ruleId", item.rule)
    if let index = rules[item.rule] { writer.member("ruleIndex", index) }
    writer.member("kind", "fail")
    writer.member("level", item.finding.severity.rawValue)
    writeMessage(sentence(item.finding), to: &writer)
    // What is wrong by itself, or the total, is where an editor should go; all else is related.
    let own = item.witnesses.indices.filter { item.witnesses[$0].source == .checked }
    let main = own.first { item.witnesses[$0].side != .left } ?? own.first
    writer.key("locations")
    writer.beginArray()
    if let main {
      write(item.witnesses[main], checked, id: nil, artifacts, to: &writer)
    } else {
      writer.beginObject()
      writePhysicalLocation(checked.placesPath, item.finding.places.first, artifacts, to: &writer)
      writer.endObject()
    }
    writer.endArray()
    let others = item.witnesses.indices.filter { $0 != main }
    if !others.isEmpty {
      writer.key("relatedLocations")
      writer.beginArray()
      for (position, index) in others.enumerated() {
        write(item.witnesses[index], checked, id: position + 1, artifacts, to: &writer)
      }
      writer.endArray()
    }
    writer.key("partialFingerprints")
    writer.beginObject(inline: true)
    writer.member(Self.fingerprint, item.fingerprint)
    writer.endObject()
    if let baselineState { writer.member("baselineState", baselineState) }
    if baselineState == "unchanged" {
      writer.key("suppressions")
      writer.beginArray(inline: true)
      writer.beginObject()
      writer.member("kind", "external")
      writer.endObject()
      writer.endArray()
    }
    writer.key("properties")
    writer.beginObject()
    for language in Language.allCases {
      writer.member(
        "message.\(language.rawValue)", MessageCatalogue.shared.message(item.finding, language))
    }
    writer.endObject()
    writer.endObject()
  }

  private func write(
    _ assessment: Assessment, _ checked: CheckedReport, _ rules: [String: Int], _ artifacts: Artifacts,
    to writer: inout JSONWriter
  ) {
    writer.beginObject()
    writer.member("ruleId", assessment.rule)
    if let index = rules[assessment.rule] { writer.member("ruleIndex", index) }
    writer.member("kind", "open")
    writer.member("level", "none")
    writeMessage(words.reasons(assessment, checked, most: 8), to: &writer)
    writer.key("locations")
    writer.beginArray()
    for cell in assessment.unknown.prefix(1) {
      writer.beginObject()
      writePhysicalLocation(
        checked.placesPath, checked.report.statistics[cell]?.place, artifacts, to: &writer)
      writeLogicalLocation(checked.report.form.labelPath(of: cell), cell, to: &writer)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }

  private func sentence(_ finding: Finding) -> String {
    [words.message(finding), words.remedy(finding)].compactMap { $0 }.joined(separator: "\n")
  }

  private func writeMessage(_ text: String, to writer: inout JSONWriter) {
    writer.key("message")
    writer.beginObject(inline: true)
    writer.member("text", Self.escaped(PrintableText.shown(text, keepsLines: true)))
    writer.endObject()
  }

  /// Single braces would be placeholders in the messages of SARIF.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      result += character == "{" || character == "}" ? "\(character)\(character)" : "\(character)"
    }
    return result
  }

  // MARK: Locations

  private func write(
    _ witness: Witness, _ checked: CheckedReport, id: Int?, _ artifacts: Artifacts,
    to writer: inout JSONWriter
  ) {
    let path = witness.source == .checked ? checked.placesPath : checked.previousPlacesPath ?? "-"
    writer.beginObject()
    if let id { writer.member("id", id) }
    writePhysicalLocation(path, witness.place, artifacts, to: &writer)
    writeLogicalLocation(witness.labels, witness.cell, to: &writer)
    if id != nil {
      let name = witness.labels.dropFirst(witness.cell == nil ? 0 : 1).joined(separator: " / ")
      writeMessage([name, witness.text].filter { !$0.isEmpty }.joined(separator: ": "), to: &writer)
    }
    writer.key("properties")
    writer.beginObject(inline: true)
    writer.member("side", witness.side.rawValue)
    writer.member("report", witness.source.rawValue)
    if let place = witness.place { writer.member("place", place.description) }
    writer.endObject()
    writer.endObject()
  }

  private func writePhysicalLocation(
    _ path: String, _ place: Place?, _ artifacts: Artifacts, to writer: inout JSONWriter
  ) {
    writer.key("physicalLocation")
    writer.beginObject()
    writer.key("artifactLocation")
    writer.beginObject(inline: true)
    let uri = Artifacts.uri(of: path)
    writer.member("uri", uri)
    if let index = artifacts.index[uri] { writer.member("index", index) }
    writer.endObject()
    if place?.line != nil || place?.bytes != nil {
      writer.key("region")
      writer.beginObject(inline: true)
      if let line = place?.line { writer.member("startLine", line) }
      if let bytes = place?.bytes {
        writer.member("byteOffset", bytes.lowerBound)
        writer.member("byteLength", bytes.count)
      }
      writer.endObject()
    }
    writer.endObject()
  }

  private func writeLogicalLocation(_ labels: [String], _ cell: CellID?, to writer: inout JSONWriter) {
    writer.key("logicalLocations")
    writer.beginArray()
    writer.beginObject(inline: true)
    writer.member("name", labels.last ?? "")
    writer.member("fullyQualifiedName", cell?.description ?? labels.joined(separator: " / "))
    writer.member("decoratedName", labels.joined(separator: " / "))
    writer.member("kind", cell == nil ? "section" : "cell")
    writer.endObject()
    writer.endArray()
  }
}

/// The files that results speak of, each once.
private struct Artifacts {
  struct Artifact {
    var uri: String
    var sha256: String?
    var isTarget: Bool
  }

  private(set) var all: [Artifact] = []
  private(set) var index: [String: Int] = [:]

  init(_ run: CheckRun) {
    for checked in run.reports {
      add(checked.placesPath, checked.report.source?.sha256, isTarget: true)
      if let path = checked.previousPlacesPath {
        add(path, checked.result.previous?.source?.sha256, isTarget: false)
      }
    }
    for refusal in run.refusals { add(refusal.path, nil, isTarget: true) }
  }

  private mutating func add(_ path: String, _ sha256: String?, isTarget: Bool) {
    let uri = Self.uri(of: path)
    if let known = index[uri] {
      all[known].isTarget = all[known].isTarget || isTarget
      return
    }
    index[uri] = all.count
    all.append(Artifact(uri: uri, sha256: sha256, isTarget: isTarget))
  }

  static func uri(of path: String) -> String { path == "-" ? "stdin" : URIReference.path(path) }
}
