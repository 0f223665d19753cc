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
    file.defects += table.strayLines.map { .strayLine(name, $0) }
    if table.value("format", in: "checks") != format {
      file.defects.append(.format(name, table.value("format", in: "checks") ?? ""))
    }
    var seen: Set<String> = []
    for row in table.rows("rules") {
      let id = row["id"]
      guard seen.insert(id).inserted, forms == nil || id.hasPrefix("own.") && id.count > "own.".count else {
        file.defects.append(.ruleID(name, id, row.line))
        continue
      }
      guard let severity = Severity(rawValue: row["severity"]) else {
        file.defects.append(.severity(name, row["severity"], row.line))
        continue
      }
      let formula = Formula(left: row["left"], relation: row["relation"], right: row["right"])
      let isEquation = forms != nil || !row["left"].isEmpty
      if isEquation, formula == nil {
        file.defects.append(.formula(name, "\(row["left"]) \(row["relation"]) \(row["right"])", row.line))
        continue
      }
      let names = row.list("forms", separatedBy: " ")
      let rule = CheckRule(
        id: id, severity: severity, forms: names.compactMap(FormID.init), formula: formula,
        isOwn: forms != nil,
        statement: formula?.description ?? row["formula"],
        basis: localized(row, "basis"), title: localized(row, "title"), explanation: localized(row, "why"),
        remedy: localized(row, "remedy"))
      if let forms, let formula {
        file.defects += unknownCells(formula, rule, forms).map { .unknownCell(name, $0, row.line) }
        if rule.title.isEmpty { file.defects.append(.ruleWithoutTitle(name, id, row.line)) }
      }
      file.rules.append(rule)
    }
    for row in table.rows("off") { file.switchedOff.append((row.line, row["id"])) }
    for row in table.rows("severities") {
      guard let severity = Severity(rawValue: row["severity"]) else {
        file.defects.append(.severity(name, row["severity"], row.line))
        continue
      }
      file.severities.append((row.line, row["id"], severity))
    }
    return file
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

extension Finding {
  fileprivate static func strayLine(_ file: String, _ line: Int) -> Finding {
    Finding("rules.stray-line", .error, ["file": file], places: [Place(line: line)])
  }

  fileprivate static func format(_ file: String, _ value: String) -> Finding {
    Finding("rules.format", .error, ["file": file, "value": value])
  }

  fileprivate static func ruleID(_ file: String, _ value: String, _ line: Int) -> Finding {
    Finding("rules.id", .error, ["file": file, "value": value], places: [Place(line: line)])
  }

  fileprivate static func severity(_ file: String, _ value: String, _ line: Int) -> Finding {
    Finding("rules.severity", .error, ["file": file, "value": value], places: [Place(line: line)])
  }

  fileprivate static func formula(_ file: String, _ value: String, _ line: Int) -> Finding {
    Finding("rules.formula", .error, ["file": file, "value": value], places: [Place(line: line)])
  }

  fileprivate static func unknownCell(_ file: String, _ value: String, _ line: Int) -> Finding {
    Finding("rules.unknown-cell", .error, ["file": file, "value": value], places: [Place(line: line)])
  }

  fileprivate static func ruleWithoutTitle(_ file: String, _ value: String, _ line: Int) -> Finding {
    Finding("rules.title", .error, ["file": file, "value": value], places: [Place(line: line)])
  }

  static func unknownRule(_ file: String, _ value: String, _ line: Int) -> Finding {
    Finding("rules.unknown-rule", .error, ["file": file, "value": value], places: [Place(line: line)])
  }
}
