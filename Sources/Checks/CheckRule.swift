import Core
import DataFiles
import ReportModel

/// One thing that a reviewing office looks at, as `Schemas/checks/rules.tsv` or a user's file states it.
public struct CheckRule: Sendable {
  /// Stable, such as `check.sum.applicants`. Rules of a user's own begin with `own.`.
  public let id: String
  public var severity: Severity
  /// The forms that it is meant for, as `2021` or `legacy/shandong`; empty for all.
  public let forms: [FormID]
  /// What is computed, for rules that are an equation over named cells; nil for those that code decides.
  package let formula: Formula?
  /// Whether it is a user's own; its sentence is then made of its title.
  package let isOwn: Bool
  /// What is computed or looked at, in signs and Chinese terms.
  public let statement: String
  /// The notice, article or printed note that it follows from.
  public let basis: LocalizedText
  public let title: LocalizedText
  /// Why it matters, and when a finding may be right nevertheless.
  public let explanation: LocalizedText
  public let remedy: LocalizedText

  func applies(to form: Form) -> Bool {
    forms.isEmpty
      || forms.contains {
        $0.edition == form.id.edition && ($0.dialect == nil || $0.dialect == form.id.dialect)
      }
  }
}

/// The rules that reports are checked by: those that the program carries, those of the user, and which of them
/// are switched off.
public struct RuleBook: Sendable {
  public private(set) var rules: [CheckRule]
  private var indexByID: [String: Int]
  private var switchedOff: Set<String> = []

  /// The rules that the program carries.
  public static let shared = RuleBook(carried: DataFile.text("checks/rules.tsv") ?? "")

  private init(carried text: String) {
    // A carried rule that cannot be read is a defect of the build; a test reads them all and names it.
    rules = RuleFile.read(text, name: "checks/rules.tsv").rules
    indexByID = Dictionary(
      rules.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// The rule of that id; `check.` may be left out.
  public func rule(_ id: String) -> CheckRule? {
    (indexByID[id] ?? indexByID["check.\(id)"]).map { rules[$0] }
  }

  public func isOn(_ id: String) -> Bool { !switchedOff.contains(id) }

  /// Adds the rules of a file of the user's, and switches off or weighs anew those that it names so.
  ///
  /// - Parameter forms: the forms whose cells a formula may name.
  /// - Throws: a refusal that names every defect with its line.
  public mutating func add(_ text: String, name: String, forms: FormCatalogue) throws(Refusal) {
    let file = RuleFile.read(text, name: name, own: forms)
    var defects = file.defects
    var book = self
    for rule in file.rules {
      if let index = book.indexByID[rule.id] {
        book.rules[index] = rule
      } else {
        book.indexByID[rule.id] = book.rules.count
        book.rules.append(rule)
      }
    }
    for (line, id, severity) in file.severities {
      guard let index = book.rule(id).flatMap({ book.indexByID[$0.id] }) else {
        defects.append(.unknownRule(name, id, line))
        continue
      }
      book.rules[index].severity = severity
    }
    for (line, id) in file.switchedOff where !book.switchOff(id) {
      defects.append(.unknownRule(name, id, line))
    }
    if !defects.isEmpty { throw Refusal(.input, defects) }
    self = book
  }

  /// Switches a rule off, or all of a group such as `check.prose`.
  ///
  /// - Returns: whether there is such a rule or group.
  public mutating func switchOff(_ id: String) -> Bool {
    var found = false
    for rule in rules {
      for name in [id, "check.\(id)"] where rule.id == name || rule.id.hasPrefix("\(name).") {
        switchedOff.insert(rule.id)
        found = true
      }
    }
    return found
  }
}
