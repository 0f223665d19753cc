import ReportModel

/// What is wrong with figures that came back, over every cell of both forms: missing, invented, changed, or in the
/// wrong place. A comparison that starts from the figures that were written sees no invented one.
public struct FigureDifferences: CustomStringConvertible {
  public private(set) var faults: [String] = []
  /// How many cells had a figure before or after.
  public private(set) var compared = 0

  public var isEmpty: Bool { faults.isEmpty }

  /// The first few, for a failing expectation.
  public var description: String {
    faults.prefix(8).joined(separator: "; ") + (faults.count > 8 ? " and \(faults.count - 8) more" : "")
  }

  /// - Parameter isSame: whether a figure that came back is the one that was written.
  public init(
    _ written: Statistics, _ found: Statistics,
    by isSame: (_ written: Figure, _ found: Figure) -> Bool = { $0.value == $1.value }
  ) {
    var missing: [(cell: CellID, figure: Figure)] = []
    var invented: [(cell: CellID, figure: Figure)] = []
    let others = found.form.cells.filter { written.form.index(of: $0.id) == nil }
    let cells = (written.form.cells + others).map(\.id)
    for cell in cells {
      let before = written.form.index(of: cell).flatMap { written[$0] }
      let after = found.form.index(of: cell).flatMap { found[$0] }
      if before != nil || after != nil { compared += 1 }
      switch (before, after) {
      case (nil, nil): break
      case (let before?, nil): missing.append((cell, before))
      case (nil, let after?): invented.append((cell, after))
      case (let before?, let after?):
        if !isSame(before, after) { faults.append("\(cell) was \(before.value) and is \(after.value)") }
      }
    }
    for (cell, figure) in missing {
      if let place = invented.firstIndex(where: { isSame(figure, $0.figure) }) {
        faults.append("\(figure.value) of \(cell) stands at \(invented.remove(at: place).cell)")
      } else {
        faults.append("\(cell) was \(figure.value) and is missing")
      }
    }
    faults += invented.map { "\($0.cell) is invented: \($0.figure.value)" }
  }
}

extension Statistics {
  /// Without the rows of groups whose parts are known, as a form is printed.
  public var withoutSubtotals: Statistics {
    var printed = self
    for (index, cell) in form.cells.enumerated() where form.indicator(of: cell).role == .subtotal {
      printed[index] = nil
    }
    return printed
  }
}
