import Core
import Crosswalk
import ReportModel

extension PanelPackage {
  /// A page that says what stands in the tables, and what can be compared.
  func codebook(_ language: Language) -> [UInt8] {
    var page = Page(language)
    page.line("# " + Self.title[language])
    page.paragraph(
      "本文件夹由 gongkai {version} 生成：各份报告的数字统一为 {edition} 年报格式（取数规则 {policy}）。空白不是0；没有数字的，status 说明原因；"
        + "lower 和 upper 是真实数字的下限和上限，确切的数字也有。",
      "Made by gongkai {version}: the figures of all reports in the form {edition}, by the policy {policy}. Nothing is not 0: "
        + "where there is no value, status says why. lower and upper are the bounds of the true figure, also of an exact one.",
      ["version": settings.program, "edition": settings.edition.rawValue, "policy": settings.policy.rawValue])
    for table in PanelTable.allCases {
      page.line("\n## \(table.rawValue) — \(table.title[language])")
      page.line("\n\(table.meaning[language])")
      page.line("")
      page.row(page.words("列", "Column"), page.words("类型", "Type"), page.words("含义", "Meaning"))
      page.row("---", "---", "---")
      for column in table.columns {
        page.row("`\(column.name)`", page.type(of: column), column.meaning[language])
      }
      let key = table.key.map { "`\($0)`" }.joined(separator: page.words("、", ", "))
      page.line("\n" + page.words("主键：", "Key: ") + key)
    }
    page.line("\n## " + page.words("数字的状态", "The status of a figure"))
    page.line("")
    page.row("status", page.words("含义", "Meaning"))
    page.row("---", "---")
    for status in FigureStatus.allCases {
      page.row("`\(status.rawValue)`", MessageCatalogue.shared.word("status.\(status.rawValue)", language))
    }
    addComparability(to: &page)
    addExamples(to: &page)
    return page.bytes
  }

  /// The indicators of the panel's form, each with whether figures of earlier forms can be set beside it.
  private func addComparability(to page: inout Page) {
    guard let form = settings.forms.forms(of: settings.edition).first else { return }
    let crosswalks = settings.crosswalks.crosswalks.filter { $0.target.edition == form.id.edition }
    if crosswalks.isEmpty { return }
    page.line("\n## " + page.words("各年报格式之间能否比较", "What can be compared between the forms"))
    page.paragraph(
      "按法规条文：`yes` 可以比较，`bounds` 只能比较范围，`no` 原格式没有反映。这里只按指标之间的对应关系判断；具体数字以其 status 为准。",
      "By the letter of the Regulation: `yes`, within `bounds`, or `no`: the earlier form says nothing of it. This is by how "
        + "indicators correspond; the status of a figure says it of that figure.")
    page.line("")
    let columns = crosswalks.map { "`\($0.source)`" }
    page.row(cells: [page.words("指标", "Indicator"), page.words("名称", "Label")] + columns)
    page.row(cells: (0..<columns.count + 2).map { _ in "---" })
    let known = crosswalks.map { crosswalk in
      crosswalk.statistics.components(.letter).reduce(into: [String: PanelComparability]()) {
        result, component in
        for target in component.targets { result[target] = component.comparability }
      }
    }
    for indicator in form.indicators where indicator.role.holdsFigure {
      let words = known.map { $0[indicator.id]?.rawValue ?? PanelComparability.no.rawValue }
      page.row(cells: ["`\(indicator.id)`", form.fullLabel(of: indicator)] + words)
    }
  }

  private func addExamples(to page: inout Page) {
    page.line("\n## " + page.words("用法", "How to use it"))
    page.line(
      """

      ```sql
      -- DuckDB; SQLite has the same tables, and this as the view series.
      SELECT code, body, year, cell, lower, upper, value, status
      FROM 'figures.csv' JOIN 'reports.csv' USING (report, form) WHERE cell = '…' ORDER BY code, year;
      ```

      ```python
      import json, pandas
      types = {"string": "string", "integer": "Int64", "number": "Float64"}
      table = next(r for r in json.load(open("datapackage.json"))["resources"] if r["name"] == "figures")
      figures = pandas.read_csv(table["path"], dtype={f["name"]: types[f["type"]] for f in table["schema"]["fields"]})
      ```

      ```r
      figures <- readr::read_csv("figures.csv", col_types = "cccccdddcccc")
      ```
      """)
  }
}

/// A page of Markdown.
private struct Page {
  let language: Language
  private var text = ""

  init(_ language: Language) { self.language = language }

  var bytes: [UInt8] { Array(text.utf8) }

  func words(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }

  mutating func line(_ line: String) { text += line + "\n" }

  mutating func paragraph(_ chinese: String, _ english: String, _ arguments: [String: String] = [:]) {
    line("\n" + MessageCatalogue.fill(words(chinese, english), with: arguments))
  }

  mutating func row(_ cells: String...) { row(cells: cells) }

  mutating func row(cells: [String]) {
    line("| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |")
  }

  func type(of column: PanelColumn) -> String {
    switch column.kind {
    case .text: words("文本", "text")
    case .integer: words("整数", "integer")
    case .decimal: words("数字", "number")
    case .word(let choices): choices.map { "`\($0)`" }.joined(separator: words("、", ", "))
    }
  }
}
