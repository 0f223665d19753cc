import Collection
import Core
import MarkupKit
import ReportModel

/// Drawings of a roll-up as inline SVG. Each has a title and says in words what it shows, segments differ by pattern
/// and not by colour alone, and a table with the same figures stands beside.
struct RollUpCharts {
  /// How a segment is filled: a colour, and a pattern over it that shows in print.
  private enum Fill: Int, CaseIterable {
    case solid, lines, dots, crossed, rising, plain

    var colour: String {
      switch self {
      case .solid: "#0b5e6b"
      case .lines: "#5aa9b5"
      case .dots: "#e0b34c"
      case .crossed: "#b3261e"
      case .rising: "#7a6aa8"
      case .plain: "#e3e3e3"
      }
    }

    var pattern: String {
      switch self {
      case .solid, .plain: ""
      case .lines: "<path d=\"M0 3H6\" stroke=\"#063b43\" stroke-width=\"1\"/>"
      case .dots: "<circle cx=\"3\" cy=\"3\" r=\"1.2\" fill=\"#5b4100\"/>"
      case .crossed: "<path d=\"M0 0L6 6M6 0L0 6\" stroke=\"#fff\" stroke-width=\"1\"/>"
      case .rising: "<path d=\"M0 6L6 0\" stroke=\"#fff\" stroke-width=\"1.2\"/>"
      }
    }

    func reference(_ chart: String) -> String { "url(#\(chart)-\(rawValue))" }
  }

  private struct Segment {
    let fill: Fill
    let name: String
    let amount: Double
    let text: String
  }

  private static let width = 720.0
  private static let rowHeight = 24.0

  private let words: Words
  private let rollUp: RollUp

  init(_ rollUp: RollUp, _ words: Words) {
    self.rollUp = rollUp
    self.words = words
  }

  // MARK: Frame

  private func begin(_ id: String, height: Double, description: String, to page: inout HTMLPage) {
    page.raw("<figure class=\"chart\">\n<figcaption>")
    page.text(words.rollUp("chart.\(id)"))
    page.raw("</figcaption>\n<svg role=\"img\" viewBox=\"0 0 \(Int(Self.width)) \(Int(height))\"")
    page.raw(" aria-labelledby=\"\(id)-title \(id)-desc\"><title id=\"\(id)-title\">")
    page.text(words.rollUp("chart.\(id)"))
    page.raw("</title><desc id=\"\(id)-desc\">")
    page.text(description)
    page.raw("</desc>\n<defs>")
    for fill in Fill.allCases {
      page.raw(
        "<pattern id=\"\(id)-\(fill.rawValue)\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">")
      page.raw("<rect width=\"6\" height=\"6\" fill=\"\(fill.colour)\"/>\(fill.pattern)</pattern>")
    }
    page.raw("</defs>\n")
  }

  private func end(_ page: inout HTMLPage) { page.raw("</svg>\n</figure>\n") }

  private func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(abs(tenths % 10))"
  }

  private func rectangle(
    _ chart: String, _ fill: Fill, x: Double, y: Double, width: Double, height: Double, says text: String,
    to page: inout HTMLPage
  ) {
    page.raw("<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(max(width, 0.6)))\"")
    page.raw(" height=\"\(number(height))\" fill=\"\(fill.reference(chart))\" stroke=\"#fff\"><title>")
    page.text(text)
    page.raw("</title></rect>\n")
  }

  private func label(
    _ text: String, x: Double, y: Double, anchor: String = "start", to page: inout HTMLPage
  ) {
    page.raw("<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\">")
    page.text(text)
    page.raw("</text>\n")
  }

  /// Small squares with what they stand for, in rows.
  private func legend(
    _ chart: String, _ items: [(fill: Fill, text: String)], y: Double, to page: inout HTMLPage
  ) {
    for (index, item) in items.enumerated() {
      let x = Double(index % 3) * Self.width / 3
      let y = y + Double(index / 3) * 22
      rectangle(chart, item.fill, x: x, y: y, width: 14, height: 14, says: item.text, to: &page)
      label(item.text, x: x + 20, y: y + 12, to: &page)
    }
  }

  // MARK: Coverage

  func coverage(to page: inout HTMLPage) {
    let coverage = rollUp.coverage
    if coverage.due == 0 { return }
    let kinds: [(state: RollUp.State, fill: Fill)] = [
      (.reported, .solid), (.converted, .lines), (.wrongYear, .dots), (.duplicate, .rising),
      (.unreadable, .crossed), (.absent, .plain),
    ]
    let items = kinds.filter { coverage.count($0.state) > 0 }.map { kind in
      Segment(
        fill: kind.fill, name: words.state(kind.state), amount: Double(coverage.count(kind.state)),
        text: "\(words.state(kind.state)) \(coverage.count(kind.state))")
    }
    let rows = Double((items.count + 2) / 3)
    begin(
      "coverage", height: 62 + rows * 22,
      description: words.rollUp(
        "chart.coverage.desc", ["due": String(coverage.due), "parts": words.list(items.map(\.text))]),
      to: &page)
    bar("coverage", items, whole: Double(coverage.due), x: 0, y: 6, width: Self.width, height: 34, to: &page)
    legend("coverage", items.map { ($0.fill, $0.text) }, y: 52, to: &page)
    end(&page)
  }

  private func bar(
    _ chart: String, _ items: [Segment], whole: Double, x: Double, y: Double, width: Double, height: Double,
    to page: inout HTMLPage
  ) {
    var start = x
    for item in items where item.amount > 0 {
      let length = item.amount / whole * width
      rectangle(
        chart, item.fill, x: start, y: y, width: length, height: height, says: item.text, to: &page)
      start += length
    }
  }

  // MARK: Outcomes

  /// The groups of outcomes with the cells that make them up; none where the form has no such rows.
  private var groups: [(id: String, fill: Fill, cells: [Int])] {
    let names: [(String, Fill)] = [
      ("disclosed", .solid), ("partlyDisclosed", .lines), ("refused", .crossed), ("notProvided", .dots),
      ("notProcessed", .rising), ("other", .plain),
    ]
    return names.compactMap { name, fill in
      let whole = "applications.outcome.\(name)"
      if let cell = rollUp.form.index(of: CellID(whole, "total")) { return (name, fill, [cell]) }
      let cells = rollUp.form.cells.indices.filter { index in
        let id = rollUp.form.cells[index].id
        return id.applicant == "total" && id.indicator.hasPrefix("\(whole).")
      }
      return cells.isEmpty ? nil : (name, fill, cells)
    }
  }

  private static let mostUnits = 20

  private func double(_ amount: Amount?) -> Double {
    guard let amount else { return 0 }
    return Double(amount.description) ?? 0
  }

  /// Outcomes by unit, those with the most first, and a table with the same figures.
  func outcomes(to page: inout HTMLPage) {
    let groups = groups
    if groups.count < 2 { return }
    let units = rollUp.units.filter { $0.isSummed && $0.submission != nil }
    var rows = units.map { unit in
      (
        unit: unit,
        bounds: groups.map { group in
          group.cells.reduce(Bounds(.zero)) { $0 + rollUp.contribution(of: unit.index, to: $1).bounds }
        }
      )
    }
    func total(_ bounds: [Bounds]) -> Double { bounds.reduce(0) { $0 + double($1.atLeast) } }
    rows.sort { left, right in
      let (first, second) = (total(left.bounds), total(right.bounds))
      return first == second ? left.unit.index < right.unit.index : second < first
    }
    let shown = Array(rows.prefix(Self.mostUnits).filter { total($0.bounds) > 0 })
    guard let most = shown.first.map({ total($0.bounds) }) else { return }
    let height = Double(shown.count) * Self.rowHeight + 60
    begin(
      "outcomes", height: height,
      description: words.rollUp("chart.outcomes.desc", ["count": String(shown.count)]), to: &page)
    for (position, row) in shown.enumerated() {
      let y = Double(position) * Self.rowHeight
      label(shortened(row.unit.entry.name), x: 196, y: y + 16, anchor: "end", to: &page)
      let items = zip(groups, row.bounds).map { group, bounds in
        Segment(
          fill: group.fill, name: group.id, amount: double(bounds.atLeast),
          text:
            "\(row.unit.entry.name) \(words.rollUp("group.\(group.id)")) \(Labels.interval(bounds, words))")
      }
      bar("outcomes", items, whole: most, x: 204, y: y + 3, width: 456, height: 17, to: &page)
      let isSure = row.bounds.allSatisfy { $0.only != nil }
      let length = total(row.bounds) / most * 456
      label("\(isSure ? "" : "≥")\(number(total(row.bounds)))", x: 210 + length, y: y + 16, to: &page)
    }
    legend(
      "outcomes", groups.map { ($0.fill, words.rollUp("group.\($0.id)")) },
      y: Double(shown.count) * Self.rowHeight + 10, to: &page)
    end(&page)
    let titles = [words.rollUp("column.unit")] + groups.map { words.rollUp("group.\($0.id)") }
    page.raw("<details><summary>")
    page.text(words.rollUp("chart.outcomes"))
    page.raw("</summary>\n")
    page.table(
      titles, rows.map { row in [row.unit.entry.name] + row.bounds.map { Labels.interval($0, only: words) } },
      class: "sortable")
    page.raw("</details>\n")
  }

  /// As much of a name as there is room for.
  private func shortened(_ name: String) -> String { name.count > 14 ? "\(name.prefix(13))…" : name }

  // MARK: Years

  func years(to page: inout HTMLPage) {
    guard let previous = rollUp.previousSums else { return }
    let cells = rollUp.keyCells
    let values = cells.flatMap {
      [double(rollUp.sums[$0].bounds.atLeast), double(previous[$0].bounds.atLeast)]
    }
    guard let most = values.max(), most > 0 else { return }
    let height = Double(cells.count) * 52 + 30
    begin("years", height: height, description: words.rollUp("chart.years.desc"), to: &page)
    for (position, cell) in cells.enumerated() {
      let y = Double(position) * 52
      label(shortened(rollUp.shortLabel(cell)), x: 196, y: y + 26, anchor: "end", to: &page)
      let bars: [(CellSum, Fill, Int)] = [
        (rollUp.sums[cell], .solid, rollUp.year), (previous[cell], .lines, rollUp.year - 1),
      ]
      for (offset, bar) in bars.enumerated() {
        let length = double(bar.0.bounds.atLeast) / most * 420
        let top = y + 4 + Double(offset) * 20
        let text = words.sum(bar.0.figure)
        rectangle(
          "years", bar.1, x: 204, y: top, width: length, height: 17, says: "\(bar.2) \(text)", to: &page)
        label(text, x: 210 + length, y: top + 13, to: &page)
      }
    }
    legend(
      "years",
      [
        (.solid, words.rollUp("previous", ["year": String(rollUp.year)])),
        (.lines, words.rollUp("previous", ["year": String(rollUp.year - 1)])),
      ], y: height - 22, to: &page)
    end(&page)
    page.table(
      ["indicator", "sum", "previous", "change"].map { words.rollUp("column.\($0)") },
      cells.map { cell in
        [
          rollUp.shortLabel(cell), words.sum(rollUp.sums[cell].figure), words.sum(previous[cell].figure),
          rollUp.previousChange(cell).map(words.difference) ?? "",
        ]
      })
  }
}

extension Labels {
  /// Bounds as one number where they are.
  static func interval(_ bounds: Bounds, only words: Words) -> String {
    bounds.only?.description ?? interval(bounds, words)
  }
}

extension HTMLPage {
  /// A plain table: a row of titles, then rows whose first cell names them and whose others stand at the right.
  mutating func table(
    _ titles: [String], _ rows: [[String]], class className: String? = nil, areTexts: Bool = false
  ) {
    raw("<div class=\"scroll\"><table\(className.map { " class=\"\($0)\"" } ?? "")>\n<thead><tr>")
    for title in titles {
      raw("<th scope=\"col\">")
      text(title)
      raw("</th>")
    }
    raw("</tr></thead>\n<tbody>\n")
    for row in rows {
      raw("<tr>")
      for (index, field) in row.enumerated() {
        raw(
          index == 0
            ? "<th scope=\"row\" class=\"leading\">" : "<td class=\"\(areTexts ? "leading" : "trailing")\">")
        text(field)
        raw(index == 0 ? "</th>" : "</td>")
      }
      raw("</tr>\n")
    }
    raw("</tbody></table></div>\n")
  }
}
