import CanonicalKit
import Core
import DocumentModel
import FormatKit
import MarkupKit
import OfficeKit
import WorkbookKit

/// Reads the sheets of an Office Open XML workbook, each as a document of its own.
enum XLSXReader {
  static func read(_ source: SourceBytes) throws(Refusal) -> [Document] {
    let package = WorkbookPackage(try source.container())
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
    if sheets.isEmpty { throw Refusal(.input, Finding("sheet.none", .error)) }
    var collector = SheetCollector()
    var seen: Set<String> = []
    // A workbook shows one of its sheets at least; where all are hidden, hiding says nothing.
    let areAllHidden = sheets.allSatisfy(\.element.isHidden)
    for (index, sheet) in sheets {
      if sheet.isHidden, !areAllHidden {
        collector.add(Finding("sheet.hidden-sheet", .note, ["sheet": sheet.name]))
        continue
      }
      // A part that several sheets claim is read for the first of them.
      guard let part = parts[sheet.relationship], seen.insert(part).inserted else { continue }
      var worksheet = WorksheetPart(
        page: index + 1, strings: strings.strings, styles: styles, epoch: workbook.epoch,
        panelHeader: TidyTable.columns)
      try package.parse(part, into: &worksheet)
      let hiddenColumns = worksheet.hiddenColumnCount
      if worksheet.hiddenRows > 0 || hiddenColumns > 0 {
        collector.add(
          Finding(
            "sheet.hidden-parts", .note,
            [
              "sheet": sheet.name, "rows": String(worksheet.hiddenRows), "columns": String(hiddenColumns),
            ]))
      }
      collector.add("sheet.string-missing", sheet.name, worksheet.missingStrings)
      collector.add("sheet.formula-without-value", sheet.name, worksheet.formulasWithoutValue)
      collector.add(worksheet.grid, name: sheet.name)
    }
    return try collector.finish()
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

/// Collects the sheets of a file, and what is to be said of those that are left out.
struct SheetCollector {
  private var documents: [Document] = []
  private var findings: [Finding] = []
  private var hasTidySheet = false
  private var textLength = 0
  private static let shownPlaces = 5

  mutating func add(_ finding: Finding) { findings.append(finding) }

  mutating func add(_ id: String, _ sheet: String, _ places: [Place]) {
    if places.isEmpty { return }
    findings.append(
      Finding(
        id, .warning, ["sheet": sheet, "count": String(places.count)],
        places: Array(places.prefix(Self.shownPlaces))))
  }

  mutating func add(_ grid: SheetGrid, name: String) {
    var grid = grid
    let repeated = grid.sort()
    if repeated > 0 {
      findings.append(
        Finding("sheet.repeated-cells", .warning, ["sheet": name, "count": String(repeated)]))
    }
    if grid.cells.isEmpty { return }
    if grid.begins(with: TidyTable.columns) {
      hasTidySheet = true
      return
    }
    let layout = SheetLayout(grid)
    textLength += grid.textLength
    if grid.isTooLarge || layout.isTooLarge || textLength > 2 * SheetGrid.maximumText {
      findings.append(
        Finding(
          "sheet.too-large", .warning,
          [
            "sheet": name, "cells": String(SheetGrid.maximumCells),
            "size": String(SheetGrid.maximumText >> 20),
          ]))
      return
    }
    if layout.droppedColumns > 0 {
      findings.append(
        Finding(
          "sheet.too-wide", .warning,
          [
            "sheet": name, "limit": String(SheetLayout.maximumColumns),
            "count": String(layout.droppedColumns),
          ]))
    }
    if layout.coveredTexts > 0 {
      findings.append(
        Finding("sheet.covered-cells", .note, ["sheet": name, "count": String(layout.coveredTexts)]))
    }
    documents.append(Document(SheetBlocks.blocks(of: layout, page: grid.page)))
  }

  /// The documents, the first of them with the findings of all.
  ///
  /// - Throws: a refusal where nothing is left.
  func finish() throws(Refusal) -> [Document] {
    guard !documents.isEmpty else {
      throw Refusal(
        .input, findings + [Finding(hasTidySheet ? "sheet.only-tidy" : "sheet.empty", .error)])
    }
    var documents = documents
    documents[0].findings = findings
    return documents
  }
}
