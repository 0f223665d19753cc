import Core
import JSONKit
import ReportModel

/// Reads canonical JSON; see `CanonicalJSON` for the shape.
///
/// A violation is noted and reading goes on, with a value that is never handed out.
package struct CanonicalJSONReader {
  package let document: JSONDocument
  package let forms: FormCatalogue
  package private(set) var violations = JSONViolations()
  /// Whether the text is of a version that allows no other members than these.
  package private(set) var isStrict = true
  /// Members that this version does not know.
  private var unknownMembers: [(object: Int, key: Int)] = []
  private var unknownNames: Set<UnknownName> = []
  /// The form whose cells lineages name, where the report says which.
  package private(set) var originalForm: Form?
  /// A lineage that was read without anything to note: figures beside each other often have the same.
  ///
  /// `asked` is the token that it was given for last, and `figure` has nothing else.
  var lastLineage: (token: Int, asked: Int, lineage: Lineage, figure: Figure)?

  private struct UnknownName: Hashable {
    var object: Int
    var name: String
  }

  package init(_ document: JSONDocument, _ forms: FormCatalogue) {
    self.document = document
    self.forms = forms
  }

  package mutating func read() throws(Refusal) -> [Report] {
    for defect in document.defects { violations.add(defect, in: document) }
    let isReadable = document.defects.allSatisfy {
      switch $0.kind {
      case .badUTF8, .badEscape, .loneSurrogate, .controlCharacter: true
      default: false
      }
    }
    var reports: [Report] = []
    if document.isComplete, isReadable {
      if document.kind(0) == .array { throw Refusal(.input, .bareList()) }
      reports = root()
    }
    if !violations.isEmpty { throw Refusal(.input, violations.findings(in: document)) }
    return reports
  }

  // MARK: Files and reports

  private mutating func root() -> [Report] {
    let isBundle = find(BundleMember.reports, in: 0) != nil
    guard var object = object(0), let version = version(isRequired: !isBundle) else { return [] }
    guard isBundle else { return report(object, version: version).map { [$0] } ?? [] }
    var reports: [Report] = []
    var schema: Extension?
    while let (member, value) = next(&object, BundleMember.self) {
      switch member {
      case .gongkai: break
      case .schema: schema = self.schema(value, of: JSONExtensions.besideReports)
      case .reports:
        reports = list(value) { reader, element in
          reader.object(element).flatMap { reader.report($0, version: version) }
        }
      }
    }
    if let schema, !reports.isEmpty { reports[0].extensions.append(schema) }
    if !unknownMembers.isEmpty, !reports.isEmpty {
      reports[0].extensions += unknownMembers.map {
        Extension(
          parent: JSONExtensions.besideReports, name: document.string($0.key),
          json: document.compact($0.key + 1))
      }
      complete(&reports[0].extensions, version)
    }
    return reports
  }

  /// The version as it stands; nil, and a violation, where it is none that can be read.
  ///
  /// - Parameter isRequired: whether the root is a report, whose shape does not ask for it.
  private mutating func version(isRequired: Bool) -> String? {
    guard let token = find(BundleMember.gongkai, in: 0) else {
      if isRequired { violation(at: 0) { .missingMember(BundleMember.gongkai.rawValue, at: $0) } }
      return CanonicalJSON.version
    }
    let text = string(token)
    guard document.kind(token) == .string else { return nil }
    guard let major = CanonicalJSON.majorVersion(of: text) else {
      violation(at: token) { .wrongValue(expected: CanonicalJSON.version, found: text, at: $0) }
      return nil
    }
    guard major == CanonicalJSON.majorVersion else {
      violation(at: token) { .jsonVersion(text, at: $0) }
      return nil
    }
    isStrict = text == CanonicalJSON.version
    return text
  }

  private mutating func report(_ object: Cursor, version: String) -> Report? {
    let unknownFrom = unknownMembers.count
    let form = form(of: object.object)
    let original = find(ReportMember.conversion, in: object.object).flatMap { formID(of: $0)?.id }
    originalForm = original.flatMap { id in forms.forms.first { $0.id == id } }
    lastLineage = nil
    // Without its form a report is read for its other violations only.
    guard let anyForm = form ?? forms.forms.first else { return nil }
    var report = Report(statistics: form.map { figures(of: $0, in: object.object) } ?? Statistics(anyForm))
    var object = object
    var schema: Extension?
    while let (member, value) = next(&object, ReportMember.self) {
      switch member {
      case .schema: schema = self.schema(value, of: "")
      case .gongkai: innerVersion(value)
      case .edition, .dialect: _ = string(value)
      case .form: formVersion(value, form)
      case .identity: report.identity = identity(value)
      case .statistics, .cells: break
      case .sections: report.sections = list(value) { $0.section($1) }
      case .jointFigures: report.jointFigures = list(value) { $0.jointFigure($1) }
      case .conversion: report.conversion = conversion(value)
      case .evidence: report.evidence = list(value) { $0.evidence($1) }
      case .unplaced:
        report.unplaced = list(value) { $0.text($1).map { UnplacedText($0.text, place: $0.place) } }
      case .account: report.account = account(value)
      case .findings: report.findings = list(value) { $0.finding($1) }
      case .source: report.source = source(value)
      }
    }
    if unknownMembers.count > unknownFrom {
      report.extensions = extensions(of: object.object, unknownMembers[unknownFrom...])
      unknownMembers.removeSubrange(unknownFrom...)
    }
    if !report.extensions.isEmpty || JSONExtensions.hasNewerWords(report) {
      complete(&report.extensions, version)
    }
    if let schema { report.extensions.insert(schema, at: 0) }
    return report
  }

  private mutating func schema(_ token: Int, of parent: String) -> Extension? {
    guard isKind(token, .string) else { return nil }
    return Extension(parent: parent, name: ReportMember.schema.rawValue, json: document.compact(token))
  }

  /// The version of a report among several, which has no effect of its own.
  private mutating func innerVersion(_ token: Int) {
    let text = string(token)
    if document.kind(token) == .string, CanonicalJSON.majorVersion(of: text) != CanonicalJSON.majorVersion {
      violation(at: token) { .wrongValue(expected: CanonicalJSON.version, found: text, at: $0) }
    }
  }

  private func extensions(of report: Int, _ members: ArraySlice<(object: Int, key: Int)>) -> [Extension] {
    let sorted = members.sorted { $0.object < $1.object }
    let pointers = document.pointers(to: [report] + sorted.map(\.object))
    return zip(sorted, pointers.dropFirst()).map { member, pointer in
      Extension(
        parent: String(pointer.dropFirst(pointers[0].count)), name: document.string(member.key),
        json: document.compact(member.key + 1))
    }
  }

  /// Adds the version that the members came with, and puts all in order.
  private func complete(_ extensions: inout [Extension], _ version: String) {
    extensions.removeAll(where: JSONExtensions.isVersion)
    extensions.append(Extension(parent: "", name: ReportMember.gongkai.rawValue, json: "\"\(version)\""))
    extensions.sort { ($0.parent, $0.name) < ($1.parent, $1.name) }
  }

  // MARK: Forms

  /// The form that an object's edition and dialect name.
  package mutating func form(of object: Int) -> Form? {
    guard let (id, token) = formID(of: object) else { return nil }
    if let form = forms.forms.first(where: { $0.id == id }) { return form }
    let known = forms
    violation(at: token) { .unknownForm(id, known: known, at: $0) }
    return nil
  }

  /// What an object's edition and dialect name, and the token that says so most closely.
  private func formID(of object: Int) -> (id: FormID, token: Int)? {
    guard let editionToken = find(ReportMember.edition, in: object) else { return nil }
    let dialectToken = find(ReportMember.dialect, in: object)
    guard document.kind(editionToken) == .string,
      dialectToken.map({ document.kind($0) == .string }) ?? true
    else { return nil }
    let id = FormID(
      Edition(rawValue: document.string(editionToken)), dialect: dialectToken.map { document.string($0) })
    return (id, dialectToken ?? editionToken)
  }

  /// How much there is to say of what was read so far.
  package var noteCount: Int { violations.count + unknownMembers.count }

  /// A form's version must be of the same major version as the form at hand.
  package mutating func formVersion(_ token: Int, _ form: Form?) {
    let text = string(token)
    guard document.kind(token) == .string, let form else { return }
    if CanonicalJSON.isCompatible(text, with: form) { return }
    violation(at: token) { .wrongValue(expected: form.version, found: text, at: $0) }
  }

  // MARK: Objects and lists

  /// Where the reading of an object's members stands.
  package struct Cursor {
    package let object: Int
    fileprivate var position: Int
    fileprivate let end: Int
    fileprivate var expected = 0
    /// A bit for each member that was there, by its position in JSON.
    package fileprivate(set) var seen: UInt64 = 0
  }

  package mutating func object(_ token: Int) -> Cursor? {
    guard isKind(token, .object) else { return nil }
    return Cursor(object: token, position: document.first(token), end: document.next(token))
  }

  /// The next member that is known, and its value. At the end the members that are missing are noted.
  package mutating func next<Name: ShapeMember>(_ cursor: inout Cursor, _: Name.Type) -> (
    name: Name, value: Int
  )? {
    while cursor.position < cursor.end {
      let key = cursor.position
      cursor.position = document.next(key + 1)
      guard let index = Name.shape.names.position(of: key, in: document, expected: cursor.expected) else {
        unknown(key, in: cursor.object)
        continue
      }
      guard cursor.seen & 1 << UInt64(index) == 0 else {
        repeated(key)
        continue
      }
      cursor.seen |= 1 << UInt64(index)
      cursor.expected = index + 1
      return (Name.shape.inJSON[index].member, key + 1)
    }
    let missing = Name.shape.required & ~cursor.seen
    if missing != 0 {
      for name in Name.shape.names(in: missing) {
        violation(at: cursor.object) { .missingMember(name, at: $0) }
      }
    }
    return nil
  }

  package mutating func repeated(_ key: Int) {
    let name = document.string(key)
    violation(at: key) { .repeatedMember(name, at: $0) }
  }

  /// Notes a member that this version does not know: a violation, or one to keep.
  package mutating func unknown(_ key: Int, in object: Int) {
    let name = document.string(key)
    if isStrict { return violation(at: key) { .unknownMember(name, at: $0) } }
    if !unknownNames.insert(UnknownName(object: object, name: name)).inserted { return repeated(key) }
    if let inner = document.repeatedKey(in: key + 1) { repeated(inner) }
    unknownMembers.append((object, key))
  }

  /// The value of a member, wherever it stands.
  package func find(_ name: some ShapeMember, in object: Int) -> Int? {
    guard document.kind(object) == .object else { return nil }
    let text = Array(name.rawValue.utf8)
    var key = document.first(object)
    let end = document.next(object)
    while key < end {
      if document.isPlain(key, equalTo: text, 0..<text.count) { return key + 1 }
      if document.hasEscapes(key), document.string(key) == name.rawValue { return key + 1 }
      key = document.next(key + 1)
    }
    return nil
  }

  package mutating func list<Element>(
    _ token: Int, _ element: (inout Self, Int) -> Element?
  ) -> [Element] {
    guard isKind(token, .array) else { return [] }
    var result: [Element] = []
    var child = document.first(token)
    let end = document.next(token)
    while child < end {
      if let value = element(&self, child) { result.append(value) }
      child = document.next(child)
    }
    return result
  }

  package mutating func isKind(_ token: Int, _ kind: JSONDocument.Kind) -> Bool {
    if document.kind(token) == kind { return true }
    let found = document.kind(token)
    violation(at: token) { .wrongType(expected: kind.name, found: found, at: $0) }
    return false
  }

  package mutating func violation(at token: Int, _ make: @escaping JSONViolations.Maker) {
    violations.add(at: token, in: document, make)
  }
}

extension CanonicalJSON {
  /// The major version of a version such as `1.0`; nil where it is none.
  package static func majorVersion(of text: String) -> Int? {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let isVersion =
      parts.count == 2
      && parts.allSatisfy { part in
        (1...6).contains(part.count) && part.allSatisfy { $0 &- 0x30 < 10 }
          && (part.count == 1 || part.first != UInt8(ascii: "0"))
      }
    return isVersion ? parts.first.flatMap { Int(String($0) ?? "") } : nil
  }

  /// Whether a form's version in a file goes with the form at hand: the part before the point is the same.
  package static func isCompatible(_ version: String, with form: Form) -> Bool {
    version == form.version
      || version.utf8.prefix { $0 != UInt8(ascii: ".") }
        .elementsEqual(form.version.utf8.prefix { $0 != UInt8(ascii: ".") })
  }
}

extension Finding {
  fileprivate static func bareList() -> Finding { Finding("json.list", .error) }
}
