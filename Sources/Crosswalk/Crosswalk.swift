import Core
import DataFiles
import ReportModel

/// How the rows of one edition become those of another: data that people read who know the law and not Swift.
///
/// Each row of the source names the *sets* of target rows that its cases may have become: by the letter of the
/// Regulation, and besides in documented practice. A case that was counted once under the old form is in exactly
/// one of them, or has no outcome of its own where `none` is among them; all bounds follow from that.
public struct Crosswalk: Sendable, Hashable {
  /// The mapping relations of SKOS, and the words for having none.
  public enum Relation: String, CaseIterable, Sendable {
    case exactMatch, closeMatch, broadMatch, narrowMatch, relatedMatch, noMatch

    /// The relation read from target to source.
    public var inverse: Relation {
      switch self {
      case .broadMatch: .narrowMatch
      case .narrowMatch: .broadMatch
      default: self
      }
    }
  }

  /// Which sets of targets are looked at.
  public enum Reading: String, CaseIterable, Sendable {
    /// Where cases stand by the letter of the Regulation.
    case letter
    /// There, or where documented practice has put them.
    case practice
  }

  /// A row: what one source indicator may have become.
  public struct Mapping: Sendable, Hashable {
    public let source: String
    /// As written; nil for a word that is not a relation.
    public let relation: Relation?
    /// Where its cases stand by the letter of the Regulation.
    public let targets: [String]
    /// Where documented practice has put them besides.
    public let also: [Practice.Link]
    /// Where best-fit puts what the source does not tell apart.
    public let defaultTarget: String?
    /// Under what the row holds; of several rows of one source the first that holds is taken.
    public let condition: Condition
    /// The reason, with articles of the Regulation of 2019.
    public let why: LocalizedText
    /// The line of the file.
    public let line: Int

    /// All that a case of the row may have become.
    public var reach: [String] { targets + also.map(\.target) }
  }

  /// What offices did although the letter has it otherwise, and the public text that shows it.
  public struct Practice: Sendable, Hashable {
    /// A target that a practice leads to.
    public struct Link: Sendable, Hashable {
      public let target: String
      /// The id of the practice; nil for our own reading, which the row's reason explains.
      public let practice: String?

      init(_ text: Substring) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        target = String(parts[0])
        practice = parts.count > 1 ? String(parts[1]) : nil
      }

      init(target: String, practice: String?) {
        self.target = target
        self.practice = practice
      }
    }

    public let id: String
    /// Title and number of the text; nil for our own reading.
    public let basis: String?
    /// Where the text can be read; empty where it is not known.
    public let url: String
    public let condition: Condition
    public let why: LocalizedText
    public let line: Int
  }

  /// A row and the reason for what is said of it.
  public struct Statement: Sendable, Hashable {
    public let indicator: String
    public let condition: Condition
    public let why: LocalizedText
    public let line: Int
    /// Of a row that the source is silent about: whether cases stand there by the letter, too.
    var isByLetter = false
  }

  /// Two source rows that count the same; where they differ, their readings are joined.
  public struct CrossCheck: Sendable, Hashable {
    public let left: String
    public let right: String
    public let why: LocalizedText
    public let line: Int
  }

  /// The target of a case that has no outcome of its own in its year.
  public static let none = "none"
  /// The newest format of crosswalk files that can be read.
  static let newestFormat = 2

  public let id: String
  public let version: String
  public let title: LocalizedText
  /// The edition that it starts from, and the dialect where it holds for one alone.
  public let source: FormID
  public let target: FormID
  /// The versions of the forms that it was written against.
  public let sourceVersion: String
  public let targetVersion: String
  public internal(set) var mappings: [Mapping]
  public let practices: [Practice]
  /// Source rows that are the total of others, and no case of their own.
  public let totals: [Statement]
  /// Target rows that are zero because the matter did not exist.
  public internal(set) var structuralZeros: [Statement]
  /// Target rows of which the source says nothing. Cases that it counts nowhere may stand there.
  public let silent: [Statement]
  public let checks: [CrossCheck]
  /// Target rows that several replies to one case may have become together, as one case.
  public let combined: [Statement]
  /// Whether it is read from target to source.
  public let isInverted: Bool
  /// Sections that nothing is read from.
  let ignoredSections: [String]

  /// Reads a crosswalk file.
  ///
  /// - Parameter name: what messages call the file.
  /// - Throws: a refusal that names what the file lacks. Whether its content is right is for `lint`.
  public static func read(_ text: String, name: String) throws(Refusal) -> Crosswalk {
    try read(SectionedTable(text), name: name)
  }

  static func read(_ file: SectionedTable, name: String) throws(Refusal) -> Crosswalk {
    var defects = file.strayLines.map { Finding.strayLine(name, $0) }
    func value(_ key: String) -> String {
      let value = file.value(key, in: "crosswalk") ?? ""
      if value.isEmpty { defects.append(.missingKey(name, key)) }
      return value
    }
    let id = value("id")
    let version = value("version")
    func form(_ key: String) -> FormID? {
      let id = value(key)
      if let form = FormID(id) { return form }
      // One that is missing has been named already.
      if !id.isEmpty { defects.append(.formID(name, key, id)) }
      return nil
    }
    let source = form("source")
    let target = form("target")
    if file.rows("mappings").isEmpty { defects.append(.missingKey(name, "[mappings]")) }
    let format = file.value("format", in: "crosswalk") ?? "1"
    if Int(format).map({ !(1...newestFormat).contains($0) }) ?? true { defects.append(.format(name, format)) }
    func condition(_ row: SectionedTable.Row) -> Condition {
      if let condition = Condition(row["when"]) { return condition }
      defects.append(.condition(name, row["when"], row.line))
      return .always
    }
    func statements(_ section: String, _ column: String) -> [Statement] {
      file.rows(section).map {
        Statement(indicator: $0[column], condition: condition($0), why: reason($0), line: $0.line)
      }
    }
    let mappings = file.rows("mappings").map { row in
      Mapping(
        source: row["source"], relation: Relation(rawValue: row["relation"]),
        targets: row.words("targets"), also: row.words("also").map { Practice.Link($0[...]) },
        defaultTarget: row["default"].isEmpty ? nil : row["default"], condition: condition(row),
        why: reason(row), line: row.line)
    }
    let practices = file.rows("practice").map { row in
      Practice(
        id: row["id"], basis: row["basis"].isEmpty || row["basis"] == "own reading" ? nil : row["basis"],
        url: row["url"], condition: condition(row), why: reason(row), line: row.line)
    }
    let (totals, zeros) = (statements("totals", "source"), statements("structuralZeros", "target"))
    let (silent, combined) = (statements("silent", "target"), statements("combined", "target"))
    guard defects.isEmpty, let source, let target else { throw Refusal(.input, defects) }
    return Crosswalk(
      id: id, version: version,
      title: LocalizedText(
        chinese: file.value("title.zh", in: "crosswalk") ?? id,
        english: file.value("title.en", in: "crosswalk") ?? id),
      source: source, target: target,
      sourceVersion: file.value("source.version", in: "crosswalk") ?? "",
      targetVersion: file.value("target.version", in: "crosswalk") ?? "",
      mappings: mappings, practices: practices, totals: totals, structuralZeros: zeros, silent: silent,
      checks: file.rows("checks").map {
        CrossCheck(left: $0["left"], right: $0["right"], why: reason($0), line: $0.line)
      },
      combined: combined, isInverted: false,
      ignoredSections: file.sections.filter { !sections.contains($0) })
  }

  private static let sections = [
    "crosswalk", "mappings", "practice", "totals", "structuralZeros", "silent", "checks", "combined",
  ]

  /// Why a row says what it says. A file in one language has a column `why` alone, or leaves one of the two
  /// empty: what there is then stands for both.
  private static func reason(_ row: SectionedTable.Row) -> LocalizedText {
    let chinese = row["why.zh"]
    let english = row["why.en"]
    let either = [row["why"], english, chinese].first { !$0.isEmpty } ?? ""
    return LocalizedText(
      chinese: chinese.isEmpty ? either : chinese, english: english.isEmpty ? either : english)
  }

  /// Several reasons in one, each said once.
  private static func together(_ reasons: [LocalizedText]) -> LocalizedText {
    let distinct = reasons.filter { !$0.isEmpty }.distinct()
    return LocalizedText(
      chinese: distinct.map(\.chinese).joined(separator: "；"),
      english: distinct.map(\.english).joined(separator: "; "))
  }

  public func practice(_ id: String) -> Practice? { practices.first { $0.id == id } }

  /// The practices that a row names, each once with the targets that it adds.
  package func practices(appliedBy row: Mapping) -> [Ledger.AppliedPractice] {
    row.also.map(\.practice).distinct().map { id in
      Ledger.AppliedPractice(
        id: id, basis: id.flatMap { practice($0)?.basis },
        rows: row.also.filter { $0.practice == id }.map(\.target))
    }
  }

  /// How many links to practice have no public text behind them.
  public var ownReadings: Int { mappings.flatMap(\.also).count { basis(of: $0) == nil } }

  // MARK: Conditions

  /// Each condition that something in it depends on, once.
  var conditions: [Condition] {
    (mappings.map(\.condition) + practices.map(\.condition) + structuralZeros.map(\.condition))
      .filter { $0 != .always }.distinct()
  }

  /// What holds for reports of which exactly these conditions are true.
  func resolved(_ isTrue: (Condition) -> Bool) -> Crosswalk {
    var result = self
    var seen: Set<String> = []
    let idle = Set(practices.filter { !isTrue($0.condition) }.map(\.id))
    result.mappings = mappings.filter { isTrue($0.condition) && seen.insert($0.source).inserted }.map { row in
      Mapping(
        source: row.source, relation: row.relation, targets: row.targets,
        also: row.also.filter { $0.practice.map { !idle.contains($0) } ?? true },
        defaultTarget: row.defaultTarget, condition: .always, why: row.why, line: row.line)
    }
    result.structuralZeros = structuralZeros.filter { isTrue($0.condition) }
    return result
  }

  /// What holds for a report.
  package func resolved(for report: Report) -> Crosswalk {
    resolved { $0.holds(for: report) }
  }

  // MARK: Backwards

  /// The same graph read backwards: each target row becomes a source whose targets are the rows it may have
  /// come from. A row that had cases without a target has cases that nothing tells of, and the reverse.
  public func inverted() -> Crosswalk {
    let order = mappings.flatMap(\.reach).filter { $0 != Self.none }.distinct()
    let quiet = Set(silent.map(\.indicator))
    var inverse = order.map { target -> Mapping in
      let letter = mappings.filter { $0.targets.contains(target) }
      let links = mappings.flatMap { row in row.also.filter { $0.target == target }.map { (row, $0) } }
      return Mapping(
        source: target, relation: (letter.first ?? links.first?.0)?.relation?.inverse,
        targets: letter.map(\.source) + (quiet.contains(target) ? [Self.none] : []),
        also: links.map { Practice.Link(target: $0.0.source, practice: $0.1.practice) },
        defaultTarget: letter.count == 1 ? letter[0].source : nil, condition: .always,
        why: Self.together((letter + links.map(\.0)).map(\.why)), line: letter.first?.line ?? 0)
    }
    for statement in structuralZeros + silent where !order.contains(statement.indicator) {
      inverse.append(
        Mapping(
          source: statement.indicator, relation: .noMatch, targets: [], also: [], defaultTarget: nil,
          condition: .always, why: statement.why, line: statement.line))
    }
    return Crosswalk(
      id: id, version: version, title: title, source: target, target: source, sourceVersion: targetVersion,
      targetVersion: sourceVersion, mappings: inverse, practices: practices, totals: [], structuralZeros: [],
      silent: mappings.compactMap { row in
        guard row.reach.isEmpty || row.reach.contains(Self.none) else { return nil }
        return Statement(
          indicator: row.source, condition: .always, why: row.why, line: row.line,
          isByLetter: row.targets.contains(Self.none))
      },
      checks: [], combined: [], isInverted: !isInverted, ignoredSections: [])
  }
}

extension SectionedTable.Row {
  /// The words of a field, which spaces part.
  fileprivate func words(_ name: String) -> [String] {
    bytes(name).split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
  }
}

extension Finding {
  fileprivate static func strayLine(_ file: String, _ line: Int) -> Finding {
    Finding("crosswalk.stray-line", .error, ["file": file], places: [Place(line: line)])
  }

  fileprivate static func missingKey(_ file: String, _ key: String) -> Finding {
    Finding("crosswalk.missing-key", .error, ["file": file, "key": key])
  }

  fileprivate static func format(_ file: String, _ format: String) -> Finding {
    Finding(
      "crosswalk.format", .error,
      ["file": file, "format": format, "newest": String(Crosswalk.newestFormat)])
  }

  fileprivate static func condition(_ file: String, _ text: String, _ line: Int) -> Finding {
    Finding("crosswalk.condition", .error, ["file": file, "condition": text], places: [Place(line: line)])
  }

  fileprivate static func formID(_ file: String, _ key: String, _ value: String) -> Finding {
    Finding("crosswalk.form-id", .error, ["file": file, "key": key, "value": value])
  }
}
