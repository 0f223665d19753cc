@testable import CanonicalKit
@testable import Core
@testable import DocumentModel
@testable import FormatKit
@testable import ReportModel
@testable import SpreadsheetFormats
@testable import TextFormats
@testable import WordFormats

extension Chapter {
  static let zip = Chapter(
    name: "zip",
    introduction: """
      Word files, workbooks and OpenDocument files are ZIP containers. A container is read with bounds on everything:
      its directory is checked as a whole before anything is inflated.
      """,
    cases: [
      MessageCase(
        "zip.not-zip", "The last bytes of a Word file are missing, as after a download that broke off."
      ) {
        _ in
        try read(Containers.word().dropLast(8), "a.docx")
      },
      spoilt("zip.truncated", "The directory should begin before the file and end behind it.") {
        $0.setting(.directorySize, to: 9999)
      },
      spoilt("zip.inconsistent", "Where the directory should name a part stands something else.") {
        $0.unmarking(entry: 1)
      },
      spoilt("zip.zip64", "The container says that it uses the 64-bit extension.") {
        $0.setting(.count, to: 0xFFFF)
      },
      spoilt("zip.encrypted", "A part is marked as encrypted with a password.") {
        $0.setting(.flags, to: 1, ofEntry: 1)
      },
      spoilt("zip.spanned", "The container says that it is the second of several volumes.") {
        $0.setting(.disk, to: 1)
      },
      spoilt("zip.unknown-method", "A part is compressed with a method other than deflate.") {
        $0.setting(.method, to: 99, ofEntry: 1)
      },
      spoilt("zip.too-many-entries", "The directory announces 5,000 parts.") {
        $0.setting(.count, to: 5000).setting(.countOnDisk, to: 5000)
      },
      spoilt("zip.entry-too-large", "A part says that it is 100 MiB long.") {
        $0.setting(.size, to: 100 << 20, ofEntry: 1)
      },
      MessageCase("zip.total-too-large", "Ten parts say that they are 60 MiB long each.") { _ in
        // All share the bytes of the first, so that none of them is suspicious by itself.
        var parts = Containers.wordParts("")
        parts.insert(("0", String(repeating: "0123456789abcdef", count: 15_000)), at: 0)
        for index in 1..<8 { parts.append(("\(index)", "")) }
        let whole = SpoiltZIP(Containers.zip(parts, isStored: true))
        let spoilt = whole.settingAll(.headerOffset, to: 0).settingAll(.compressedSize, to: 240_000)
        return try read(spoilt.settingAll(.size, to: 60 << 20).bytes, "a.docx")
      },
      spoilt("zip.ratio-too-high", "A part of some dozen bytes says that it inflates to 20 MiB.") {
        $0.setting(.size, to: 20 << 20, ofEntry: 1)
      },
      spoilt("zip.unsafe-name", "A part is named with `..`, as if it stood outside the container.") {
        $0.naming("../", entry: 1)
      },
      MessageCase("zip.backslash", "A part is named `word\\document.xml`, as some programs pack it.") { _ in
        let parts = Containers.wordParts("").map { name, text in
          (name: String(name.map { $0 == "/" ? "\\" : $0 }), text: text)
        }
        return try read(Containers.zip(parts), "a.docx")
      },
      MessageCase("zip.duplicate-name", "Two parts have the name `word/document.xml`.") { _ in
        let parts = Containers.wordParts("")
        return try read(Containers.zip(parts + [parts[1]]), "a.docx")
      },
      MessageCase("zip.damaged", "The first byte of a part's compressed data is another.") { _ in
        let parts = Containers.wordParts(Containers.wordTable([["甲", "乙"], ["丙", "丁"]]))
        return try read(SpoiltZIP(Containers.zip(parts)).changingData(ofEntry: 1).bytes, "a.docx")
      },
      spoilt("zip.checksum", "The checksum of a part is that of other bytes.") {
        $0.setting(.checksum, to: 12345, ofEntry: 1)
      },
    ])

  /// A Word file whose container is spoilt.
  private static func spoilt(
    _ id: String, _ situation: String, _ spoil: @escaping @Sendable (SpoiltZIP) -> SpoiltZIP
  ) -> MessageCase {
    MessageCase(id, situation) { _ in try read(spoil(SpoiltZIP(Containers.word())).bytes, "a.docx") }
  }

  static let office = Chapter(
    name: "office",
    introduction: "The parts of Word files, workbooks and OpenDocument files are XML.",
    cases: [
      MessageCase("office.part-missing", "A workbook without the part `xl/workbook.xml`.") { _ in
        let parts = [
          ("[Content_Types].xml", "<Types/>"), ("xl/other.xml", "<x/>"),
        ]
        return try read(Containers.zip(parts), "a.xlsx", as: "xlsx")
      },
      MessageCase("office.part-malformed", "The part `word/document.xml` ends in the middle.") { _ in
        var parts = Containers.wordParts("<w:p/>")
        parts[1].text = "\(parts[1].text.dropLast(30))"
        return try read(Containers.zip(parts), "a.docx")
      },
      MessageCase("office.part-limits", "A Word file with 300 elements within each other.") { _ in
        let deep = String(repeating: "<w:sdt>", count: 300) + String(repeating: "</w:sdt>", count: 300)
        return try read(Containers.word(deep), "a.docx")
      },
      MessageCase("office.document-type", "The part `word/document.xml` begins with `<!DOCTYPE …>`.") { _ in
        var parts = Containers.wordParts("")
        parts[1].text = "<!DOCTYPE x [<!ENTITY a \"b\">]>\(parts[1].text)"
        return try read(Containers.zip(parts), "a.docx")
      },
    ])

  static let docx = Chapter(
    name: "docx", introduction: "Word files that are read and written.",
    cases: [
      MessageCase("docx.included-file", "A Word file into which a web page was put as a file of its own.") {
        _ in
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        let body = "<w:altChunk xmlns:r=\"\(office)\" r:id=\"a\"/>"
        let relationship = "<Relationship Id=\"a\" Type=\"\(office)/aFChunk\" Target=\"chunk.html\"/>"
        let parts =
          Containers.wordParts(body) + [
            ("word/_rels/document.xml.rels", "<Relationships>\(relationship)</Relationships>")
          ]
        return try DOCXReader.read(SourceBytes(name: "a.docx", bytes: Containers.zip(parts))).findings
      },
      MessageCase(
        "docx.too-many-columns", "A table with 64 columns, as only a form of a user's own could have it."
      ) { _ in
        let row = Row((1...64).map { Cell("\($0)") })
        _ = try DOCXWriter.write(Document([.table(Table(rows: [row]))]), WriteOptions())
        return []
      },
    ])

  static let html = Chapter(
    name: "html", introduction: "Web pages. A page in UTF-8 or GB18030 is read whatever it says of itself.",
    cases: [
      MessageCase("html.encoding", "A page in Big5.", showing: "<html><meta charset=\"big5\"><p>…</p></html>")
      { _ in
        try read(Array("<html><meta charset=\"big5\"><p>".utf8) + [0xB4, 0xFA, 0xB8, 0xD5], "a.html")
      },
      MessageCase(
        "html.no-page", "A single file web page whose only part is a picture.",
        reading: """
          MIME-Version: 1.0
          Content-Type: multipart/related; boundary="x"

          --x
          Content-Type: image/png

          iVBORw0KGgo=
          --x--
          """, named: "a.mht"),
    ])

  static let sheet = Chapter(
    name: "sheet",
    introduction: """
      Workbooks, OpenDocument spreadsheets and separated values. Places are sheet (`p`), row and column as the program
      shows them.
      """,
    cases: [
      MessageCase("sheet.none", "A workbook that lists no sheet.") { _ in
        try read(Containers.workbook([""], hasSheets: false), "a.xlsx")
      },
      MessageCase("sheet.empty", "A workbook whose only sheet is empty.") { _ in
        try read(Containers.workbook(["<sheetData/>"]), "a.xlsx")
      },
      MessageCase(
        "sheet.only-tidy", "The data that gongkai itself writes as CSV, in the place of a report.",
        reading: TidyTable.columns.joined(separator: ",") + "\n", named: "a.csv"),
      MessageCase(
        "sheet.string-missing", "A cell refers to the sixth of the workbook's texts, which has one.",
        showing: missingString
      ) { _ in try sheetFindings([missingString], strings: ["规章"]) },
      MessageCase(
        "sheet.formula-without-value", "A formula whose result no program has stored.", showing: formula
      ) { _ in try sheetFindings([formula]) },
      MessageCase(
        "sheet.stale-formula", "A formula with a result, in a workbook that says `fullCalcOnLoad`.",
        showing: stale
      ) { _ in
        let bytes = Containers.workbook([stale], settings: "<calcPr fullCalcOnLoad=\"1\"/>")
        return try XLSXReader.read(SourceBytes(name: "a.xlsx", bytes: bytes)).flatMap(\.findings)
      },
      MessageCase(
        "sheet.unclear-number", "The number 541 with the format `0\"1\"`, which shows 5411.", showing: unclear
      ) { _ in
        let styles =
          "<numFmts><numFmt numFmtId=\"176\" formatCode=\"0&quot;1&quot;\"/></numFmts>"
          + "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"176\"/></cellXfs>"
        let bytes = Containers.workbook([unclear], styles: styles)
        return try XLSXReader.read(SourceBytes(name: "a.xlsx", bytes: bytes)).flatMap(\.findings)
      },
      MessageCase("sheet.repeated-cells", "The cell A1 is given twice.", showing: repeatedCells) { _ in
        try sheetFindings([repeatedCells])
      },
      MessageCase(
        "sheet.covered-cells", "B1 has a figure and lies below the merged cell A1:B1.", showing: covered
      ) {
        _ in
        try sheetFindings([covered])
      },
      MessageCase("sheet.too-large", "Two sheets; in one of them 100 cells share a text of 90 kB.") { _ in
        let cells = String(repeating: "<c t=\"s\"><v>0</v></c>", count: 100)
        let bytes = Containers.workbook(
          [rows, "<sheetData><row>\(cells)</row></sheetData>"],
          strings: [String(repeating: "长", count: 30_000)])
        return try XLSXReader.read(SourceBytes(name: "a.xlsx", bytes: bytes)).flatMap(\.findings)
      },
      MessageCase("sheet.too-wide", "A row with 300 filled cells.") { _ in
        let cells = (0..<300).map { "<c><v>\($0)</v></c>" }.joined()
        return try sheetFindings(["<sheetData><row>\(cells)</row><row><c><v>1</v></c></row></sheetData>"])
      },
      MessageCase("sheet.too-many-reports", "501 reports are to be written into one workbook.") { _ in
        let report = Report(statistics: Statistics(try Forms.current()))
        _ = try XLSXWriter.write(
          Array(repeating: report, count: 501), Array(repeating: Document([]), count: 501), WriteOptions())
        return []
      },
    ])

  private static func sheetFindings(
    _ sheets: [String], strings: [String] = [], states: [String] = []
  ) throws -> [Finding] {
    let bytes = Containers.workbook(sheets, strings: strings, states: states)
    return try XLSXReader.read(SourceBytes(name: "a.xlsx", bytes: bytes)).flatMap(\.findings)
  }

  private static let rows =
    "<sheetData><row><c t=\"inlineStr\"><is><t>规章</t></is></c><c><v>1</v></c></row></sheetData>"
  private static let stale = "<sheetData><row><c><f>5000+412</f><v>0</v></c><c><v>1</v></c></row></sheetData>"
  private static let unclear = "<sheetData><row><c s=\"1\"><v>541</v></c><c><v>1</v></c></row></sheetData>"
  private static let missingString =
    "<sheetData><row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>5</v></c></row></sheetData>"
  private static let formula = "<sheetData><row><c><v>1</v></c><c><f>SUM(A1:A9)</f></c></row></sheetData>"
  private static let repeatedCells =
    "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row></sheetData>"
  private static let covered = """
    <sheetData>
      <row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>
      <row r="2"><c r="A2"><v>4</v></c><c r="B2"><v>5</v></c><c r="C2"><v>6</v></c></row>
    </sheetData>
    <mergeCells><mergeCell ref="A1:B1"/></mergeCells>
    """

  static let csv = Chapter(
    name: "csv", introduction: "Comma-separated values.",
    cases: [
      MessageCase("csv.open-quote", "A quotation mark that nothing closes.", showing: openQuote) { _ in
        try CSVReader.read(SourceBytes(name: "a.csv", bytes: Array(openQuote.utf8))).flatMap(\.findings)
      }
    ])

  private static let openQuote = "信息内容,本年制发件数\n规章,\"1\n行政规范性文件,2\n"
}

/// The forms that cases are made in.
enum Forms {
  struct Missing: Error { let id: FormID }

  static func form(_ id: FormID) throws -> Form {
    guard let form = FormCatalogue.shared.form(id) else { throw Missing(id: id) }
    return form
  }

  static func current() throws -> Form { try form(FormID(.edition2021)) }
}
