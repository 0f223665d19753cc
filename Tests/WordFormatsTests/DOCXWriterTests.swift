import Foundation
import TestSupport
import Testing

@testable import ConvertedFormats
@testable import Core
@testable import DocumentModel
@testable import FormatKit
@testable import Gongkai
@testable import MarkupKit
@testable import OfficeKit
@testable import Presentation
@testable import ReportModel
@testable import TextKit
@testable import WordFormats
@testable import ZIPKit

/// What is written as a Word document: whole, the same each time, and fit for the page.
@Suite struct DOCXWriterTests {
  private static let forms = FormCatalogue.shared.forms

  private func documents(_ form: Form) -> [Document] {
    (UInt64(1)..<25).map { seed in
      var generator = ReportGenerator(seed: seed)
      let originals = Self.forms.filter { $0.id.edition != form.id.edition }
      return Presenter().document(for: generator.report(of: form, convertedFrom: originals))
    }
  }

  private func tables(_ document: Document) -> [Table] {
    document.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
  }

  /// Without gaps: a remark may stand under its number.
  private func texts(_ table: Table) -> [[String]] {
    TableGrid(table).positions.map { row in
      row.map { position in
        let text = position.map { table.rows[$0.row].cells[$0.cell].text } ?? ""
        return PrintableText.cleaned(text, keepsLines: true).split { $0.isWhitespace }.joined()
      }
    }
  }

  private func part(_ name: String, of bytes: [UInt8]) throws -> String {
    String(decoding: try #require(try ZIPArchive(bytes).contents(of: name)), as: UTF8.self)
  }

  /// Every cell of every table comes back where it stood.
  @Test(arguments: forms)
  func tablesComeBack(form: Form) throws {
    for document in documents(form) {
      let bytes = try DOCXWriter.write(document, WriteOptions())
      #expect(try DOCXWriter.write(document, WriteOptions()) == bytes)
      #expect(Format.docx.identify(SourceBytes(name: nil, bytes: bytes)) == .yes)
      let read = try DOCXReader.read(SourceBytes(name: nil, bytes: bytes))
      #expect(tables(read).map(texts) == tables(document).map(texts))
      let headings = { (document: Document) in
        document.blocks.compactMap { block -> String? in
          guard case .heading(let heading, let level) = block else { return nil }
          let text = PrintableText.cleaned(heading.text).split { $0.isWhitespace }.joined(separator: " ")
          return text.isEmpty ? nil : "\(level) \(text)"
        }
      }
      #expect(
        headings(read).map { $0.split { $0.isWhitespace }.joined(separator: " ") } == headings(document))
    }
  }

  /// Every part is XML that Word can parse, whatever stands in the report.
  @Test func hostileTextStaysText() throws {
    let hostile = "<w:p>&amp;]]>\"'\u{0}\u{8}\u{FFFE}\u{202E}\u{1F468}\u{200D}\n\r\n\t</w:t>"
    let table = Table(
      rows: [Row([Cell(hostile, rowSpan: 9, columnSpan: -3, isHeader: true), printed(hostile, .range)])],
      caption: hostile, headerRows: 7, notes: [hostile])
    let document = Document([
      .heading(Paragraph(hostile), level: 99), .paragraph(Paragraph(hostile)), .table(table),
      .table(Table(rows: [])), .table(Table(rows: [Row([])])), .table(table),
    ])
    let bytes = try DOCXWriter.write(document, WriteOptions())
    struct Nothing: XMLEventHandler {
      func startElement(_ tag: XMLStartTag) {}
      func endElement() {}
      func characters(_ bytes: UnsafeBufferPointer<UInt8>) {}
    }
    let package = try OfficePackage(bytes)
    for name in package.names {
      var handler = Nothing()
      try package.parse(name, into: &handler)
    }
    #expect(try DOCXReader.read(SourceBytes(name: nil, bytes: bytes)).blocks.count > 4)
  }

  // MARK: Widths

  @Test(arguments: forms)
  func tablesFitThePage(form: Form) {
    for document in documents(form) {
      for table in tables(document) {
        let columns = TableColumns(table, TableGrid(table))
        #expect(columns.widths.allSatisfy { $0 > 200 })
        #expect(columns.widths.reduce(0, +) <= (columns.isLandscape ? TableColumns.landscapeWidth : 9800))
      }
    }
  }

  /// Eight digits, alone, in a range and presumed, wherever a form has a figure: in type that can be read, the page turned
  /// where it must be.
  @Test(arguments: forms)
  func noDigitBreaks(form: Form) {
    let most = Amount(12_345_678)
    let bounds = Bounds(atLeast: Amount(0), atMost: most)
    let figures = [Figure(.exact(most)), Figure(.range(bounds)), Figure(.presumed(most, within: bounds))]
    for figure in figures {
      var report = Report(identity: Identity(year: 2022), statistics: Statistics(form))
      for index in form.cells.indices { report.statistics[index] = figure }
      for table in tables(Presenter(hasAppendix: false).document(for: report)) {
        let grid = TableGrid(table)
        let columns = TableColumns(table, grid)
        #expect(columns.widths.reduce(0, +) <= (columns.isLandscape ? TableColumns.landscapeWidth : 9800))
        #expect(columns.type != .tiniest)
        for row in grid.positions {
          for (column, position) in row.enumerated() {
            guard let position, position.isOrigin else { continue }
            let cell = table.rows[position.row].cells[position.cell]
            guard let figure = cell.figure else { continue }
            let width = columns.widths[column..<column + cell.columnSpan].reduce(0, +)
            let room = width - 2 * columns.type.cellMargin
            for line in columns.breaks.lines(figure) {
              #expect(room >= DisplayWidth.width(line) * columns.type.halfCharacter)
            }
          }
        }
      }
    }
  }

  @Test func figuresOfOneTableHaveEqualColumns() throws {
    let form = try #require(FormID("2021").flatMap { FormCatalogue.shared.form($0) })
    var generator = ReportGenerator(seed: 3)
    let document = Presenter().document(for: generator.plainReport(of: form))
    let widths = tables(document).map { TableColumns($0, TableGrid($0)).widths }
    #expect(widths[0] == [2211, 2211, 2211, 2211])
    #expect(Set(widths[1].suffix(7)).count <= 2 && widths[1].reduce(0, +) == 8844)
    #expect(Set(widths[2]).count <= 2)
  }

  @Test func wordHoldsNoMoreThan63Columns() throws {
    func table(_ count: Int) -> Document {
      Document([.table(Table(rows: [Row((0..<count).map { Cell("\($0)") })]))])
    }
    #expect(throws: Never.self) { try DOCXWriter.write(table(63), WriteOptions()) }
    let refusal = #expect(throws: Refusal.self) { try DOCXWriter.write(table(64), WriteOptions()) }
    #expect(refusal?.findings.first?.id == "docx.too-many-columns")
  }
}

/// Files that LibreOffice converts.
@Suite struct LibreOfficeTests {
  private static let format = Format.libreOffice

  /// A compound file with one sector of directory.
  private func compound(_ names: [String]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 512 * 3)
    func put(_ value: Int, _ offset: Int, _ count: Int) {
      for index in 0..<count { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
    }
    bytes.replaceSubrange(0..<8, with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
    put(9, 30, 2)
    put(1, 48, 4)
    put(0, 76, 4)
    put(0xFFFF_FFFE, 516, 4)
    for (index, name) in names.prefix(4).enumerated() {
      for (position, unit) in name.utf16.enumerated() { put(Int(unit), 1024 + 128 * index + 2 * position, 2) }
      put(2 * name.utf16.count + 2, 1024 + 128 * index + 64, 2)
    }
    return bytes
  }

  private func kindOf(_ bytes: [UInt8]) -> OfficeFileKind? {
    OfficeFileKind(SourceBytes(name: nil, bytes: bytes))
  }

  @Test func filesAreKnownByTheirContent() {
    let odf = "application/vnd.oasis.opendocument."
    let kinds: [([UInt8], OfficeFileKind?)] = [
      (compound(["Root Entry", "WordDocument"]), .doc), (compound(["Root Entry", "Workbook"]), .xls),
      (compound(["Root Entry", "Book"]), .xls), (compound(["EncryptedPackage"]), .encrypted),
      (compound(["Root Entry", "PowerPoint Document"]), nil), (Array("{\\rtf1 }".utf8), .rtf),
      (Array("<?xml version=\"1.0\"?><office:document office:mimetype=\"\(odf)text\">".utf8), .fodt),
      (Array("<office:document office:mimetype=\"\(odf)spreadsheet\">".utf8), .fods),
      (Array("<?xml version=\"1.0\"?><office:document office:mimetype=\"\(odf)graphics\">".utf8), nil),
      (Array("<html><body>".utf8), nil), (Array("政府信息公开".utf8), nil), ([], nil),
    ]
    for (bytes, kind) in kinds {
      #expect(kindOf(bytes) == kind)
      // Cut off anywhere.
      for length in stride(from: 0, to: bytes.count, by: 61) { _ = kindOf(Array(bytes.prefix(length))) }
    }
    #expect(Self.format.identify(SourceBytes(name: nil, bytes: Array("<html xmlns:o=\"\">".utf8))) == .no)
    #expect(Self.format.identify(SourceBytes(name: nil, bytes: compound(["WordDocument"]))) == .yes)
    #expect(Self.format.identify(SourceBytes(name: nil, bytes: compound(["Other"]))) == .unknown)
    for (type, kind) in [("text", OfficeFileKind.odt), ("spreadsheet", nil)] {
      var package = ZIPBuilder()
      package.add("mimetype", Array("application/vnd.oasis.opendocument.\(type)".utf8), isStored: true)
      #expect(kindOf(package.finish()) == kind)
    }
  }

  /// The entry that names the type may stand anywhere and be compressed, or be missing.
  @Test func openDocumentIsKnownHoweverItIsPacked() {
    let type = "application/vnd.oasis.opendocument."
    let manifest = { (kind: String) in
      "<m:manifest xmlns:m=\"x\"><m:file-entry m:full-path=\"/\" m:media-type=\"\(type)\(kind)\"/></m:manifest>"
    }
    for (parts, kind) in [
      ([("mimetype", "\(type)text"), ("content.xml", "<a/>")], OfficeFileKind.odt),
      ([("content.xml", "<a/>"), ("mimetype", "\(type)text\n")], .odt),
      ([("content.xml", "<a/>"), ("META-INF/manifest.xml", manifest("text"))], .odt),
      ([("content.xml", "<a/>"), ("META-INF/manifest.xml", manifest("spreadsheet"))], nil),
      ([("content.xml", "<a/>"), ("META-INF/manifest.xml", "<broken")], nil),
      ([("mimetype", "\(type)spreadsheet"), ("content.xml", "<a/>")], nil),
    ] as [([(String, String)], OfficeFileKind?)] {
      var package = ZIPBuilder()
      for (name, text) in parts { package.add(name, Array(text.utf8)) }
      #expect(kindOf(package.finish()) == kind, "\(parts)")
    }
  }

  /// A directory that leads in a circle or out of the file ends.
  @Test func damagedDirectoriesEnd() {
    var generator = SplitMix64(seed: 1)
    for _ in 0..<Scale.count(800, proof: 2000) {
      var bytes = compound(["Root Entry"])
      for _ in 0..<4 {
        let offset = Int.random(in: 24..<bytes.count, using: &generator)
        bytes[offset] = UInt8.random(in: 0...255, using: &generator)
      }
      _ = kindOf(bytes)
    }
  }

  private func refusal(_ program: LibreOffice, _ bytes: [UInt8]) -> String? {
    do throws(Refusal) {
      _ = try LibreOfficeReader(program: program).convert(SourceBytes(name: "a.doc", bytes: bytes))
      return nil
    } catch {
      return error.findings.first?.id
    }
  }

  @Test func withoutTheProgramTheErrorSaysWhatToInstall() {
    #expect(refusal(LibreOffice(path: nil), compound(["WordDocument"])) == "libreoffice.missing")
    #expect(refusal(LibreOffice(path: nil), compound(["EncryptedPackage"])) == "libreoffice.encrypted")
    #expect(refusal(LibreOffice(path: nil), compound(["Workbook"])) == "libreoffice.missing")
  }

  /// A script in the place of LibreOffice.
  private func script(_ text: String) throws -> URL {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("gongkai-\(UUID().uuidString)")
    try Data("#!/bin/sh\n\(text)\n".utf8).write(to: url)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: url.path)
    return url
  }

  @Test func aProgramThatWritesNothingHasFailed() throws {
    let program = try script("exit 0")
    defer { try? FileManager.default.removeItem(at: program) }
    #expect(refusal(LibreOffice(path: program.path), Array("{\\rtf1 }".utf8)) == "libreoffice.failed")
  }

  /// What takes too long is ended with what it has started, and its folder is gone.
  @Test func limitsEndTheProgramAndItsChildren() throws {
    let notes = try script("")
    defer { try? FileManager.default.removeItem(at: notes) }
    let program = try script("sleep 300 & echo $! \"$1\" > '\(notes.path)'; wait")
    defer { try? FileManager.default.removeItem(at: program) }
    let limited = LibreOffice(
      path: program.path, timeLimitSeconds: 5, watchedFolders: [FileManager.default.temporaryDirectory.path])
    #expect(refusal(limited, Array("{\\rtf1 }".utf8)) == "program.limits")
    let said = try String(contentsOf: notes, encoding: .utf8).split { $0.isWhitespace }
    let child = try #require(said.first.flatMap { pid_t($0) })
    for _ in 0..<100 where kill(child, 0) == 0 { usleep(20_000) }
    #expect(kill(child, 0) != 0)
    let profile = try #require(said.last?.components(separatedBy: "=file://").last)
    #expect(
      !FileManager.default.fileExists(atPath: URL(fileURLWithPath: profile).deletingLastPathComponent().path))
  }

  @Test(.enabled(if: LibreOffice.installed.path != nil))
  func richTextIsRead() throws {
    let rtf =
      "{\\rtf1\\ansi \\pard hello\\par \\trowd\\cellx2000\\cellx4000 12\\intbl\\cell 34\\cell\\row \\pard end\\par}"
    let made = try LibreOfficeReader().convert(SourceBytes(name: "a.doc", bytes: Array(rtf.utf8)))
    #expect(made.format == "docx" && made.note.id == "libreoffice.converted")
    let document = try DOCXReader.read(SourceBytes(name: nil, bytes: made.bytes))
    let tables = document.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
    #expect(tables.first?.rows.first?.cells.map(\.text) == ["12", "34"])
  }

  @Test func aFileIsWhatItHolds() throws {
    let folder = Repository.root.appendingPathComponent("Examples/legacy-shandong")
    // A copy of the web page under the name of a Word file is a web page.
    let page = try Data(contentsOf: folder.appendingPathComponent("2021.html"))
    let named = try Converter().identify(SourceBytes(name: "2021.doc", bytes: [UInt8](page)))
    #expect(named.format.id == "html" && named.notes.map(\.id) == ["format.misnamed"])
    let word = try Data(contentsOf: folder.appendingPathComponent("2021.docx"))
    #expect(try Converter().identify(SourceBytes(name: "2021.doc", bytes: [UInt8](word))).format.id == "docx")
  }
}

private func printed(_ number: String, _ status: Cell.Figure.Status) -> Cell { printed(number, "", status) }

private func printed(_ number: String, _ remark: String, _ status: Cell.Figure.Status) -> Cell {
  Cell(.figure(Cell.Figure(number: number, remark: remark, status: status)))
}
