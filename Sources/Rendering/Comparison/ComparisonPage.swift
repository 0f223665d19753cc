import Comparison
import Core
import DocumentModel
import MarkupKit
import Presentation
import ReportModel

extension ReportComparison {
  /// The comparison as one self-contained page: the tables as they are printed, with both figures in each cell
  /// that differs, and the prose with what was removed and added.
  package func html(_ options: ComparisonOptions = ComparisonOptions()) -> [UInt8] {
    var page = ComparisonPage(self, options, .ofResults(options.language))
    page.add()
    var html = page.html
    return html.finish(title: page.title, options.language, sheet: ComparisonPageStyle.sheet)
  }
}

/// What a page shows of a comparison.
struct ComparisonPage {
  private let comparison: ReportComparison
  private let words: ComparisonWords
  private let options: ComparisonOptions
  private(set) var html: HTMLPage

  /// - Parameter html: the page, with what stands before.
  init(_ comparison: ReportComparison, _ options: ComparisonOptions, _ html: HTMLPage) {
    self.comparison = comparison
    self.options = options
    words = ComparisonWords(comparison: comparison, options: options)
    self.html = html
  }

  mutating func add() {
    let isFiguresOnly = options.prose == .none
    element("h1", words.word("kind.\(comparison.kind.rawValue)"))
    raw("<ul class=\"reports\">\n<li><del>")
    text(words.name(comparison.before, file: options.nameBefore))
    raw("</del></li>\n<li><ins>")
    text(words.name(comparison.after, file: options.nameAfter))
    raw("</ins></li>\n</ul>\n")
    for line in words.introduction { element("p", line, "note") }
    if isFiguresOnly ? comparison.hasSameFigures : comparison.isSame {
      element("p", words.word(isFiguresOnly ? "same-figures" : "same"), "result")
    }
    if !isFiguresOnly { identity() }
    element("h2", words.word("figures"))
    element("p", words.counts, "result")
    let figures = comparison.figures
    let tables = PrintedTable.tables(of: comparison.form, year: comparison.after.report.identity.year) {
      figures[$0].before != nil || figures[$0].after != nil
    }
    for table in tables { add(table) }
    legend()
    carried()
    unplaced()
    if !isFiguresOnly { prose() }
  }

  // MARK: The report as a whole

  private mutating func identity() {
    if comparison.identity.isEmpty { return }
    element("h2", words.word("identity"))
    raw("<div class=\"scroll\"><table>\n")
    for change in comparison.identity {
      raw("<tr><th scope=\"row\" class=\"leading\">")
      text(words.word("field.\(change.field.rawValue)"))
      raw("</th><td class=\"leading\">")
      replacement(change.before, change.after)
      raw("</td></tr>\n")
    }
    raw("</table></div>\n")
  }

  /// What was there, and what is there now.
  private mutating func replacement(_ before: String?, _ after: String?) {
    if let before { element("del", before) }
    raw(before == nil || after == nil ? "" : " → ")
    if let after { element("ins", after) }
  }

  // MARK: Figures

  private mutating func add(_ printed: PrintedTable) {
    element("h3", printed.form.title)
    let columns = TableGrid(printed.table).columnCount
    raw("<div class=\"scroll\"><table\(columns > 12 ? " class=\"wide\"" : "")>\n")
    for (row, cells) in zip(printed.table.rows, printed.cells) {
      raw("<tr>")
      for (cell, index) in zip(row.cells, cells) {
        let name = cell.isHeader ? "th" : "td"
        raw("<\(name)")
        if cell.isHeader { raw(" scope=\"\(cell.alignment == .leading ? "row" : "col")\"") }
        if cell.rowSpan > 1 { raw(" rowspan=\"\(cell.rowSpan)\"") }
        if cell.columnSpan > 1 { raw(" colspan=\"\(cell.columnSpan)\"") }
        if let index {
          figure(comparison.figures[index])
        } else {
          raw(cell.alignment == .leading ? " class=\"leading\">" : ">")
          text(cell.text)
        }
        raw("</\(name)>")
      }
      raw("</tr>\n")
    }
    raw("</table></div>\n")
    groups(printed.form)
  }

  /// The attributes and the text of a cell.
  private mutating func figure(_ figure: ComparedFigure) {
    guard figure.outcome.isDifference else {
      raw(figure.outcome == .absent ? " class=\"absent\">" : ">")
      // An empty cell would say that it was left empty.
      text(
        figure.outcome == .same
          ? FigureNotation.text(figure.after) : words.after(figure))
      return
    }
    raw(" class=\"\(figure.outcome.rawValue)\" title=\"")
    text(words.change(figure))
    raw("\">")
    element("del", words.before(figure))
    raw("<span class=\"to\"> → </span>")
    element("ins", words.after(figure))
  }

  /// A group that is printed by its parts has no place in its table, and may have figures that differ.
  private mutating func groups(_ table: FormTable) {
    let form = comparison.form
    var opened: Set<String> = []
    for (cell, figure) in zip(form.cells, comparison.figures)
    where figure.before != nil || figure.after != nil {
      if let parent = form.indicator(of: cell).parent { opened.insert(parent) }
    }
    for (cell, figure) in zip(form.cells, comparison.figures)
    where cell.table == table.id && figure.outcome.isDifference {
      let indicator = form.indicator(of: cell)
      guard indicator.role == .subtotal, opened.contains(indicator.id) else { continue }
      let name = CellName(cell.id, form)
      raw("<p class=\"note\">")
      text(name.full + " ")
      replacement(words.before(figure), words.after(figure))
      text(" \(words.change(figure))")
      raw("</p>\n")
    }
  }

  private mutating func legend() {
    element("p", words.word("legend"), "note")
    for outcome in [ComparedFigure.Outcome.possible, .notComparable, .status]
    where comparison.count(outcome) > 0 {
      element("p", words.word("legend.\(outcome == .notComparable ? "silent" : outcome.rawValue)"), "note")
    }
  }

  private mutating func carried() {
    for carried in comparison.carried {
      let figures = carried.figures.filter { options.showsAll || $0.outcome.isDifference }
      if figures.isEmpty { continue }
      element("h3", words.word("carried", ["form": carried.form.name[options.language]]))
      raw("<div class=\"scroll\"><table>\n")
      for figure in figures {
        let name = CellName(figure.cell, carried.form)
        raw("<tr><th scope=\"row\" class=\"leading\">")
        text(name.full)
        raw("</th><td class=\"\(figure.outcome.rawValue)\">")
        if figure.reason == .otherForm {
          replacement(figure.before.map { words.figure($0) }, figure.after.map { words.figure($0) })
        } else {
          replacement(words.figure(figure.before), words.figure(figure.after))
        }
        raw("</td></tr>\n")
      }
      raw("</table></div>\n")
    }
  }

  private mutating func unplaced() {
    if comparison.unplacedBefore.isEmpty, comparison.unplacedAfter.isEmpty { return }
    element("h3", words.word("unplaced"))
    for text in comparison.unplacedBefore { block("del", text.text) }
    for text in comparison.unplacedAfter { block("ins", text.text) }
  }

  // MARK: Prose

  private mutating func prose() {
    let sections = comparison.prose.sections
    if sections.isEmpty { return }
    element("h2", words.word("prose"))
    element("p", comparison.prose.isSame ? words.word("prose.same") : words.sectionCounts, "result")
    for section in sections where options.showsAll || !section.isSame {
      // Between years nearly everything differs: what it is, is there for who opens it.
      raw(words.showsProseInFull ? "<details open>\n" : "<details>\n")
      raw("<summary>")
      if section.isRenamed, section.before != nil, section.after != nil {
        replacement(words.heading(section.before), words.heading(section.after))
      } else {
        text(words.heading(section.after ?? section.before))
      }
      raw(" <span class=\"share\">")
      text(
        section.before == nil
          ? words.word("section.added")
          : section.after == nil
            ? words.word("section.removed")
            : words.word("column.common") + " \(section.percentInCommon)%"
              + (section.isMoved ? words.word("list") + words.word("section.moved") : ""))
      raw("</span></summary>\n")
      for paragraph in section.paragraphs { add(paragraph) }
      raw("</details>\n")
    }
  }

  private mutating func add(_ paragraph: ComparedParagraph) {
    switch paragraph.kind {
    case .same: element("p", paragraph.after?.text ?? "", "same")
    case .removed: block("del", paragraph.before?.text ?? "")
    case .added: block("ins", paragraph.after?.text ?? "")
    case .movedAway: block("del", paragraph.before?.text ?? "", words.word("movedAway"))
    case .movedHere: block("ins", paragraph.after?.text ?? "", words.word("movedHere"))
    case .changed:
      raw("<p>")
      for piece in paragraph.pieces {
        switch piece.kind {
        case .same: text(piece.text)
        case .removed: element("del", piece.text, piece.hasNumber ? "number" : nil)
        case .added: element("ins", piece.text, piece.hasNumber ? "number" : nil)
        }
      }
      raw("</p>\n")
    }
  }

  // MARK: Markup

  private mutating func raw(_ markup: String) { html.raw(markup) }

  private mutating func text(_ text: String) { html.text(text) }

  private mutating func element(_ name: String, _ content: String, _ style: String? = nil) {
    html.span(name, content, class: style)
    if name != "del", name != "ins" { raw("\n") }
  }

  private mutating func block(_ name: String, _ content: String, _ note: String? = nil) {
    raw("<p>")
    element(name, content)
    if let note { element("small", note) }
    raw("</p>\n")
  }

  var title: String {
    let reports = [comparison.before, comparison.after].map { report in
      [report.report.identity.body, report.report.identity.year.map(String.init)].compactMap { $0 }
        .joined(separator: " ")
    }
    return "\(words.word("kind.\(comparison.kind.rawValue)"))：\(reports.joined(separator: " → "))"
  }
}

/// How the page of a comparison looks.
enum ComparisonPageStyle {
  /// What differs is struck through and underlined, so that nothing depends on colour.
  static let sheet = """
    :root { color-scheme: light; }
    body { font-family: FangSong_GB2312, FangSong, STFangsong, "Noto Serif CJK SC", SimSun, serif;
      font-size: 16px; line-height: 1.7; max-width: 72rem; margin: 2rem auto; padding: 0 1rem;
      color: #111; background: #fff; overflow-wrap: anywhere; }
    h1, h2, h3, summary { font-family: SimHei, "Heiti SC", "Noto Sans CJK SC", sans-serif; font-weight: 600; }
    h1 { font-size: 1.5rem; margin: 0 0 .6rem; }
    h2 { font-size: 1.2rem; margin: 1.8rem 0 .4rem; border-bottom: 1px solid #999; }
    h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
    p { margin: .3rem 0; }
    p.note { font-size: .85rem; line-height: 1.5; color: #333; }
    p.same { color: #666; }
    p.result { font-weight: 600; }
    ul.reports { list-style: none; padding: 0; margin: .3rem 0; }
    del { color: #8a1f11; background: #ffebe9; text-decoration: line-through; }
    ins { color: #0a4f1c; background: #dafbe1; text-decoration: underline; }
    .reports del, .reports ins { text-decoration: none; padding: 0 .3rem; }
    .reports del::before { content: "− "; }
    .reports ins::before { content: "+ "; }
    del.number, ins.number { font-weight: 700; }
    small { color: #555; }
    section { margin-top: 3rem; border-top: 3px double #999; padding-top: 1rem; }
    .scroll { overflow-x: auto; margin: .5rem 0; }
    table { border-collapse: collapse; width: 100%; font-size: .82rem; line-height: 1.4; }
    th, td { border: 1px solid #222; padding: .25rem .3rem; text-align: center; font-weight: normal; }
    th.leading, td.leading { text-align: left; }
    td { font-variant-numeric: tabular-nums; min-width: 2em; }
    td del, td ins { display: inline-block; white-space: nowrap; padding: 0 .1em; }
    td.leading del, td.leading ins { display: inline; white-space: normal; }
    td.changed { background: #fff3bf; font-weight: 600; }
    td.status, td.written { background: #e7f0ff; }
    td.possible { background: #fffbe6; }
    td.notComparable { background: #f0f0f0; color: #555; }
    td.notComparable del, td.notComparable ins, td.possible del, td.possible ins {
      background: none; text-decoration: none; }
    td.absent { background: #f0f0f0; color: #555; }
    .to { white-space: pre; }
    details { margin: .6rem 0; padding: .2rem .6rem; border-left: 3px solid #bbb; }
    summary { cursor: pointer; }
    .share { font-weight: normal; font-size: .85rem; color: #555; }
    @media print {
      @page { size: A4; margin: 18mm 14mm; }
      body { max-width: none; margin: 0; padding: 0; font-size: 10.5pt; }
      .scroll { overflow: visible; }
      table { font-size: 7.5pt; }
      tr { break-inside: avoid; }
      section { break-before: page; margin: 0; border: 0; padding: 0; }
      h1, h2, h3 { break-after: avoid; }
      del, ins, td { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    }
    """
}
