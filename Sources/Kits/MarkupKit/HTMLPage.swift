import Core
import DocumentModel
import TextKit

/// A page in the making: collects the body, escapes what is not markup, and adds head and style.
package struct HTMLPage {
  /// What is added to the cell of a figure, for pages that have something to say about figures.
  package struct CellMark {
    package var classes: [String]
    /// Markup behind the figure.
    package var suffix: String

    package init(classes: [String], suffix: String) {
      self.classes = classes
      self.suffix = suffix
    }
  }

  /// Of what kind a page is.
  package enum Kind: Sendable {
    /// A report: what has no place in a text is left out of it.
    case document
    /// Says something of files: what has no place in a text is shown, so that nothing is hidden.
    case results
  }

  private var body: [UInt8] = []
  private let language: Language
  private let kind: Kind
  /// By the keys of cells.
  package var marks: [Int: CellMark] = [:]
  /// The data of what the page shows, in blocks that no browser runs or shows.
  package var attachedReports: [AttachedReport] = []
  /// By which a block of data is found.
  package static let attachedReportID: StaticString = "gongkai-report"

  package init(language: Language, _ kind: Kind = .document) {
    self.language = language
    self.kind = kind
  }

  package mutating func add(_ block: Block) {
    switch block {
    case .heading(let paragraph, let level):
      let name = "h\(min(max(level, 1), 6))"
      raw("<\(name)>")
      text(paragraph.text)
      raw("</\(name)>\n")
    case .paragraph(let paragraph):
      raw(paragraph.style == .body ? "<p>" : "<p class=\"\(paragraph.style.rawValue)\">")
      text(paragraph.text)
      raw("</p>\n")
    case .table(let table): add(table)
    }
  }

  private mutating func add(_ table: Table) {
    if table.rows.isEmpty { return }
    let size = HTMLStyle.printedSize(of: table)
    let isWhole = table.rows.count <= HTMLStyle.rowsOnOnePage
    raw("<div class=\"scroll\(isWhole ? " whole" : "")\">\n")
    raw("<table\(size.map { " class=\"\($0)\"" } ?? "")>\n")
    if let caption = table.caption {
      raw("<caption>")
      text(caption)
      raw("</caption>\n")
    }
    let headerRows = min(max(table.headerRows, 0), table.rows.count)
    if headerRows > 0 { section("thead", table.rows[..<headerRows], isHead: true) }
    if headerRows < table.rows.count { section("tbody", table.rows[headerRows...], isHead: false) }
    raw("</table>\n</div>\n")
    for note in table.notes {
      raw("<p class=\"note\">")
      text(note)
      raw("</p>\n")
    }
  }

  private mutating func section(_ name: String, _ rows: ArraySlice<Row>, isHead: Bool) {
    raw("<\(name)>\n")
    for row in rows {
      let isTop = isHead || !row.cells.isEmpty && row.cells.allSatisfy(\.isHeader)
      raw("<tr>")
      for cell in row.cells { add(cell, isTop: isTop) }
      raw("</tr>\n")
    }
    raw("</\(name)>\n")
  }

  private mutating func add(_ cell: Cell, isTop: Bool) {
    let name = cell.isHeader ? "th" : "td"
    raw("<\(name)")
    if cell.isHeader {
      let isGroup = isTop ? cell.columnSpan > 1 : cell.rowSpan > 1
      raw(" scope=\"\(isTop ? "col" : "row")\(isGroup ? "group" : "")\"")
    }
    if cell.rowSpan > 1 { raw(" rowspan=\"\(cell.rowSpan)\"") }
    if cell.columnSpan > 1 { raw(" colspan=\"\(cell.columnSpan)\"") }
    var classes: [String] = []
    if cell.alignment != .center { classes.append(cell.alignment.rawValue) }
    let mark = cell.status == .certain ? nil : cell.status?.rawValue
    if let mark { classes.append(mark) }
    let found = cell.key.flatMap { marks[$0] }
    if let found { classes += found.classes }
    if !classes.isEmpty { raw(" class=\"\(classes.joined(separator: " "))\"") }
    // The remark says it in the text; the word is for those who ask.
    if let mark {
      raw(" title=\"")
      text(MessageCatalogue.shared.word("status.\(mark)", language))
      raw("\"")
    }
    raw(">")
    if mark != nil, let figure = cell.figure {
      unbroken(figure.number)
      unbroken(figure.remark)
    } else {
      text(cell.text)
    }
    if let found { raw(found.suffix) }
    raw("</\(name)>")
  }

  /// A part of a figure, which stays on one line.
  private mutating func unbroken(_ part: String) {
    if part.isEmpty { return }
    raw("<span>")
    text(part)
    raw("</span>")
  }

  package mutating func beginFooter(_ count: Int) {
    raw(count > 0 ? "</main>\n<footer>\n" : "</main>\n")
  }

  package mutating func raw(_ html: String) { body.append(contentsOf: html.utf8) }

  package mutating func text(_ text: String) { append(text, to: &body) }

  private func append(_ text: String, to output: inout [UInt8]) {
    HTMLText.append(kind == .results ? PrintableText.shown(text, keepsLines: true) : text, to: &output)
  }

  private static func append(_ report: AttachedReport, to page: inout [UInt8]) {
    page += Array("<script type=\"application/json\" id=\"\(attachedReportID)\"".utf8)
    for (name, value) in report.attributes { page += Array(" data-\(name)=\"\(value)\"".utf8) }
    page.append(UInt8(ascii: ">"))
    page += report.json
    page += Array("</script>\n".utf8)
  }

  /// - Parameters:
  ///   - documentLanguage: what most of the text is in; a form is a Chinese document in either language.
  ///   - sheet: the rules of style; those of documents, unless a page has its own.
  ///   - style: rules of style behind them.
  package func finish(
    title: String, hasFooter: Bool = false, documentLanguage: String = "zh-CN",
    sheet: String = HTMLStyle.sheet, style: String = ""
  ) -> [UInt8] {
    var page = Array(
      "<!DOCTYPE html>\n<html lang=\"\(documentLanguage)\">\n<head>\n<meta charset=\"utf-8\">\n".utf8)
    page += Array("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n".utf8)
    page += Array("<meta name=\"generator\" content=\"gongkai\">\n<title>".utf8)
    append(title, to: &page)
    page += Array("</title>\n<style>\n\(sheet)\n\(style)</style>\n</head>\n<body>\n<main>\n".utf8)
    page += body
    page += Array("\(hasFooter ? "</footer>\n" : "")".utf8)
    for report in attachedReports { Self.append(report, to: &page) }
    page += Array("</body>\n</html>\n".utf8)
    return page
  }
}
