import Core
import DataFiles
import ReportModel

/// Reads files of rules. The one that the program carries and those of users are written alike.
struct RuleFile {
  private(set) var rules: [CheckRule] = []
  private(set) var switchedOff: [(line: Int, id: String)] = []
  private(set) var severities: [(line: Int, id: String, severity: Severity)] = []
  private(set) var defects: [Finding] = []

  private static let format = "1"

  /// - Parameter forms: for a file of the user's, the forms whose cells its formulas may name; its rules are
  ///   equations and begin with `own.`.
  static func read(_ text: String, name: String, own forms: FormCatalogue? = nil) -> RuleFile {
    let table = SectionedTable(text, headless: ["checks"])
    var file = RuleFile()
    func defect(_ kind: String, _ value: String, _ line: Int?) {
      file.defects.append(Self.defect(kind, value, name, line))
    }
    for line in table.strayLines { defect("stray-line", "", line) }
    if table.value("format", in: "checks") != format {
      defect("format", table.value("format", in: "checks") ?? "", nil)
    }
    var seen: Set<String> = []
    for row in table.rows("rules") {
      let id = row["id"]
      guard seen.insert(id).inserted, forms == nil || id.hasPrefix("own.") && id.count > "own.".count else {
        defect("id", id, row.line)
        continue
      }
      guard let severity = Severity(rawValue: row["severity"]) else {
        defect("severity", row["severity"], row.line)
        continue
      }
      let formula = Formula(left: row["left"], relation: row["relation"], right: row["right"])
      let isEquation = forms != nil || !row["left"].isEmpty
      if isEquation, formula == nil {
        defect("formula", "\(row["left"]) \(row["relation"]) \(row["right"])", row.line)
        continue
      }
      let names = row["forms"].split(separator: " ").map(String.init)
      let rule = CheckRule(
        id: id, severity: severity, forms: names.compactMap(FormID.init), formula: formula,
        statement: formula?.description ?? row["formula"],
        basis: localized(row, "basis"), title: localized(row, "title"), explanation: localized(row, "why"),
        remedy: localized(row, "remedy"))
      if let forms, let formula {
        for unknown in unknownCells(formula, rule, forms) { defect("unknown-cell", unknown, row.line) }
        if rule.title.isEmpty { defect("title", id, row.line) }
      }
      file.rules.append(rule)
    }
    for row in table.rows("off") { file.switchedOff.append((row.line, row["id"])) }
    for row in table.rows("severities") {
      guard let severity = Severity(rawValue: row["severity"]) else {
        defect("severity", row["severity"], row.line)
        continue
      }
      file.severities.append((row.line, row["id"], severity))
    }
    return file
  }

  static func defect(_ kind: String, _ value: String, _ name: String, _ line: Int?) -> Finding {
    Finding(
      "rules.\(kind)", .error, ["file": name, "value": value], places: line.map { [Place(line: $0)] } ?? [])
  }

  /// A text in both languages; one that is given in one language serves for both.
  private static func localized(_ row: SectionedTable.Row, _ name: String) -> LocalizedText {
    let chinese = row["\(name).zh"]
    let english = row["\(name).en"]
    return LocalizedText(
      chinese: chinese.isEmpty ? english : chinese, english: english.isEmpty ? chinese : english)
  }

  /// The cells of a formula that none of its forms has.
  private static func unknownCells(
    _ formula: Formula, _ rule: CheckRule, _ forms: FormCatalogue
  ) -> [String] {
    let candidates = forms.forms.filter(rule.applies)
    if candidates.isEmpty { return [rule.forms.map(\.description).joined(separator: " ")] }
    return (formula.left + formula.right).map(\.cell).filter { cell in
      !candidates.contains { form in
        cell.applicant == "*"
          ? form.cells.contains { $0.id.indicator == cell.indicator && $0.id.applicant != nil }
          : form.index(of: cell) != nil
      }
    }.map(\.description)
  }
}
