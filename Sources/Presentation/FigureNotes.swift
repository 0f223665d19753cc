import Core
import DocumentModel
import ReportModel

/// What must be known of a report's figures beside the figures themselves: sums that say more than their
/// parts, figures that the form has no place for, and what the marks mean.
struct FigureNotes {
  private let report: Report
  private let language: Language
  private let hasAppendix: Bool
  /// The sums that say more than their parts, each with its table and the group whose parts it adds up.
  private let joints: [(joint: JointFigure, table: String?, group: Indicator?)]

  init(_ report: Report, _ language: Language, hasAppendix: Bool) {
    self.report = report
    self.language = language
    self.hasAppendix = hasAppendix
    let groups = report.jointFigures.isEmpty ? nil : FormGroups(report.form)
    joints = report.jointFigures.map { joint in
      (joint, Self.tableID(of: joint, report.form), groups?.group(filledBy: joint, in: report.statistics))
    }
  }

  private static let mostTerms = 6

  private var form: Form { report.form }

  private func word(_ id: String, _ arguments: [String: String] = [:]) -> String {
    MessageCatalogue.fill(MessageCatalogue.shared.word(id, language), with: arguments)
  }

  // MARK: Under a table

  /// A table with one line on the marks that occur in it, and on the groups of which more is certain than of their parts.
  func annotated(_ table: Table, _ formTable: FormTable) -> Table {
    let uses = Set(table.rows.flatMap { $0.cells.compactMap(\.status) })
    let marks = Cell.Figure.Status.allCases.filter { $0 != .certain && uses.contains($0) }
    if marks.isEmpty { return table }
    var table = table
    let texts = marks.map { word("mark.\($0.rawValue)") }
    let line = word("marks", ["marks": texts.joined(separator: word("marks.separator"))])
    table.notes.append(line + certainTotals(formTable))
    return table
  }

  /// The figures of groups that are certain while those of their parts, which are printed, are not.
  private func certainTotals(_ formTable: FormTable) -> String {
    openedGroups(formTable).map { group in
      let rows = form.indicators.filter { $0.parent == group.id }
      let columns = formTable.columns.filter { column in
        report.statistics[group.id, column.id]?.certainAmount != nil
          && rows.contains { report.statistics[$0.id, column.id]?.certainAmount == nil }
      }
      return columns.isEmpty ? "" : word("marks.total", ["total": total(group, columns)])
    }.joined()
  }

  /// What is known of a group that is printed by its parts.
  private func total(_ group: Indicator, _ columns: [FormColumn]) -> String {
    let figures = columns.map { column in
      let figure = FigureNotation.text(report.statistics[group.id, column.id])
      return word("subtotal.figure", ["column": column.label, "figure": figure])
    }
    return word(
      "subtotal",
      ["group": group.printedLabel, "figures": figures.joined(separator: word("subtotal.separator"))])
  }

  private func openedGroups(_ formTable: FormTable) -> [Indicator] {
    form.indicators.filter {
      $0.table == formTable.id && $0.role == .subtotal && TableLayout.isOpened($0, report)
    }
  }

  // MARK: Known together

  /// Figures of groups that are printed by their parts, and sums of cells, in the order of their tables. They stand
  /// away from the tables, whose rows they could be taken for.
  var knownTogether: [Block] {
    if !hasAppendix { return [] }
    let lines = form.tables.flatMap(knownTogether).distinct()
    if lines.isEmpty { return [] }
    return [.heading(Paragraph(word("joint.title")), level: 2)]
      + lines.map { .paragraph(Paragraph($0, style: .note)) }
  }

  private func knownTogether(_ formTable: FormTable) -> [String] {
    let groups = openedGroups(formTable)
    var lines = groups.compactMap { group -> String? in
      let columns = formTable.columns.filter { report.statistics[group.id, $0.id] != nil }
      return columns.isEmpty ? nil : total(group, columns)
    }
    for (joint, place, group) in joints where place == formTable.id && !isSaid(joint, group, by: groups) {
      // Nobody adds up more cells by hand; the data have them all.
      if group == nil, joint.terms.count > Self.mostTerms { continue }
      let sum =
        group.map { "\($0.printedLabel)（\(word("joint.group"))）" }
        ?? zip(joint.terms, labels(joint)).enumerated().map { position, term in
          (term.0.isSubtracted ? "−" : position > 0 ? "+" : "") + (position > 0 ? " " : "") + term.1
        }.joined(separator: " ")
      let value = joint.bounds.only.map { Figure(.exact($0)) } ?? Figure(.range(joint.bounds))
      lines.append(word("joint", ["sum": sum, "value": FigureNotation.text(value)]))
    }
    return lines
  }

  /// The table that a sum is a note to: that of its first cell, or the first one where the form has no such.
  private static func tableID(of joint: JointFigure, _ form: Form) -> String? {
    for term in joint.terms {
      if let index = form.index(of: term.cell) { return form.cells[index].table }
    }
    return form.tables.first?.id
  }

  /// The labels that lead to each cell of a sum, without the headings that all of them stand under.
  private func labels(_ joint: JointFigure) -> [String] {
    var paths = joint.terms.map { form.labelPath(of: $0.cell)[...] }
    while paths.count > 1, let first = paths[0].first, paths.allSatisfy({ $0.count > 2 && $0.first == first })
    {
      paths = paths.map { $0.dropFirst() }
    }
    return paths.map { $0.joined(separator: "·") }
  }

  /// Whether the note of a group gives the same number already.
  private func isSaid(_ joint: JointFigure, _ group: Indicator?, by groups: [Indicator]) -> Bool {
    guard let group, groups.contains(where: { $0.id == group.id }),
      let amount = joint.bounds.only
    else { return false }
    return report.statistics[group.id, joint.terms[0].cell.applicant]?.certainAmount == amount
  }

  // MARK: Carried figures

  private var carriedCells: [CellID] { hasAppendix ? report.conversion?.carried ?? [] : [] }

  /// The figures that the form has no place for, under the labels of their own.
  var carried: [Block] {
    guard let conversion = report.conversion, !carriedCells.isEmpty else { return [] }
    let form = conversion.original.form
    var rows = [
      Row(
        [word("carried.indicator"), word("carried.unit"), word("carried.figure")].map {
          Cell($0, isHeader: true)
        })
    ]
    for cell in conversion.carried {
      guard let index = form.index(of: cell) else { continue }
      let figure = conversion.original[index]
      let indicator = form.indicators[form.cells[index].indicator]
      rows.append(
        Row([
          Cell(form.labelPath(of: cell).joined(separator: " · "), isHeader: true, alignment: .leading),
          Cell(figure?.unit ?? indicator.unit), TableLayout.cell(of: figure),
        ]))
    }
    return [
      .heading(Paragraph(word("carried.title", ["form": form.name[language]])), level: 2),
      .paragraph(Paragraph(word("carried.why"), style: .note)),
      .table(Table(rows: rows, headerRows: 1)),
    ]
  }

  // MARK: Legend

  /// What the marks in use mean, and where the figures come from.
  var legend: [Block] {
    if !hasAppendix { return [] }
    var uses = Set(Presenter.statuses(of: report))
    for cell in carriedCells {
      uses.insert(report.conversion?.original[cell]?.status ?? .missingRow)
    }
    let marks: [FigureStatus] = [
      .derived, .presumed, .range, .estimate, .ambiguous, .unreadable, .unplacedColumn, .unknown, .missingRow,
    ]
    var lines = marks.filter(uses.contains).map { word("legend.\($0.rawValue)") }
    if let conversion = report.conversion {
      let crosswalks = conversion.crosswalks.map {
        word("legend.crosswalk", ["id": $0.id, "version": $0.version])
      }
      lines.append(
        word(
          "legend.converted",
          [
            "form": conversion.original.form.name[language],
            "crosswalks": crosswalks.joined(separator: word("subtotal.separator")),
            "policy": word("policy.\(conversion.policy.rawValue)"),
          ]))
    }
    if let source = report.source {
      lines.append(
        word(
          "legend.source",
          [
            "name": source.name ?? word("legend.source.unnamed"), "size": String(source.size),
            "sha256": source.sha256,
            "format": [source.format, source.encoding].compactMap { $0 }.joined(separator: " "),
          ]))
    }
    return lines.map { .paragraph(Paragraph($0, style: .note)) }
  }
}
