import TestSupport

@testable import DocumentModel

/// Writes a document as sites publish it: pasted from Word, wrapped in layout tables, with merged cells that
/// were lost on the way.
struct PortalPage {
  /// What became of the merged cells of a table.
  enum Merging: CaseIterable {
    case kept
    /// Cells that go over several rows stand in the first of them, and the rest is empty cells.
    case emptyCells
    /// The same, and nothing in the rest: rows are shorter.
    case shorterRows
    /// An empty cell at the end of each row.
    case extraCells
  }

  var random: SplitMix64
  let merging: Merging

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    merging = Merging.allCases[Int(seed) % Merging.allCases.count]
  }

  mutating func html(_ document: Document) -> String {
    var body = ""
    for block in document.blocks {
      switch block {
      case .heading(let paragraph, _), .paragraph(let paragraph):
        body += "<p style=\"text-indent:2em\">\(inline(paragraph.text))</p>\n"
      case .table(let table): body += html(table)
      }
    }
    if random.chance(1, of: 2) { body = "<table width=100%><tr><td>\(body)</td></tr></table>" }
    if random.chance(1, of: 2) {
      body =
        "<table><tr><td>菜单<br>首页</td><td valign=top><table><tr><td>\(body)</td></tr></table></td></tr></table>"
    }
    return """
      <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "x.dtd">
      <html><head><title>某市信息公开</title><script>if (a<b) { document.write("<table>") }</script>
      <style>td { width: 3em }</style></head><body><form>
      <div class="top nav"><ul><li><a href="/">网站首页</a></li><li><a href="/b">政务公开</a></li></ul></div>
      <table class=xxgk><tr><td>索引号：</td><td>GK/2021-00017</td><td>生成日期：</td><td>2022-01-27</td></tr></table>
      <div class="article">\(body)</div>
      <div id=footer>主办：某市人民政府办公室　备案号：00000000号</div></form></body></html>
      """
  }

  private mutating func html(_ table: Table) -> String {
    var output = "<table class=MsoNormalTable border=1>\n<tbody>"
    // For each column, over how many rows an empty cell must stand for one from above.
    var reach: [Int] = []
    for (rowIndex, row) in table.rows.enumerated() {
      output += random.chance(1, of: 3) ? "<tr style='height:1cm'>" : "<TR>"
      var column = 0
      func fill() -> String {
        var cells = ""
        while column < reach.count, reach[column] > 0 {
          if merging == .emptyCells { cells += "<td><p>&nbsp;</p></td>" }
          column += 1
        }
        return cells
      }
      for cell in row.cells {
        output += fill()
        while reach.count < column + cell.columnSpan { reach.append(0) }
        for covered in column..<column + cell.columnSpan { reach[covered] = cell.rowSpan }
        column += cell.columnSpan
        let name = cell.isHeader && random.chance(1, of: 5) ? "th" : "td"
        output += "<\(name)"
        if cell.columnSpan > 1 { output += " colspan=\"\(cell.columnSpan)\"" }
        if cell.rowSpan > 1, merging == .kept || merging == .extraCells {
          output += " rowspan=\(cell.rowSpan)"
        }
        output += " style=\"border:solid 1px;padding:0 > 5.4pt\">"
        output += content(cell.text)
        if random.chance(9, of: 10) { output += "</\(name)>" }
      }
      output += fill()
      if merging == .extraCells { output += "<td></td>" }
      for index in reach.indices where reach[index] > 0 { reach[index] -= 1 }
      output += rowIndex % 7 == 6 ? "\n" : "</tr>\n"
    }
    return output + "</tbody></table>\n"
  }

  private mutating func content(_ text: String) -> String {
    if text.isEmpty { return random.pick(["", "&nbsp;", "<p><o:p>&nbsp;</o:p></p>", "　"]) }
    switch random.next() % 5 {
    case 0: return "<p align=center><span>\(inline(text))<o:p></o:p></span></p>"
    case 1:
      return "<p>" + text.map { "<span lang=EN-US>\(inline(String($0)))</span>" }.joined() + "</p>"
    case 2: return "\n   \(inline(text))\n  "
    case 3: return "<!--[if !supportMisalignedRows]-->&nbsp;<!--[endif]--><b>\(inline(text))</b>&nbsp;"
    default: return "<div>\(inline(text))</div><![if !supportEmptyParas]><![endif]>"
    }
  }

  private func inline(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "<": result += "&lt;"
      case "&": result += "&amp;"
      case "“": result += "&ldquo;"
      case "\n": result += "<br/>"
      default: result.append(character)
      }
    }
    return result
  }
}
