import Core
import DataFiles
import ReportModel
import Testing

/// A case that a lawyer finds plausible: how a body counted it in its sheet, and where it stands today.
struct CrosswalkCase: Sendable, CustomTestStringConvertible {
  /// A row of a form and what stands in it.
  struct Entry: Sendable {
    enum Content: Sendable, Equatable {
      case amount(Amount)
      case blank
      /// The sheet has no such row.
      case missing
    }

    /// `*` for all rows, and `none` for cases without an outcome of their own.
    let indicator: String
    let content: Content

    var amount: Amount? {
      if case .amount(let amount) = content { amount } else { nil }
    }
  }

  let id: String
  let form: FormID
  let year: Int
  let sheet: [Entry]
  let today: [Entry]
  let what: LocalizedText
  /// The text that documents the case or decides it; nil for our own reading.
  let basis: String?
  let url: String
  /// What the prose of the report says.
  let says: String
  /// Why the conversion does not cover the case yet; empty where it does.
  let open: LocalizedText

  var testDescription: String { id }

  /// Nil for a line that is no case.
  init?(_ row: SectionedTable.Row) {
    guard let form = FormID(row["form"]), let year = Int(row["year"]),
      let sheet = Self.entries(row["sheet"]), let today = Self.entries(row["today"])
    else { return nil }
    id = row["id"]
    self.form = form
    self.year = year
    self.sheet = sheet
    self.today = today
    what = LocalizedText(chinese: row["what.zh"], english: row["what.en"])
    basis = row["basis"] == "own reading" ? nil : row["basis"]
    url = row["url"]
    says = row["says"]
    open = LocalizedText(chinese: row["open.zh"], english: row["open.en"])
  }

  /// `INDICATOR=AMOUNT INDICATOR=blank …`
  private static func entries(_ text: String) -> [Entry]? {
    let entries = text.split(separator: " ").map { word -> Entry? in
      let parts = word.split(separator: "=")
      guard parts.count == 2 else { return nil }
      switch parts[1] {
      case "blank": return Entry(indicator: String(parts[0]), content: .blank)
      case "missing": return Entry(indicator: String(parts[0]), content: .missing)
      default:
        return Amount(String(parts[1])).map { Entry(indicator: String(parts[0]), content: .amount($0)) }
      }
    }
    let read = entries.compactMap { $0 }
    return read.count == entries.count ? read : nil
  }

  // MARK: The sheet

  /// The report as the body filled it in: all other rows are 0, and totals follow from their parts.
  func report(_ forms: FormCatalogue) -> Report? {
    guard let form = forms.form(form) else { return nil }
    return Report(
      identity: Identity(year: year), statistics: FilledSheet(form, sheet).statistics,
      sections: says.isEmpty
        ? [] : [ProseSection(heading: nil, level: 0, paragraphs: [ProseParagraph(says)])])
  }

  // MARK: The truth

  /// The groups of which a case tells all.
  private static let groups = [
    "applications.outcome", "review", "litigation.direct", "litigation.afterReview",
  ]

  /// What an indicator of today's form truly is; nil where the case does not tell.
  func truth(_ indicator: String) -> Amount? {
    if let named = today.first(where: { $0.indicator == indicator }) { return named.amount }
    guard let group = Self.groups.first(where: { indicator.hasPrefix("\($0).") }) else { return nil }
    // A total, a row that stands for those below it, or one that nothing is said of.
    let above = indicator == "\(group).total" ? group : indicator
    return today.filter { $0.indicator.hasPrefix("\(above).") }.compactMap(\.amount).reduce(.zero, +)
  }
}

/// A sheet of which some rows are said and the rest follows as an office would fill it in.
private struct FilledSheet {
  private(set) var statistics: Statistics
  private let named: Set<String>
  private var form: Form { statistics.form }

  init(_ form: Form, _ entries: [CrosswalkCase.Entry]) {
    statistics = Statistics(form)
    named = Set(entries.map(\.indicator))
    let isBlank = named.contains("*")
    for (index, cell) in form.cells.enumerated() where form.indicator(of: cell).role != .subtotal {
      statistics[index] = Figure(isBlank ? .blank : .exact(.zero))
    }
    for entry in entries { fill(entry) }
    if isBlank { return }
    addUp()
    follow("applications.concluded", after: ["applications.replied"], in: "applications.concluded.onTime")
    follow(
      "applications.received", after: ["applications.concluded", "applications.replied"],
      in: "applications.received.letter")
    if let done = cells("applications.outcome.total").first, !named.contains("applications.received") {
      for cell in cells("applications.received") { statistics[cell] = statistics[done] }
    }
    addUp()
  }

  /// In table 三 all applicants are natural persons, and in a sheet of several years this one is the first.
  private func cells(_ indicator: String) -> [Int] {
    form.cells.indices.filter {
      let id = form.cells[$0].id
      return (id.indicator == indicator || id.indicator == "cumulative.\(indicator)")
        && (id.applicant == nil || id.applicant == "naturalPerson")
    }
  }

  private mutating func fill(_ entry: CrosswalkCase.Entry) {
    for cell in cells(entry.indicator) {
      switch entry.content {
      case .amount(let amount): statistics[cell] = Figure(.exact(amount))
      case .blank: statistics[cell] = Figure(.blank)
      case .missing: statistics[cell] = nil
      }
    }
  }

  private func isNamed(_ cell: CellID) -> Bool {
    named.contains { cell.indicator == $0 || cell.indicator == "cumulative.\($0)" }
      && cell.applicant != "total"
  }

  /// Totals inside others first: each pass may change the next.
  private mutating func addUp() {
    for _ in 0..<4 {
      for sum in form.sums where sum.relation == .equal && sum.right.count == 1 {
        let parts = sum.left.compactMap { statistics[$0] }
        let amounts = parts.compactMap(\.amount)
        guard !isNamed(sum.right[0]), statistics[sum.right[0]] != nil, amounts.count == parts.count else {
          continue
        }
        statistics[sum.right[0]] = Figure(.exact(amounts.reduce(.zero, +)))
      }
    }
  }

  /// A total that nothing is said of is that of the step after it: what was replied to was concluded, and what
  /// was concluded came in.
  private mutating func follow(_ group: String, after steps: [String], in part: String) {
    let total = "\(group).total"
    let next = steps.compactMap { cells("\($0).total").first }.first.flatMap { statistics[$0] }
    for cell in cells(total) where !named.contains(total) { statistics[cell] = next }
    if named.contains(where: { $0 != total && $0.hasPrefix("\(group).") }) { return }
    let whole = cells(total).first.flatMap { statistics[$0] }
    for cell in cells(part) { statistics[cell] = whole }
  }
}
