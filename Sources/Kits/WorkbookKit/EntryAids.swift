import Core
import ReportModel

/// What helps a person to fill in a form in a sheet: which cells are sums of others, and what must hold besides.
/// Both follow from the sums of the form.
package struct EntryAids {
  /// What must hold of cells that are no computed sums.
  package struct Check {
    package let left: [Int]
    package let right: [Int]
    package let relation: SumRule.Relation

    package var cells: [Int] { left + right }
  }

  package let form: Form
  /// By cell, the cells that it is the sum of.
  package let sums: [Int: [Int]]
  /// By table, in the order of the form.
  private let checks: [String: [Check]]
  /// By table, its cells that a person fills in.
  private let entries: [String: [Int]]
  private let statistics: Statistics
  /// Where each cell stands, such as `D12`; empty until the sheet has been laid out.
  package var places: [Int: String] = [:]

  /// - Parameter printed: the cells that the sheet has, by their positions in `Form.cells`.
  package init(_ report: Report, printed: Set<Int>) {
    form = report.form
    statistics = report.statistics
    let form = report.form
    let all = form.sums.compactMap { sum in form.positions(of: sum).map { (sum: sum, cells: $0) } }
    let families = [SumRule.Family.parts, SumRule.Family.group, SumRule.Family.applicants]
    var parts: [Int: [Int]] = [:]
    for (sum, cells) in all where sum.relation == .equal && families.contains(sum.family) {
      guard let whole = cells.right.only, parts[whole] == nil else { continue }
      parts[whole] = cells.left
    }
    /// A group that is printed by its parts is their sum.
    func opened(_ cell: Int) -> [Int] {
      printed.contains(cell) ? [cell] : parts[cell]?.flatMap(opened) ?? [cell]
    }
    var sums: [Int: [Int]] = [:]
    for (whole, cells) in parts where printed.contains(whole) {
      let cells = cells.flatMap(opened)
      if cells.allSatisfy(printed.contains), Self.isComputable(whole, cells, report.statistics) {
        sums[whole] = cells
      }
    }
    self.sums = sums
    var checks: [String: [Check]] = [:]
    for (sum, cells) in all {
      // What is computed holds.
      if sum.relation == .equal, families.contains(sum.family), let whole = cells.right.only,
        sums[whole] != nil
      {
        continue
      }
      let check = Check(
        left: cells.left.flatMap(opened), right: cells.right.flatMap(opened), relation: sum.relation)
      guard let first = check.cells.first, check.cells.allSatisfy(printed.contains) else { continue }
      checks[form.cells[first].table, default: []].append(check)
    }
    self.checks = checks
    entries = Dictionary(grouping: printed.sorted().filter { sums[$0] == nil }) { form.cells[$0].table }
  }

  /// Whether a formula would say no less than what is there.
  private static func isComputable(_ whole: Int, _ parts: [Int], _ statistics: Statistics) -> Bool {
    guard let figure = statistics[whole], figure.value != .blank else { return true }
    guard case .exact(let amount) = figure.value else { return false }
    var sum = Amount.zero
    for part in parts {
      guard case .exact(let amount) = statistics[part]?.value else { return false }
      sum += amount
    }
    return sum == amount
  }

  // MARK: Formulas

  /// Excel takes no more arguments of a function.
  private static let maximumArguments = 200
  /// Excel takes no text of more than 255 units within a formula.
  private static let longestText = 100
  /// A formula has 8,192 characters.
  private static let checksInLine = 8

  /// `$D$12`, which is the same wherever a rule applies it.
  private func absolute(_ cell: Int) -> String {
    let place = places[cell] ?? ""
    let letters = place.prefix { $0.isLetter }
    return "$\(letters)$\(place.dropFirst(letters.count))"
  }

  private func call(_ function: String, _ cells: [Int]) -> String {
    var calls: [String] = []
    for start in stride(from: 0, to: cells.count, by: Self.maximumArguments) {
      let arguments = cells[start..<min(start + Self.maximumArguments, cells.count)].map { absolute($0) }
      calls.append("\(function)(\(arguments.joined(separator: ",")))")
    }
    return calls.isEmpty ? "0" : calls.joined(separator: "+")
  }

  /// The formula of a sum, which shows nothing until all its parts are filled in; nil for a cell to be filled in.
  func formula(of cell: Int) -> String? {
    sums[cell].map { "IF(\(call("COUNT", $0))<\($0.count),\"\",\(call("SUM", $0)))" }
  }

  private func failure(of check: Check) -> String {
    let sides =
      "\(call("SUM", check.left))\(check.relation == .equal ? "<>" : "<")\(call("SUM", check.right))"
    return "AND(\(call("COUNT", check.cells))=\(check.cells.count),\(sides))"
  }

  /// The cells that do not add up while a formula is true.
  package var conditions: [(cells: [Int], formula: String)] {
    form.tables.flatMap { checks[$0.id] ?? [] }.map { ($0.cells, failure(of: $0)) }
  }

  /// The lines under a table, each a formula with what it shows now.
  func lines(under table: String) -> [(formula: String, shown: String)] {
    let entries = entries[table] ?? []
    if entries.isEmpty { return [] }
    let open = entries.count { statistics[$0]?.certainAmount == nil }
    let pieces = Self.words("entry.open").split(separator: "#", omittingEmptySubsequences: false)
    let (before, after) = (String(pieces.first ?? ""), String(pieces.last ?? ""))
    let missing = "\(entries.count)-(\(call("COUNT", entries)))"
    var lines = [
      (
        formula: "IF(\(missing)>0,\(Self.quoted(before))&(\(missing))&\(Self.quoted(after)),\"\")",
        shown: open > 0 ? before + String(open) + after : ""
      )
    ]
    var line: [String] = []
    var count = 0
    for statement in statements(about: table) {
      if count > 0, count + statement.count > Self.checksInLine {
        lines.append((line.joined(separator: "&"), ""))
        (line, count) = ([], 0)
      }
      line.append(message(of: statement))
      count += statement.count
    }
    if !line.isEmpty { lines.append((line.joined(separator: "&"), "")) }
    return lines
  }

  // MARK: Words

  private static func words(_ id: String) -> String { MessageCatalogue.shared.word(id, .chinese) }

  private static func quoted(_ text: String) -> String {
    "\"\(text.replacing("\"", with: "\"\""))\""
  }

  /// Checks that say the same of several columns stand together.
  private func statements(about table: String) -> [[Check]] {
    var result: [(text: String, checks: [Check])] = []
    for check in checks[table] ?? [] {
      let text = statement(of: check)
      if let last = result.last, last.text == text, last.checks.count < Self.checksInLine {
        result[result.count - 1].checks.append(check)
      } else {
        result.append((text, [check]))
      }
    }
    return result.map { $0.checks }
  }

  private func statement(of check: Check) -> String {
    func side(_ cells: [Int]) -> String { cells.map(label).joined(separator: "＋") }
    let relation = Self.words(check.relation == .equal ? "entry.equal" : "entry.at-least")
    return side(check.left) + relation + side(check.right)
  }

  /// What must hold, and behind it the columns in which it does not, with the figures of both sides.
  private func message(of checks: [Check]) -> String {
    let failures = checks.map(failure)
    let columns = zip(checks, failures).map { check, failure in
      let figures =
        "\(call("SUM", check.left))&\"\(Self.words("entry.against"))\"&\(call("SUM", check.right))"
      return "IF(\(failure),\(Self.quoted("；" + (column(of: check) ?? "")))&\(figures),\"\")"
    }
    let statement = Self.pieces(statement(of: checks[0])).map(Self.quoted).joined(separator: "&")
    return "IF(OR(\(failures.joined(separator: ","))),"
      + "\(statement)&\(columns.joined(separator: "&"))&\(Self.quoted(Self.words("entry.end"))),\"\")"
  }

  private static func pieces(_ text: String) -> [String] {
    let letters = Array(text)
    return stride(from: 0, to: letters.count, by: longestText).map {
      String(letters[$0..<min($0 + longestText, letters.count)])
    }
  }

  private func label(_ cell: Int) -> String {
    let indicator = form.indicator(of: form.cells[cell])
    guard indicator.role == .total, indicator.block.isEmpty, let group = form.parents(of: indicator).last
    else {
      return form.fullLabel(of: indicator)
    }
    return group.label + indicator.label
  }

  private func column(of check: Check) -> String? {
    guard let first = check.cells.first, let column = form.cells[first].column else { return nil }
    let table = form.table(form.cells[first].table)
    return table?.layout == .applicants ? table?.columns[column].label : nil
  }
}

extension Array {
  fileprivate var only: Element? { count == 1 ? first : nil }
}
