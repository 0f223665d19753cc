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
    var sheets: [Workbook.Sheet] = []
    for (report, document) in zip(reports, documents) {
      let printed = PrintedSheet(document, &strings)
      let year = documents.count == 1 ? nil : report.identity.year.map(String.init)
      sheets.append(
        Workbook.Sheet(
          name: names.name(year ?? word("sheet.report", options)),
          part: part(printed, isFirst: sheets.isEmpty),
          definitions: printed.definitions))
    }
    let data = DataSheet(reports, &strings)
    let last = CellReference.letters(TidyTable.columns.count)
    let name = word("sheet.data", options)
    sheets.append(
      Workbook.Sheet(
        name: name, part: part(data),
        definitions: [
          ("_xlnm._FilterDatabase", "$A$\(DataSheet.headCount):$\(last)$\(data.rows.count)", true),
          ("_xlnm.Print_Titles", "$1:$\(DataSheet.headCount)", false),
        ]))
    return Workbook.package(sheets, strings, documents.flatMap(\.attachedReports))
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
    return Workbook.package(
      [
        Workbook.Sheet(
          name: word("sheet.report", options), part: part(sheet, isFirst: true, aids),
          definitions: sheet.definitions)
      ], strings, document.attachedReports, isToBeFilledIn: true)
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
    sheet.part(
      isFirst: isFirst, protection: aids == nil ? "" : protection, rules: aids.map(entryRules) ?? [])
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
