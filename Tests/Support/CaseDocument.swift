import Core
import DataFiles
import Foundation

/// What a case gave when it was run: a call that should produce a message.
public struct CaseResult: Sendable {
  /// The message that the case is of.
  public let id: String
  /// A sentence on what produces it.
  public let situation: String
  /// What it is made from, where a person can read that.
  public let shown: String?
  public var refusal: Refusal.Kind?
  /// All that was found.
  public var findings: [Finding]
  /// The folder that it was run in, whose name is another each time.
  public var folder: String?
  /// What went wrong where it was no refusal.
  public var failure: String?

  public init(_ id: String, _ situation: String, showing shown: String? = nil, findings: [Finding] = []) {
    self.id = id
    self.situation = situation
    self.shown = shown
    self.findings = findings
  }

  /// The findings of the message. A rule of a user's own has an id of its own and speaks with its group's sentence.
  public var own: [Finding] {
    findings.filter { finding in
      finding.id == id || finding.id.hasPrefix("\(id).") && Messages.entries[finding.id] == nil
    }
  }

  /// What the sentences of its findings name and are not given, as `id: placeholder`.
  public var gaps: [String] {
    findings.flatMap { finding -> [String] in
      guard let entry = Messages.entries[finding.id] ?? Messages.entries[id] else {
        return ["\(finding.id) has no sentence"]
      }
      return Messages.placeholders(entry).subtracting(Messages.placeholders(filledBy: finding.arguments.keys))
        .map { "\(finding.id): \($0)" }
    }
  }
}

/// All messages: those of the catalogue, and the sentences of the rules.
public enum Messages {
  package static let entries = MessageCatalogue(
    DataFile.paths.filter { $0.hasPrefix("messages/") || $0.hasPrefix("checks/") }
      .compactMap { DataFile.text($0) }
  ).entries

  /// The placeholders of all four sentences of a message.
  package static func placeholders(_ entry: MessageCatalogue.Entry) -> Set<String> {
    Language.allCases.reduce(into: []) {
      $0.formUnion(MessageCatalogue.placeholders(of: entry.message[$1]))
      $0.formUnion(MessageCatalogue.placeholders(of: entry.remedy[$1]))
    }
  }

  /// An argument that reads differently in each language is given as `name.zh` and `name.en`.
  public static func placeholders(filledBy arguments: some Sequence<String>) -> Set<String> {
    Set(arguments.map { $0.hasSuffix(".zh") || $0.hasSuffix(".en") ? String($0.dropLast(3)) : $0 })
  }
}

/// A chapter of cases as the document that people read: for each message what produces it, and how it reads.
public struct CaseDocument {
  private static let longestShown = 40
  private static let heading = "## "
  private static let nothing = "It was not produced"
  public private(set) var text: String

  public init(_ name: String, introduction: String, _ results: [CaseResult]) {
    text = "# \(name)\n\n\(introduction)\n"
    for result in results { add(result) }
  }

  /// The ids of the messages that a document shows as produced.
  public static func messages(in document: String) -> Set<String> {
    var ids: Set<String> = []
    var last: String?
    for line in document.split(separator: "\n") {
      if line.hasPrefix(heading) {
        last = String(line.dropFirst(heading.count))
      } else if let id = last {
        // What was not produced says so; a message has a line of how bad it is.
        if line.hasPrefix(nothing) { last = nil }
        if line.hasPrefix("**") { ids.insert(id) }
      }
    }
    return ids
  }

  /// Compares with the recorded document, or records it where GONGKAI_RECORD is 1.
  ///
  /// - Returns: the lines that differ; none where it is as recorded.
  public func differences(from file: URL) throws -> [String] {
    if ProcessInfo.processInfo.environment["GONGKAI_RECORD"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let recorded = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    if recorded == text { return [] }
    let difference = text.split(separator: "\n").difference(from: recorded.split(separator: "\n"))
    return ["GONGKAI_RECORD=1 records \(file.lastPathComponent) anew; then read the difference"]
      + difference.prefix(12).map { "\($0)" }
  }

  private mutating func add(_ result: CaseResult) {
    text += "\n\(Self.heading)\(result.id)\n\n\(result.situation)\n"
    if let shown = result.shown, !shown.isEmpty {
      var lines = shown.split(separator: "\n", omittingEmptySubsequences: false)
      while lines.last?.isEmpty == true { lines.removeLast() }
      text += "\n"
      for line in lines.prefix(Self.longestShown) { text += line.isEmpty ? "\n" : "    \(line)\n" }
      if lines.count > Self.longestShown { text += "    …\n" }
    }
    guard let finding = result.own.first else {
      text += "\n\(Self.nothing); instead: \(Set(result.findings.map(\.id)).sorted())\n"
      return
    }
    text += "\n\(heading(finding, result))\n\n"
    for language in Language.allCases {
      text += "- \(shortened(MessageCatalogue.shared.message(finding, language), result))\n"
      if let remedy = MessageCatalogue.shared.remedy(finding, language) {
        text += "  → \(shortened(remedy, result))\n"
      }
    }
    let others = Set(result.findings.map(\.id)).subtracting([finding.id]).sorted()
    if !others.isEmpty { text += "\nWith it: \(others.map { "`\($0)`" }.joined(separator: ", ")).\n" }
  }

  /// How bad it is, what becomes of the call, and where.
  private func heading(_ finding: Finding, _ result: CaseResult) -> String {
    var parts = ["**\(finding.severity.rawValue)**"]
    switch result.refusal {
    case .usage: parts.append("the request is refused")
    case .input: parts.append("the input is refused")
    case .output: parts.append("the output is refused")
    case nil: break
    }
    if !finding.places.isEmpty {
      parts.append("at " + finding.places.prefix(3).map { "`\($0)`" }.joined(separator: ", "))
    }
    if !finding.cells.isEmpty {
      let more = finding.cells.count > 2 ? " …" : ""
      parts.append("cells " + finding.cells.prefix(2).map { "`\($0)`" }.joined(separator: ", ") + more)
    }
    let count = result.own.count
    if count > 1 { parts.append("the first of \(count)") }
    return parts.joined(separator: " · ")
  }

  private func shortened(_ text: String, _ result: CaseResult) -> String {
    let text = text.replacing("\n", with: " ")
    return result.folder.map { text.replacing("\($0)/", with: "") } ?? text
  }
}
