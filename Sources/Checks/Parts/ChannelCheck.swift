import ReportModel

/// Whether one channel of the sheet published more than was published in all.
struct ChannelCheck: Check {
  static let rules = ["check.legacy.channels"]

  func run(_ subject: CheckInput, _ log: inout CheckLog) {
    let form = subject.form
    guard log.rule("check.legacy.channels")?.applies(to: form) ?? false,
      let total = CellID("proactive.published.total").flatMap(form.index(of:)), subject.known.isNumber(total)
    else { return }
    let channels = form.cells.indices.filter { cell in
      form.cells[cell].id.indicator.hasPrefix("proactive.byChannel.") && subject.known.isNumber(cell)
        && subject.known.amounts[cell] > subject.known.amounts[total]
    }
    if channels.isEmpty { return }
    log.report(
      "check.legacy.channels",
      [
        "channels": channels.map {
          "“\(form.indicator(of: form.cells[$0]).label)”\(subject.known.amounts[$0])"
        }.joined(separator: "、"), "total": subject.known.amounts[total].description,
      ], channels.map { subject.witness($0, .left) } + [subject.witness(total, .right)])
  }
}
