import ReportModel

@testable import Core
@testable import Crosswalk

/// The page of the cases: what happened, how the older form counted it, where it stands today, and what the
/// conversion gives.
struct CasePage {
  let texts: CrosswalkTexts
  private let converter = CrosswalkConverter()

  init(texts: CrosswalkTexts) { self.texts = texts }

  private struct Converted {
    let item: CrosswalkCase
    let statistics: Statistics
  }

  func text() throws -> String {
    let all = try texts.guide.cases.map { item -> Converted in
      guard let report = item.report(texts.forms) else { throw Refusal(.input, []) }
      return Converted(
        item: item, statistics: try converter.convert(report, to: .edition2021).report.statistics)
    }
    var page = PageText(texts)
    page.title(texts.word("cases"), texts.word("cases.about"))
    for counts in [texts.countsOfCases, results(all)] {
      for language in Language.allCases { page.paragraph(counts[language]) }
    }
    var form: FormID?
    for (index, converted) in all.enumerated() {
      if converted.item.form != form {
        form = converted.item.form
        let name = texts.forms.form(converted.item.form)?.name
        let dialect = converted.item.form.description
        page.paragraph("## \(name?.chinese ?? dialect) · \(name?.english ?? dialect)")
      }
      write(converted, number: index + 1, to: &page)
    }
    return page.text
  }

  private func results(_ all: [Converted]) -> LocalizedText {
    var counts: [String: Int] = [:]
    for converted in all {
      for entry in converted.item.today {
        guard let figure = figure(entry.indicator, converted.statistics) else { continue }
        counts["all", default: 0] += 1
        switch figure.value {
        case .exact, .derived: counts["exact", default: 0] += 1
        case .presumed(let amount, _):
          counts["presumed", default: 0] += 1
          if amount == entry.amount { counts["right", default: 0] += 1 }
        case .range, .estimate, .ambiguous: counts["range", default: 0] += 1
        default: counts["unknown", default: 0] += 1
        }
      }
    }
    let names = ["all", "exact", "presumed", "right", "range", "unknown"]
    return texts.fill(
      "cases.result", Dictionary(uniqueKeysWithValues: names.map { ($0, String(counts[$0] ?? 0)) }))
  }

  private func figure(_ indicator: String, _ statistics: Statistics) -> Figure? {
    statistics.form.cells.firstIndex {
      $0.id.indicator == indicator && ($0.id.applicant ?? "total") == "total"
    }.flatMap { statistics[$0] }
  }

  // MARK: A case

  private func write(_ converted: Converted, number: Int, to page: inout PageText) {
    let (item, target) = (converted.item, converted.statistics.form.id)
    page.paragraph("### \(number) · \(heading(item, target))")
    for language in Language.allCases { page.paragraph(item.what[language]) }
    let sheet = item.sheet.map { entry -> String in
      let label =
        entry.indicator == "*" ? texts.both("case.all") : texts.label(entry.indicator, in: item.form)
      return "\(label) \(content(entry))"
    }
    page.item(texts.both("case.sheet"), sheet.joined(separator: "；") + "（\(item.year)）")
    if !item.says.isEmpty { page.item(texts.both("case.says"), item.says) }
    page.item(
      texts.both("case.today"),
      item.today.map { "\(texts.place($0.indicator, in: target)) \(content($0))" }.joined(separator: "；"))
    page.item(texts.both("case.given"), given(converted))
    if !item.open.isEmpty {
      page.item("**\(texts.both("case.open"))**", "\(item.open.chinese) · \(item.open.english)")
    }
    page.item(
      texts.both("case.basis"),
      item.basis.map { texts.link($0, item.url) } ?? "**\(texts.both("own"))**")
  }

  private func content(_ entry: CrosswalkCase.Entry) -> String {
    switch entry.content {
    case .amount(let amount): amount.description
    case .blank: texts.both("case.blank")
    case .missing: texts.both("case.missing")
    }
  }

  /// From where to where, in the last words of the labels.
  private func heading(_ item: CrosswalkCase, _ target: FormID) -> String {
    func last(_ entry: CrosswalkCase.Entry, _ form: FormID) -> String {
      if entry.indicator == "*" { return texts.word("case.all").chinese }
      if entry.indicator == Crosswalk.none { return texts.word("none").chinese }
      let path = texts.label(entry.indicator, in: form).split(separator: " / ").suffix(
        form.edition == .legacy ? 1 : 2)
      // What stands in brackets explains the row, and is no name.
      return path.map { $0.prefix { $0 != "（" } }.joined(separator: " / ")
    }
    // What is 0 or missing is not where a case stands, and a total says less than the rows that make it up.
    let filled = item.sheet.filter { $0.content != .missing && $0.amount != .zero }
    let rows = filled.filter { !$0.indicator.hasSuffix(".total") }
    let meant = [rows, filled, item.sheet].first { !$0.isEmpty } ?? []
    let from = meant.map { last($0, item.form) }
    let to = item.today.filter { $0.amount != .zero }.map { last($0, target) }
    return [from, to].map { $0.prefix(3).joined(separator: "、") + ($0.count > 3 ? "等" : "") }
      .joined(separator: " → ")
  }

  /// Cell by cell as printed: those that the case names, then what else is not a certain 0.
  private func given(_ converted: Converted) -> String {
    let (item, statistics) = (converted.item, converted.statistics)
    let named = item.today.filter { $0.indicator != Crosswalk.none }.map(\.indicator)
    let first = named.map { indicator in
      "\(texts.label(indicator, in: statistics.form.id)) **\(FigureNotation.text(figure(indicator, statistics)))**"
    }
    // What the case says nothing about is not its business.
    let parts = Set((item.sheet + item.today).map { $0.indicator.prefix { $0 != "." } })
    var printed: [String] = []
    var rows: [String: [String]] = [:]
    for indicator in statistics.form.indicators.map(\.id)
    where parts.contains(indicator.prefix { $0 != "." }) && !named.contains(indicator) {
      guard item.truth(indicator) != nil, !indicator.hasSuffix("total"),
        let figure = figure(indicator, statistics), figure.certainAmount != .zero
      else { continue }
      let text = FigureNotation.text(figure)
      if rows[text] == nil { printed.append(text) }
      rows[text, default: []].append(texts.label(indicator, in: statistics.form.id))
    }
    let others = printed.map { text in
      let names = rows[text] ?? []
      let more = names.count > 8 ? texts.fill("case.more", ["count": String(names.count)]) : nil
      return "**\(text)**：" + names.prefix(8).joined(separator: "、")
        + (more.map { "\($0.chinese) · \($0.english)" } ?? "")
    }
    return (first + (others.isEmpty ? [] : ["\(texts.both("case.others"))：" + others.joined(separator: "；")]))
      .joined(separator: "；")
  }
}
