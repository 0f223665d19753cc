@testable import DocumentModel
@testable import FormatKit
@testable import SpreadsheetFormats
@testable import ZIPKit

/// Workbooks and sheets made by hand.
enum Workshop {
  static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  static let strictMain = "http://purl.oclc.org/ooxml/spreadsheetml/main"
  static let relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006/relationships"

  static func zip(_ parts: [(name: String, text: String)]) -> [UInt8] {
    var builder = ZIPBuilder()
    for part in parts { builder.add(part.name, Array(part.text.utf8)) }
    return builder.finish()
  }

  static func rels(_ entries: [(id: String, type: String, target: String)]) -> String {
    "<Relationships xmlns=\"\(package)\">"
      + entries.map {
        "<Relationship Id=\"\($0.id)\" Type=\"\(relationships)/\($0.type)\" Target=\"\($0.target)\"/>"
      }.joined() + "</Relationships>"
  }

  /// The parts of a workbook whose only sheet has that content.
  static func parts(
    _ sheet: String, strings: [String] = [], styles: String? = nil, workbook: String = "",
    states: [String] = ["visible"]
  ) -> [(name: String, text: String)] {
    var parts = [
      ("[Content_Types].xml", "<Types/>"),
      ("_rels/.rels", rels([("r", "officeDocument", "xl/workbook.xml")])),
      (
        "xl/workbook.xml",
        "<workbook xmlns=\"\(main)\" xmlns:r=\"\(relationships)\">\(workbook)<sheets>"
          + states.enumerated().map {
            "<sheet name=\"S\($0.offset + 1)\" state=\"\($0.element)\" sheetId=\"\($0.offset + 1)\""
              + " r:id=\"s\($0.offset + 1)\"/>"
          }.joined() + "</sheets></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        rels(
          states.indices.map { ("s\($0 + 1)", "worksheet", "worksheets/sheet\($0 + 1).xml") }
            + [("t", "sharedStrings", "sharedStrings.xml"), ("y", "styles", "/xl/styles.xml")])
      ),
      (
        "xl/sharedStrings.xml",
        "<sst xmlns=\"\(main)\">" + strings.map { "<si>\($0)</si>" }.joined() + "</sst>"
      ),
    ]
    for index in states.indices {
      parts.append(
        ("xl/worksheets/sheet\(index + 1).xml", "<worksheet xmlns=\"\(main)\">\(sheet)</worksheet>"))
    }
    if let styles { parts.append(("xl/styles.xml", "<styleSheet xmlns=\"\(main)\">\(styles)</styleSheet>")) }
    return parts.map { (name: $0.0, text: $0.1) }
  }

  static func read(_ parts: [(name: String, text: String)]) throws -> [Document] {
    try XLSXReader.read(SourceBytes(name: "a.xlsx", bytes: zip(parts)))
  }

  /// The blocks of the first sheet, a line each: paragraphs as `P text`, rows of tables as `T a|b`, and what is left
  /// of a cell that cannot be read as `?text?`.
  static func lines(_ documents: [Document]) -> [String] {
    documents.first.map(lines) ?? []
  }

  static func lines(_ document: Document) -> [String] {
    document.blocks.flatMap { block -> [String] in
      switch block {
      case .heading(let paragraph, let level): ["H\(level) \(paragraph.text)"]
      case .paragraph(let paragraph): ["P \(paragraph.text)"]
      case .table(let table):
        table.rows.map { row in
          "T "
            + row.cells.map { cell in
              let span = cell.rowSpan > 1 || cell.columnSpan > 1 ? "[\(cell.rowSpan)x\(cell.columnSpan)]" : ""
              return (cell.isUnreadable ? "?\(cell.text)?" : cell.text) + span
            }.joined(separator: "|")
        }
      }
    }
  }

  /// Sheet data of inline strings and numbers.
  static func rows(_ rows: [[String]]) -> String {
    "<sheetData>"
      + rows.map { row in
        "<row>"
          + row.map { text in
            if text.isEmpty { return "<c/>" }
            return Double(text) != nil
              ? "<c><v>\(text)</v></c>" : "<c t=\"inlineStr\"><is><t>\(text)</t></is></c>"
          }.joined() + "</row>"
      }.joined() + "</sheetData>"
  }
}
