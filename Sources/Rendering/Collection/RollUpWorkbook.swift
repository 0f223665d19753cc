import Collection
import Core
import DocumentModel
import Presentation
import ReportModel
import TextKit
import WorkbookKit

/// A roll-up as a workbook: an overview, the official form with the sums, what each sum rests on, a row for each unit,
/// the problems with links to the files, and all figures in tidy rows.
struct RollUpWorkbook {
  private let style: RollUpStyle
  private let words: Words
  private let links: FileLink

  init(_ style: RollUpStyle) {
    self.style = style
    words = Words(style.language)
    links = FileLink(folder: style.folder)
  }

  func bytes(of rollUp: RollUp) -> [UInt8] {
    var strings = SharedStringTable()
    let sheets = [
      overview(rollUp, &strings), sums(rollUp, &strings), units(rollUp, &strings), problems(rollUp, &strings),
      basis(rollUp, &strings), data(rollUp, &strings),
    ]
    return Workbook.package(sheets, strings, hasLinks: true)
  }

  private func sheet(_ id: String, _ printed: PrintedSheet, isFirst: Bool = false) -> Workbook.Sheet {
    Workbook.Sheet(
      name: words.rollUp("sheet.\(id)"), part: printed.part(isFirst: isFirst),
      definitions: printed.definitions)
  }

  private func title(_ rollUp: RollUp) -> Block {
    .heading(Paragraph(words.rollUp("title", ["year": String(rollUp.year)])), level: 1)
  }

  private func note(_ text: String) -> Block { .paragraph(Paragraph(text, style: .note)) }

  // MARK: Printed sheets

  private func overview(_ rollUp: RollUp, _ strings: inout SharedStringTable) -> Workbook.Sheet {
    func cell(_ text: String, _ alignment: Cell.Alignment = .center, isHeader: Bool = false) -> Cell {
      Cell(text, isHeader: isHeader, alignment: alignment)
    }
    let coverage = rollUp.coverage
    var blocks = [title(rollUp), .paragraph(Paragraph(words.summary(rollUp)))]
    let counts = ["due", "handedIn", "usable", "rate", "absent", "other", "late", "withErrors"]
    func row(_ name: String, _ coverage: RollUp.Coverage) -> Row {
      let other = coverage.due - coverage.usable - coverage.count(.absent)
      let late = rollUp.deadline == nil ? words.rollUp("none") : String(coverage.late)
      let values = [
        String(coverage.due), String(coverage.handedIn), String(coverage.usable),
        words.rate(coverage.usable, of: coverage.due), String(coverage.count(.absent)), String(other), late,
        String(coverage.withErrors),
      ]
      return Row([cell(name, .leading, isHeader: true)] + values.map { cell($0) })
    }
    let head = Row((["unit"] + counts).map { cell(words.rollUp("column.\($0)"), isHeader: true) })
    var rows = [head, row(words.rollUp("column.all"), coverage)]
    rows += rollUp.branches.map { branch in
      row(
        String(repeating: "　", count: branch.depth) + rollUp.units[branch.unit].entry.name, branch.coverage)
    }
    blocks.append(.heading(Paragraph(words.rollUp("branches")), level: 2))
    blocks.append(.table(Table(rows: rows, headerRows: 1)))
    blocks.append(.heading(Paragraph(words.rollUp("reminders")), level: 2))
    for line in rollUp.reminderText(words).split(separator: "\n") {
      blocks.append(.paragraph(Paragraph(String(line))))
    }
    blocks.append(note(words.rollUp("form", ["form": rollUp.form.name[style.language]])))
    blocks.append(note(words.rollUp("policy", ["policy": words("policy.\(rollUp.policy.rawValue)")])))
    blocks.append(note(words.rollUp("page.legend")))
    return sheet("overview", PrintedSheet(Document(blocks), &strings), isFirst: true)
  }

  /// The official form.
  private func sums(_ rollUp: RollUp, _ strings: inout SharedStringTable) -> Workbook.Sheet {
    let report = rollUp.report
    var blocks = [title(rollUp), .paragraph(Paragraph(words.summary(rollUp)))]
    for table in rollUp.form.tables {
      blocks.append(.heading(Paragraph(table.title), level: 2))
      blocks.append(.table(Presenter.table(table, of: report)))
    }
    blocks.append(note(words.rollUp("page.legend")))
    return sheet("sums", PrintedSheet(Document(blocks), &strings))
  }

  // MARK: Tables

  private func column(_ id: String) -> String { words.rollUp("column.\(id)") }

  private func units(_ rollUp: RollUp, _ strings: inout SharedStringTable) -> Workbook.Sheet {
    let cells = rollUp.mainCells
    let fixed: [(id: String, width: Double)] = [
      ("unit", 26), ("state", 16), ("remark", 20), ("file", 30), ("date", 12), ("form", 10), ("code", 21),
      ("division", 14), ("level", 8), ("parentUnit", 20), ("counted", 10),
    ]
    var table = ResultTable(
      fixed.map { (column($0.id), $0.width) } + cells.map { (rollUp.shortLabel($0), 14) }, frozenColumns: 1,
      &strings)
    for unit in rollUp.units {
      table.add(unit.entry.name, &strings)
      table.add("\(words.rollUp("mark.\(unit.state.rawValue)")) \(words.state(unit.state))", &strings)
      table.add(words.remarks(unit), &strings)
      let file = unit.submission?.name ?? unit.files.first
      table.add(
        unit.files.joined(separator: words("punctuation.list")), link: file.flatMap(links.address), &strings)
      table.add(unit.submission?.date ?? "", &strings)
      table.add(unit.submission?.publishedForm.description ?? "", &strings)
      table.add(unit.entry.creditCode ?? "", &strings)
      table.add(unit.entry.divisionCode ?? "", &strings)
      table.add(unit.entry.level.map { words.rollUp("level.\($0.rawValue)") } ?? "", &strings)
      table.add(unit.entry.parent.map { rollUp.units[$0].entry.name } ?? "", &strings)
      table.add(words.rollUp(unit.isSummed ? "yes" : "no"), &strings)
      for cell in cells { add(rollUp.contribution(of: unit.index, to: cell), &table, &strings) }
    }
    table.add(column("sum"), &strings)
    for _ in fixed.dropFirst() { table.add("", &strings) }
    for cell in cells { table.add(rollUp.sums[cell].figure, words, &strings) }
    return table.sheet(words.rollUp("sheet.units"))
  }

  /// A certain number as a number, and all else as words.
  private func add(
    _ contribution: Contribution, _ table: inout ResultTable, _ strings: inout SharedStringTable
  ) {
    switch contribution.kind {
    case .exact, .derived: table.add(contribution.amount, &strings)
    case .missing: table.add(words.rollUp("none"), isMarked: true, &strings)
    case .presumed, .estimate, .range:
      table.add(Labels.interval(contribution.bounds, words), isMarked: true, &strings)
    default: table.add(words.rollUp("kind.\(contribution.kind.rawValue)"), isMarked: true, &strings)
    }
  }

  private func problems(_ rollUp: RollUp, _ strings: inout SharedStringTable) -> Workbook.Sheet {
    let columns: [(id: String, width: Double)] = [
      ("severity", 8), ("unit", 24), ("problem", 60), ("remedy", 50), ("file", 34), ("place", 22),
    ]
    var table = ResultTable(columns.map { (column($0.id), $0.width) }, frozenColumns: 0, &strings)
    for problem in rollUp.problems {
      let finding = problem.finding
      table.add(words.severity(finding.severity), isMarked: finding.severity == .error, &strings)
      table.add(problem.unit.map { rollUp.units[$0].entry.name } ?? "", &strings)
      table.add(words.message(finding), &strings)
      table.add(words.remedy(finding) ?? "", &strings)
      table.add(problem.file ?? "", link: problem.file.flatMap(links.address), &strings)
      table.add(finding.places.first.map { PlaceText.text($0, words) } ?? "", &strings)
    }
    return table.sheet(words.rollUp("sheet.problems"))
  }

  /// What each sum rests on.
  private func basis(_ rollUp: RollUp, _ strings: inout SharedStringTable) -> Workbook.Sheet {
    var columns: [(id: String, width: Double)] = [
      ("cell", 44), ("indicator", 60), ("measure", 8), ("sum", 14), ("least", 12), ("most", 12), ("due", 8),
    ]
    if rollUp.previousSums != nil { columns += [("previous", 14), ("change", 14)] }
    let hasParent = rollUp.parent.map { !$0.cells.isEmpty } ?? false
    if hasParent { columns += [("parent", 14), ("difference", 14), ("reason", 40)] }
    let kinds = Contribution.Kind.allCases
    var table = ResultTable(
      columns.map { (column($0.id), $0.width) }
        + kinds.map { (words.rollUp("kind.\($0.rawValue)"), 8) }, frozenColumns: 0, &strings)
    for cell in rollUp.form.cells.indices {
      let sum = rollUp.sums[cell]
      table.add(rollUp.form.cells[cell].name, &strings)
      table.add(rollUp.label(cell), &strings)
      table.add(rollUp.form.indicator(of: rollUp.form.cells[cell]).unit, &strings)
      table.add(sum.figure, words, &strings)
      table.add(sum.figure == nil ? nil : sum.bounds.atLeast, &strings)
      table.add(sum.figure == nil ? nil : sum.bounds.atMost, &strings)
      table.add(Amount(sum.expected), &strings)
      if let previous = rollUp.previousSums, let change = rollUp.previousChange(cell) {
        table.add(previous[cell].figure, words, &strings)
        table.add(change, words, &strings)
      }
      if hasParent, let parent = rollUp.parent?.cells[cell] {
        table.add(parent.figure, words, &strings)
        table.add(parent.difference, words, &strings)
        table.add(
          parent.reasons.map { words.reason($0, rollUp) }.joined(separator: words("punctuation.semicolon")),
          &strings)
      }
      for kind in kinds { table.add(Amount(sum.count(kind)), &strings) }
    }
    return table.sheet(words.rollUp("sheet.basis"))
  }

  private func data(_ rollUp: RollUp, _ strings: inout SharedStringTable) -> Workbook.Sheet {
    let columns: [(id: String, width: Double)] = [
      ("unit", 26), ("cell", 46), ("indicator", 52), ("kind", 10), ("value", 12), ("least", 10), ("most", 10),
      ("raw", 14), ("file", 30), ("place", 22),
    ]
    var table = ResultTable(
      columns.map { (column($0.id), $0.width) }, frozenColumns: 0, isPlain: true, &strings)
    let labels = rollUp.form.cells.indices.map(rollUp.label)
    for unit in rollUp.units where unit.submission != nil && unit.isSummed {
      for cell in rollUp.form.cells.indices {
        let contribution = rollUp.contribution(of: unit.index, to: cell)
        table.add(unit.entry.name, &strings)
        table.add(rollUp.form.cells[cell].name, &strings)
        table.add(labels[cell], &strings)
        table.add(words.rollUp("kind.\(contribution.kind.rawValue)"), &strings)
        table.add(contribution.amount, &strings)
        table.add(contribution.bounds.atLeast, &strings)
        table.add(contribution.bounds.atMost, &strings)
        table.add(contribution.figure?.raw ?? "", &strings)
        table.add(unit.submission?.name ?? "", &strings)
        table.add(contribution.figure?.place?.description ?? "", &strings)
      }
    }
    return table.sheet(words.rollUp("sheet.data"))
  }
}

/// A sheet that is a table with a head that stays, filters, and links to files.
private struct ResultTable {
  private var rows = WorksheetRows()
  private let columns: [(title: String, width: Double)]
  private let frozenColumns: Int
  /// Whether cells have neither frames nor breaks: for very many.
  private let isPlain: Bool
  private var links: [(cell: String, address: String)] = []
  /// Those of the row that is not whole yet: its height follows from all of them.
  private var cells: [ResultCell] = []

  private enum ResultCell {
    case text(String, CellFormat)
    case number(Amount, CellFormat)
    case link(String, address: String)
  }

  init(
    _ columns: [(title: String, width: Double)], frozenColumns: Int, isPlain: Bool = false,
    _ strings: inout SharedStringTable
  ) {
    self.columns = columns
    self.frozenColumns = frozenColumns
    self.isPlain = isPlain
    rows.begin(height: isPlain ? nil : 48)
    for (index, column) in columns.enumerated() { rows.add(index, column.title, .dataHeader, &strings) }
  }

  // MARK: Cells

  /// The last cell of a row ends it.
  private mutating func add(_ cell: ResultCell, _ strings: inout SharedStringTable) {
    cells.append(cell)
    if cells.count == columns.count { endRow(&strings) }
  }

  private mutating func endRow(_ strings: inout SharedStringTable) {
    rows.begin(height: isPlain ? nil : height)
    for (column, cell) in cells.enumerated() {
      switch cell {
      case .text(let text, let format):
        if !(isPlain && text.isEmpty) { rows.add(column, text, format, &strings) }
      case .number(let amount, let format): rows.addNumber(column, format) { amount.append(to: &$0) }
      case .link(let text, let address):
        links.append((CellReference.letters(column + 1) + String(rows.count), address))
        rows.add(column, text, .link, &strings)
      }
    }
    cells.removeAll(keepingCapacity: true)
  }

  /// What the cell with the most lines needs, in points; no row is higher than 400.
  private var height: Double {
    var lines = 1
    for (cell, column) in zip(cells, columns) {
      switch cell {
      case .text(let text, let format):
        lines = max(lines, DisplayWidth.lineCount(text, to: Self.limit(column.width, format)))
      case .link(let text, _):
        lines = max(lines, DisplayWidth.lineCount(text, to: Self.limit(column.width, .link)))
      case .number: break
      }
    }
    return min(Double(lines) * 14 + 4, 400)
  }

  /// How many characters of half width stand on a line.
  private static func limit(_ width: Double, _ format: CellFormat) -> Int {
    max(2, Int((width - 1) * 11 / format.fontSize))
  }

  mutating func add(_ text: String, isMarked: Bool = false, _ strings: inout SharedStringTable) {
    add(.text(text, isPlain ? .data : .text(.leading, isMarked: isMarked)), &strings)
  }

  mutating func add(_ text: String, link: String?, _ strings: inout SharedStringTable) {
    guard let link else { return add(text, &strings) }
    add(.link(text, address: link), &strings)
  }

  mutating func add(_ amount: Amount?, _ strings: inout SharedStringTable) {
    guard let amount else { return add("", &strings) }
    guard amount.fitsInSheet else { return add(amount.description, &strings) }
    add(.number(amount, isPlain ? .data : .number(scale: Int(amount.scale))), &strings)
  }

  mutating func add(_ figure: Figure?, _ words: Words, _ strings: inout SharedStringTable) {
    if case .exact(let amount)? = figure?.value { return add(amount, &strings) }
    add(words.sum(figure), isMarked: figure != nil, &strings)
  }

  mutating func add(_ bounds: Bounds, _ words: Words, _ strings: inout SharedStringTable) {
    if let only = bounds.only { return add(only, &strings) }
    add(words.difference(bounds), isMarked: true, &strings)
  }

  func sheet(_ name: String) -> Workbook.Sheet {
    var rows = rows
    rows.end()
    let last = CellReference.letters(columns.count)
    var xml = XMLPart()
    xml.raw("<worksheet xmlns=\"\(XMLPart.main)\" xmlns:r=\"\(XMLPart.relationships)\">")
    xml.raw("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView workbookViewId=\"0\">")
    let corner = CellReference.letters(frozenColumns + 1)
    let pane = frozenColumns > 0 ? "bottomRight" : "bottomLeft"
    xml.raw("<pane\(frozenColumns > 0 ? " xSplit=\"\(frozenColumns)\"" : "") ySplit=\"1\"")
    xml.raw(" topLeftCell=\"\(corner)2\" activePane=\"\(pane)\" state=\"frozen\"/>")
    xml.raw("<selection pane=\"\(pane)\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>")
    xml.add(columns: columns.map(\.width))
    xml.add(rows)
    xml.raw("<autoFilter ref=\"A1:\(last)\(rows.count)\"/>")
    if !links.isEmpty {
      xml.raw("<hyperlinks>")
      for (index, link) in links.enumerated() {
        xml.raw("<hyperlink ref=\"\(link.cell)\" r:id=\"rId\(index + 1)\"/>")
      }
      xml.raw("</hyperlinks>")
    }
    xml.raw(
      "<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>")
    xml.raw("<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToWidth=\"1\" fitToHeight=\"0\"/>")
    xml.raw("<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>")
    xml.raw("<ignoredErrors><ignoredError sqref=\"A1:\(last)\(rows.count)\" numberStoredAsText=\"1\"/>")
    xml.raw("</ignoredErrors></worksheet>")
    return Workbook.Sheet(
      name: name, part: xml.bytes,
      definitions: [
        ("_xlnm._FilterDatabase", "$A$1:$\(last)$\(rows.count)", true),
        ("_xlnm.Print_Titles", "$1:$1", false),
      ], links: links.map(\.address))
  }
}
