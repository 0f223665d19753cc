import Core
import Records

/// What came of one item: once where it passed, and once for each place where it did not.
public struct VerificationItem: Hashable, Sendable {
  public enum State: String, CaseIterable, Sendable {
    case passed, warning, failed
    /// No program can answer it.
    case needsPerson
    /// Something that was wrong before kept it from being asked.
    case notAssessed
  }

  package let rule: VerificationRule
  public let state: State
  /// Within the package; nil for the package as a whole.
  public var path: String?
  public var line: Int?
  public var arguments: [String: String] = [:]

  /// What is wrong or has to be done; what is asked, where there is nothing to say.
  public func sentence(_ language: Language) -> String {
    switch state {
    case .passed, .notAssessed: rule.title[language]
    case .warning, .failed, .needsPerson:
      MessageCatalogue.fill(rule.sentence[language], with: arguments, language)
    }
  }

  public func remedy(_ language: Language) -> String? {
    guard state == .warning || state == .failed, !rule.remedy[language].isEmpty else { return nil }
    return MessageCatalogue.fill(rule.remedy[language], with: arguments, language)
  }
}

/// What came of verifying one package.
public struct VerificationResult: Sendable {
  /// As the user named it.
  public var name: String
  public let profile: ArchiveProfile
  /// Bytes of the package; of all its files where it is a folder.
  public let size: Int
  /// Of the whole package, for the hand-over slip; nil for a folder.
  public let sha256: String?
  /// How many records, where that is known.
  public let recordCount: Int?
  public let fileCount: Int
  /// In the order of the rules.
  public let items: [VerificationItem]

  public func items(_ state: VerificationItem.State) -> [VerificationItem] {
    items.filter { $0.state == state }
  }

  /// Whether it did not pass: something is wrong, or could not be asked.
  public var hasFailed: Bool { items.contains { $0.state == .failed || $0.state == .notAssessed } }

  /// Whether something is wrong from this severity on. What a person has to do does not count.
  public func hasFindings(from level: Severity) -> Bool {
    items.contains { $0.state == .failed || level <= .warning && $0.state == .warning }
  }
}

/// Collects what is found while a package is gone through.
package struct VerificationLog: Sendable {
  private let rules: VerificationRules
  private var asked: Set<String> = []
  private var left: Set<String> = []
  private var found: [VerificationItem] = []
  private var countByRule: [String: Int] = [:]
  private var known: Set<VerificationItem> = []
  /// Stands before paths, where a part of a package is gone through as if it were one.
  private var prefix = ""
  /// Whose items are asked of a part of the package.
  private var inner: ArchiveProfile?

  /// A package with more is wrong throughout; the first ones tell that.
  static let cap = 1_000

  package init(_ rules: VerificationRules = .shared) { self.rules = rules }

  /// Says that items were asked: one of which nothing is found has passed.
  package mutating func ask(_ ids: String...) { asked.formUnion(ids) }

  /// Says that all items of a group were asked, such as `catalogue`.
  package mutating func ask(group: String, except: Set<String> = []) {
    for rule in rules.rules where rule.id.hasPrefix(group + ".") && !except.contains(rule.id) {
      asked.insert(rule.id)
    }
  }

  /// Leaves out items that do not apply, such as those of a file that need not be there.
  package mutating func leaveOut(_ ids: String...) { left.formUnion(ids) }

  /// Leaves out all items of a group that were not asked.
  package mutating func leaveOut(group: String) {
    for rule in rules.rules where rule.id.hasPrefix(group + ".") && !asked.contains(rule.id) {
      left.insert(rule.id)
    }
  }

  package mutating func find(
    _ id: String, path: String? = nil, line: Int? = nil, _ arguments: [String: String] = [:]
  ) {
    asked.insert(id)
    guard let rule = rules[id], let severity = rule.severity else { return }
    add(
      VerificationItem(
        rule: rule, state: severity == .error ? .failed : .warning, path: path.map { prefix + $0 },
        line: line, arguments: arguments))
  }

  /// An empty log for a part that is gone through beside others.
  func sibling() -> VerificationLog {
    var log = VerificationLog(rules)
    log.prefix = prefix
    return log
  }

  /// Takes what a sibling has, after what is there.
  mutating func append(_ sibling: VerificationLog) {
    asked.formUnion(sibling.asked)
    left.formUnion(sibling.left)
    var kept: [String: Int] = [:]
    for item in sibling.found {
      kept[item.rule.id, default: 0] += 1
      add(item)
    }
    for (id, count) in sibling.countByRule { countByRule[id, default: 0] += count - kept[id, default: 0] }
  }

  private mutating func add(_ item: VerificationItem) {
    // A file that is read for two reasons has what is wrong with it once.
    guard known.insert(item).inserted else { return }
    countByRule[item.rule.id, default: 0] += 1
    guard countByRule[item.rule.id, default: 0] <= Self.cap else { return }
    found.append(item)
  }

  /// Asks the items of a profile of the files of a folder, as if they were a package of it. What a container is
  /// asked is left out.
  mutating func within(
    _ folder: String, as profile: ArchiveProfile, _ body: (inout VerificationLog) -> Void
  ) {
    (prefix, inner) = (folder, profile)
    body(&self)
    prefix = ""
  }

  package func has(_ id: String) -> Bool { countByRule[id] != nil }

  /// All items of a profile: those that were found, and one for each that has passed, could not be asked, or
  /// needs a person.
  package func items(of profile: ArchiveProfile) -> [VerificationItem] {
    func isAsked(_ rule: VerificationRule) -> Bool {
      if rule.profiles.contains(profile) { return true }
      guard let inner else { return false }
      return rule.profiles.contains(inner) && !rule.id.hasPrefix("package.")
    }
    var items = found.filter { isAsked($0.rule) }
    for rule in rules.rules
    where isAsked(rule) && countByRule[rule.id] == nil && !left.contains(rule.id) {
      let state: VerificationItem.State =
        rule.needsPerson ? .needsPerson : asked.contains(rule.id) ? .passed : .notAssessed
      items.append(VerificationItem(rule: rule, state: state))
    }
    return items.enumerated().sorted {
      let (left, right) = (rules.position($0.element.rule.id), rules.position($1.element.rule.id))
      return left != right ? left < right : $0.offset < $1.offset
    }.map(\.element)
  }
}
