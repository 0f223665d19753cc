import Findings
import Foundation

/// A chapter as the document that people read: for each message what produces it, and how it reads.
struct CaseDocument {
  private static let longestShown = 40
  private(set) var text: String

  init(_ chapter: Chapter, _ results: [MessageCase.Result]) {
    text = "# \(chapter.name)\n\n\(chapter.introduction)\n"
    for (message, result) in zip(chapter.cases, results) { add(message, result) }
  }

  private mutating func add(_ message: MessageCase, _ result: MessageCase.Result) {
    text += "\n## \(message.id)\n\n\(message.situation)\n"
    if let shown = message.shown, !shown.isEmpty {
      var lines = shown.split(separator: "\n", omittingEmptySubsequences: false)
      while lines.last?.isEmpty == true { lines.removeLast() }
      text += "\n"
      for line in lines.prefix(Self.longestShown) { text += line.isEmpty ? "\n" : "    \(line)\n" }
      if lines.count > Self.longestShown { text += "    …\n" }
    }
    guard let finding = result.own.first else {
      text += "\nIt was not produced; instead: \(Set(result.findings.map(\.id)).sorted())\n"
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
  private func heading(_ finding: Finding, _ result: MessageCase.Result) -> String {
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

  private func shortened(_ text: String, _ result: MessageCase.Result) -> String {
    text.replacingOccurrences(of: "\(result.bench)/", with: "").replacingOccurrences(of: "\n", with: " ")
  }
}
