import Foundation
import Testing

@testable import Gongkai
@testable import ReportModel

/// Published reports with their figures, read by hand. They are not in the repository; the variable
/// GONGKAI_CORPUS names a folder with `docs` and `truth`.
@Suite struct CorpusTests {
  static let folder = ProcessInfo.processInfo.environment["GONGKAI_CORPUS"]
  static let documents: [String] = {
    guard let folder else {
      print("GONGKAI_CORPUS is not set: the tests over published reports are skipped")
      return []
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/docs")) ?? []
    return names.sorted()
  }()

  /// Every figure that the truth knows is read rightly or said to be uncertain; none is wrong, and none is
  /// given where the truth says that it cannot be known.
  @Test(.enabled(if: folder != nil), arguments: documents)
  func noFigureIsWrong(name: String) throws {
    let folder = try #require(Self.folder)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/docs/\(name)")))
    if name.hasPrefix("o01") {
      #expect(throws: (any Error).self) { try Converter().readAll(bytes: bytes, name: name) }
      return
    }
    let report = try #require(try Converter().readAll(bytes: bytes, name: name).first)
    let stem = String(name.prefix { $0 != "." })
    guard let truth = try? String(contentsOfFile: "\(folder)/truth/\(stem).tsv", encoding: .utf8) else {
      return
    }
    var right = 0
    var open: [String] = []
    var known: Set<CellID> = []
    for line in truth.split(separator: "\n") where !line.hasPrefix("#") && !line.hasPrefix("indicator\t") {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let cell = CellID(fields[0], fields[1].isEmpty ? nil : fields[1])
      let figure = report.form.index(of: cell).flatMap { report.statistics[$0] }
      known.insert(cell)
      if fields[2] == "?" {
        #expect(figure?.certainAmount == nil, "\(cell) cannot be known")
      } else if fields[2].isEmpty {
        #expect(figure?.value == .blank, "\(cell) is blank")
      } else if let amount = figure?.certainAmount {
        let digits = fields[2].prefix { $0.isNumber || $0 == "." || $0 == "-" }
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
    let isGlued =
      name.hasSuffix(".txt") && ["n1", "n2", "l0"].contains { name.hasPrefix($0) }
    #expect(isGlued ? open.count <= 6 : open.isEmpty, "not read: \(open)")
    print("\(stem): \(right) right, \(open.count) open")
  }
}
