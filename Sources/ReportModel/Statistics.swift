import Core

/// The figures of one form: one for each of its cells, or nil where the source has no such row.
///
/// ```swift
/// switch try report.statistics.figure("applications.received", "total")?.value {
/// case .exact(let amount), .derived(let amount): print(amount)  // the number
/// case .blank?: print("left blank")                             // which is not zero
/// case nil: print("the source has no such row")
/// case let value?: print(value)                                 // not certain, and why
/// }
/// ```
///
/// Which cells there are says the form: `form.cells`, with labels and units in `form.indicator(of:)`. Tables 二 and
/// 四 and the old sheet have a cell for each indicator, table 三 one for each indicator and applicant.
public struct Statistics: Hashable, Sendable {
  public let form: Form
  /// One for each of `form.cells`, in that order; nil where the source has no such row.
  public private(set) var figures: [Figure?]

  /// No figures: all rows are missing.
  public init(_ form: Form) {
    self.form = form
    figures = Array(repeating: nil, count: form.cells.count)
  }

  /// - Parameter figures: one for each of `form.cells`, in that order; more are ignored, and those that are
  ///   not given are nil.
  public init(_ form: Form, figures: [Figure?]) {
    self.form = form
    self.figures = figures
    let count = form.cells.count
    if figures.count > count { self.figures.removeLast(figures.count - count) }
    while self.figures.count < count { self.figures.append(nil) }
  }

  /// The figure of a cell; nil where the source has no such row.
  ///
  /// - Throws: a refusal of the kind `usage` where the form has no such cell, so that a misspelt id is not taken
  ///   for a row that was not read.
  public func figure(_ cell: CellID) throws(Refusal) -> Figure? { figures[try index(of: cell)] }

  /// The same for the cell of an indicator, and in table 三 of an applicant or `total`.
  public func figure(_ indicator: String, _ applicant: String? = nil) throws(Refusal) -> Figure? {
    try figure(CellID(indicator, applicant))
  }

  /// Gives a cell its figure; nil says that the source has no such row.
  ///
  /// - Throws: a refusal of the kind `usage` where the form has no such cell.
  public mutating func setFigure(_ figure: Figure?, of cell: CellID) throws(Refusal) {
    figures[try index(of: cell)] = figure
  }

  /// The rows that have a figure in any of their columns, by the positions of their indicators.
  package var rows: Set<Int> {
    var rows: Set<Int> = []
    for (cell, figure) in zip(form.cells, figures) where figure != nil { rows.insert(cell.indicator) }
    return rows
  }

  /// All figures; for one that is not there it says whether its row is missing or only its column.
  package var figuresAndAbsences: [Figure] {
    guard figures.contains(where: { $0 == nil }) else { return figures.compactMap { $0 } }
    let rows = rows
    return zip(form.cells, figures).map { $1 ?? Figure(rows.contains($0.indicator) ? .unknown : .missingRow) }
  }

  private func index(of cell: CellID) throws(Refusal) -> Int {
    guard let index = form.index(of: cell) else { throw Refusal(.usage, .noSuchCell(cell, in: form.id)) }
    return index
  }

  /// The figure of the cell at that index of `form.cells`, which must be one.
  public subscript(index: Int) -> Figure? {
    get { figures[index] }
    set { figures[index] = newValue }
  }

  /// The figure of a cell that the form is known to have, since a rule or a crosswalk of the form names it; nil
  /// also where the form, which may be a dialect, has no such cell. Setting one that it does not have does nothing.
  package subscript(cell: CellID) -> Figure? {
    get { form.index(of: cell).flatMap { figures[$0] } }
    set {
      guard let index = form.index(of: cell) else { return }
      figures[index] = newValue
    }
  }

  /// The same by the ids of an indicator and one of its applicants.
  package subscript(indicator: String, applicant: String? = nil) -> Figure? {
    get { self[CellID(indicator, applicant)] }
    set { self[CellID(indicator, applicant)] = newValue }
  }
}

extension Finding {
  fileprivate static func noSuchCell(_ cell: CellID, in form: FormID) -> Finding {
    Finding("form.no-such-cell", .error, ["cell": cell.description, "form": form.description])
  }
}
