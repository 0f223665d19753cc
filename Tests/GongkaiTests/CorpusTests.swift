import TestSupport
import Testing

@testable import Gongkai
@testable import ReportModel

/// Published reports, where GONGKAI_CORPUS names some, against their figures read by hand.
@Suite struct CorpusTests {
  /// Every figure that the truth knows is read rightly or said to be uncertain; none is wrong, and none is
  /// given where the truth says that it cannot be known.
  @Test(.enabled(if: PublishedReports.isThere), arguments: PublishedReports.documents)
  func noFigureIsWrong(path: String) throws {
    let name = PublishedReports.name(of: path)
    if Self.formless.contains(where: name.hasPrefix) {
      #expect(throws: (any Error).self) { try Converter().readAll(contentsOf: FilePath(path)) }
      return
    }
    let report = try #require(try Converter().readAll(contentsOf: FilePath(path)).first)
    guard let truth = PublishedReports.truth(of: path) else { return }
    var right = 0
    var open: [String] = []
    var known: Set<CellID> = []
    for fields in truth {
      let cell = CellID(fields[0], fields[1].isEmpty ? nil : fields[1])
      let figure = report.form.index(of: cell).flatMap { report.statistics[$0] }
      known.insert(cell)
      if fields[2] == "?" {
        // All ways to cut a run may agree on one of its figures.
        #expect(figure?.certainAmount == nil || isInDoubt(cell, in: report), "\(cell) cannot be known")
      } else if fields[2].isEmpty {
        // A label with nothing behind it but the end of its line shows no cell.
        #expect(figure?.value == .blank || figure == nil && name.hasPrefix("h29"), "\(cell) is blank")
      } else if let amount = figure?.certainAmount {
        let digits = fields[2].drop { $0 == "+" }.prefix { $0.isNumber || $0 == "." || $0 == "-" }
        #expect(amount == Amount(String(digits)), "\(cell)")
        right += 1
      } else {
        open.append("\(cell)")
      }
    }
    // The truth leaves out whole columns, such as that of all years so far; of the others it names every cell.
    let columns = Set(
      report.form.cells.filter { known.contains($0.id) }.map { "\($0.table) \($0.column ?? 0)" })
    let invented = report.form.cells.enumerated().filter { index, cell in
      report.statistics[index]?.certainAmount != nil && !known.contains(cell.id)
        && columns.contains("\(cell.table) \(cell.column ?? 0)")
    }
    #expect(invented.isEmpty, "no such figure is printed: \(invented.map(\.element.name))")
    // Only glued rows that several readings fit may stay open.
    let isGlued = name.hasSuffix(".txt") && Self.glued.contains(where: name.hasPrefix)
    #expect(isGlued ? open.count <= 7 : open.isEmpty, "not read: \(open)")
    print("\(name): \(right) right, \(open.count) open")
  }

  /// Whether another figure of a cell's row is ambiguous.
  private func isInDoubt(_ cell: CellID, in report: Report) -> Bool {
    let place = report.statistics[cell]?.place
    return report.statistics.figures.contains { $0?.status == .ambiguous && $0?.place == place }
  }

  /// Those without a sheet or tables.
  private static let formless = ["o01", "h25", "h37", "h38"]
  /// Those whose rows have run together.
  private static let glued = ["n1", "n2", "l0", "h15", "h18", "h21", "h22", "h40"]
}
