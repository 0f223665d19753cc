import Collection
import Core
import MarkupKit
import Presentation
import ReportModel

/// A roll-up as one self-contained page: failures first, then whom to remind, coverage, units, the form with the sums
/// in it, and drawings where people would rather look. Everything is there without scripts; with them tables sort.
struct RollUpPage {
  private let style: RollUpStyle
  private let words: Words
  private let links: FileLink

  init(_ style: RollUpStyle) {
    self.style = style
    words = Words(style.language)
    links = FileLink(folder: style.folder)
  }

  func bytes(of rollUp: RollUp) -> [UInt8] {
    var page = HTMLPage.ofResults(style.language)
    let title = words.rollUp("title", ["year": String(rollUp.year)])
    let charts = RollUpCharts(rollUp, words)
    page.raw("<div class=\"collect\">\n")
    page.element("h1", title)
    overview(rollUp, to: &page)
    problems(rollUp, to: &page)
    reminders(rollUp, to: &page)
    page.element("h2", words.rollUp("chart.coverage"), id: "coverage")
    charts.coverage(to: &page)
    branches(rollUp, to: &page)
    units(rollUp, to: &page)
    sums(rollUp, to: &page)
    if let parent = rollUp.parent { self.parent(parent, rollUp, to: &page) }
    if rollUp.previousSums != nil { page.element("h2", words.rollUp("chart.years"), id: "years") }
    charts.years(to: &page)
    page.element("h2", words.rollUp("chart.outcomes"), id: "outcomes")
    charts.outcomes(to: &page)
    page.raw("</div>\n<script>\n\(Self.script)</script>\n")
    return page.finish(title: title, style.language, style: Self.sheet)
  }

  // MARK: Overview

  private func overview(_ rollUp: RollUp, to page: inout HTMLPage) {
    let coverage = rollUp.coverage
    page.element("p", words.summary(rollUp), class: coverage.usable == coverage.due ? "full" : "lacking")
    let other = coverage.due - coverage.usable - coverage.count(.absent)
    let counts = [
      ("due", coverage.due), ("usable", coverage.usable), ("absent", coverage.count(.absent)),
      ("other", other),
      ("late", coverage.late), ("withErrors", coverage.withErrors),
    ]
    page.raw("<dl class=\"counts\">\n")
    for (id, count) in counts {
      if id == "late", rollUp.deadline == nil { continue }
      page.raw("<div class=\"\(id)\(count == 0 ? " none" : "")\">")
      page.span("dt", words.rollUp("column.\(id)"))
      page.span("dd", String(count))
      page.raw("</div>\n")
    }
    page.raw("</dl>\n")
    let about = [
      words.rollUp("form", ["form": rollUp.form.name[style.language]]),
      words.rollUp("policy", ["policy": words("policy.\(rollUp.policy.rawValue)")]),
      words.rollUp("page.legend"),
    ]
    for text in about { page.element("p", text, class: "about") }
  }

  // MARK: Problems

  private func link(_ path: String, to page: inout HTMLPage) {
    guard let address = links.address(of: path) else { return page.span("span", path, class: "file") }
    page.raw("<a class=\"file\" href=\"")
    page.text(address)
    page.raw("\">")
    // The whole path is for those who ask.
    page.text(path.split(separator: "/").last.map(String.init) ?? path)
    page.raw("</a>")
  }

  private func problems(_ rollUp: RollUp, to page: inout HTMLPage) {
    page.element("h2", words.rollUp("problems"), id: "problems")
    let groups: [(Severity, [RollUp.Problem])] = [Severity.error, .warning, .note].map { severity in
      (severity, rollUp.problems.filter { $0.finding.severity == severity })
    }
    if rollUp.problems.isEmpty { page.element("p", words.rollUp("problems.none")) }
    for (severity, problems) in groups where !problems.isEmpty {
      if severity == .error {
        table(problems, rollUp, to: &page)
      } else {
        let title = words.rollUp(severity == .warning ? "problems.warnings" : "problems.notes")
        page.raw("<details class=\"problems\"><summary>")
        page.text("\(title)\(words.aside(String(problems.count)))")
        page.raw("</summary>\n")
        table(problems, rollUp, to: &page)
        page.raw("</details>\n")
      }
    }
  }

  private func head(_ columns: [String], to page: inout HTMLPage) {
    page.raw("<thead><tr>")
    for column in columns { page.span("th scope=\"col\"", column, closing: "th") }
    page.raw("</tr></thead>\n")
  }

  private func table(_ problems: [RollUp.Problem], _ rollUp: RollUp, to page: inout HTMLPage) {
    page.raw("<div class=\"scroll\"><table class=\"sortable stacked\">\n")
    let titles = ["severity", "unit", "problem", "remedy", "file"].map { words.rollUp("column.\($0)") }
    head(titles, to: &page)
    page.raw("<tbody>\n")
    for problem in problems {
      let finding = problem.finding
      page.raw("<tr><td data-label=\"\(titles[0])\">")
      page.span("span", words.severity(finding.severity), class: "badge \(finding.severity.rawValue)")
      page.raw("</td><td class=\"leading\" data-label=\"\(titles[1])\">")
      if let unit = problem.unit {
        page.raw("<a href=\"#unit-\(unit)\">")
        page.text(rollUp.units[unit].entry.name)
        page.raw("</a>")
      }
      page.raw("</td><td class=\"leading\" data-label=\"\(titles[2])\">")
      page.text(words.message(finding))
      if let place = finding.places.first {
        page.span("span", words.aside(PlaceText.text(place, words)), class: "place")
      }
      page.raw("</td><td class=\"leading\" data-label=\"\(titles[3])\">")
      page.text(words.remedy(finding) ?? "")
      page.raw("</td><td class=\"leading\" data-label=\"\(titles[4])\">")
      if let file = problem.file { link(file, to: &page) }
      page.raw("</td></tr>\n")
    }
    page.raw("</tbody></table></div>\n")
  }

  private func reminders(_ rollUp: RollUp, to page: inout HTMLPage) {
    page.element("h2", words.rollUp("reminders"), id: "reminders")
    let text = rollUp.reminderText(words)
    page.raw("<div class=\"reminders\"><pre id=\"reminder-text\">")
    for (index, line) in text.split(separator: "\n").enumerated() {
      if index > 0 { page.raw("\n") }
      page.text(String(line))
    }
    page.raw("</pre><button type=\"button\" class=\"copy\" hidden data-done=\"")
    page.text(words.rollUp("page.copied"))
    page.raw("\">")
    page.text(words.rollUp("page.copy"))
    page.raw("</button></div>\n")
  }

  // MARK: Coverage and units

  private func branches(_ rollUp: RollUp, to page: inout HTMLPage) {
    if rollUp.branches.isEmpty { return }
    let titles = ["unit", "due", "handedIn", "usable", "rate", "absent", "other", "late", "withErrors"]
    page.table(
      titles.map { words.rollUp("column.\($0)") },
      rollUp.branches.map { branch in
        let coverage = branch.coverage
        let other = coverage.due - coverage.usable - coverage.count(.absent)
        return [
          String(repeating: "　", count: branch.depth) + rollUp.units[branch.unit].entry.name,
          String(coverage.due), String(coverage.handedIn), String(coverage.usable),
          "\(words.rate(coverage.usable, of: coverage.due))\(words.aside("\(coverage.usable)/\(coverage.due)"))",
          String(coverage.count(.absent)), String(other),
          rollUp.deadline == nil ? words.rollUp("none") : String(coverage.late), String(coverage.withErrors),
        ]
      })
  }

  private func units(_ rollUp: RollUp, to page: inout HTMLPage) {
    page.element("h2", words.rollUp("units"), id: "units")
    let cells = rollUp.keyCells
    page.element("p", words.rollUp("page.sort"), class: "about scripted")
    page.raw("<div class=\"scroll\"><table class=\"sortable units\">\n")
    let titles = ["unit", "state"].map { words.rollUp("column.\($0)") } + cells.map(rollUp.shortLabel)
    head(titles + ["remark", "file"].map { words.rollUp("column.\($0)") }, to: &page)
    page.raw("<tbody>\n")
    let failed = rollUp.units.filter { $0.isSummed && !$0.state.isUsable }
    let others = rollUp.units.filter { !($0.isSummed && !$0.state.isUsable) }
    for unit in failed + others {
      page.raw(
        "<tr id=\"unit-\(unit.index)\" class=\"\(unit.state.rawValue)\"><th scope=\"row\" class=\"leading\">")
      page.text(unit.entry.name)
      page.raw("</th><td class=\"state\"><span aria-hidden=\"true\">")
      page.text(words.rollUp("mark.\(unit.state.rawValue)"))
      page.raw("</span> ")
      page.text(words.state(unit.state))
      page.raw("</td>")
      for cell in cells {
        page.span(
          "td class=\"trailing\"", figure(rollUp.contribution(of: unit.index, to: cell)), closing: "td")
      }
      page.span("td class=\"leading\"", words.remarks(unit), closing: "td")
      page.raw("<td class=\"leading\">")
      for (index, file) in unit.files.enumerated() {
        if index > 0 { page.raw("<br>") }
        link(file, to: &page)
      }
      page.raw("</td></tr>\n")
    }
    page.raw("</tbody></table></div>\n")
  }

  /// What a unit gives to a sum, in a few signs.
  private func figure(_ contribution: Contribution) -> String {
    switch contribution.kind {
    case .exact, .derived: contribution.amount?.description ?? ""
    case .missing: words.rollUp("none")
    case .presumed, .estimate, .range: Labels.interval(contribution.bounds, words)
    default: words.rollUp("kind.\(contribution.kind.rawValue)")
    }
  }

  // MARK: Sums

  private func sums(_ rollUp: RollUp, to page: inout HTMLPage) {
    page.element("h2", words.rollUp("sums"), id: "sums")
    let report = rollUp.report
    for table in rollUp.form.tables {
      page.element("h3", table.title)
      page.add(.table(Presenter.table(table, of: report)))
    }
    page.raw("<details><summary>")
    page.text(words.rollUp("page.all"))
    page.raw("</summary>\n")
    var titles = ["indicator", "sum"]
    if rollUp.previousSums != nil { titles += ["previous", "change"] }
    page.table(
      (titles + ["basis"]).map { words.rollUp("column.\($0)") },
      rollUp.form.cells.indices.map { cell in
        var row = [rollUp.label(cell), words.sum(rollUp.sums[cell].figure)]
        if let previous = rollUp.previousSums, let change = rollUp.previousChange(cell) {
          row += [words.sum(previous[cell].figure), words.difference(change)]
        }
        return row + [words.basis(rollUp.sums[cell])]
      }, class: "sortable")
    page.raw("</details>\n")
  }

  private func parent(_ parent: ParentComparison, _ rollUp: RollUp, to page: inout HTMLPage) {
    page.element("h2", words.rollUp("parent.title"), id: "parent")
    if parent.cells.isEmpty {
      for finding in parent.findings { page.element("p", words.message(finding)) }
      return
    }
    let counts = ParentComparison.Outcome.allCases.compactMap { outcome -> String? in
      let count = parent.cells.count { $0.outcome == outcome }
      return count == 0 ? nil : words.rollUp("parent.\(outcome.rawValue)", ["count": String(count)])
    }
    page.element("p", counts.joined(separator: words.rollUp("separator")))
    let different = parent.cells.filter { $0.outcome == .different }
    if different.isEmpty { return }
    page.table(
      ["indicator", "parent", "sum", "difference", "reason"].map { words.rollUp("column.\($0)") },
      different.map { cell in
        [
          rollUp.label(cell.cell), words.sum(cell.figure), words.sum(rollUp.sums[cell.cell].figure),
          words.difference(cell.difference),
          cell.reasons.map { words.reason($0, rollUp) }.joined(separator: words("punctuation.semicolon")),
        ]
      }, class: "sortable")
  }

  // MARK: Script and style

  /// Sorts a table by the column that is clicked, numbers as numbers, and copies the list of reminders.
  private static let script = """
    for (const table of document.querySelectorAll('table.sortable')) {
      const body = table.tBodies[0];
      [...table.tHead.rows[0].cells].forEach((head, column) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.append(...head.childNodes);
        head.append(button);
        button.onclick = () => {
          const up = head.getAttribute('aria-sort') !== 'ascending';
          for (const other of head.parentNode.cells) other.removeAttribute('aria-sort');
          head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
          const key = row => {
            const text = row.cells[column].textContent.trim();
            const number = text.match(/^[^0-9-]{0,2}(-?[0-9.]+)/);
            return number ? [0, +number[1], text] : [1, 0, text];
          };
          const rows = [...body.rows].map(row => [key(row), row]);
          rows.sort(([a], [b]) => a[0] - b[0] || a[1] - b[1] || a[2].localeCompare(b[2], 'zh'));
          if (!up) rows.reverse();
          body.append(...rows.map(pair => pair[1]));
        };
      });
    }
    for (const button of document.querySelectorAll('button.copy')) {
      if (!navigator.clipboard) continue;
      button.hidden = false;
      button.onclick = async () => {
        await navigator.clipboard.writeText(document.getElementById('reminder-text').innerText);
        button.textContent = button.dataset.done;
      };
    }
    addEventListener('beforeprint', () => {
      for (const details of document.querySelectorAll('details.problems')) details.open = true;
    });
    document.documentElement.classList.add('script');

    """

  private static let sheet = """
    body { max-width: 76rem; }
    .collect { font-family: system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
      font-size: 15px; line-height: 1.6; }
    .collect h1 { font-family: inherit; font-size: 1.6rem; }
    .collect h2 { font-family: inherit; text-indent: 0; font-size: 1.25rem; border-bottom: 2px solid #333;
      padding-bottom: .2rem; margin-top: 2.2rem; }
    .collect h3 { font-family: inherit; text-indent: 0; }
    .collect p { text-indent: 0; }
    .collect a { color: #0b4f9e; }
    .collect th { background: #f2f2f2; }
    .collect tbody th { background: none; font-weight: 600; }
    .full, .lacking { font-size: 1.15rem; font-weight: 700; }
    .lacking { color: #b3261e; }
    .full { color: #1a6b2d; }
    .about, .place { color: #555; font-size: .85rem; }
    .file { overflow-wrap: anywhere; }
    dl.counts { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1rem 0; }
    dl.counts div { flex: 1 1 6rem; border: 1px solid #bbb; border-radius: .4rem; padding: .4rem .8rem; }
    dl.counts dt { color: #555; font-size: .85rem; }
    dl.counts dd { margin: 0; font-size: 1.7rem; line-height: 1.2; font-weight: 700; font-variant-numeric: tabular-nums; }
    dl.counts .absent:not(.none), dl.counts .other:not(.none), dl.counts .withErrors:not(.none) {
      border: 2px solid #b3261e; }
    .badge { display: inline-block; border-radius: .25rem; padding: 0 .45em; font-size: .8rem; color: #fff;
      background: #555; font-weight: 600; white-space: nowrap; }
    .badge.error { background: #b3261e; }
    .badge.warning { background: #8a5a00; }
    .badge.note { background: #0b5e6b; }
    .reminders { position: relative; }
    .reminders pre { white-space: pre-wrap; background: #f7f7f7; border: 1px solid #ccc; padding: .8rem 1rem;
      font: inherit; margin: .5rem 0; }
    button { font: inherit; cursor: pointer; }
    button.copy { position: absolute; top: .5rem; right: .5rem; }
    th button { all: unset; cursor: pointer; display: block; width: 100%; }
    th button:focus-visible { outline: 2px solid #0b4f9e; }
    th button::after { content: " ↕"; color: #767676; }
    th[aria-sort=ascending] button::after { content: " ↑"; color: #111; }
    th[aria-sort=descending] button::after { content: " ↓"; color: #111; }
    .scripted { display: none; }
    .script .scripted { display: block; }
    td.state { white-space: nowrap; text-align: left; }
    tr.absent td.state, tr.unreadable td.state, tr.duplicate td.state, tr.wrongYear td.state {
      color: #b3261e; font-weight: 700; }
    table.units td:last-child { min-width: 11em; }
    table.units td:nth-last-child(2) { min-width: 6em; }
    table.units th[scope=row] { min-width: 7em; }
    tr:target { outline: 2px solid #0b4f9e; }
    details { margin: .8rem 0; }
    summary { cursor: pointer; font-weight: 600; }
    figure.chart { margin: 1rem 0; }
    figure.chart figcaption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    figure.chart svg { width: 100%; height: auto; max-width: 60rem; font-size: 13px; }
    @media (max-width: 40rem) {
      .collect h1 { font-size: 1.3rem; }
      dl.counts div { flex-basis: 4.5rem; padding: .3rem .5rem; }
      dl.counts dd { font-size: 1.3rem; }
      table.stacked thead { display: none; }
      table.stacked tr { display: block; border: 1px solid #222; margin-bottom: .6rem; padding: .3rem .5rem; }
      table.stacked td { display: block; border: 0; text-align: left; padding: .1rem 0; }
      table.stacked td:empty { display: none; }
      table.stacked td[data-label]:nth-child(n+4)::before { content: attr(data-label) "："; color: #555; }
      button.copy { position: static; }
      figure.chart { overflow-x: auto; }
      figure.chart svg { min-width: 34rem; }
    }
    @media print {
      .collect { font-size: 10pt; }
      .collect a { color: inherit; text-decoration: none; }
      button, .scripted, .script .scripted { display: none; }
      th button { display: inline; }
      th button::after { content: none !important; }
      figure.chart, dl.counts { break-inside: avoid; }
      .badge, figure.chart svg { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    }

    """
}

extension HTMLPage {
  /// An element whose tag has attributes of its own.
  fileprivate mutating func span(_ tag: String, _ content: String, closing name: String) {
    raw("<\(tag)>")
    text(content)
    raw("</\(name)>")
  }
}
