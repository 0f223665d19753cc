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
    case .derived(let amount): return "\(amount)\(words.aside(status))"
    case .range(let bounds): return "\(interval(bounds, words))\(words.aside(status))"
    case .presumed(let amount, let bounds), .estimate(let amount, let bounds):
      return "\(amount)\(words.aside(words.list([status, interval(bounds, words)])))"
    case .ambiguous(let amounts):
      return amounts.map(\.description).joined(separator: " | ") + words.aside(status)
    case .blank, .missingRow, .unknown: return status
    case .notApplicable, .unreadable, .unplacedColumn: return "\(figure.raw ?? "")\(words.aside(status))"
    }
  }

  /// From where to where a figure may lie, as the language writes a range; `≥3` or `≤5` where one end is not known.
  static func interval(_ bounds: Bounds, _ words: Words) -> String {
    switch (bounds.atLeast, bounds.atMost) {
    case (let least?, let most?):
      words("figure.interval", ["least": least.description, "most": most.description])
    case (let least?, nil): "≥\(least)"
    case (nil, let most?): "≤\(most)"
    case (nil, nil): words("status.unknown")
    }
  }
}
