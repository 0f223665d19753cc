import Core

extension Refusal {
  /// Why a container is refused.
  package init(_ failure: ZIPFailure) {
    self.init(
      .input,
      Finding(
        "zip.\(failure.reason.rawValue)", .error, ["entry": failure.entry.map { " (\($0))" } ?? ""]))
  }
}
