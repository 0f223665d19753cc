import Core
import JSONKit
import MarkupKit
import ReportModel

/// What has been read of the report at hand.
package struct ReportParts {
  package var report: Report?
  package var figures = FigureTable(nil)
  package var conversion: Conversion?
  /// What the tag of the element at hand says, for when its text is there too.
  package var place: Place?
  package var role: Signatory.Role?
  package var dateRole: ReportDate.Role?
  package var yearRole: StatedYear.Role?
  package var year: Int?
  package var scheme: Identifier.Scheme?
  package var date: String?
  package var form: FormID?
  package var name = ""
  package var parent = ""
  /// Elements and attributes that are not known, and how many there are of each name.
  package var kept: [Extension] = []
  package var keptNames: [String: Int] = [:]
}

extension CanonicalXMLReader {
  /// Takes what the tag of an element says, where it says something.
  package mutating func start(_ element: XMLElement) {
    switch element {
    case .figure: startFigure()
    case .row: startRow()
    case .table: startTable()
    case .report: startReport()
    case .identity: startIdentity()
    case .signatory:
      parts.role = choice(.role, .signatoryRole, Signatory.Role.self)
      parts.place = place()
    case .date:
      parts.dateRole = choice(.role, .dateRole, ReportDate.Role.self)
      parts.date = date(.iso)
      parts.place = place()
    case .identifier:
      parts.scheme = choice(.scheme, .identifierScheme, Identifier.Scheme.self)
      parts.place = place()
    case .statedYear:
      parts.yearRole = choice(.role, .yearRole, StatedYear.Role.self)
      parts.year = integer(.year, 1...9999)
      parts.place = place()
    case .paragraph, .unplaced, .signature: parts.place = place()
    case .section:
      let section = ProseSection(
        heading: string(.heading), level: integer(.level, 0...99) ?? 0, place: place())
      parts.report?.sections.append(section)
    case .jointFigure:
      let bounds = Bounds(atLeast: amount(.atLeast), atMost: amount(.atMost))
      let figure = JointFigure([], bounds, lineage: lineage())
      parts.report?.jointFigures.append(figure)
    case .term: startTerm()
    case .conversion: startConversion()
    case .crosswalk:
      let reference = Conversion.CrosswalkReference(
        id: string(.id) ?? "", version: string(.version) ?? "")
      parts.conversion?.crosswalks.append(reference)
    case .evidence:
      parts.form = parsed(.form, .formID) { FormID(XMLEscapes.decoded($0)) }
      parts.place = place()
    case .finding:
      let finding = Finding(string(.id) ?? "", choice(.severity, .severity, Severity.self) ?? .note)
      parts.report?.findings.append(finding)
    case .argument: parts.name = string(.name) ?? ""
    case .source: startSource()
    case .account: startAccount()
    case .extension:
      parts.parent = string(.parent) ?? ""
      parts.name = string(.name) ?? ""
    default: break
    }
  }

  /// Takes the text of an element, and what its tag said.
  package mutating func finish(_ element: XMLElement) {
    switch element {
    case .figure: finishFigure()
    case .report: finishReport()
    case .statistics:
      if let statistics = parts.figures.statistics { parts.report?.statistics = statistics }
      parts.figures = FigureTable(nil)
    case .conversion: finishConversion()
    case .extension: finishExtension()
    case .body, .title, .citedNotice, .contact, .identifier, .statedYear, .signature, .signatory, .date,
      .paragraph, .carried, .evidence, .unplaced:
      finishText(element, content())
    case .argument, .place, .cell: finishPartOfFinding(element, content())
    case .reports, .identity, .table, .row, .jointFigure, .term, .section, .crosswalk, .finding, .source,
      .account:
      break
    }
  }

  /// The same for an element that holds text.
  private mutating func finishText(_ element: XMLElement, _ text: String) {
    let place = parts.place
    parts.place = nil
    switch element {
    case .body: parts.report?.identity.body = text
    case .title: parts.report?.identity.title = text
    case .citedNotice: parts.report?.identity.citedNotice = text
    case .contact: parts.report?.identity.contact = text
    case .identifier:
      guard let scheme = parts.scheme else { return }
      parts.report?.identity.identifiers.append(Identifier(scheme, text, place: place))
    case .statedYear:
      guard let role = parts.yearRole else { return }
      let year = StatedYear(role, parts.year, raw: text, place: place)
      parts.report?.identity.statedYears.append(year)
    case .signature: parts.report?.identity.signatures.append(Signature(text, place: place))
    case .signatory:
      guard let role = parts.role else { return }
      parts.report?.identity.signatories.append(Signatory(role, text, place: place))
    case .date:
      guard let role = parts.dateRole else { return }
      let date = ReportDate(role, iso: parts.date, raw: text, place: place)
      parts.report?.identity.dates.append(date)
    case .paragraph:
      guard let last = parts.report?.sections.indices.last else { return }
      parts.report?.sections[last].paragraphs.append(ProseParagraph(text, place: place))
    case .carried:
      if let cell = parsed(text, "carried", .cell, { CellID($0) }) { carry(cell) }
    case .evidence:
      guard let form = parts.form else { return }
      parts.report?.evidence.append(Evidence(form: form, text: text, place: place))
    case .unplaced: parts.report?.unplaced.append(UnplacedText(text, place: place))
    default: break
    }
  }

  private mutating func parsed<Value>(
    _ text: String, _ what: String, _ kind: ValueKind, _ parse: (String) -> Value?
  ) -> Value? {
    if let value = parse(text) { return value }
    wrong(what, text, kind.expectation)
    return nil
  }

  // MARK: Reports and forms

  private mutating func startIdentity() {
    let year = integer(.year, 1...9999)
    let periodStart = date(.periodStart)
    let periodEnd = date(.periodEnd)
    let scope = choice(.scope, .scope, Scope.self)
    parts.report?.identity.year = year
    parts.report?.identity.periodStart = periodStart
    parts.report?.identity.periodEnd = periodEnd
    parts.report?.identity.scope = scope
  }

  private mutating func startReport() {
    let form = form()
    // Without its form a report is read for its other violations only.
    guard let anyForm = form ?? forms.forms.first else { return }
    parts.report = Report(statistics: Statistics(anyForm))
    parts.figures = FigureTable(form)
  }

  /// The form that the tag names.
  private mutating func form() -> Form? {
    guard let edition = string(.edition) else { return nil }
    let id = FormID(Edition(rawValue: edition), dialect: string(.dialect))
    guard let form = forms.forms.first(where: { $0.id == id }) else {
      violations.add(.unknownForm(id, known: forms), line: line)
      return nil
    }
    if let version = string(.form), !CanonicalJSON.isCompatible(version, with: form) {
      wrong("@form", version, form.version)
    }
    return form
  }

  private mutating func startConversion() {
    let policy = choice(.policy, .policy, Conversion.Policy.self)
    let form = form()
    parts.figures = FigureTable(form)
    guard let form else { return }
    parts.conversion = Conversion(
      original: Statistics(form), carried: [], crosswalks: [], policy: policy ?? .bounds)
  }

  private mutating func finishConversion() {
    if let statistics = parts.figures.statistics { parts.conversion?.original = statistics }
    parts.report?.conversion = parts.conversion
    parts.figures = FigureTable(nil)
    parts.conversion = nil
  }

  private mutating func carry(_ cell: CellID) {
    guard let form = parts.conversion?.original.form else { return }
    if form.index(of: cell) == nil {
      violations.add(.unknownCell(cell.description, form: form.id), line: line)
    }
    parts.conversion?.carried.append(cell)
  }

  private mutating func startTerm() {
    let cell = parsed(.cell, .cell) { CellID(XMLEscapes.decoded($0)) }
    let isSubtracted = parsed(.subtracted, .boolean) { Bool(String(decoding: $0, as: UTF8.self)) }
    guard let cell, let last = parts.report?.jointFigures.indices.last else { return }
    parts.report?.jointFigures[last].terms.append(
      JointFigure.Term(cell, isSubtracted: isSubtracted ?? false))
  }

  // MARK: Findings, source and extensions

  private mutating func finishPartOfFinding(_ element: XMLElement, _ text: String) {
    guard let last = parts.report?.findings.indices.last else { return }
    switch element {
    case .argument:
      let name = parts.name
      if parts.report?.findings[last].arguments.updateValue(text, forKey: name) != nil {
        violations.add(.argumentTwice(name), line: line)
      }
    case .place:
      guard let place = parsed(text, "place", .place, { Place($0) }) else { return }
      parts.report?.findings[last].places.append(place)
    default: parts.report?.findings[last].cells.append(text)
    }
  }

  private mutating func startAccount() {
    var account = ReadingAccount()
    for (member, position) in AccountMember.shape.inXML {
      guard case .attribute(let attribute) = position else { continue }
      account[member.use] = integer(attribute, AccountMember.counts) ?? 0
    }
    parts.report?.account = account
  }

  private mutating func startSource() {
    let checksum = parsed(.sha256, .checksum) { bytes -> String? in
      let text = String(decoding: bytes, as: UTF8.self)
      return Notation.isChecksum(text) ? text : nil
    }
    let source = SourceFile(
      name: string(.name), size: integer(.size, SourceMember.sizes) ?? 0, sha256: checksum ?? "",
      format: string(.format) ?? "", encoding: string(.encoding),
      number: integer(.number, SourceMember.numbers))
    parts.report?.source = source
  }

  private mutating func finishExtension() {
    let json = content()
    let document = JSONDocument(Array(json.utf8))
    if !document.defects.isEmpty || document.tokens.isEmpty || document.repeatedKey(in: 0) != nil {
      violations.add(.extensionNotJSON(parts.name), line: line)
    }
    let item = Extension(parent: parts.parent, name: parts.name, json: json)
    parts.report?.extensions.append(item)
  }
}
