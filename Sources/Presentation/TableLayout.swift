import Core
import DocumentModel
import ReportModel

/// The tables of a form with their merged cells, as the official notices print them.
enum TableLayout {
  static func table(_ table: FormTable, _ report: Report) -> Table {
    switch table.layout {
    case .blocks: blocks(table, report)
    case .applicants: applicants(table, report)
    case .outcomes: outcomes(table, report)
    case .sheet: sheet(table, report)
    }
  }

  private static func indicators(of table: FormTable, _ form: Form) -> [Indicator] {
    form.indicators.filter { $0.table == table.id }
  }

  private static func figureCell(_ id: CellID, _ report: Report) -> Cell {
    let index = report.form.index(of: id)
    let figure = index.flatMap { report.statistics[$0] }
    var cell = cell(of: figure == nil && lacking(in: report) == .unknown ? .unknown : figure)
    cell.key = index
    return cell
  }

  /// What is known of a figure that is not there. A converted report is no longer the source, and does not lack a row of
  /// it.
  static func lacking(in report: Report) -> FigureStatus { report.conversion == nil ? .missingRow : .unknown }

  /// A figure as it is printed; nil stands for a row that the source lacks.
  static func cell(of figure: Figure?) -> Cell {
    let (number, remark) = FigureNotation.parts(figure)
    let printed = Cell.Figure(number: number, remark: remark, status: status(figure?.status))
    return Cell(.figure(printed), place: figure?.place)
  }

  private static func status(_ status: FigureStatus?) -> Cell.Figure.Status {
    switch status {
    case .exact, .blank, .notApplicable: .certain
    case .derived: .derived
    case .range: .range
    case .presumed: .presumed
    case .estimate: .estimate
    case .ambiguous: .ambiguous
    case .unreadable: .unreadable
    case .unplacedColumn: .unplacedColumn
    case .unknown: .unknown
    case .missingRow, nil: .missingRow
    }
  }

  private static func header(
    _ text: String, rowSpan: Int = 1, columnSpan: Int = 1, _ alignment: Cell.Alignment = .center
  ) -> Cell {
    Cell(text, rowSpan: rowSpan, columnSpan: columnSpan, isHeader: true, alignment: alignment)
  }

  // MARK: Table 二

  /// A heading over each block, its columns, its rows; the last column fills the width.
  private static func blocks(_ table: FormTable, _ report: Report) -> Table {
    let all = indicators(of: table, report.form)
    var blocks: [(name: [String], cells: [Indicator])] = []
    for indicator in all {
      if blocks.last?.name == indicator.block {
        blocks[blocks.count - 1].cells.append(indicator)
      } else {
        blocks.append((indicator.block, [indicator]))
      }
    }
    func columns(_ cells: [Indicator]) -> [String] {
      cells.map(\.column).distinct()
    }
    let width = blocks.map { columns($0.cells).count }.max() ?? 0
    var rows: [Row] = []
    for block in blocks {
      let names = columns(block.cells)
      func span(_ position: Int) -> Int { position == names.count - 1 ? width - names.count + 1 : 1 }
      rows.append(Row([header(block.name.joined(separator: " "), columnSpan: width + 1)]))
      rows.append(
        Row(
          [header(table.rowHeader)]
            + names.enumerated().map { header($0.element, columnSpan: span($0.offset)) }))
      var labels: [String] = []
      for indicator in block.cells where !labels.contains(indicator.label) { labels.append(indicator.label) }
      for label in labels {
        var row = [header(label)]
        for (position, name) in names.enumerated() {
          guard let indicator = block.cells.first(where: { $0.label == label && $0.column == name }) else {
            row.append(Cell("", columnSpan: span(position)))
            continue
          }
          var cell = figureCell(CellID(indicator.id), report)
          cell.columnSpan = span(position)
          row.append(cell)
        }
        rows.append(Row(row))
      }
    }
    return Table(rows: rows, caption: table.title, headerRows: 0)
  }

  // MARK: Table 三

  private static func applicants(_ table: FormTable, _ report: Report) -> Table {
    let form = report.form
    let all = indicators(of: table, form)
    let valueColumns = table.columns.filter(\.role.holdsFigure)

    func parents(_ indicator: Indicator) -> [Indicator] {
      form.parents(of: indicator).filter { $0.role == .group || $0.role == .subtotal }
    }
    let printed = all.filter { isRow($0, report) }.map { (indicator: $0, above: parents($0)) }
    let depth = all.map { parents($0).count + 1 }.max() ?? 1
    func rowCount(_ group: Indicator) -> Int {
      printed.count { row in row.above.contains { $0.id == group.id } }
    }

    let topColumns = table.columns.filter { $0.parent == nil }
    let hasChildren = table.columns.contains { $0.parent != nil }
    let headerRows = hasChildren ? 3 : 2
    var rows: [Row] = [
      Row([
        header(table.note, rowSpan: headerRows, columnSpan: depth),
        header(table.rowHeader, columnSpan: valueColumns.count),
      ]),
      Row(
        topColumns.map { column in
          let children = table.columns.filter { $0.parent == column.id }
          return header(
            column.label, rowSpan: children.isEmpty && hasChildren ? 2 : 1,
            columnSpan: max(children.count, 1))
        }),
    ]
    if hasChildren { rows.append(Row(table.columns.filter { $0.parent != nil }.map { header($0.label) })) }
    // Columns are printed in the order of the top row, each group opened.
    let order = topColumns.flatMap { column -> [FormColumn] in
      let children = table.columns.filter { $0.parent == column.id }
      return children.isEmpty ? [column] : children
    }
    var opened: Set<String> = []
    for (indicator, above) in printed {
      var row: [Cell] = []
      for group in above where opened.insert(group.id).inserted {
        row.append(header(group.printedLabel, rowSpan: rowCount(group), .leading))
      }
      row.append(header(indicator.printedLabel, columnSpan: depth - above.count, .leading))
      row += order.map { figureCell(CellID(indicator.id, $0.id), report) }
      rows.append(Row(row))
    }
    return Table(rows: rows, caption: table.title, headerRows: headerRows)
  }

  /// Whether a group that may be printed as one row is printed by its parts: it is, unless only the group has
  /// figures.
  static func isOpened(_ subtotal: Indicator, _ report: Report) -> Bool {
    let columns = report.form.table(subtotal.table)?.columns ?? []
    func hasFigures(_ indicator: Indicator) -> Bool {
      columns.contains { report.statistics[indicator.id, $0.id] != nil }
    }
    return report.form.indicators.contains { $0.parent == subtotal.id && hasFigures($0) }
      || !hasFigures(subtotal)
  }

  static func isPrinted(_ cell: FormCell, _ report: Report) -> Bool {
    isRow(report.form.indicator(of: cell), report)
  }

  private static func isRow(_ indicator: Indicator, _ report: Report) -> Bool {
    switch indicator.role {
    case .group, .section: false
    case .subtotal: !isOpened(indicator, report)
    default: !report.form.parents(of: indicator).contains { $0.role == .subtotal && !isOpened($0, report) }
    }
  }

  // MARK: Table 四

  /// One row of figures under headings that follow the blocks' paths.
  private static func outcomes(_ table: FormTable, _ report: Report) -> Table {
    let all = indicators(of: table, report.form)
    let depth = all.map(\.block.count).max() ?? 0
    var rows: [Row] = []
    for level in 0...depth {
      var cells: [Cell] = []
      var position = 0
      while position < all.count {
        let indicator = all[position]
        if level < indicator.block.count {
          let path = Array(indicator.block.prefix(level + 1))
          let width = all[position...].prefix { Array($0.block.prefix(level + 1)) == path }.count
          cells.append(header(path[level], columnSpan: width))
          position += width
        } else {
          if level == indicator.block.count {
            cells.append(header(indicator.column, rowSpan: depth - level + 1))
          }
          position += 1
        }
      }
      rows.append(Row(cells))
    }
    rows.append(Row(all.map { figureCell(CellID($0.id), report) }))
    return Table(rows: rows, caption: table.title, headerRows: depth + 1)
  }

  // MARK: Sheets

  private static func sheet(_ table: FormTable, _ report: Report) -> Table {
    let columns = printedColumns(of: table, report)
    let rowHeaders = [header(table.rowHeader), header(table.unitHeader)]
    var rows = [Row(rowHeaders + columns.map { header(columnHeader($0, report)) })]
    for indicator in indicators(of: table, report.form) {
      let figures = columns.map { column in
        indicator.role.holdsFigure ? figureCell(column.cell(of: indicator.id), report) : Cell("")
      }
      rows.append(Row([header(indicator.printedLabel, .leading), Cell(indicator.unit)] + figures))
    }
    return Table(rows: rows, caption: table.title, headerRows: 1)
  }

  /// The columns that a report has figures in; of a form that is blank all.
  private static func printedColumns(of table: FormTable, _ report: Report) -> [FormColumn] {
    let columns = table.columns.filter(\.role.holdsFigure)
    let rows = report.form.indicators.filter { $0.table == table.id && $0.role.holdsFigure }
    let filled = columns.filter { column in
      rows.contains { report.statistics[column.cell(of: $0.id)] != nil }
    }
    return filled.isEmpty ? columns : filled
  }

  /// Beside others a column that may be named by its year is.
  private static func columnHeader(_ column: FormColumn, _ report: Report) -> String {
    let isAlone = report.form.tables.contains { $0.columns.filter(\.role.holdsFigure) == [column] }
    guard !isAlone, let year = report.identity.year,
      let named = report.form.wordings(of: column.label).first(where: { $0.contains("{year}") })
    else { return column.label }
    return named.replacing("{year}", with: String(year))
  }
}
