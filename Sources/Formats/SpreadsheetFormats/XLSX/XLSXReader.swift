import CanonicalKit
import Core
import DocumentModel
import FormatKit
import MarkupKit
import OfficeKit
import WorkbookKit

/// Reads the sheets of an Office Open XML workbook, each as a document of its own.
enum XLSXReader {
  static func read(_ source: SourceBytes, _ options: ReadOptions = ReadOptions()) throws(Refusal)
    -> [Document]
  {
    let container = try source.container()
    let package = WorkbookPackage(container)
    let workbookPart = try package.workbookPart()
    var workbook = WorkbookPart()
    try package.parse(workbookPart, into: &workbook)
    let relationships = try package.relationships(of: workbookPart)
    var strings = SharedStrings()
    if let part = relationships.first("sharedStrings"), package.has(part) {
      try package.parse(part, into: &strings)
    }
    var styles = WorkbookStyles()
    if let part = relationships.first("styles"), package.has(part) { try package.parse(part, into: &styles) }

    let parts = Dictionary(
      relationships.all.filter { $0.type == "worksheet" }.map { ($0.id, $0.target) },
      uniquingKeysWith: { first, _ in first })
    let sheets = workbook.sheets.enumerated().filter { parts[$0.element.relationship] != nil }
    if sheets.isEmpty { throw Refusal(.input, .noSheets) }
    var settings = WorksheetPart.Options()
    settings.epoch = workbook.epoch
    settings.hasStaleResults = workbook.hasStaleResults
    settings.includesHidden = options.includesHidden
    settings.panelHeaders = TidyTable.headers
    var collector = SheetCollector(options)
    var seen: Set<String> = []
    // A workbook shows one of its sheets at least; where all are hidden, hiding says nothing.
    let areAllHidden = sheets.allSatisfy(\.element.isHidden)
    for (index, sheet) in sheets {
      // A part that several sheets claim is read for the first of them.
      guard let part = parts[sheet.relationship], seen.insert(part).inserted else { continue }
      var worksheet = WorksheetPart(page: index + 1, strings: strings, styles: styles, settings)
      try package.parse(part, into: &worksheet)
      worksheet.finish()
      if sheet.isHidden, !areAllHidden, !options.includesHidden {
        if !worksheet.isTidy { collector.leaveOut(worksheet.grid) }
        continue
      }
      collector.add(worksheet.missingStrings) { .stringsMissing(in: sheet.name, $0, $1) }
      collector.add(worksheet.formulasWithoutValue) { .formulasWithoutValue(in: sheet.name, $0, $1) }
      collector.add(worksheet.staleFormulas) { .staleFormulas(in: sheet.name, $0, $1) }
      collector.add(worksheet.unclearNumbers) { .unclearNumbers(in: sheet.name, $0, $1) }
      collector.add(worksheet.grid, name: sheet.name)
    }
    var documents = try collector.finish()
    documents[0].attachedReports = try AttachedReportPart.reports(in: container)
    return documents
  }

  /// A ZIP container that has a workbook is one, whatever it is called.
  static func identify(_ source: SourceBytes) -> Format.Identification {
    source.isContainer { package in
      let isWorkbook =
        package.has("xl/workbook.xml")
        || package.names.contains { name in
          let name = name.lowercased()
          return name == "xl/workbook.xml" || name.hasSuffix("/workbook.xml") || name == "workbook.xml"
        }
      return isWorkbook && package.names.contains("[Content_Types].xml")
    }
  }
}

/// The parts of a workbook by the names that its own parts give them, which need not agree in their case.
private struct WorkbookPackage {
  private let package: OfficePackage
  private let names: [String: String]

  init(_ package: OfficePackage) {
    self.package = package
    names = Dictionary(
      package.names.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
  }

  private func name(_ part: String) -> String { package.has(part) ? part : names[part.lowercased()] ?? part }

  func has(_ part: String) -> Bool { package.has(name(part)) }

  func parse<Handler: XMLEventHandler>(_ part: String, into handler: inout Handler) throws(Refusal) {
    try package.parse(name(part), into: &handler)
  }

  /// The relationships of a part, empty where it has none.
  func relationships(of part: String) throws(Refusal) -> OfficeRelationships {
    var relationships = OfficeRelationships(of: part)
    let file = OfficeRelationships.part(of: part)
    if has(file) { try parse(file, into: &relationships) }
    return relationships
  }

  func workbookPart() throws(Refusal) -> String {
    try relationships(of: "").first("officeDocument") ?? "xl/workbook.xml"
  }
}
