import Foundation
import TestSupport
import Testing

@testable import Gongkai

/// What is found in published reports, as it was read and judged by hand: `CorpusFindings.tsv`.
///
/// Runs where `GONGKAI_CORPUS` names folders with published reports in `docs`. With `GONGKAI_RECORD=1` the
/// findings are recorded anew; verdicts stay with their findings, and new ones want judging.
@Suite struct CorpusCheckTests {
  /// One kind of finding in one report.
  struct Line: Hashable, Comparable {
    var file: String
    var rule: String
    /// The cell that it is mainly about, or nothing.
    var cell: String
    var count: Int

    static func < (left: Line, right: Line) -> Bool {
      (left.file, left.rule, left.cell) < (right.file, right.rule, right.cell)
    }

    var key: String { "\(file)\t\(rule)\t\(cell)" }
  }

  static let isRecording = ProcessInfo.processInfo.environment["GONGKAI_RECORD"] != nil
  static let record = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("CorpusFindings.tsv")
  static let header = """
    # What the checks find in published reports. One kind of finding in one report a line.
    # verdict: true = the report is wrong there; trueOfExcerpt = right, because the text is cut off there;
    # trueOfForm = the form or its copy is odd and a person should look; false = a false alarm.
    file	rule	cell	count	verdict	why
    """

  @Test(.enabled(if: PublishedReports.isThere, "GONGKAI_CORPUS names no folder of published reports"))
  func findingsAreThoseThatWereJudged() throws {
    let converter = Converter()
    var counts: [String: Line] = [:]
    for path in PublishedReports.documents {
      guard let report = try? converter.read(contentsOf: FilePath(path)) else { continue }
      let name = PublishedReports.name(of: path)
      for item in converter.check(report).findings {
        let key = Line(
          file: name, rule: item.rule, cell: item.witnesses.last { $0.cell != nil }?.cell?.description ?? "",
          count: 1)
        counts[key.key, default: Line(file: key.file, rule: key.rule, cell: key.cell, count: 0)].count += 1
      }
    }
    let found = counts.values.sorted()
    let recorded = (try? String(contentsOf: Self.record, encoding: .utf8)) ?? ""
    var judged: [String: (count: Int, verdict: String)] = [:]
    for line in recorded.split(separator: "\n").dropFirst(4) {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 6, let count = Int(fields[3]) else { continue }
      judged[fields[0...2].joined(separator: "\t")] = (count, fields[4...5].joined(separator: "\t"))
    }
    if Self.isRecording {
      let lines = found.map { "\($0.key)\t\($0.count)\t\(judged[$0.key]?.verdict ?? "?\t")" }
      try ([Self.header] + lines).joined(separator: "\n").appending("\n")
        .write(to: Self.record, atomically: true, encoding: .utf8)
      return
    }
    // Those of folders that were not named are not asked for.
    let names = Set(PublishedReports.documents.map(PublishedReports.name))
    let expected = judged.filter { names.contains(String($0.key.prefix { $0 != "\t" })) }
    #expect(
      Set(found.map { "\($0.key)\t\($0.count)" }) == Set(expected.map { "\($0.key)\t\($0.value.count)" }))
    #expect(judged.values.allSatisfy { !$0.verdict.hasPrefix("?") }, "findings want judging")
  }
}
