import Core
import ReportModel

extension CanonicalJSONReader {
  // MARK: Parts of a report

  package mutating func identity(_ token: Int) -> Identity {
    var identity = Identity()
    guard var object = object(token) else { return identity }
    while let (member, value) = next(&object, IdentityMember.self) {
      switch member {
      case .body: identity.body = string(value)
      case .year: identity.year = integer(value, 1...9999)
      case .title: identity.title = string(value)
      case .period:
        guard var period = self.object(value) else { continue }
        while let (member, value) = next(&period, PeriodMember.self) {
          switch member {
          case .start: identity.periodStart = date(value)
          case .end: identity.periodEnd = date(value)
          }
        }
      case .citedNotice: identity.citedNotice = string(value)
      case .scope: identity.scope = choice(value, .scope, Scope.self)
      case .contact: identity.contact = string(value)
      case .identifiers: identity.identifiers = list(value) { $0.identifier($1) }
      case .statedYears: identity.statedYears = list(value) { $0.statedYear($1) }
      case .signatures: identity.signatures = list(value) { $0.signature($1) }
      case .signatories: identity.signatories = list(value) { $0.signatory($1) }
      case .dates: identity.dates = list(value) { $0.reportDate($1) }
      }
    }
    return identity
  }

  private mutating func identifier(_ token: Int) -> Identifier? {
    guard var object = object(token) else { return nil }
    var scheme: Identifier.Scheme?
    var text = ""
    var place: Place?
    while let (member, value) = next(&object, IdentifierMember.self) {
      switch member {
      case .scheme: scheme = self.scheme(value)
      case .value: text = string(value)
      case .place: place = self.place(value)
      }
    }
    return scheme.map { Identifier($0, text, place: place) }
  }

  /// One of those that this version knows; in a newer version any.
  private mutating func scheme(_ token: Int) -> Identifier.Scheme? {
    let isStrict = isStrict
    return parsed(token, .identifierScheme) {
      let scheme = Identifier.Scheme(rawValue: $0)
      return isStrict && !Identifier.Scheme.known.contains(scheme) ? nil : scheme
    }
  }

  private mutating func statedYear(_ token: Int) -> StatedYear? {
    guard var object = object(token) else { return nil }
    var role: StatedYear.Role?
    var year: Int?
    var raw = ""
    var place: Place?
    while let (member, value) = next(&object, StatedYearMember.self) {
      switch member {
      case .role: role = choice(value, .yearRole, StatedYear.Role.self)
      case .year: year = integer(value, 1...9999)
      case .raw: raw = string(value)
      case .place: place = self.place(value)
      }
    }
    return role.map { StatedYear($0, year, raw: raw, place: place) }
  }

  private mutating func signature(_ token: Int) -> Signature? {
    guard var object = object(token) else { return nil }
    var signature = Signature("")
    while let (member, value) = next(&object, SignatureMember.self) {
      switch member {
      case .body: signature.body = string(value)
      case .place: signature.place = self.place(value)
      }
    }
    return signature
  }

  private mutating func signatory(_ token: Int) -> Signatory? {
    guard var object = object(token) else { return nil }
    var role: Signatory.Role?
    var text = ""
    var place: Place?
    while let (member, value) = next(&object, SignatoryMember.self) {
      switch member {
      case .role: role = choice(value, .signatoryRole, Signatory.Role.self)
      case .value: text = string(value)
      case .place: place = self.place(value)
      }
    }
    return role.map { Signatory($0, text, place: place) }
  }

  private mutating func reportDate(_ token: Int) -> ReportDate? {
    guard var object = object(token) else { return nil }
    var role: ReportDate.Role?
    var iso: String?
    var raw = ""
    var place: Place?
    while let (member, value) = next(&object, DateMember.self) {
      switch member {
      case .role: role = choice(value, .dateRole, ReportDate.Role.self)
      case .iso: iso = date(value)
      case .raw: raw = string(value)
      case .place: place = self.place(value)
      }
    }
    return role.map { ReportDate($0, iso: iso, raw: raw, place: place) }
  }

  package mutating func section(_ token: Int) -> ProseSection? {
    guard var object = object(token) else { return nil }
    var section = ProseSection(heading: nil, level: 0)
    while let (member, value) = next(&object, SectionMember.self) {
      switch member {
      case .heading: section.heading = string(value)
      case .level: section.level = integer(value, 0...99) ?? 0
      case .place: section.place = place(value)
      case .paragraphs:
        section.paragraphs = list(value) { $0.text($1).map { ProseParagraph($0.text, place: $0.place) } }
      }
    }
    return section
  }

  package mutating func text(_ token: Int) -> (text: String, place: Place?)? {
    guard var object = object(token) else { return nil }
    var text = ""
    var place: Place?
    while let (member, value) = next(&object, TextMember.self) {
      switch member {
      case .text: text = string(value)
      case .place: place = self.place(value)
      }
    }
    return (text, place)
  }

  package mutating func evidence(_ token: Int) -> Evidence? {
    guard var object = object(token) else { return nil }
    var form: FormID?
    var text = ""
    var place: Place?
    while let (member, value) = next(&object, EvidenceMember.self) {
      switch member {
      case .form: form = parsed(value, .formID) { FormID($0) }
      case .text: text = string(value)
      case .place: place = self.place(value)
      }
    }
    return form.map { Evidence(form: $0, text: text, place: place) }
  }

  package mutating func finding(_ token: Int) -> Finding? {
    guard var object = object(token) else { return nil }
    var finding = Finding("", .note)
    var message: LocalizedText?
    var remedy: LocalizedText?
    while let (member, value) = next(&object, FindingMember.self) {
      switch member {
      case .id: finding.id = string(value)
      case .severity: finding.severity = choice(value, .severity, Severity.self) ?? .note
      case .message: message = localized(value)
      case .remedy: remedy = localized(value)
      case .arguments: finding.arguments = arguments(value)
      case .places: finding.places = list(value) { $0.place($1) }
      case .cells: finding.cells = list(value) { $0.string($1) }
      }
    }
    finding.setForeignText(message: message, remedy: remedy)
    return finding
  }

  private mutating func localized(_ token: Int) -> LocalizedText? {
    guard var object = object(token) else { return nil }
    var text = LocalizedText.empty
    while let (member, value) = next(&object, LocalizedTextMember.self) {
      switch member {
      case .zh: text.chinese = string(value)
      case .en: text.english = string(value)
      }
    }
    return text
  }

  private mutating func arguments(_ token: Int) -> [String: String] {
    guard isKind(token, .object) else { return [:] }
    var arguments: [String: String] = [:]
    var key = document.first(token)
    let end = document.next(token)
    while key < end {
      let value = string(key + 1)
      if arguments.updateValue(value, forKey: document.string(key)) != nil { repeated(key) }
      key = document.next(key + 1)
    }
    return arguments
  }

  package mutating func account(_ token: Int) -> ReadingAccount? {
    guard var object = object(token) else { return nil }
    var account = ReadingAccount()
    while let (member, value) = next(&object, AccountMember.self) {
      account[member.use] = integer(value, AccountMember.counts) ?? 0
    }
    return account
  }

  package mutating func source(_ token: Int) -> SourceFile? {
    guard var object = object(token) else { return nil }
    var source = SourceFile(name: nil, size: 0, sha256: "", format: "")
    while let (member, value) = next(&object, SourceMember.self) {
      switch member {
      case .name: source.name = string(value)
      case .size: source.size = integer(value, SourceMember.sizes) ?? 0
      case .sha256: source.sha256 = checksum(value)
      case .format: source.format = string(value)
      case .encoding: source.encoding = string(value)
      case .number: source.number = integer(value, SourceMember.numbers)
      }
    }
    return source
  }

  package mutating func conversion(_ token: Int) -> Conversion? {
    guard let start = object(token) else { return nil }
    var object = start
    let form = form(of: token)
    var policy: Conversion.Policy?
    var crosswalks: [Conversion.CrosswalkReference] = []
    var carried: [CellID] = []
    while let (member, value) = next(&object, ConversionMember.self) {
      switch member {
      case .edition, .dialect: _ = string(value)
      case .form: formVersion(value, form)
      case .policy: policy = choice(value, .policy, Conversion.Policy.self)
      case .crosswalks: crosswalks = list(value) { $0.crosswalk($1) }
      case .statistics, .cells: break
      case .carried: carried = list(value) { $0.cell($1, of: form) }
      }
    }
    guard let form else { return nil }
    let original = figures(of: form, in: token)
    return policy.map {
      Conversion(original: original, carried: carried, crosswalks: crosswalks, policy: $0)
    }
  }

  private mutating func crosswalk(_ token: Int) -> Conversion.CrosswalkReference? {
    guard var object = object(token) else { return nil }
    var reference = Conversion.CrosswalkReference(id: "", version: "")
    while let (member, value) = next(&object, CrosswalkMember.self) {
      switch member {
      case .id: reference.id = string(value)
      case .version: reference.version = string(value)
      }
    }
    return reference
  }

  /// A cell that the form has, where the form is known.
  private mutating func cell(_ token: Int, of form: Form?) -> CellID? {
    guard let cell = parsed(token, .cell, { CellID($0) }) else { return nil }
    if let form, form.index(of: cell) == nil {
      violation(at: token) { .unknownCell(cell.description, form: form.id, at: $0) }
    }
    return cell
  }

  package mutating func jointFigure(_ token: Int) -> JointFigure? {
    guard var object = object(token) else { return nil }
    var figure = JointFigure([], Bounds(atLeast: nil, atMost: nil))
    while let (member, value) = next(&object, JointFigureMember.self) {
      switch member {
      case .terms: figure.terms = list(value) { $0.term($1) }
      case .atLeast: figure.bounds.atLeast = amount(value)
      case .atMost: figure.bounds.atMost = amount(value)
      case .lineage: figure.lineage = lineage(value)
      }
    }
    return figure
  }

  private mutating func term(_ token: Int) -> JointFigure.Term? {
    parsed(token, .term) { text in
      guard let sign = text.utf8.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
        return nil
      }
      return CellID(String(text.dropFirst())).map {
        JointFigure.Term($0, isSubtracted: sign == UInt8(ascii: "-"))
      }
    }
  }

  package mutating func lineage(_ token: Int) -> Lineage? {
    if let last = lastLineage, document.isSame(token, last.token) {
      lastLineage?.asked = token
      return last.lineage
    }
    let notes = noteCount
    guard var object = object(token) else { return nil }
    var rule: Lineage.Rule?
    var reference: String?
    var sources = CellList([])
    while let (member, value) = next(&object, LineageMember.self) {
      switch member {
      case .rule: rule = choice(value, .lineageRule, Lineage.Rule.self)
      case .reference: reference = string(value)
      case .sources: sources = cells(value)
      }
    }
    let lineage = rule.map { Lineage($0, reference: reference, sources) }
    if let lineage, noteCount == notes {
      lastLineage = (token, token, lineage, Figure(.unknown, lineage: lineage))
    }
    return lineage
  }

  /// Cells of the form that the report was converted from, by their positions where it has them all.
  private mutating func cells(_ token: Int) -> CellList {
    guard let form = originalForm, document.kind(token) == .array else { return otherCells(token) }
    let tree = form.tree
    var positions: [UInt32] = []
    var expected = 0
    var child = document.first(token)
    let end = document.next(token)
    while child < end {
      guard document.kind(child) == .string, let cell = position(of: child, in: tree, expected) else {
        return otherCells(token)
      }
      positions.append(UInt32(cell))
      expected = cell + 1
      child = document.next(child)
    }
    return CellList(positions, of: form)
  }

  private mutating func otherCells(_ token: Int) -> CellList {
    CellList(list(token) { $0.parsed($1, .cell) { CellID($0) } })
  }

  /// The cell of a name: lists name them in the order of the form.
  private func position(of token: Int, in tree: CellTree, _ expected: Int) -> Int? {
    if document.hasEscapes(token) { return nil }
    for cell in expected..<tree.cellNames.count
    where document.isPlain(token, equalTo: tree.text, tree.cellNames[cell]) {
      return cell
    }
    return (0..<expected).first { document.isPlain(token, equalTo: tree.text, tree.cellNames[$0]) }
  }

  // MARK: Values

  package mutating func string(_ token: Int) -> String {
    isKind(token, .string) ? document.string(token) : ""
  }

  /// A string in a notation of its own.
  package mutating func parsed<Value>(_ token: Int, _ kind: ValueKind, _ parse: (String) -> Value?) -> Value?
  {
    guard isKind(token, .string) else { return nil }
    let text = document.string(token)
    if let value = parse(text) { return value }
    violation(at: token) { .wrongValue(expected: kind.expectation, found: text, at: $0) }
    return nil
  }

  /// One of the words of an enumeration.
  package mutating func choice<Value: RawRepresentable<String>>(
    _ token: Int, _ kind: ValueKind, _: Value.Type
  ) -> Value? {
    parsed(token, kind) { Value(rawValue: $0) }
  }

  package mutating func place(_ token: Int) -> Place? {
    guard isKind(token, .string) else { return nil }
    if !document.hasEscapes(token) {
      let range = document.range(token)
      let place = document.bytes.withUnsafeBufferPointer {
        Place(utf8: UnsafeBufferPointer(rebasing: $0[range]))
      }
      if let place { return place }
    }
    return parsed(token, .place) { Place($0) }
  }

  private mutating func date(_ token: Int) -> String? {
    parsed(token, .date) { Notation.isDate($0) ? $0 : nil }
  }

  private mutating func checksum(_ token: Int) -> String {
    parsed(token, .checksum) { Notation.isChecksum($0) ? $0 : nil } ?? ""
  }

  package mutating func integer(_ token: Int, _ range: ClosedRange<Int>) -> Int? {
    guard isKind(token, .number) else { return nil }
    if let amount = rawAmount(token) {
      var significand = amount.significand
      var scale = amount.scale
      while scale > 0, significand % 10 == 0 {
        significand /= 10
        scale -= 1
      }
      if scale == 0, let number = Int(exactly: significand), range.contains(number) { return number }
    }
    let found = String(document.compact(token).prefix(40))
    violation(at: token) {
      .wrongValue(expected: ValueKind.integer(range).expectation, found: found, at: $0)
    }
    return nil
  }

  package mutating func amount(_ token: Int) -> Amount? {
    guard isKind(token, .number) else { return nil }
    if let amount = rawAmount(token) { return amount }
    let found = String(document.compact(token).prefix(40))
    violation(at: token) { .tooManyDigits(found, at: $0) }
    return nil
  }

  private func rawAmount(_ token: Int) -> Amount? {
    let range = document.range(token)
    return document.bytes.withUnsafeBufferPointer {
      JSONAmount.read(UnsafeBufferPointer(rebasing: $0[range]))
    }
  }
}
