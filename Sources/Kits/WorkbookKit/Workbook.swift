import DocumentModel
import OfficeKit
import ReportModel
import ZIPKit

/// Puts sheets together to a workbook. The same sheets give the same bytes.
package enum Workbook {
  package struct Sheet {
    package let name: String
    package let part: [UInt8]
    /// Names that the workbook defines for the sheet, each with what it means.
    package var definitions: [(name: String, range: String, isHidden: Bool)]
    /// The addresses that its links lead to, in the order of their numbers.
    package var links: [String]

    package init(
      name: String, part: [UInt8], definitions: [(name: String, range: String, isHidden: Bool)] = [],
      links: [String] = []
    ) {
      self.name = name
      self.part = part
      self.definitions = definitions
      self.links = links
    }
  }

  package static func package(
    _ sheets: [Sheet], _ strings: SharedStringTable, _ reports: [AttachedReport] = [],
    isToBeFilledIn: Bool = false, hasLinks: Bool = false
  ) -> [UInt8] {
    var zip = ZIPBuilder(.half)
    zip.add("[Content_Types].xml", contentTypes(sheets.count, reports.count))
    zip.add("_rels/.rels", packageRelations)
    zip.add("xl/workbook.xml", workbook(sheets))
    zip.add("xl/_rels/workbook.xml.rels", workbookRelations(sheets.count, reports.count))
    for (index, sheet) in sheets.enumerated() {
      zip.add("xl/worksheets/sheet\(index + 1).xml", sheet.part)
      if !sheet.links.isEmpty {
        zip.add("xl/worksheets/_rels/sheet\(index + 1).xml.rels", relations(to: sheet.links))
      }
    }
    if isToBeFilledIn || hasLinks {
      zip.add(
        "xl/styles.xml", WorkbookStyleSheet.part(isToBeFilledIn: isToBeFilledIn, hasLinks: hasLinks))
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

  /// Files outside of the workbook.
  private static func relations(to addresses: [String]) -> [UInt8] {
    var relationships = XMLPart()
    relationships.raw("<Relationships xmlns=\"\(packageNamespace)/relationships\">")
    for (index, address) in addresses.enumerated() {
      relationships.raw("<Relationship Id=\"rId\(index + 1)\" Type=\"\(XMLPart.relationships)/hyperlink\"")
      relationships.raw(" Target=\"")
      relationships.text(address)
      relationships.raw("\" TargetMode=\"External\"/>")
    }
    relationships.raw("</Relationships>")
    return relationships.bytes
  }

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

extension PrintedSheet {
  /// The sheet as a part of a workbook.
  ///
  /// - Parameters:
  ///   - protection: what keeps a person from changing it.
  ///   - rules: what may be entered.
  package func part(isFirst: Bool, protection: String = "", rules: [UInt8] = []) -> [UInt8] {
    var xml = XMLPart()
    xml.raw("<worksheet xmlns=\"\(XMLPart.main)\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>")
    xml.raw("<sheetViews><sheetView showGridLines=\"0\"\(isFirst ? " tabSelected=\"1\"" : "")")
    xml.raw(" workbookViewId=\"0\"/></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>")
    xml.add(columns: columnWidths)
    xml.add(rows)
    xml.raw(protection)
    xml.add(merges: rows.merges)
    xml.append(rules)
    xml.raw("<printOptions horizontalCentered=\"1\"/>")
    xml.raw(
      "<pageMargins left=\"0.7\" right=\"0.7\" top=\"0.8\" bottom=\"0.8\" header=\"0.3\" footer=\"0.4\"/>")
    xml.raw("<pageSetup paperSize=\"9\" orientation=\"\(isLandscape ? "landscape" : "portrait")\"")
    xml.raw(" fitToWidth=\"1\" fitToHeight=\"0\"/>")
    xml.raw("<headerFooter><oddFooter>&amp;C— &amp;P —</oddFooter></headerFooter>")
    let breaks = pageBreaks
    if !breaks.isEmpty {
      xml.raw("<rowBreaks count=\"\(breaks.count)\" manualBreakCount=\"\(breaks.count)\">")
      for row in breaks { xml.raw("<brk id=\"\(row)\" max=\"16383\" man=\"1\"/>") }
      xml.raw("</rowBreaks>")
    }
    xml.raw("</worksheet>")
    return xml.bytes
  }
}

extension XMLPart {
  package mutating func add(columns widths: [Double]) {
    raw("<cols>")
    for (index, width) in widths.enumerated() {
      raw("<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(width)\" customWidth=\"1\"/>")
    }
    raw("</cols>")
  }

  package mutating func add(_ rows: WorksheetRows) {
    raw("<sheetData>")
    append(rows.xml)
    raw("</sheetData>")
  }

  package mutating func add(merges: (xml: [UInt8], count: Int)) {
    if merges.count == 0 { return }
    raw("<mergeCells count=\"\(merges.count)\">")
    append(merges.xml)
    raw("</mergeCells>")
  }
}

extension Amount {
  /// Whether a sheet holds it with all its digits.
  package var fitsInSheet: Bool { significand.magnitude < 1_000_000_000_000_000 }
}
