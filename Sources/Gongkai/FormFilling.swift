import CanonicalKit
import Core
import ReportModel
import SpreadsheetFormats

/// A figure for a cell of a form, and where it was given.
struct GivenFigure {
  let cell: CellID
  let figure: Figure
  let place: Place?
}

/// Puts figures into the cells of a form.
struct FormFilling {
  private(set) var report: Report
  private(set) var findings: [Finding] = []
  private(set) var count = 0
  private let replaces: Bool

  init(_ report: Report, replaces: Bool) {
    self.report = report
    self.replaces = replaces
  }

  /// Of a cell that is given different figures none is taken.
  mutating func place(_ given: [GivenFigure]) {
    var byCell: [Int: [GivenFigure]] = [:]
    for item in given {
      if let index = report.form.index(of: item.cell) {
        byCell[index, default: []].append(item)
      } else {
        findings.append(.noCellForFigure(item, report.form.id))
      }
    }
    for (index, items) in byCell.sorted(by: { $0.key < $1.key }) {
      guard let first = items.first else { continue }
      if items.contains(where: { !$0.figure.isSame(as: first.figure) }) {
        findings.append(.severalFigures(items, label(of: first.cell)))
      } else {
        place(first, at: index)
      }
    }
  }

  private mutating func place(_ item: GivenFigure, at index: Int) {
    let old = report.statistics[index]
    if let old, old.isSame(as: item.figure) { return }
    if let old, !old.isUnfilled {
      let told = (label(of: item.cell), FigureNotation.text(old), FigureNotation.text(item.figure))
      guard replaces else {
        findings.append(.contradiction(told.0, there: told.1, given: told.2, item.place))
        return
      }
      findings.append(.replaced(told.0, there: told.1, given: told.2, item.place))
    }
    report.statistics[index] = item.figure
    count += 1
  }

  private func label(of cell: CellID) -> String { report.form.labelPath(of: cell).joined(separator: " · ") }

  // MARK: Tidy rows

  /// The figures of tidy rows. Rows that are of another report, or that say nothing that can be placed, are told.
  mutating func given(_ rows: [TidyRow]) -> [GivenFigure] {
    var others: [TidyRow] = []
    var result: [GivenFigure] = []
    for row in rows {
      let isNothing = [row[.value], row[.raw], row[.lower], row[.upper]].allSatisfy { $0?.isEmpty ?? true }
      if isNothing, row[.status] != FigureStatus.notApplicable.rawValue { continue }
      guard isOfReport(row) else {
        others.append(row)
        continue
      }
      let applicant = row[.applicant].flatMap { $0.isEmpty ? nil : $0 }
      let indicator = row[.indicator] ?? ""
      // An id may be written whole: applications.received@total.
      let cell =
        applicant.map { CellID(indicator: indicator, applicant: $0) } ?? CellID(indicator)
        ?? CellID(indicator: indicator)
      guard let figure = figure(row, of: cell) else {
        findings.append(.noFigure(cell, row))
        continue
      }
      result.append(GivenFigure(cell: cell, figure: figure, place: Place(line: row.line)))
    }
    if let first = others.first { findings.append(.ofOtherReport(others.count, first, report)) }
    return result
  }

  private func isOfReport(_ row: TidyRow) -> Bool {
    func fits(_ column: TidyColumn, _ wanted: String?) -> Bool {
      guard let text = row[column], !text.isEmpty, let wanted else { return true }
      return text == wanted
    }
    return fits(.year, report.identity.year.map(String.init)) && fits(.body, report.identity.body)
      && fits(.edition, report.form.id.edition.rawValue)
  }

  /// nil where a row has no figure that its status allows. Without a column of statuses figures are exact.
  private func figure(_ row: TidyRow, of cell: CellID) -> Figure? {
    let amount = row[.value].flatMap { Amount($0) }
    if let text = row[.value], !text.isEmpty, amount == nil { return nil }
    let bounds = Bounds(
      atLeast: row[.lower].flatMap { Amount($0) }, atMost: row[.upper].flatMap { Amount($0) })
    let value: Figure.Value?
    switch FigureStatus(rawValue: row[.status] ?? FigureStatus.exact.rawValue) {
    case .exact: value = amount.map { .exact($0) }
    case .derived: value = amount.map { .derived($0) }
    case .presumed: value = amount.map { .presumed($0, within: bounds) }
    case .estimate: value = amount.map { .estimate($0, within: bounds) }
    case .range: value = bounds == Bounds(atLeast: nil, atMost: nil) ? nil : .range(bounds)
    case .notApplicable: value = .notApplicable
    default: value = nil
    }
    guard let value else { return nil }
    let unit = row[.unit].flatMap { unit -> String? in
      let own = report.form.index(of: cell).map { report.form.indicator(of: report.form.cells[$0]).unit }
      return unit.isEmpty || unit == own ? nil : unit
    }
    return Figure(value, unit: unit)
  }
}

extension Figure {
  fileprivate var isUnfilled: Bool {
    switch value {
    case .blank, .missingRow: true
    default: false
    }
  }

  fileprivate func isSame(as other: Figure) -> Bool { value == other.value && unit == other.unit }
}

extension Finding {
  private static func places(_ place: Place?) -> [Place] { place.map { [$0] } ?? [] }

  fileprivate static func noCellForFigure(_ item: GivenFigure, _ form: FormID) -> Finding {
    Finding(
      "fill.no-cell", .error,
      [
        "cell": item.cell.description, "form": form.description, "figure": FigureNotation.text(item.figure),
      ], places: places(item.place))
  }

  fileprivate static func severalFigures(_ items: [GivenFigure], _ label: String) -> Finding {
    Finding(
      "fill.several", .error,
      [
        "label": label,
        "figures": items.map { FigureNotation.text($0.figure) }.distinct().joined(separator: " / "),
      ], places: items.compactMap(\.place))
  }

  fileprivate static func contradiction(
    _ label: String, there: String, given: String, _ place: Place?
  ) -> Finding {
    Finding(
      "fill.contradiction", .error, ["label": label, "there": there, "given": given], places: places(place))
  }

  fileprivate static func replaced(
    _ label: String, there: String, given: String, _ place: Place?
  ) -> Finding {
    Finding(
      "fill.replaced", .warning, ["label": label, "there": there, "given": given], places: places(place))
  }

  fileprivate static func noFigure(_ cell: CellID, _ row: TidyRow) -> Finding {
    let text = [row[.value], row[.raw], row[.lower], row[.upper]].compactMap { $0 }.first { !$0.isEmpty }
    return Finding(
      "fill.no-figure", .error,
      ["cell": cell.description, "text": text ?? "", "status": row[.status] ?? ""],
      places: [Place(line: row.line)])
  }

  fileprivate static func ofOtherReport(_ count: Int, _ first: TidyRow, _ report: Report) -> Finding {
    func named(_ parts: [String?]) -> String {
      parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
    }
    return Finding(
      "fill.other-report", .error,
      [
        "count": String(count), "found": named([first[.body], first[.year], first[.edition]]),
        "report": named([
          report.identity.body, report.identity.year.map(String.init), report.form.id.edition.rawValue,
        ]),
      ], places: [Place(line: first.line)])
  }
}
