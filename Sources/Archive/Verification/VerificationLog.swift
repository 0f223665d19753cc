import Core
import MarkupKit
import Records
import ZIPKit

/// Collects what is found while a package is gone through.
package struct VerificationLog: Sendable {
  private let rules: VerificationRules
  private var asked: Set<VerificationRuleID> = []
  private var left: Set<VerificationRuleID> = []
  private var found: [VerificationItem] = []
  private var countByRule: [VerificationRuleID: Int] = [:]
  private var known: Set<VerificationItem> = []
  /// Stands before paths, where a part of a package is gone through as if it were one.
  private var prefix = ""
  /// Whose items are asked of a part of the package.
  private var inner: ArchiveProfile?

  /// A package with more is wrong throughout; the first ones tell that.
  static let cap = 1_000

  package init(_ rules: VerificationRules = .shared) { self.rules = rules }

  /// Says that items were asked: one of which nothing is found has passed.
  package mutating func ask(_ ids: VerificationRuleID...) { asked.formUnion(ids) }

  /// Says that all items of a group were asked.
  package mutating func ask(group: VerificationGroup, except: VerificationRuleID...) {
    asked.formUnion(group.rules.filter { !except.contains($0) })
  }

  /// Leaves out items that do not apply, such as those of a file that need not be there.
  package mutating func leaveOut(_ ids: VerificationRuleID...) { left.formUnion(ids) }

  /// Leaves out all items of a group that were not asked.
  package mutating func leaveOut(group: VerificationGroup) {
    left.formUnion(group.rules.filter { !asked.contains($0) })
  }

  /// Notes that something is wrong.
  ///
  /// - Parameter words: arguments that read differently in each language.
  package mutating func find(
    _ id: VerificationRuleID, path: String? = nil, line: Int? = nil, _ arguments: [String: String] = [:],
    words: [String: LocalizedText] = [:]
  ) {
    asked.insert(id)
    guard let rule = rules[id], let severity = rule.severity else { return }
    var item = VerificationItem(
      rule: rule, state: severity == .error ? .failed : .warning, path: path.map { prefix + $0 }, line: line,
      arguments: arguments)
    for (name, text) in words {
      for language in Language.allCases { item.arguments["\(name).\(language.rawValue)"] = text[language] }
    }
    add(item)
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
    var kept: [VerificationRuleID: Int] = [:]
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

  package func has(_ id: VerificationRuleID) -> Bool { countByRule[id] != nil }

  /// All items of a profile: those that were found, and one for each that has passed, could not be asked, or
  /// needs a person.
  package func items(of profile: ArchiveProfile) -> [VerificationItem] {
    func isAsked(_ rule: VerificationRule) -> Bool {
      if rule.profiles.contains(profile) { return true }
      guard let inner else { return false }
      return rule.profiles.contains(inner) && rule.id.group != .package
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

extension VerificationLog {
  /// What is wrong with a container, as an item.
  package mutating func note(_ failure: ZIPFailure, _ limits: PackageLimits) {
    let path = failure.entry
    let name = ["name": path ?? ""]
    switch failure.reason {
    case .notZIP, .truncated, .inconsistent: find(.packageStructure, path: path)
    case .zip64: find(.packageZIP64)
    case .encrypted: find(.packageEncrypted, path: path, name)
    case .spanned: find(.packageSplit)
    case .unknownMethod: find(.packageMethod, path: path, name)
    // Past these bounds nothing is read, so that nobody knows how many there are.
    case .tooManyEntries: find(.packageEntryCount, ["count": "…", "limit": String(limits.entryCount)])
    case .entryTooLarge, .totalTooLarge:
      find(.packageUnpackedSize, path: path, ["size": "…", "limit": String(limits.unpackedSize)])
    case .ratioTooHigh: find(.packageRatio, path: path, name)
    case .unsafeName, .backslash: find(.packageNameUnsafe, path: path, name)
    case .duplicateName: find(.packageNameDuplicate, path: path, name)
    case .damaged: find(.packageDamaged, path: path, name)
    case .checksum: find(.packageChecksum, path: path, name)
    }
  }

  /// Why a file is no XML that may be looked at, as one of two items.
  mutating func note(
    _ failure: XMLFailure, path: String, malformed: VerificationRuleID, documentType: VerificationRuleID
  ) {
    let line = failure.line > 0 ? failure.line : nil
    if failure.reason == .documentType { return find(documentType, path: path, line: line) }
    find(malformed, path: path, line: line, words: ["reason": failure.reason.words])
  }
}
