import Core
import JSONKit
import ReportModel

/// Writes reports as canonical JSON, without their extensions; see `CanonicalJSON` for the shape.
package struct CanonicalJSONWriter: ~Copyable {
  private var json: JSONWriter
  private let omitsFindingTexts: Bool
  /// Whether places and lineage are left out.
  private let isCompact: Bool
  /// The names of the forms that came up.
  private var names: [(form: Form, names: FormNames)] = []
  /// The lineage that was written last, and where.
  private var lastLineage: (details: ObjectIdentifier, range: Range<Int>)?

  package init(omitsFindingTexts: Bool = false, isCompact: Bool = false, isOneLine: Bool = false) {
    json = JSONWriter(isCompact: isCompact || isOneLine)
    self.omitsFindingTexts = omitsFindingTexts
    self.isCompact = isCompact
  }

  package mutating func write(_ reports: [Report]) -> [UInt8] {
    json.reserve(reports.count * 64 << 10)
    lastLineage = nil
    let version = JSONExtensions.version(neededBy: reports)
    if reports.count == 1 {
      write(reports[0], version: version)
    } else {
      json.beginObject()
      for (member, key) in BundleMember.shape.inJSON {
        switch member {
        case .schema: break
        case .gongkai: string(key, version)
        case .reports:
          json.key(key)
          json.beginArray()
          for report in reports { write(report, version: nil) }
          json.endArray()
        }
      }
      json.endObject()
    }
    return json.finish()
  }

  private mutating func write(_ report: Report, version: String?) {
    json.beginObject()
    for (member, key) in ReportMember.shape.inJSON {
      switch member {
      // Kept as an extension.
      case .schema: break
      case .gongkai: string(key, version)
      case .edition: string(key, report.form.id.edition.rawValue)
      case .dialect: string(key, report.form.id.dialect)
      case .form: string(key, report.form.version)
      case .identity: if report.identity != Identity() { identity(key, report.identity) }
      case .statistics: statistics(key, report.statistics)
      case .cells: cells(key, report.statistics)
      case .sections: list(key, report.sections) { $0.section($1) }
      case .jointFigures: list(key, report.jointFigures) { $0.jointFigure($1) }
      case .conversion: if let conversion = report.conversion { self.conversion(key, conversion) }
      case .evidence: list(key, report.evidence) { $0.evidence($1) }
      case .unplaced: list(key, report.unplaced) { $0.text($1.text, $1.place) }
      case .findings: list(key, report.findings) { $0.finding($1) }
      case .account: if let account = report.account { self.account(key, account) }
      case .source: if let source = report.source { self.source(key, source) }
      }
    }
    json.endObject()
  }

  private mutating func identity(_ key: JSONKey, _ identity: Identity) {
    json.key(key)
    json.beginObject()
    for (member, key) in IdentityMember.shape.inJSON {
      switch member {
      case .body: string(key, identity.body)
      case .year: integer(key, identity.year)
      case .title: string(key, identity.title)
      case .period:
        if identity.periodStart != nil || identity.periodEnd != nil { period(key, identity) }
      case .citedNotice: string(key, identity.citedNotice)
      case .scope: string(key, identity.scope?.rawValue)
      case .contact: string(key, identity.contact)
      case .identifiers: list(key, identity.identifiers) { $0.identifier($1) }
      case .statedYears: list(key, identity.statedYears) { $0.statedYear($1) }
      case .signatures: list(key, identity.signatures) { $0.signature($1) }
      case .signatories: list(key, identity.signatories) { $0.signatory($1) }
      case .dates: list(key, identity.dates) { $0.date($1) }
      }
    }
    json.endObject()
  }

  private mutating func period(_ key: JSONKey, _ identity: Identity) {
    json.key(key)
    json.beginObject(inline: true)
    for (member, key) in PeriodMember.shape.inJSON {
      switch member {
      case .start: string(key, identity.periodStart)
      case .end: string(key, identity.periodEnd)
      }
    }
    json.endObject()
  }

  private mutating func identifier(_ identifier: Identifier) {
    json.beginObject(inline: true)
    for (member, key) in IdentifierMember.shape.inJSON {
      switch member {
      case .scheme: string(key, identifier.scheme.rawValue)
      case .value: string(key, identifier.value)
      case .place: place(key, identifier.place)
      }
    }
    json.endObject()
  }

  private mutating func statedYear(_ year: StatedYear) {
    json.beginObject(inline: true)
    for (member, key) in StatedYearMember.shape.inJSON {
      switch member {
      case .role: string(key, year.role.rawValue)
      case .year: integer(key, year.year)
      case .raw: string(key, year.raw)
      case .place: place(key, year.place)
      }
    }
    json.endObject()
  }

  private mutating func signature(_ signature: Signature) {
    json.beginObject(inline: true)
    for (member, key) in SignatureMember.shape.inJSON {
      switch member {
      case .body: string(key, signature.body)
      case .place: place(key, signature.place)
      }
    }
    json.endObject()
  }

  private mutating func signatory(_ signatory: Signatory) {
    json.beginObject(inline: true)
    for (member, key) in SignatoryMember.shape.inJSON {
      switch member {
      case .role: string(key, signatory.role.rawValue)
      case .value: string(key, signatory.value)
      case .place: place(key, signatory.place)
      }
    }
    json.endObject()
  }

  private mutating func date(_ date: ReportDate) {
    json.beginObject(inline: true)
    for (member, key) in DateMember.shape.inJSON {
      switch member {
      case .role: string(key, date.role.rawValue)
      case .iso: string(key, date.iso)
      case .raw: string(key, date.raw)
      case .place: place(key, date.place)
      }
    }
    json.endObject()
  }

  // MARK: Figures

  /// The names of a form's cells and of the nodes above them.
  private final class FormNames: Sendable {
    let tree: CellTree
    let nodes: JSONTexts
    let cells: JSONTexts

    init(_ form: Form) {
      tree = form.tree
      let text = tree.text
      func names(_ ranges: some Sequence<Range<Int>>) -> JSONTexts {
        JSONTexts(ranges.map { String(decoding: text[$0], as: UTF8.self) })
      }
      nodes = names(tree.nodes.map(\.name))
      cells = names(tree.cellNames)
    }
  }

  private mutating func names(of form: Form) -> FormNames {
    if let known = names.first(where: { $0.form === form }) { return known.names }
    let names = form.derived(FormNames.init)
    self.names.append((form, names))
    return names
  }

  private mutating func statistics(_ key: JSONKey, _ statistics: Statistics) {
    json.key(key)
    json.beginObject()
    // Figures are large, and most are written without being taken out of their array.
    statistics.figures.withUnsafeBufferPointer { figures in
      guard let figures = figures.baseAddress else { return }
      numbers(figures, names(of: statistics.form))
    }
    json.endObject()
  }

  private mutating func numbers(_ figures: UnsafePointer<Figure?>, _ names: FormNames) {
    let tree = names.tree
    var contents = [NodeContent](repeating: .absent, count: tree.nodes.count)
    for position in tree.nodes.indices.reversed() {
      if let cell = tree.nodes[position].cell {
        switch figures[cell]?.value {
        case nil: continue
        case .exact(let amount)?, .derived(let amount)?: contents[position] = .number(amount)
        default: contents[position] = .present
        }
      } else if case .absent = contents[position] {
        continue
      }
      if let parent = tree.nodes[position].parent { contents[parent] = .present }
    }
    numbers(of: names, 0..<tree.nodes.count, contents)
  }

  private mutating func cells(_ key: JSONKey, _ statistics: Statistics) {
    statistics.figures.withUnsafeBufferPointer { figures in
      guard let figures = figures.baseAddress else { return }
      entries(key, figures, names(of: statistics.form))
    }
  }

  private static let placeKey = JSONTexts([EntryMember.place.rawValue]).keys[0]

  private mutating func entries(_ key: JSONKey, _ figures: UnsafePointer<Figure?>, _ names: FormNames) {
    let tree = names.tree
    let placeKey = Self.placeKey
    var isBegun = false
    var withoutNode = tree.cellsWithoutNode[...]
    for index in tree.cellNames.indices {
      let isWithoutNode = withoutNode.first == index
      if isWithoutNode { withoutNode.removeFirst() }
      var isPlain = false
      switch figures[index]?.value {
      case nil: continue
      case .exact?:
        isPlain =
          !isWithoutNode
          && (figures[index]?.isPlain == true || (isCompact && figures[index]?.hasOnlyLineage == true))
      default: break
      }
      if isPlain, isCompact || figures[index]?.place == nil { continue }
      if !isBegun {
        json.key(key)
        json.beginObject()
        isBegun = true
      }
      json.key(names.cells, index)
      if isPlain {
        json.beginObject(inline: true)
        self.place(placeKey, figures[index]?.place)
        json.endObject()
      } else if let figure = figures[index] {
        entry(figure, withValue: isWithoutNode)
      }
    }
    if isBegun { json.endObject() }
  }

  /// What is written for a node of `statistics`.
  private enum NodeContent {
    case absent
    /// An object, or a figure that is no number.
    case present
    case number(Amount)
  }

  private mutating func numbers(of names: FormNames, _ range: Range<Int>, _ contents: [NodeContent]) {
    let nodes = names.tree.nodes
    var position = range.lowerBound
    while position < range.upperBound {
      let next = nodes[position].end
      defer { position = next }
      if case .absent = contents[position] { continue }
      json.key(names.nodes, position)
      if case .number(let amount) = contents[position] {
        json.raw(atMost: Amount.maximumTextCount) { amount.write(to: $0) }
      } else if nodes[position].cell != nil {
        json.null()
      } else {
        json.beginObject()
        numbers(of: names, position + 1..<next, contents)
        json.endObject()
      }
    }
  }

  /// - Parameter withValue: whether `statistics` has no place for the number.
  private mutating func entry(_ figure: Figure, withValue: Bool) {
    json.beginObject(inline: true)
    let status = figure.status
    let content = status.content
    let bounds = content.hasBounds ? figure.bounds : nil
    // Most figures say nothing besides.
    let saysMore = !figure.isPlain && !figure.hasOnlyLineage
    for (member, key) in EntryMember.shape.inJSON {
      switch member {
      case .status: if status != .exact { string(key, status.rawValue) }
      case .value:
        if withValue || content == .numberWithinBounds { amount(key, figure.amount) }
      case .atLeast: amount(key, bounds?.atLeast)
      case .atMost: amount(key, bounds?.atMost)
      case .alternatives:
        guard case .ambiguous(let amounts) = figure.value else { continue }
        json.key(key)
        json.beginArray()
        for amount in amounts { json.raw(atMost: Amount.maximumTextCount) { amount.write(to: $0) } }
        json.endArray()
      case .raw: if saysMore { string(key, figure.raw) }
      case .place: place(key, figure.place)
      case .unit: if saysMore { string(key, figure.unit) }
      case .note: if saysMore { string(key, figure.note) }
      case .lineage: lineage(key, of: figure)
      case .origin: if saysMore, figure.isEntered { string(key, figure.origin.rawValue) }
      }
    }
    json.endObject()
  }

  /// Of a figure that shares its lineage with the one before, the same bytes are written again.
  private mutating func lineage(_ key: JSONKey, of figure: Figure) {
    guard let details = figure.sharedDetails, !isCompact else { return }
    if let last = lastLineage, last.details == details {
      json.key(key)
      json.valueAgain(last.range)
      return
    }
    guard let lineage = figure.lineage else { return }
    json.key(key)
    let start = json.position
    write(lineage)
    lastLineage = (details, start..<json.position)
  }

  private mutating func write(_ lineage: Lineage) {
    json.beginObject(inline: true)
    for (member, key) in LineageMember.shape.inJSON {
      switch member {
      case .rule: string(key, lineage.rule.rawValue)
      case .reference: string(key, lineage.reference)
      case .sources:
        if lineage.sourceList.isEmpty { continue }
        json.key(key)
        json.beginArray()
        if let (form, cells) = lineage.sourceList.positions {
          let names = names(of: form)
          for cell in cells { json.string(names.cells, Int(cell)) }
        } else {
          for cell in lineage.sources { json.string(cell.description) }
        }
        json.endArray()
      }
    }
    json.endObject()
  }

  private mutating func jointFigure(_ figure: JointFigure) {
    json.beginObject(inline: true)
    for (member, key) in JointFigureMember.shape.inJSON {
      switch member {
      case .terms:
        json.key(key)
        json.beginArray()
        for term in figure.terms { json.string((term.isSubtracted ? "-" : "+") + term.cell.description) }
        json.endArray()
      case .atLeast: amount(key, figure.bounds.atLeast)
      case .atMost: amount(key, figure.bounds.atMost)
      case .lineage:
        guard let lineage = figure.lineage, !isCompact else { continue }
        json.key(key)
        write(lineage)
      }
    }
    json.endObject()
  }

  private mutating func conversion(_ key: JSONKey, _ conversion: Conversion) {
    let form = conversion.original.form
    json.key(key)
    json.beginObject()
    for (member, key) in ConversionMember.shape.inJSON {
      switch member {
      case .edition: string(key, form.id.edition.rawValue)
      case .dialect: string(key, form.id.dialect)
      case .form: string(key, form.version)
      case .policy: string(key, conversion.policy.rawValue)
      case .crosswalks: list(key, conversion.crosswalks) { $0.crosswalk($1) }
      case .statistics: statistics(key, conversion.original)
      case .cells: cells(key, conversion.original)
      case .carried: list(key, conversion.carried) { $0.json.string($1.description) }
      }
    }
    json.endObject()
  }

  private mutating func crosswalk(_ crosswalk: Conversion.CrosswalkReference) {
    json.beginObject(inline: true)
    for (member, key) in CrosswalkMember.shape.inJSON {
      switch member {
      case .id: string(key, crosswalk.id)
      case .version: string(key, crosswalk.version)
      }
    }
    json.endObject()
  }

  // MARK: Prose, findings and the source

  private mutating func section(_ section: ProseSection) {
    json.beginObject()
    for (member, key) in SectionMember.shape.inJSON {
      switch member {
      case .heading: string(key, section.heading)
      case .level: integer(key, section.level)
      case .place: place(key, section.place)
      case .paragraphs: list(key, section.paragraphs) { $0.text($1.text, $1.place) }
      }
    }
    json.endObject()
  }

  private mutating func text(_ text: String, _ place: Place?) {
    json.beginObject(inline: true)
    for (member, key) in TextMember.shape.inJSON {
      switch member {
      case .text: string(key, text)
      case .place: self.place(key, place)
      }
    }
    json.endObject()
  }

  private mutating func evidence(_ evidence: Evidence) {
    json.beginObject(inline: true)
    for (member, key) in EvidenceMember.shape.inJSON {
      switch member {
      case .form: string(key, evidence.form.description)
      case .text: string(key, evidence.text)
      case .place: place(key, evidence.place)
      }
    }
    json.endObject()
  }

  private mutating func finding(_ finding: Finding) {
    let text = omitsFindingTexts ? finding.foreignText : MessageCatalogue.shared.text(of: finding)
    json.beginObject(inline: true)
    for (member, key) in FindingMember.shape.inJSON {
      switch member {
      case .id: string(key, finding.id)
      case .severity: string(key, finding.severity.rawValue)
      case .message: localized(key, text?.message)
      case .remedy: localized(key, text?.remedy)
      case .arguments:
        if finding.arguments.isEmpty { continue }
        json.key(key)
        json.beginObject()
        for (name, value) in finding.arguments.sorted(by: { $0.key < $1.key }) {
          json.key(name)
          json.string(value)
        }
        json.endObject()
      case .places: if !isCompact { list(key, finding.places) { $0.place($1) } }
      case .cells: list(key, finding.cells) { $0.json.string($1) }
      }
    }
    json.endObject()
  }

  private mutating func localized(_ key: JSONKey, _ text: LocalizedText?) {
    guard let text else { return }
    json.key(key)
    json.beginObject()
    for (member, key) in LocalizedTextMember.shape.inJSON { string(key, text[member.language]) }
    json.endObject()
  }

  private mutating func account(_ key: JSONKey, _ account: ReadingAccount) {
    json.key(key)
    json.beginObject(inline: true)
    for (member, key) in AccountMember.shape.inJSON { integer(key, account[member.use]) }
    json.endObject()
  }

  private mutating func source(_ key: JSONKey, _ source: SourceFile) {
    json.key(key)
    json.beginObject()
    for (member, key) in SourceMember.shape.inJSON {
      switch member {
      case .name: string(key, source.name)
      case .size: integer(key, source.size)
      case .sha256: string(key, source.sha256)
      case .format: string(key, source.format)
      case .encoding: string(key, source.encoding)
      case .number: integer(key, source.number)
      }
    }
    json.endObject()
  }

  // MARK: Members

  private mutating func string(_ key: JSONKey, _ value: String?) {
    guard let value else { return }
    json.key(key)
    json.string(value)
  }

  private mutating func integer(_ key: JSONKey, _ value: Int?) {
    guard let value else { return }
    json.key(key)
    json.integer(value)
  }

  private mutating func amount(_ key: JSONKey, _ value: Amount?) {
    guard let value else { return }
    json.key(key)
    json.raw(atMost: Amount.maximumTextCount) { value.write(to: $0) }
  }

  private mutating func place(_ key: JSONKey, _ value: Place?) {
    guard let value, !isCompact else { return }
    json.key(key)
    place(value)
  }

  private mutating func place(_ value: Place) {
    json.raw(atMost: Place.maximumTextCount + 2) { memory in
      memory[0] = UInt8(ascii: "\"")
      let count = value.write(to: memory + 1)
      memory[count + 1] = UInt8(ascii: "\"")
      return count + 2
    }
  }

  /// A list, which is left out where it has no elements.
  private mutating func list<Element>(
    _ key: JSONKey, _ elements: [Element], _ write: (inout Self, Element) -> Void
  ) {
    if elements.isEmpty { return }
    json.key(key)
    json.beginArray()
    for element in elements { write(&self, element) }
    json.endArray()
  }
}
