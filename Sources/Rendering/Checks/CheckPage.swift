import Checks
import Core
import DocumentModel
import MarkupKit
import Presentation
import ReportModel

/// The outcome of checks as one self-contained page: a summary, the findings of each report by rule with what
/// they rest on, and the tables as they are printed, with the figures that findings speak of marked and linked.
struct CheckPage {
  private let style: CheckStyle
  private let words: Words

  init(_ style: CheckStyle) {
    self.style = style
    words = Words(style.language)
  }

  func bytes(of run: CheckRun) -> [UInt8] {
    var page = HTMLPage.ofResults(style.language)
    let title =
      run.reports.count == 1
      ? words("check.page.one", ["name": name(of: run.reports[0])]) : words("check.page.title")
    page.raw("<div class=\"check\">\n")
    page.element("h1", title)
    overview(run, to: &page)
    // Of many reports those without findings are in the summary only.
    for (index, checked) in run.reports.enumerated() where run.reports.count == 1 || hasSomething(checked) {
      section(checked, number: index + 1, isOnly: run.reports.count == 1, to: &page)
    }
    page.raw("</div>\n")
    page.add(.paragraph(Paragraph(words("check.page.legend"), style: .note)))
    return page.finish(title: title, style.language, style: CheckPageStyle.sheet)
  }

  private func hasSomething(_ checked: CheckedReport) -> Bool {
    !checked.verdict.isPublishable || checked.findings.contains { $0.finding.severity >= style.level }
      || checked.reading.contains { $0.severity >= style.level }
      || style.level == .note && !checked.notAssessable.isEmpty
  }

  private func name(of checked: CheckedReport) -> String {
    let name = checked.name(style.language)
    return name.isEmpty ? checked.path : name
  }

  // MARK: Summary

  private func overview(_ run: CheckRun, to page: inout HTMLPage) {
    page.raw("<div class=\"scroll\">\n<table class=\"overview\">\n<thead>\n<tr>")
    let states = Assessment.State.allCases
    let severities = Severity.allCases.reversed()
    page.element("th", words("check.page.report"))
    page.element("th", words("inspect.form"))
    page.element("th", words("check.page.verdict"))
    for severity in severities { page.element("th", words.severity(severity)) }
    for state in states { page.element("th", words("check.page.\(state.rawValue)")) }
    if run.hasBaseline { page.element("th", words("check.page.accepted")) }
    page.raw("</tr>\n</thead>\n<tbody>\n")
    for (index, checked) in run.reports.enumerated() {
      let name = name(of: checked)
      let hasSection = run.reports.count == 1 || hasSomething(checked)
      page.raw("<tr><td class=\"leading\">")
      page.raw(hasSection ? "<a href=\"#r\(index + 1)\">" : "")
      page.text(name)
      page.raw(hasSection ? "</a>" : "")
      if name != checked.path { page.element("span", checked.path, class: "file") }
      page.raw("</td>")
      page.element("td", checked.report.form.id.description, class: "form")
      let verdict = checked.verdict
      page.element(
        "td", words(verdict.isPublishable ? "check.page.yes" : "check.page.no"),
        class: verdict.isPublishable ? "form" : "form error")
      for severity in severities {
        let count = checked.count(severity)
        page.element("td", String(count), class: count > 0 ? severity.rawValue : nil)
      }
      for state in states { page.element("td", String(checked.result.count(state))) }
      if run.hasBaseline { page.element("td", String(checked.accepted.count)) }
      page.raw("</tr>\n")
    }
    for refusal in run.refusals {
      let rest = 5 + Severity.allCases.count + (run.hasBaseline ? 1 : 0)
      page.raw("<tr><td class=\"leading\">")
      page.text(refusal.path)
      page.raw("</td><td class=\"leading error\" colspan=\"\(rest)\">")
      page.text(refusal.findings.map(words.message).joined(separator: "\n"))
      page.raw("</td></tr>\n")
    }
    page.raw("</tbody>\n</table>\n</div>\n")
  }

  // MARK: A report

  /// A finding with the number that it has on the page.
  private struct Numbered {
    let number: Int
    let item: CheckFinding
  }

  private func section(_ checked: CheckedReport, number: Int, isOnly: Bool, to page: inout HTMLPage) {
    let anchor = "r\(number)"
    var count = 0
    let groups = checked.groups(from: style.level).map { group in
      (
        group: group,
        findings: group.findings.map { item -> Numbered in
          count += 1
          return Numbered(number: count, item: item)
        }
      )
    }
    page.raw("<section id=\"\(anchor)\">\n")
    if !isOnly { page.element("h2", name(of: checked)) }
    page.element("p", about(checked), class: "about")
    let verdict = checked.verdict
    page.element("p", verdict.text(words), class: verdict.isPublishable ? "verdict clean" : "verdict stopped")
    if !checked.stops.isEmpty {
      page.raw("<ul class=\"stops\">\n")
      for finding in checked.stops.map(\.finding) {
        page.raw("<li>")
        badge(finding.severity, &page)
        sentence(finding, &page)
        if let remedy = words.remedy(finding) { page.element("p", remedy, class: "remedy") }
        page.raw("</li>\n")
      }
      page.raw("</ul>\n")
    }
    if groups.isEmpty, verdict.isPublishable {
      page.element("p", words("check.page.clean"), class: "clean")
    }
    for (group, findings) in groups {
      heading(group, to: &page)
      page.raw("<ol class=\"findings\">\n")
      for finding in findings { write(finding, checked, anchor, to: &page) }
      page.raw("</ol>\n")
    }
    tables(checked, groups.flatMap(\.findings), anchor, isOnly: isOnly, to: &page)
    reading(checked, to: &page)
    notAssessable(checked, to: &page)
    page.raw("</section>\n")
  }

  private func about(_ checked: CheckedReport) -> String {
    var parts = [checked.path]
    if checked.placesPath != checked.path {
      parts.append(words("check.page.from", ["file": checked.placesPath]))
    }
    parts.append(checked.report.form.name[style.language])
    if let path = checked.previousPath { parts.append(words("check.page.against", ["file": path])) }
    if !checked.accepted.isEmpty {
      parts.append(words("check.page.acceptedCount", ["count": String(checked.accepted.count)]))
    }
    return parts.joined(separator: " · ")
  }

  private func heading(_ group: RuleGroup, to page: inout HTMLPage) {
    let rule = style.rules.rule(group.rule)
    page.raw("<h3 class=\"rule\">")
    badge(group.severity, &page)
    page.text(rule?.title[style.language] ?? group.rule)
    page.raw(" ")
    page.span("code", group.rule)
    page.raw("</h3>\n")
    if let first = group.findings.first, let remedy = words.remedy(first.finding) {
      page.element("p", "→ \(remedy)", class: "remedy")
    }
    guard let rule else { return }
    let basis = rule.basis[style.language]
    let texts = [
      rule.explanation[style.language], basis.isEmpty ? "" : "\(words("rule.basis"))\(words.colon)\(basis)",
    ]
    let text = texts.filter { !$0.isEmpty }.joined(separator: " ")
    if !text.isEmpty { page.element("p", text, class: "why") }
  }

  /// What was found, and where.
  private func sentence(_ finding: Finding, _ page: inout HTMLPage) {
    page.text(words.message(finding))
    guard let place = finding.places.first else { return }
    page.raw(" ")
    page.span("span", self.place(place), class: "place")
  }

  private func badge(_ severity: Severity, _ page: inout HTMLPage) {
    page.span("span", words.severity(severity), class: "badge \(severity.rawValue)")
    page.raw(" ")
  }

  private func write(
    _ finding: Numbered, _ checked: CheckedReport, _ anchor: String, to page: inout HTMLPage
  ) {
    let item = finding.item
    page.raw("<li id=\"\(anchor)-\(finding.number)\" value=\"\(finding.number)\">")
    page.raw("<p class=\"sentence\">")
    sentence(item.finding, &page)
    page.raw("</p>\n")
    let figures = item.witnesses.filter { $0.cell != nil }
    if !figures.isEmpty { write(figures, checked, anchor, to: &page) }
    var done: [Witness] = []
    for witness in item.witnesses where witness.cell == nil {
      if done.contains(where: { $0.text == witness.text && $0.place == witness.place }) { continue }
      done.append(witness)
      let ranges = item.witnesses.filter { $0.text == witness.text && $0.place == witness.place }.compactMap(
        \.marked)
      quote(witness, ranges, checked, to: &page)
    }
    page.raw("</li>\n")
  }

  /// The figures that a finding rests on: the total or the right side set off from its parts.
  private func write(
    _ witnesses: [Witness], _ checked: CheckedReport, _ anchor: String, to page: inout HTMLPage
  ) {
    let isLong = witnesses.count > 8
    let shown = isLong ? witnesses.filter { !isZero($0, checked) } : witnesses
    page.raw("<table class=\"witnesses\">\n<tbody>\n")
    for witness in shown {
      page.raw("<tr class=\"\(witness.side.rawValue)\"><td class=\"leading\">")
      if witness.source == .previous {
        page.span("span", words("check.page.previous"), class: "previous")
        page.raw(" ")
      }
      page.text(witness.labels.dropFirst(witness.labels.count > 1 ? 1 : 0).joined(separator: " / "))
      page.raw("</td><td class=\"trailing\">")
      let index = witness.source == .checked ? witness.cell.flatMap(checked.report.form.index(of:)) : nil
      if let index { page.raw("<a href=\"#\(anchor)-c\(index)\">") }
      page.text(
        witness.source == .checked ? FigureNotation.text(checked.figure(witness)) : witness.text)
      if index != nil { page.raw("</a>") }
      page.raw("</td><td class=\"leading place\">")
      if witness.source == .previous { page.text((checked.previousPlacesPath ?? "") + " ") }
      if let place = witness.place { page.text(self.place(place)) }
      page.raw("</td></tr>\n")
    }
    page.raw("</tbody>\n</table>\n")
    if shown.count < witnesses.count {
      page.element(
        "p", words("check.zeros", ["count": String(witnesses.count - shown.count)]), class: "note")
    }
  }

  private func isZero(_ witness: Witness, _ checked: CheckedReport) -> Bool {
    let figure = checked.figure(witness)
    return witness.side == .left && (figure?.certainAmount == .zero || figure?.value == .blank)
  }

  /// A sentence of the report with what is meant marked.
  private func quote(
    _ witness: Witness, _ ranges: [Range<Int>], _ checked: CheckedReport, to page: inout HTMLPage
  ) {
    page.raw("<blockquote>")
    let labels = witness.labels.joined(separator: " / ")
    if !labels.isEmpty {
      page.span("span", labels, class: "place")
      page.raw("<br>")
    }
    let characters = Array(witness.text)
    var isMarked = false
    var run = ""
    func flush(_ page: inout HTMLPage) {
      if isMarked { page.span("mark", run) } else { page.text(run) }
      run = ""
    }
    for (index, character) in characters.enumerated() {
      let next = ranges.contains { $0.contains(index) }
      if next != isMarked {
        if !run.isEmpty { flush(&page) }
        isMarked = next
      }
      run.append(character)
    }
    if !run.isEmpty { flush(&page) }
    page.raw("</blockquote>\n")
  }

  private func place(_ place: Place) -> String {
    let address = PlaceText.address(place, words)
    let line = place.line.map { words("check.page.line", ["line": String($0)]) }
    return [line, address.isEmpty ? nil : address].compactMap { $0 }.joined(separator: " ")
  }

  // MARK: Tables

  private func tables(
    _ checked: CheckedReport, _ findings: [Numbered], _ anchor: String, isOnly: Bool, to page: inout HTMLPage
  ) {
    let form = checked.report.form
    var marks: [Int: HTMLPage.CellMark] = [:]
    var seen: [Int: (severity: Severity, isTotal: Bool, numbers: [Int])] = [:]
    for finding in findings {
      for witness in finding.item.witnesses where witness.source == .checked {
        guard let index = witness.cell.flatMap(form.index(of:)) else { continue }
        var entry = seen[index] ?? (.note, false, [])
        entry.severity = max(entry.severity, finding.item.finding.severity)
        entry.isTotal = entry.isTotal || witness.side != .left
        if !entry.numbers.contains(finding.number) { entry.numbers.append(finding.number) }
        seen[index] = entry
      }
    }
    for (index, entry) in seen {
      // More numbers than fit into a cell say no more than the first.
      let shown = entry.numbers.prefix(4).map { "<a href=\"#\(anchor)-\($0)\">\($0)</a>" }
      let more = entry.numbers.count > shown.count ? " …" : ""
      marks[index] = HTMLPage.CellMark(
        classes: ["found", entry.severity.rawValue, entry.isTotal ? "total" : "part"],
        suffix: "<sup id=\"\(anchor)-c\(index)\">\(shown.joined(separator: " "))\(more)</sup>")
    }
    if marks.isEmpty { return }
    page.marks = marks
    for formTable in form.tables {
      let isMarked = seen.keys.contains { form.cells[$0].table == formTable.id }
      guard isOnly || isMarked else { continue }
      page.element("h4", formTable.title, class: "table")
      page.add(.table(Presenter.table(formTable, of: checked.report)))
    }
    page.marks = [:]
  }

  // MARK: What is not known

  private func reading(_ checked: CheckedReport, to page: inout HTMLPage) {
    let findings = checked.reading.filter { $0.severity >= style.level }
    if findings.isEmpty { return }
    page.element("h4", words("check.reading"), class: "table")
    page.raw("<ul>\n")
    for finding in findings.sorted(by: { $0.severity > $1.severity }) {
      page.raw("<li>")
      badge(finding.severity, &page)
      sentence(finding, &page)
      page.raw("</li>\n")
    }
    page.raw("</ul>\n")
  }

  private func notAssessable(_ checked: CheckedReport, to page: inout HTMLPage) {
    let all = checked.notAssessable
    if all.isEmpty || style.level > .note { return }
    page.element("h4", words("check.notAssessable", ["count": String(all.count)]), class: "table")
    page.raw("<ul>\n")
    for assessment in all {
      page.raw("<li>")
      page.text(style.rules.rule(assessment.rule)?.title[style.language] ?? assessment.rule)
      page.raw(" ")
      page.span("span", words.reasons(assessment, checked, most: 3), class: "place")
      page.raw("</li>\n")
    }
    page.raw("</ul>\n")
  }
}

/// How the page of findings looks, besides what all pages have. Nothing depends on colour alone: what is marked
/// has the number of its finding, and totals have a frame.
enum CheckPageStyle {
  static let sheet = """
    .check { font-family: system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
      font-size: 15px; line-height: 1.6; }
    .check h1 { font-size: 1.6rem; }
    .check h2 { text-indent: 0; font-size: 1.25rem; border-bottom: 2px solid #333; padding-bottom: .2rem; }
    .check h3.rule { text-indent: 0; font-family: inherit; font-size: 1.05rem; margin: 1.6rem 0 .2rem; }
    .check h4.table { text-indent: 0; font-family: inherit; margin: 1.8rem 0 .2rem; }
    .check p { text-indent: 0; }
    .check code { font-size: .85em; color: #555; font-weight: normal; }
    .check a { color: #0b4f9e; }
    .about, .why, .place, .file { color: #555; font-size: .85rem; }
    .file { display: block; overflow-wrap: anywhere; }
    .remedy { margin-top: .1rem; }
    .clean { color: #1a6b2d; }
    .verdict { font-weight: 700; }
    .stopped { color: #b3261e; }
    .badge { display: inline-block; border-radius: .25rem; padding: 0 .45em; font-size: .8rem; color: #fff;
      background: #555; font-weight: 600; }
    .badge.error { background: #b3261e; }
    .badge.warning { background: #8a5a00; }
    .badge.note { background: #0b5e6b; }
    .overview td.error { color: #b3261e; font-weight: 700; }
    .overview td.warning { color: #8a5a00; font-weight: 700; }
    .overview th { background: #f2f2f2; }
    .overview th, .overview td.form { white-space: nowrap; }
    ol.findings { padding-left: 2.2em; }
    ol.findings > li { margin: .8rem 0 1.1rem; }
    ol.findings > li::marker { font-weight: 700; }
    li:target > .sentence, sup:target { outline: 2px solid #0b4f9e; outline-offset: 2px; }
    .sentence { font-weight: 600; }
    .sentence .place { font-weight: normal; }
    table.witnesses { width: auto; margin: .3rem 0; font-size: .85rem; }
    table.witnesses td { border: 0; border-bottom: 1px solid #ddd; padding: .1rem .8rem .1rem 0; }
    table.witnesses td.trailing { min-width: 4em; }
    table.witnesses tr.right td, table.witnesses tr.subject td { font-weight: 700; }
    table.witnesses tr td.place { font-weight: normal; }
    .previous { border: 1px solid #555; border-radius: .25rem; padding: 0 .3em; font-size: .75rem; }
    blockquote { margin: .4rem 0; padding: .1rem .8rem; border-left: 3px solid #bbb; }
    mark { background: #ffd9d4; border-bottom: 2px solid #b3261e; color: inherit; }
    td.found.error.part { background: #fdeceb; }
    td.found.warning.part { background: #fff5e0; }
    td.found.note.part { background: #e6f4f6; }
    td.found.error.total { background: #f9c9c4; outline: 2px solid #b3261e; outline-offset: -2px; font-weight: 700; }
    td.found.warning.total { background: #ffe2ad; outline: 2px solid #8a5a00; outline-offset: -2px; font-weight: 700; }
    td.found.note.total { background: #c4e6ea; outline: 2px solid #0b5e6b; outline-offset: -2px; font-weight: 700; }
    td.found sup { display: inline; margin-left: .15em; font-size: .7em; font-weight: normal; line-height: 0; }
    td.found sup a { text-decoration: none; }
    @media print {
      .check { font-size: 10pt; }
      .check a { color: inherit; text-decoration: none; }
      ol.findings > li { break-inside: avoid; }
      section + section { break-before: page; }
      .badge, mark { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    }

    """
}
