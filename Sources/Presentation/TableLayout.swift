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

  private static func figureCell(_ cell: CellID, _ report: Report) -> Cell {
    let figure = report.statistics[cell]
    return Cell(
      FigureNotation.text(figure), mark: figure.map { Presenter.mark($0.status) } ?? .unknown,
      place: figure?.place)
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
      cells.map(\.column).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
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

    func isRow(_ indicator: Indicator) -> Bool {
      switch indicator.role {
      case .group, .section: false
      case .subtotal: !isOpened(indicator)
      default: !parents(indicator).contains { $0.role == .subtotal && !isOpened($0) }
      }
    }
    /// A group that was reported as one row is printed so.
    func isOpened(_ subtotal: Indicator) -> Bool {
      let parts = all.filter { $0.parent == subtotal.id }
      let hasParts = parts.contains { part in
        valueColumns.contains { report.statistics[part.id, $0.id] != nil }
      }
      return hasParts || !valueColumns.contains { report.statistics[subtotal.id, $0.id] != nil }
    }
    func parents(_ indicator: Indicator) -> [Indicator] {
      guard let parent = indicator.parent.flatMap({ form.indicator($0) }) else { return [] }
      return parents(parent) + [parent]
    }
    let printed = all.filter(isRow)
    let depth = all.map { parents($0).count + 1 }.max() ?? 1
    func rowCount(_ group: Indicator) -> Int {
      printed.filter { row in parents(row).contains { $0.id == group.id } }.count
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
    for indicator in printed {
      var row: [Cell] = []
      let above = parents(indicator)
      for group in above where opened.insert(group.id).inserted {
        row.append(header(group.printedLabel, rowSpan: rowCount(group), .leading))
      }
      row.append(header(indicator.printedLabel, columnSpan: depth - above.count, .leading))
      row += order.map { figureCell(CellID(indicator.id, $0.id), report) }
      rows.append(Row(row))
    }
    return Table(rows: rows, caption: table.title, headerRows: headerRows)
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
    let year = report.identity.year
    var rows = [
      Row(
        [header(table.rowHeader), header(table.unitHeader)]
          + table.columns.map { column in
            // With several columns the year's own is named by its year.
            let isYear = column.role == .value && table.columns.count > 1
            return header(isYear ? year.map { "\($0)年度" } ?? column.label : column.label)
          })
    ]
    for indicator in indicators(of: table, report.form) {
      var row = [header(indicator.printedLabel, .leading), Cell(indicator.unit)]
      for column in table.columns {
        guard indicator.role.holdsFigure else {
          row.append(Cell(""))
          continue
        }
        let id = column.id.isEmpty ? indicator.id : "\(column.id).\(indicator.id)"
        row.append(figureCell(CellID(id), report))
      }
      rows.append(Row(row))
    }
    return Table(rows: rows, caption: table.title, headerRows: 1)
  }
}
