import DocumentModel
import Findings

/// Writes one self-contained page: no script, nothing from elsewhere, tables that a screen reader can follow,
/// and a style for paper.
enum HTMLWriter {
  static func write(_ document: Document, _ options: WriteOptions) -> [UInt8] {
    var page = Page(language: options.language)
    for block in document.blocks { page.add(block) }
    return page.finish(title: document.title)
  }

  private static let style = """
    :root { color-scheme: light; }
    body { font-family: "Songti SC", "Noto Serif CJK SC", SimSun, serif; font-size: 16px; line-height: 1.75;
      max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff; }
    h1 { font-family: "Heiti SC", "Noto Sans CJK SC", SimHei, sans-serif; font-size: 1.6rem; text-align: center; }
    h2 { font-family: "Heiti SC", "Noto Sans CJK SC", SimHei, sans-serif; font-size: 1.2rem; margin-top: 2rem; }
    h3, h4 { font-size: 1.05rem; }
    p { text-indent: 2em; margin: .4rem 0; }
    p.note, li.note { text-indent: 0; font-size: .85rem; color: #444; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; margin: .8rem 0; font-size: .9rem; line-height: 1.4; }
    caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    th, td { border: 1px solid #333; padding: .3rem .4rem; text-align: center; font-weight: normal; }
    th.leading, td.leading { text-align: left; }
    td { font-variant-numeric: tabular-nums; white-space: nowrap; }
    td.range, td.ambiguous { background: #fff4cc; }
    td.estimate { background: #e3efff; font-style: italic; }
    td.derived { background: #e9f7e9; }
    td.unknown { background: #eee; color: #555; }
    @media print {
      @page { size: A4; margin: 20mm 16mm; }
      body { max-width: none; margin: 0; padding: 0; font-size: 10.5pt; }
      table { font-size: 8.5pt; }
      tr { break-inside: avoid; }
      thead { display: table-header-group; }
      h2, h3 { break-after: avoid; }
      td { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    }
    """

  private struct Page {
    private var body: [UInt8] = []
    let language: Language

    init(language: Language) { self.language = language }

    mutating func add(_ block: Block) {
      switch block {
      case .heading(let paragraph, let level):
        let name = "h\(min(max(level, 1), 6))"
        raw("<\(name)>")
        text(paragraph.text)
        raw("</\(name)>\n")
      case .paragraph(let paragraph):
        raw(paragraph.style == .note ? "<p class=\"note\">" : "<p>")
        text(paragraph.text)
        raw("</p>\n")
      case .table(let table): add(table)
      }
    }

    private mutating func add(_ table: Table) {
      raw("<div class=\"scroll\"><table>\n")
      if let caption = table.caption {
        raw("<caption>")
        text(caption)
        raw("</caption>\n")
      }
      for (index, row) in table.rows.enumerated() {
        if index == 0 { raw(table.headerRows > 0 ? "<thead>\n" : "<tbody>\n") }
        raw("<tr>")
        for (position, cell) in row.cells.enumerated() {
          add(cell, isTop: index < table.headerRows || isHeaderRow(row), isFirst: position == 0)
        }
        raw("</tr>\n")
        if index + 1 == table.headerRows { raw("</thead>\n<tbody>\n") }
      }
      raw(table.rows.count == table.headerRows ? "" : "</tbody>\n")
      raw("</table></div>\n")
      for note in table.notes {
        raw("<p class=\"note\">")
        text(note)
        raw("</p>\n")
      }
    }

    private func isHeaderRow(_ row: Row) -> Bool { row.cells.allSatisfy(\.isHeader) }

    private mutating func add(_ cell: Cell, isTop: Bool, isFirst: Bool) {
      raw(cell.isHeader ? "<th" : "<td")
      if cell.isHeader {
        let isGroup = isTop ? cell.columnSpan > 1 : cell.rowSpan > 1
        raw(" scope=\"\(isTop ? "col" : "row")\(isGroup ? "group" : "")\"")
      }
      if cell.rowSpan > 1 { raw(" rowspan=\"\(cell.rowSpan)\"") }
      if cell.columnSpan > 1 { raw(" colspan=\"\(cell.columnSpan)\"") }
      var classes: [String] = []
      if cell.alignment == .leading { classes.append("leading") }
      if let mark = cell.mark { classes.append(mark.rawValue) }
      if !classes.isEmpty { raw(" class=\"\(classes.joined(separator: " "))\"") }
      raw(">")
      let lines = cell.text.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated() {
        if index > 0 { raw("<br>") }
        text(String(line))
      }
      raw(cell.isHeader ? "</th>" : "</td>")
    }

    private mutating func raw(_ html: String) { body.append(contentsOf: html.utf8) }

    private mutating func text(_ text: String) { HTMLWriter.append(text, to: &body) }

    func finish(title: String) -> [UInt8] {
      var page = Array("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n".utf8)
      page += Array("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>".utf8)
      HTMLWriter.append(title, to: &page)
      page += Array("</title>\n<style>\n\(HTMLWriter.style)\n</style>\n</head>\n<body>\n<main>\n".utf8)
      page += body
      page += Array("</main>\n</body>\n</html>\n".utf8)
      return page
    }
  }

  /// Appends text with everything escaped that HTML could take for its own, and without control characters.
  static func append(_ text: String, to output: inout [UInt8]) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "<"): output.append(contentsOf: "&lt;".utf8)
      case UInt8(ascii: ">"): output.append(contentsOf: "&gt;".utf8)
      case UInt8(ascii: "&"): output.append(contentsOf: "&amp;".utf8)
      case UInt8(ascii: "\""): output.append(contentsOf: "&quot;".utf8)
      case 0..<0x20 where byte != 0x09 && byte != 0x0A, 0x7F: break
      default: output.append(byte)
      }
    }
  }
}

extension Document {
  /// The text of the first heading.
  fileprivate var title: String {
    for case .heading(let paragraph, _) in blocks { return paragraph.text }
    return ""
  }
}
