import CanonicalKit
import Core
import DocumentModel
import FormatKit
import OfficeKit
import ReportModel
import WorkbookKit
import ZIPKit

/// Writes a workbook: a sheet for each report as it is printed, and one with the figures of all in tidy rows.
/// The same reports give the same bytes.
enum XLSXWriter {
  private static let maximumReports = 500

  private struct Sheet {
    let name: String
    let part: [UInt8]
    /// Names that the workbook defines for the sheet, each with what it means.
    var definitions: [(name: String, range: String, isHidden: Bool)] = []
  }

  static func write(
    _ reports: [Report], _ documents: [Document], _ options: WriteOptions
  ) throws(Refusal) -> [UInt8] {
    guard documents.count <= maximumReports else {
      throw Refusal(.output, .tooManyReports(documents.count, limit: maximumReports))
    }
    if options.isToBeFilledIn, let report = reports.only, let document = documents.only {
      return entryForm(report, document, options)
    }
    var strings = SharedStringTable()
    var names = SheetNames(reserved: word("sheet.data", options))
    var sheets: [Sheet] = []
    for (report, document) in zip(reports, documents) {
      let printed = PrintedSheet(document, &strings)
      let year = documents.count == 1 ? nil : report.identity.year.map(String.init)
      sheets.append(
        Sheet(
          name: names.name(year ?? word("sheet.report", options)),
          part: part(printed, isFirst: sheets.isEmpty),
          definitions: [("_xlnm.Print_Area", printed.range, false)]))
    }
    let data = DataSheet(reports, &strings)
    let last = CellReference.letters(TidyTable.columns.count)
    let name = word("sheet.data", options)
    sheets.append(
      Sheet(
        name: name, part: part(data),
        definitions: [
          ("_xlnm._FilterDatabase", "$A$\(DataSheet.headCount):$\(last)$\(data.rows.count)", true),
          ("_xlnm.Print_Titles", "$1:$\(DataSheet.headCount)", false),
        ]))
    return package(sheets, strings, documents.flatMap(\.attachedReports))
  }

  private static func word(_ id: String, _ options: WriteOptions) -> String {
    MessageCatalogue.shared.word(id, options.language)
  }

  // MARK: Forms to be filled in

  /// Without a sheet of data, which would say something else than the form as soon as that is filled in.
  private static func entryForm(
    _ report: Report, _ document: Document, _ options: WriteOptions
  ) -> [UInt8] {
    let printed = document.blocks.flatMap { block -> [Int] in
      guard case .table(let table) = block else { return [] }
      return table.rows.flatMap(\.cells).filter { $0.status == nil || $0.status == .certain }.compactMap(
        \.key)
    }
    var aids = EntryAids(report, printed: Set(printed))
    // Formulas name cells that stand below them: the sheet is laid out once to see where.
    var unused = SharedStringTable()
    aids.places = PrintedSheet(document, &unused, entry: aids).places
    var strings = SharedStringTable()
    let sheet = PrintedSheet(document, &strings, entry: aids)
    return package(
      [Sheet(name: word("sheet.report", options), part: part(sheet, isFirst: true, aids))], strings,
      document.attachedReports, isToBeFilledIn: true)
  }

  /// All that is not to be filled in is protected, by no password.
  private static let protection =
    "<sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\" formatColumns=\"0\" formatRows=\"0\"/>"

  /// Which cells are shown as wrong, and what may be entered.
  private static func entryRules(_ aids: EntryAids) -> [UInt8] {
    var xml = XMLPart.piece()
    func places(_ cells: [Int]) -> String { cells.compactMap { aids.places[$0] }.joined(separator: " ") }
    for (index, condition) in aids.conditions.enumerated() {
      xml.raw("<conditionalFormatting sqref=\"\(places(condition.cells))\">")
      xml.raw("<cfRule type=\"expression\" dxfId=\"0\" priority=\"\(index + 1)\"><formula>")
      xml.text(condition.formula)
      xml.raw("</formula></cfRule></conditionalFormatting>")
    }
    let entries = aids.places.keys.sorted().filter { aids.sums[$0] == nil }
    let kinds = Dictionary(grouping: entries) { aids.form.indicator(of: aids.form.cells[$0]).kind }
    let rules: [(kind: Indicator.Kind, type: String, least: String, word: String)] = [
      (.count, "whole", "0", "entry.count"), (.signed, "whole", "-99999999", "entry.signed"),
      (.money, "decimal", "0", "entry.money"),
    ]
    let used = rules.filter { kinds[$0.kind] != nil }
    if used.isEmpty { return xml.bytes }
    xml.raw("<dataValidations count=\"\(used.count)\">")
    for rule in used {
      xml.raw("<dataValidation type=\"\(rule.type)\" operator=\"greaterThanOrEqual\" allowBlank=\"1\"")
      xml.raw(" showErrorMessage=\"1\" errorTitle=\"")
      xml.text(MessageCatalogue.shared.word("entry.title", .chinese))
      xml.raw("\" error=\"")
      xml.text(MessageCatalogue.shared.word(rule.word, .chinese))
      xml.raw(
        "\" sqref=\"\(places(kinds[rule.kind] ?? []))\"><formula1>\(rule.least)</formula1></dataValidation>")
    }
    xml.raw("</dataValidations>")
    return xml.bytes
  }

  // MARK: Sheets

  private static func part(_ sheet: PrintedSheet, isFirst: Bool, _ aids: EntryAids? = nil) -> [UInt8] {
    var xml = XMLPart()
    xml.raw("<worksheet xmlns=\"\(XMLPart.main)\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>")
    xml.raw("<sheetViews><sheetView showGridLines=\"0\"\(isFirst ? " tabSelected=\"1\"" : "")")
    xml.raw(" workbookViewId=\"0\"/></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>")
    xml.add(columns: sheet.columnWidths)
    xml.add(sheet.rows)
    if aids != nil { xml.raw(protection) }
    xml.add(merges: sheet.rows.merges)
    if let aids { xml.append(entryRules(aids)) }
    xml.raw("<printOptions horizontalCentered=\"1\"/>")
    xml.raw(
      "<pageMargins left=\"0.7\" right=\"0.7\" top=\"0.8\" bottom=\"0.8\" header=\"0.3\" footer=\"0.4\"/>")
    xml.raw("<pageSetup paperSize=\"9\" orientation=\"portrait\" fitToWidth=\"1\" fitToHeight=\"0\"/>")
    xml.raw("<headerFooter><oddFooter>&amp;C— &amp;P —</oddFooter></headerFooter></worksheet>")
    return xml.bytes
  }

  private static func part(_ sheet: DataSheet) -> [UInt8] {
    let last = CellReference.letters(TidyTable.columns.count)
    let heads = DataSheet.headCount
    var xml = XMLPart()
    xml.raw("<worksheet xmlns=\"\(XMLPart.main)\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>")
    xml.raw("<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"\(heads)\"")
    xml.raw(" topLeftCell=\"A\(heads + 1)\"")
    xml.raw(" activePane=\"bottomLeft\" state=\"frozen\"/><selection pane=\"bottomLeft\"/></sheetView>")
    xml.raw("</sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>")
    xml.add(columns: TidyColumn.allCases.map(DataSheet.width))
    xml.add(sheet.rows)
    xml.raw("<autoFilter ref=\"A\(heads):\(last)\(sheet.rows.count)\"/>")
    xml.raw(
      "<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>")
    xml.raw("<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToWidth=\"1\" fitToHeight=\"0\"/>")
    xml.raw("<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>")
    // Keys, codes, editions and what was typed are texts even where they look like numbers.
    xml.raw("<ignoredErrors><ignoredError sqref=\"A1:\(last)\(sheet.rows.count)\"")
    xml.raw(" numberStoredAsText=\"1\"/></ignoredErrors></worksheet>")
    return xml.bytes
  }

  // MARK: Package

  private static func package(
    _ sheets: [Sheet], _ strings: SharedStringTable, _ reports: [AttachedReport], isToBeFilledIn: Bool = false
  ) -> [UInt8] {
    var zip = ZIPBuilder(.half)
    zip.add("[Content_Types].xml", contentTypes(sheets.count, reports.count))
    zip.add("_rels/.rels", packageRelations)
    zip.add("xl/workbook.xml", workbook(sheets))
    zip.add("xl/_rels/workbook.xml.rels", workbookRelations(sheets.count, reports.count))
    for (index, sheet) in sheets.enumerated() { zip.add("xl/worksheets/sheet\(index + 1).xml", sheet.part) }
    if isToBeFilledIn {
      zip.add("xl/styles.xml", WorkbookStyleSheet.part(isToBeFilledIn: true))
    } else {
      zip.add("xl/styles.xml", styles)
    }
    zip.add("xl/sharedStrings.xml", strings.part())
    for (index, report) in reports.enumerated() {
      for part in AttachedReportPart.parts(of: report, index) { zip.add(part.name, part.bytes) }
    }
    return zip.finish()
  }

  private static let packageNamespace = "http://schemas.openxmlformats.org/package/2006"

  // What all workbooks have is deflated once.

  private static let styles = ZIPContent(WorkbookStyleSheet.part())

  private static let packageRelations: ZIPContent = {
    var root = XMLPart()
    root.raw("<Relationships xmlns=\"\(packageNamespace)/relationships\"><Relationship Id=\"rId1\"")
    root.raw(" Type=\"\(XMLPart.relationships)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")
    return ZIPContent(root.bytes)
  }()

  private static func contentTypes(_ sheetCount: Int, _ reportCount: Int) -> [UInt8] {
    let content = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    var types = XMLPart()
    types.raw("<Types xmlns=\"\(packageNamespace)/content-types\">")
    types.raw(
      "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    )
    types.raw("<Default Extension=\"xml\" ContentType=\"application/xml\"/>")
    var parts = [("workbook", "sheet.main")]
    parts += (0..<sheetCount).map { ("worksheets/sheet\($0 + 1)", "worksheet") }
    parts += [("styles", "styles"), ("sharedStrings", "sharedStrings")]
    for (name, type) in parts {
      types.raw("<Override PartName=\"/xl/\(name).xml\" ContentType=\"\(content).\(type)+xml\"/>")
    }
    for index in 0..<reportCount { types.raw(AttachedReportPart.contentType(index)) }
    types.raw("</Types>")
    return types.bytes
  }

  private static func workbookRelations(_ sheetCount: Int, _ reportCount: Int) -> [UInt8] {
    var relationships = XMLPart()
    relationships.raw("<Relationships xmlns=\"\(packageNamespace)/relationships\">")
    let targets =
      (0..<sheetCount).map { ("worksheet", "worksheets/sheet\($0 + 1).xml") }
      + [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    for (index, (type, target)) in targets.enumerated() {
      relationships.raw("<Relationship Id=\"rId\(index + 1)\" Type=\"\(XMLPart.relationships)/\(type)\"")
      relationships.raw(" Target=\"\(target)\"/>")
    }
    for index in 0..<reportCount {
      relationships.raw(AttachedReportPart.relationship(id: "data\(index + 1)", to: index))
    }
    relationships.raw("</Relationships>")
    return relationships.bytes
  }

  private static func workbook(_ sheets: [Sheet]) -> [UInt8] {
    var xml = XMLPart()
    xml.raw("<workbook xmlns=\"\(XMLPart.main)\" xmlns:r=\"\(XMLPart.relationships)\">")
    xml.raw("<bookViews><workbookView activeTab=\"0\"/></bookViews><sheets>")
    for (index, sheet) in sheets.enumerated() {
      xml.raw("<sheet name=\"")
      xml.text(sheet.name)
      xml.raw("\" sheetId=\"\(index + 1)\" r:id=\"rId\(index + 1)\"/>")
    }
    xml.raw("</sheets>")
    if sheets.allSatisfy(\.definitions.isEmpty) {
      xml.raw("</workbook>")
      return xml.bytes
    }
    xml.raw("<definedNames>")
    for (index, sheet) in sheets.enumerated() {
      for definition in sheet.definitions {
        xml.raw("<definedName name=\"\(definition.name)\" localSheetId=\"\(index)\"")
        xml.raw("\(definition.isHidden ? " hidden=\"1\"" : "")>")
        xml.text("'\(sheet.name)'!\(definition.range)")
        xml.raw("</definedName>")
      }
    }
    xml.raw("</definedNames></workbook>")
    return xml.bytes
  }
}

extension XMLPart {
  fileprivate mutating func add(columns widths: [Double]) {
    raw("<cols>")
    for (index, width) in widths.enumerated() {
      raw("<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(width)\" customWidth=\"1\"/>")
    }
    raw("</cols>")
  }

  fileprivate mutating func add(_ rows: WorksheetRows) {
    raw("<sheetData>")
    append(rows.xml)
    raw("</sheetData>")
  }

  fileprivate mutating func add(merges: (xml: [UInt8], count: Int)) {
    if merges.count == 0 { return }
    raw("<mergeCells count=\"\(merges.count)\">")
    append(merges.xml)
    raw("</mergeCells>")
  }
}

extension Array {
  fileprivate var only: Element? { count == 1 ? first : nil }
}

/// Names of sheets, each used once.
private struct SheetNames {
  private var used: Set<String>

  init(reserved: String) { used = [reserved] }

  mutating func name(_ wanted: String) -> String {
    var name = wanted
    var number = 1
    while !used.insert(name).inserted {
      number += 1
      name = "\(wanted) (\(number))"
    }
    return name
  }
}
