import DocumentModel
import Findings
import Foundation
import Formats
import Gongkai
import Testing

@Suite struct PDFTests {
  @Test(.enabled(if: ProcessInfo.processInfo.environment["DUMP"] != nil)) func dump() throws {
    let path = ProcessInfo.processInfo.environment["DUMP"] ?? ""
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let document = try PDFReader.read(SourceBytes(name: nil, bytes: bytes))
    for finding in document.findings { print(finding) }
    for block in document.blocks {
      switch block {
      case .paragraph(let paragraph): print("P \(paragraph.place?.description ?? "") \(paragraph.text)")
      case .heading(let paragraph, _): print("H \(paragraph.text)")
      case .table(let table):
        print("T \(table.place?.description ?? "")")
        for row in table.rows {
          print(
            "  R \(row.place?.description ?? ""): "
              + row.cells.map { cell in
                let text = cell.text.replacingOccurrences(of: "\n", with: "⏎")
                return cell.rowSpan > 1 || cell.columnSpan > 1
                  ? "\(text){\(cell.rowSpan)×\(cell.columnSpan)}" : text
              }.joined(separator: " | "))
        }
      }
    }
  }
}

/// Real reports, from a folder that the environment names; never part of the repository.
@Suite struct PDFCorpusTests {
  static let folder = ProcessInfo.processInfo.environment["GONGKAI_CORPUS"]
  static let documents: [String] =
    folder.map { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/docs")) ?? []
      return names.filter { $0.hasSuffix(".pdf") }.sorted()
    } ?? []

  /// No figure is wrong, and at least 97 of 100 are read.
  @Test(.enabled(if: folder != nil), arguments: documents)
  func figuresAreRight(name: String) throws {
    let folder = try #require(Self.folder)
    let report = try #require(try Converter().readAll(contentsOf: "\(folder)/docs/\(name)").first)
    let stem = String(name.prefix { $0 != "." })
    let truth = try String(contentsOfFile: "\(folder)/truth/\(stem).tsv", encoding: .utf8)
    var right = 0
    var open: [String] = []
    for line in truth.split(separator: "\n") where !line.hasPrefix("#") && !line.hasPrefix("indicator\t") {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let cell = CellID(fields[0], fields[1].isEmpty ? nil : fields[1])
      let figure = report.statistics[cell]
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
    #expect(100 * right >= 97 * (right + open.count), "not read: \(open)")
    print("\(stem): \(right) right, \(open.count) open: \(open)")
    for finding in report.findings { print("  \(finding.id) \(finding.arguments)") }
  }
}
