import Core

/// What the command tells the shell. The table stands in the manual page.
enum ExitStatus: Int32, Error, CaseIterable {
  case done = 0
  case findings = 1
  case usage = 2
  case input = 3
  case loss = 4
  case output = 5

  init(_ refusal: Refusal) {
    self =
      switch refusal.kind {
      case .usage: .usage
      case .input: .input
      case .output: .output
      }
  }

  /// The one that a user must hear of: what could not be read or written before what was found.
  func worse(_ other: ExitStatus) -> ExitStatus {
    let order: [ExitStatus] = [.done, .findings, .loss, .input, .output, .usage]
    return (order.firstIndex(of: self) ?? 0) >= (order.firstIndex(of: other) ?? 0) ? self : other
  }

  /// Ends a command whose status is not 0.
  func end() throws { if self != .done { throw self } }
}
