import ReportModel

/// Makes up reports whose figures keep the sums of their form, as most published ones do.
public struct ConsistentReports: Sendable {
  public var random: SplitMix64

  public init(random: SplitMix64) { self.random = random }

  public mutating func report(of form: Form) -> Report {
    var statistics = Statistics(form)
    for (index, cell) in form.cells.enumerated() {
      let indicator = form.indicators[cell.indicator]
      if indicator.role == .subtotal { continue }
      statistics[index] = Figure(.exact(amount(indicator)))
    }
    // Totals follow from their parts: first those within the columns, then those of the rows.
    for _ in 0..<4 { addUp(&statistics) }
    for _ in 0..<3 {
      for sum in form.sums where sum.relation == .atLeast && sum.left.count == 1 && sum.right.count == 1 {
        guard let left = statistics[sum.left[0]]?.amount, let right = statistics[sum.right[0]]?.amount,
          left < right
        else { continue }
        statistics[sum.left[0]] = Figure(.exact(right + Amount(Int.random(in: 0...50, using: &random))))
      }
      addUp(&statistics)
    }
    keepOrder(&statistics)
    return Report(
      identity: Identity(body: "青禾市水务局", year: 2021, title: "青禾市水务局2021年政府信息公开工作年度报告"),
      statistics: statistics)
  }

  private func addUp(_ statistics: inout Statistics) {
    for sum in statistics.form.sums where sum.relation == .equal && sum.right.count == 1 {
      let present = sum.left.filter { statistics[$0] != nil }
      guard let total = statistics[sum.right[0]], total.amount != nil, !present.isEmpty else { continue }
      statistics[sum.right[0]] = Figure(
        .exact(present.compactMap { statistics[$0]?.amount }.reduce(.zero, +)))
    }
    for sum in statistics.form.sums where sum.relation == .equal && sum.right.count == 2 {
      // received follows from what became of the applications.
      guard let first = sum.left.first, let rest = sum.left.dropFirst().first,
        let total = statistics[sum.right[0]]?.amount, let over = statistics[sum.right[1]]?.amount
      else { continue }
      statistics[rest] = Figure(.exact(.zero))
      statistics[first] = Figure(.exact(total + over))
    }
  }

  /// What was issued is in force, and what a channel published was published.
  private func keepOrder(_ statistics: inout Statistics) {
    for kind in ["regulations", "normativeDocuments"] {
      let cells = ["inForce", "issued", "repealed"].map { "proactive.\(kind).\($0)" }.compactMap {
        CellID($0)
      }
      let amounts = cells.compactMap { statistics[$0]?.amount }
      guard amounts.count == 3, amounts[0] < amounts[1] - amounts[2] else { continue }
      statistics[cells[0]] = Figure(.exact(amounts[0] + amounts[1]))
    }
    guard let total = CellID("proactive.published.total"), let published = statistics[total]?.amount,
      statistics.form.id.dialect != "fujian"
    else { return }
    let channels = statistics.form.cells.map(\.id).filter { $0.indicator.hasPrefix("proactive.byChannel.") }
    let most = channels.compactMap { statistics[$0]?.amount }.max() ?? .zero
    if published < most { statistics[total] = Figure(.exact(most)) }
  }

  /// A report that a reviewing office has nothing to say about: figures, sections, period and date.
  public mutating func finishedReport(of form: Form) -> Report {
    var report = report(of: form)
    // What is concluded has been answered.
    if let replied = report.statistics["applications.replied.total"]?.amount,
      report.statistics["applications.concluded.total"] != nil
    {
      report.statistics["applications.concluded.extended"] = Figure(.exact(.zero))
      report.statistics["applications.concluded.onTime"] = Figure(.exact(replied))
      report.statistics["applications.concluded.total"] = Figure(.exact(replied))
    }
    // Bodies of this kind make no regulations.
    for (index, cell) in form.cells.enumerated() where cell.id.indicator.hasPrefix("proactive.regulations.") {
      report.statistics[index] = Figure(.exact(.zero))
    }
    if let amount = CellID("proactive.procurement.amount"), form.index(of: amount) != nil {
      report.statistics[amount]?.unit = "万元"
    }
    let year = form.lastYear ?? form.firstYear.map { $0 + 1 } ?? 2021
    report.identity = Identity(
      body: "青禾市水务局", year: year, title: "青禾市水务局\(year)年政府信息公开工作年度报告",
      periodStart: "\(year)-01-01", periodEnd: "\(year)-12-31",
      dates: [ReportDate(.issued, iso: "\(year + 1)-01-20", raw: "\(year + 1)年1月20日")])
    report.sections = form.sections.enumerated().map { position, title in
      ProseSection(
        heading: Numbering.chinese.number(position + 1) + title, level: 1,
        paragraphs: [ProseParagraph("水务公开的各项工作按计划完成，没有其他需要说明的事项。")])
    }
    return report
  }

  private mutating func amount(_ indicator: Indicator) -> Amount {
    switch indicator.kind {
    case .money:
      return Amount("\(Int.random(in: 0...9000, using: &random)).\(Int.random(in: 10...99, using: &random))")
        ?? .zero
    case .signed: return Amount(Int.random(in: -3...9, using: &random))
    case .count:
      if random.chance(1, of: 2) { return .zero }
      return Amount(Int.random(in: 0...(random.chance(1, of: 8) ? 4000 : 60), using: &random))
    }
  }
}
