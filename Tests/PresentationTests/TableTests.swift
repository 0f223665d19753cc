import Testing

@testable import DocumentModel
@testable import Presentation
@testable import ReportModel

/// The tables of every form: nothing is missing, and each figure stands under its labels.
@Suite struct TableTests {
  /// A figure's cell, and the headers that lead to it.
  private struct Finding {
    var rowHeaders: [String] = []
    /// From the top; a heading row over a block among them.
    var columnHeaders: [String] = []
  }

  private func find(_ text: String, in table: Table) -> [Finding] {
    let grid = TableGrid(table)
    func cell(_ position: TableGrid.Position) -> Cell { table.rows[position.row].cells[position.cell] }
    var found: [Finding] = []
    for (row, positions) in grid.positions.enumerated() {
      for (column, position) in positions.enumerated() {
        guard let position, position.isOrigin, cell(position).text == text, !cell(position).isHeader else {
          continue
        }
        var finding = Finding()
        for left in positions[..<column] {
          if let left, cell(left).isHeader, finding.rowHeaders.last != cell(left).text {
            finding.rowHeaders.append(cell(left).text)
          }
        }
        for above in grid.positions[..<row] {
          if let above = above[column], cell(above).isHeader, finding.columnHeaders.last != cell(above).text {
            finding.columnHeaders.append(cell(above).text)
          }
        }
        found.append(finding)
      }
    }
    return found
  }

  @Test(arguments: Fixtures.forms)
  func everyCellStandsOnceUnderItsLabels(form: Form) throws {
    let report = Fixtures.numbered(form)
    let document = Presenter().document(for: report)
    let tables = Fixtures.tables(document)
    let notes = document.blocks.compactMap { if case .paragraph(let note) = $0 { note.text } else { nil } }
    #expect(tables.count == form.tables.count)
    for (index, formCell) in form.cells.enumerated() {
      let indicator = form.indicator(of: formCell)
      let position = try #require(form.tables.firstIndex { $0.id == formCell.table })
      let (table, formTable) = (tables[position], form.tables[position])
      let text = String(1001 + index)
      let found = tables.flatMap { find(text, in: $0) }
      if indicator.role == .subtotal {
        // Its parts have figures: what the group has stands in a note behind the report.
        #expect(found.isEmpty)
        #expect(notes.filter { $0.contains(text) && $0.contains(indicator.printedLabel) }.count == 1)
        continue
      }
      #expect(found.count == 1, "\(formCell.id)")
      let own = try #require(find(text, in: table).first, "\(formCell.id)")
      switch formTable.layout {
      case .blocks:
        #expect(own.rowHeaders == [indicator.label])
        #expect(own.columnHeaders.suffix(1) == [indicator.column])
        #expect(own.columnHeaders.last { indicator.block.contains($0) } != nil)
        // The last heading of a block above is its own.
        let blocks = Set(form.indicators.flatMap(\.block))
        #expect(own.columnHeaders.last(where: blocks.contains) == indicator.block.last)
      case .outcomes: #expect(own.columnHeaders == indicator.block + [indicator.column])
      case .applicants:
        #expect(own.rowHeaders == (form.parents(of: indicator) + [indicator]).map(\.printedLabel))
        let column = try #require(formTable.columns.first { $0.id == formCell.id.applicant })
        let parent = formTable.columns.first { $0.id == column.parent }
        #expect(own.columnHeaders == [formTable.rowHeader] + [parent, column].compactMap { $0?.label })
      case .sheet:
        #expect(own.rowHeaders == [indicator.printedLabel])
        let column = try #require(formCell.column.map { formTable.columns[$0] })
        let isYear =
          formTable.columns.count { $0.role.holdsFigure } > 1
          && form.wordings(of: column.label).contains { $0.hasPrefix("{year}") }
        #expect(own.columnHeaders == [isYear ? "2022年度" : column.label])
      }
    }
  }

  @Test(arguments: Fixtures.forms)
  func tablesHaveNoHoles(form: Form) {
    for report in [Fixtures.numbered(form), Report(statistics: Statistics(form))]
      + Fixtures.random(form, seeds: 1..<20)
    {
      for table in Fixtures.tables(Presenter().document(for: report)) {
        let grid = TableGrid(table)
        #expect(grid.positions.allSatisfy { $0.count == grid.columnCount && $0.allSatisfy { $0 != nil } })
        #expect(table.headerRows < table.rows.count)
        // Every cell begins somewhere, so that none lies under another.
        let origins = grid.positions.joined().filter { $0?.isOrigin == true }.count
        #expect(origins == table.rows.reduce(0) { $0 + $1.cells.count })
      }
    }
  }

  @Test func aGroupReportedAsOneRowIsPrintedSo() throws {
    let form = Fixtures.form("2021")
    let group = try #require(form.indicators.first { $0.role == .subtotal })
    var report = Fixtures.numbered(form)
    for (index, cell) in form.cells.enumerated() where form.indicator(of: cell).parent == group.id {
      report.statistics[index] = nil
    }
    let table = try #require(Fixtures.tables(Presenter().document(for: report)).dropFirst().first)
    let figure = try #require(report.statistics[group.id, "total"]?.amount?.description)
    let found = try #require(find(figure, in: table).first)
    #expect(found.rowHeaders.last == group.printedLabel)
    #expect(table.notes.isEmpty)
    let legend = Presenter().document(for: report).blocks.suffix(1)
    #expect(!legend.description.contains("缺行"), "the parts are not said to be missing")
  }

  /// Labels that are quoted alone, as those of carried figures are, tell all figures apart.
  @Test(arguments: Fixtures.forms)
  func labelPathsAreUnique(form: Form) {
    let paths = form.cells.map { form.labelPath(of: $0.id) }
    let twice = Dictionary(grouping: paths) { $0 }.filter { $0.value.count > 1 }.keys
    #expect(twice.isEmpty)
  }
}
