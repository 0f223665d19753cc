import Core
import DataFiles
import ReportModel
import TextKit

/// Findings that somebody has looked at and accepts: a sorted text of one line each, so that a difference of two
/// versions shows what was accepted or mended since.
package struct Baseline: Sendable {
  package struct Entry: Hashable, Sendable {
    package var fingerprint: String
    package var rule: String
    package var body: String
    package var year: String
    /// What was found, for those who read the file. It has no tabs and line ends, which `PrintableText` shows.
    package var message: LocalizedText
  }

  package private(set) var entries: [Entry]

  private static let format = "1"
  private static let columns = ["body", "year", "rule", "fingerprint", "message.zh", "message.en"]

  package init(_ entries: [Entry] = []) {
    var seen: Set<String> = []
    self.entries = entries.filter { seen.insert($0.fingerprint).inserted }.sorted { left, right in
      let (first, second) = (left.order, right.order)
      return first.lexicographicallyPrecedes(second)
    }
  }

  // MARK: The file

  /// - Throws: a refusal that names every line that is not one of a baseline.
  package static func read(_ text: String, name: String) throws(Refusal) -> Baseline {
    let table = SectionedTable(text, headless: ["baseline"])
    var defects: [Finding] = []
    let format = table.value("format", in: "baseline")
    if format != Self.format { defects.append(.baselineFormat(format ?? "", file: name)) }
    for line in table.strayLines { defects.append(.baselineLine("", file: name, line: line)) }
    var entries: [Entry] = []
    for row in table.rows("accepted") {
      let fingerprint = row["fingerprint"]
      guard fingerprint.utf8.count == 16, fingerprint.utf8.allSatisfy(isHexadecimal), !row["rule"].isEmpty
      else {
        defects.append(.baselineLine(fingerprint, file: name, line: row.line))
        continue
      }
      entries.append(
        Entry(
          fingerprint: fingerprint, rule: row["rule"], body: row["body"], year: row["year"],
          message: LocalizedText(chinese: row["message.zh"], english: row["message.en"])))
    }
    if !defects.isEmpty { throw Refusal(.input, defects) }
    return Baseline(entries)
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }

  package var text: String {
    var text = "[baseline]\nformat\t\(Self.format)\n\n[accepted]\n"
    text += Self.columns.joined(separator: "\t") + "\n"
    for entry in entries { text += entry.line + "\n" }
    return text
  }

  // MARK: Use

  /// Leaves out of reports what is accepted.
  ///
  /// - Returns: the entries of these reports whose findings no longer occur.
  package func apply(to reports: inout [CheckedReport]) -> [Entry] {
    let known = Set(entries.map(\.fingerprint))
    var found: Set<String> = []
    var owners: Set<[String]> = []
    for index in reports.indices {
      owners.insert(Self.owner(of: reports[index].report))
      reports[index].accepted = reports[index].result.findings.filter { known.contains($0.fingerprint) }
      found.formUnion(reports[index].accepted.map(\.fingerprint))
    }
    return entries.filter { owners.contains([$0.body, $0.year]) && !found.contains($0.fingerprint) }
  }

  /// What is accepted once all that was found in these reports is: entries of other reports stay, those of
  /// these that no longer occur go.
  package func accepting(_ reports: [CheckedReport], from level: Severity) -> Baseline {
    let owners = Set(reports.map { Self.owner(of: $0.report) })
    var kept = entries.filter { !owners.contains([$0.body, $0.year]) }
    let known = Set(entries.map(\.fingerprint))
    for checked in reports {
      let owner = Self.owner(of: checked.report)
      for item in checked.result.findings
      where item.finding.severity >= level || known.contains(item.fingerprint) {
        let message = LocalizedText(
          chinese: PrintableText.shown(item.finding.message(in: .chinese)),
          english: PrintableText.shown(item.finding.message(in: .english)))
        kept.append(
          Entry(
            fingerprint: item.fingerprint, rule: item.rule, body: owner[0], year: owner[1], message: message))
      }
    }
    return Baseline(kept)
  }

  /// Body and year, by which an entry is known to be of a report.
  private static func owner(of report: Report) -> [String] {
    [
      PrintableText.shown(report.identity.body ?? report.source?.name ?? ""),
      report.identity.year.map(String.init) ?? "",
    ]
  }
}

extension Baseline.Entry {
  fileprivate var order: [String] { [body, year, rule, fingerprint] }

  fileprivate var line: String {
    [body, year, rule, fingerprint, message.chinese, message.english].joined(separator: "\t")
  }
}

extension Finding {
  fileprivate static func baselineFormat(_ format: String, file: String) -> Finding {
    Finding("baseline.format", .error, ["file": file, "value": format])
  }

  fileprivate static func baselineLine(_ text: String, file: String, line: Int) -> Finding {
    Finding("baseline.line", .error, ["file": file, "value": text], places: [Place(line: line)])
  }

  /// What a baseline accepts and is no longer found.
  package static func baselineGone(_ entry: Baseline.Entry, file: String) -> Finding {
    Finding(
      "baseline.gone", .note, ["file": file, "body": entry.body, "year": entry.year, "rule": entry.rule],
      words: ["message": entry.message])
  }
}
