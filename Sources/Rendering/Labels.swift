import ReportModel

/// How cells and figures are named in sentences.
enum Labels {
  /// The labels that lead to a cell, outermost first.
  static func name(_ cell: CellID, in form: Form) -> String {
    form.labelPath(of: cell).joined(separator: " · ")
  }

  /// A figure in a few words.
  static func value(_ figure: Figure, _ words: Words) -> String {
    let status = words("status.\(figure.status.rawValue)")
    switch figure.value {
    case .exact(let amount): return figure.raw ?? amount.description
    case .derived(let amount): return "\(amount) (\(status))"
    case .range(let bounds): return "\(interval(bounds)) (\(status))"
    case .presumed(let amount, let bounds), .estimate(let amount, let bounds):
      return "\(amount) (\(status), \(interval(bounds)))"
    case .ambiguous(let amounts): return amounts.map(\.description).joined(separator: " | ") + " (\(status))"
    case .blank, .missingRow, .unknown: return status
    case .notApplicable, .unreadable, .unplacedColumn: return "\(figure.raw ?? "") (\(status))"
    }
  }

  static func interval(_ bounds: Bounds) -> String {
    "\(bounds.atLeast?.description ?? "?")–\(bounds.atMost?.description ?? "?")"
  }
}
