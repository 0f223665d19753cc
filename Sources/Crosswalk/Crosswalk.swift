import Core
import DataFiles
import ReportModel

/// How the rows of one edition become those of another: data that people read who know the law and not Swift.
///
/// Each row of the source names the *set* of target rows that its cases may have become. A case that was
/// counted once under the old form is in exactly one of them, which is what all bounds follow from.
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

  /// A row: what one source indicator may have become.
  public struct Mapping: Sendable, Hashable {
    public let source: String
    /// As written; nil for a word that is not a relation.
    public let relation: Relation?
    public let targets: [String]
    /// Where best-fit puts what the source does not tell apart.
    public let defaultTarget: String?
    /// The reason, with articles of the Regulation of 2019.
    public let why: LocalizedText
    /// The line of the file.
    public let line: Int
  }

  /// A row and the reason for what is said of it.
  public struct Statement: Sendable, Hashable {
    public let indicator: String
    public let why: LocalizedText
    public let line: Int
  }

  /// Two sums that are equal, each of cells with a sign.
  public struct Joint: Sendable, Hashable {
    public struct Term: Sendable, Hashable {
      public let indicator: String
      public let isSubtracted: Bool
    }

    public let target: [Term]
    public let source: [Term]
    public let why: LocalizedText
    public let line: Int
  }

  /// Two source rows that should agree.
  public struct CrossCheck: Sendable, Hashable {
    public let left: String
    public let right: String
    public let why: LocalizedText
    public let line: Int
  }

  public let id: String
  public let version: String
  public let title: LocalizedText
  /// The edition that it starts from, and the dialect where it holds for one alone.
  public let source: FormID
  public let target: FormID
  /// The versions of the forms that it was written against.
  public let sourceVersion: String
  public let targetVersion: String
  public let mappings: [Mapping]
  /// Source rows that are the total of others, and no case of their own.
  public let totals: [Statement]
  /// Target rows that are zero because the matter did not exist.
  public let structuralZeros: [Statement]
  /// Target rows of which the source says nothing.
  public let silent: [Statement]
  public let joints: [Joint]
  public let checks: [CrossCheck]
  /// Whether it is read from target to source.
  public let isInverted: Bool

  /// Reads a crosswalk file.
  ///
  /// - Parameter name: what messages call the file.
  /// - Throws: a refusal that names what the file lacks. Whether its content is right is for `lint`.
  public static func read(_ text: String, name: String) throws(Refusal) -> Crosswalk {
    let file = SectionedTable(text)
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
    guard defects.isEmpty, let source, let target else { throw Refusal(.input, defects) }
    func statements(_ section: String, _ column: String) -> [Statement] {
      file.rows(section).map { Statement(indicator: $0[column], why: reason($0), line: $0.line) }
    }
    return Crosswalk(
      id: id, version: version,
      title: LocalizedText(
        chinese: file.value("title.zh", in: "crosswalk") ?? id,
        english: file.value("title.en", in: "crosswalk") ?? id),
      source: source, target: target,
      sourceVersion: file.value("source.version", in: "crosswalk") ?? "",
      targetVersion: file.value("target.version", in: "crosswalk") ?? "",
      mappings: file.rows("mappings").map { row in
        Mapping(
          source: row["source"], relation: Relation(rawValue: row["relation"]),
          targets: row["targets"].split(separator: " ").map(String.init),
          defaultTarget: row["default"].isEmpty ? nil : row["default"], why: reason(row), line: row.line)
      },
      totals: statements("totals", "source"), structuralZeros: statements("structuralZeros", "target"),
      silent: statements("silent", "target"),
      joints: file.rows("joint").map {
        Joint(target: terms($0["target"]), source: terms($0["source"]), why: reason($0), line: $0.line)
      },
      checks: file.rows("checks").map {
        CrossCheck(left: $0["left"], right: $0["right"], why: reason($0), line: $0.line)
      },
      isInverted: false)
  }

  /// Why a row says what it says. A file in one language has a column `why` alone, or leaves one of the two
  /// empty: what there is then stands for both.
  private static func reason(_ row: SectionedTable.Row) -> LocalizedText {
    let chinese = row["why.zh"]
    let english = row["why.en"]
    let either = [row["why"], english, chinese].first { !$0.isEmpty } ?? ""
    return LocalizedText(
      chinese: chinese.isEmpty ? either : chinese, english: english.isEmpty ? either : english)
  }

  /// `a + b - c`.
  private static func terms(_ text: String) -> [Joint.Term] {
    var isSubtracted = false
    var result: [Joint.Term] = []
    for word in text.split(separator: " ") {
      switch word {
      case "+": isSubtracted = false
      case "-": isSubtracted = true
      default: result.append(Joint.Term(indicator: String(word), isSubtracted: isSubtracted))
      }
    }
    return result
  }

  /// Several reasons in one, each said once.
  private static func together(_ reasons: [LocalizedText]) -> LocalizedText {
    let distinct = reasons.reduce(into: [LocalizedText]()) {
      if !$1.isEmpty, !$0.contains($1) { $0.append($1) }
    }
    return LocalizedText(
      chinese: distinct.map(\.chinese).joined(separator: "；"),
      english: distinct.map(\.english).joined(separator: "; "))
  }

  /// The same graph read backwards: each target row becomes a source whose targets are the rows it may have
  /// come from.
  public func inverted() -> Crosswalk {
    var order: [String] = []
    var sourcesByTarget: [String: [Mapping]] = [:]
    for mapping in mappings {
      for target in mapping.targets {
        if sourcesByTarget[target] == nil { order.append(target) }
        sourcesByTarget[target, default: []].append(mapping)
      }
    }
    var inverse = order.map { target -> Mapping in
      let sources = sourcesByTarget[target] ?? []
      return Mapping(
        source: target, relation: sources.first?.relation?.inverse, targets: sources.map(\.source),
        defaultTarget: sources.count == 1 ? sources[0].source : nil,
        why: Self.together(sources.map(\.why)), line: sources.first?.line ?? 0)
    }
    for statement in structuralZeros + silent where sourcesByTarget[statement.indicator] == nil {
      inverse.append(
        Mapping(
          source: statement.indicator, relation: .noMatch, targets: [], defaultTarget: nil,
          why: statement.why, line: statement.line))
    }
    return Crosswalk(
      id: id, version: version, title: title, source: target, target: source, sourceVersion: targetVersion,
      targetVersion: sourceVersion, mappings: inverse, totals: [], structuralZeros: [],
      silent: mappings.filter { $0.targets.isEmpty }.map {
        Statement(indicator: $0.source, why: $0.why, line: $0.line)
      },
      joints: joints.map { Joint(target: $0.source, source: $0.target, why: $0.why, line: $0.line) },
      checks: [], isInverted: !isInverted)
  }
}

extension Finding {
  fileprivate static func strayLine(_ file: String, _ line: Int) -> Finding {
    Finding("crosswalk.stray-line", .error, ["file": file], places: [Place(line: line)])
  }

  fileprivate static func missingKey(_ file: String, _ key: String) -> Finding {
    Finding("crosswalk.missing-key", .error, ["file": file, "key": key])
  }

  fileprivate static func formID(_ file: String, _ key: String, _ value: String) -> Finding {
    Finding("crosswalk.form-id", .error, ["file": file, "key": key, "value": value])
  }
}
