import ReportModel

/// The cells of a form by indicator and column.
struct ColumnMap: Sendable {
  /// Where a cell stands: the column that all forms have, or that of an applicant, or another.
  enum Column: Equatable, Sendable {
    case primary
    /// By its position in `applicants`.
    case applicant(Int)
    /// A part of the body, where the figure of the whole is not printed.
    case level
    case other

    var applicant: Int? { if case .applicant(let id) = self { id } else { nil } }
  }

  /// The applicants whose columns the form has, the total left out.
  let applicants: [String]
  private var primary: [Int?]
  /// By indicator, the cells of the parts of the body.
  private(set) var levels: [[Int]]
  /// By applicant and indicator.
  private var byApplicant: [[Int?]] = []
  private var columns: [Column]
  private let form: Form

  init(_ form: Form) {
    self.form = form
    primary = Array(repeating: nil, count: form.indicators.count)
    levels = Array(repeating: [], count: form.indicators.count)
    columns = []
    columns.reserveCapacity(form.cells.count)
    var applicants: [String] = []
    for (index, cell) in form.cells.enumerated() {
      guard let applicant = cell.id.applicant else {
        if cell.column ?? 0 == 0 {
          primary[cell.indicator] = index
          columns.append(.primary)
        } else if cell.column.flatMap({ form.table(cell.table)?.columns[$0].role }) == .level {
          levels[cell.indicator].append(index)
          columns.append(.level)
        } else {
          columns.append(.other)
        }
        continue
      }
      if form.table(cell.table)?.columns[cell.column ?? 0].role == .total {
        primary[cell.indicator] = index
        columns.append(.primary)
      } else {
        let position = applicants.firstIndex(of: applicant) ?? applicants.count
        if position == applicants.count {
          applicants.append(applicant)
          byApplicant.append(Array(repeating: nil, count: form.indicators.count))
        }
        byApplicant[position][cell.indicator] = index
        columns.append(.applicant(position))
      }
    }
    self.applicants = applicants
  }

  /// - Parameter column: the position of an applicant; nil for the column that all forms have.
  func cell(_ indicator: Int, column: Int?) -> Int? {
    guard let column else { return primary[indicator] }
    return byApplicant[column][indicator]
  }

  func cell(id: String) -> Int? {
    form.indicators.firstIndex { $0.id == id }.flatMap { primary[$0] }
  }

  func column(of cell: Int) -> Column { columns[cell] }
}
