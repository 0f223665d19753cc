import Core
import JSONKit
import ReportModel

/// Writes reports as canonical JSON, without their extensions; see `CanonicalJSON` for the shape.
package struct CanonicalJSONWriter {
  private var json: JSONWriter
  private let omitsFindingTexts: Bool
  /// Whether places and lineage are left out.
  private let isCompact: Bool
  /// The names of the cells of the forms that came up.
  private var names: [FormNames] = []
  /// The lineage that was written last, and where.
  private var lastLineage: (details: ObjectIdentifier, range: Range<Int>)?

  package init(omitsFindingTexts: Bool = false, isCompact: Bool = false) {
    json = JSONWriter(isCompact: isCompact)
    self.omitsFindingTexts = omitsFindingTexts
    self.isCompact = isCompact
  }

  package mutating func write(_ reports: [Report]) -> [UInt8] {
    json.reserve(reports.count * 32 << 10)
    lastLineage = nil
    let version = JSONExtensions.version(neededBy: reports)
    if reports.count == 1 {
      write(reports[0], version: version)
    } else {
      json.beginObject()
      for (member, name) in BundleMember.shape.inJSON {
        switch member {
        case .schema: break
        case .gongkai: string(name, version)
        case .reports:
          json.key(name)
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
    for (member, name) in ReportMember.shape.inJSON {
      switch member {
      // Kept as an extension.
      case .schema: break
      case .gongkai: string(name, version)
      case .edition: string(name, report.form.id.edition.rawValue)
      case .dialect: string(name, report.form.id.dialect)
      case .form: string(name, report.form.version)
      case .identity: if report.identity != Identity() { identity(name, report.identity) }
      case .statistics: statistics(name, report.statistics)
      case .cells: cells(name, report.statistics)
      case .sections: list(name, report.sections) { $0.section($1) }
      case .jointFigures: list(name, report.jointFigures) { $0.jointFigure($1) }
      case .conversion: if let conversion = report.conversion { self.conversion(name, conversion) }
      case .evidence: list(name, report.evidence) { $0.evidence($1) }
      case .unplaced: list(name, report.unplaced) { $0.text($1.text, $1.place) }
      case .findings: list(name, report.findings) { $0.finding($1) }
      case .account: if let account = report.account { self.account(name, account) }
      case .source: if let source = report.source { self.source(name, source) }
      }
    }
    json.endObject()
  }

  private mutating func identity(_ name: String, _ identity: Identity) {
    json.key(name)
    json.beginObject()
    for (member, name) in IdentityMember.shape.inJSON {
      switch member {
      case .body: string(name, identity.body)
      case .year: integer(name, identity.year)
      case .title: string(name, identity.title)
      case .period:
        if identity.periodStart != nil || identity.periodEnd != nil { period(name, identity) }
      case .citedNotice: string(name, identity.citedNotice)
      case .scope: string(name, identity.scope?.rawValue)
      case .contact: string(name, identity.contact)
      case .identifiers: list(name, identity.identifiers) { $0.identifier($1) }
      case .statedYears: list(name, identity.statedYears) { $0.statedYear($1) }
      case .signatures: list(name, identity.signatures) { $0.signature($1) }
      case .signatories: list(name, identity.signatories) { $0.signatory($1) }
      case .dates: list(name, identity.dates) { $0.date($1) }
      }
    }
    json.endObject()
  }

  private mutating func period(_ name: String, _ identity: Identity) {
    json.key(name)
    json.beginObject(inline: true)
    for (member, name) in PeriodMember.shape.inJSON {
      switch member {
      case .start: string(name, identity.periodStart)
      case .end: string(name, identity.periodEnd)
      }
    }
    json.endObject()
  }

  private mutating func identifier(_ identifier: Identifier) {
    json.beginObject(inline: true)
    for (member, name) in IdentifierMember.shape.inJSON {
      switch member {
      case .scheme: string(name, identifier.scheme.rawValue)
      case .value: string(name, identifier.value)
      case .place: place(name, identifier.place)
      }
    }
    json.endObject()
  }

  private mutating func statedYear(_ year: StatedYear) {
    json.beginObject(inline: true)
    for (member, name) in StatedYearMember.shape.inJSON {
      switch member {
      case .role: string(name, year.role.rawValue)
      case .year: integer(name, year.year)
      case .raw: string(name, year.raw)
      case .place: place(name, year.place)
      }
    }
    json.endObject()
  }

  private mutating func signature(_ signature: Signature) {
    json.beginObject(inline: true)
    for (member, name) in SignatureMember.shape.inJSON {
      switch member {
      case .body: string(name, signature.body)
      case .place: place(name, signature.place)
      }
    }
    json.endObject()
  }

  private mutating func signatory(_ signatory: Signatory) {
    json.beginObject(inline: true)
    for (member, name) in SignatoryMember.shape.inJSON {
      switch member {
      case .role: string(name, signatory.role.rawValue)
      case .value: string(name, signatory.value)
      case .place: place(name, signatory.place)
      }
    }
    json.endObject()
  }

  private mutating func date(_ date: ReportDate) {
    json.beginObject(inline: true)
    for (member, name) in DateMember.shape.inJSON {
      switch member {
      case .role: string(name, date.role.rawValue)
      case .iso: string(name, date.iso)
      case .raw: string(name, date.raw)
      case .place: place(name, date.place)
      }
    }
    json.endObject()
  }

  // MARK: Figures

  /// The names of a form's cells, looked through once.
  private final class FormNames {
    let form: Form
    let tree: CellTree
    let text: JSONNames

    init(_ form: Form) {
      self.form = form
      tree = form.tree
      text = JSONNames(tree.text)
    }
  }

  private mutating func names(of form: Form) -> FormNames {
    if let known = names.first(where: { $0.form === form }) { return known }
    let made = FormNames(form)
    names.append(made)
    return made
  }

  private mutating func statistics(_ name: String, _ statistics: Statistics) {
    json.key(name)
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

  private mutating func cells(_ name: String, _ statistics: Statistics) {
    statistics.figures.withUnsafeBufferPointer { figures in
      guard let figures = figures.baseAddress else { return }
      entries(name, figures, names(of: statistics.form))
    }
  }

  private mutating func entries(_ name: String, _ figures: UnsafePointer<Figure?>, _ names: FormNames) {
    let tree = names.tree
    let place = EntryMember.place.rawValue
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
        json.key(name)
        json.beginObject()
        isBegun = true
      }
      json.key(names.text, tree.cellNames[index])
      if isPlain {
        json.beginObject(inline: true)
        self.place(place, figures[index]?.place)
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
      json.key(names.text, nodes[position].name)
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
    for (member, name) in EntryMember.shape.inJSON {
      switch member {
      case .status: if status != .exact { string(name, status.rawValue) }
      case .value:
        if withValue || content == .numberWithinBounds { amount(name, figure.amount) }
      case .atLeast: if content.hasBounds { amount(name, figure.bounds?.atLeast) }
      case .atMost: if content.hasBounds { amount(name, figure.bounds?.atMost) }
      case .alternatives:
        guard case .ambiguous(let amounts) = figure.value else { continue }
        json.key(name)
        json.beginArray()
        for amount in amounts { json.raw(atMost: Amount.maximumTextCount) { amount.write(to: $0) } }
        json.endArray()
      case .raw: string(name, figure.raw)
      case .place: place(name, figure.place)
      case .unit: string(name, figure.unit)
      case .note: string(name, figure.note)
      case .lineage: lineage(name, figure.lineage, sharedBy: figure.sharedDetails)
      case .origin: if figure.isEntered { string(name, figure.origin.rawValue) }
      }
    }
    json.endObject()
  }

  /// - Parameter details: what several figures share; of one that shares it with the figure before, the same bytes are
  ///   written again.
  private mutating func lineage(_ name: String, _ lineage: Lineage?, sharedBy details: ObjectIdentifier?) {
    guard let lineage, !isCompact else { return }
    json.key(name)
    if let last = lastLineage, last.details == details {
      json.valueAgain(last.range)
      return
    }
    let start = json.position
    write(lineage)
    lastLineage = details.map { ($0, start..<json.position) }
  }

  private mutating func write(_ lineage: Lineage) {
    json.beginObject(inline: true)
    for (member, name) in LineageMember.shape.inJSON {
      switch member {
      case .rule: string(name, lineage.rule.rawValue)
      case .reference: string(name, lineage.reference)
      case .sources:
        if lineage.sourceList.isEmpty { continue }
        json.key(name)
        json.beginArray()
        if let (form, cells) = lineage.sourceList.positions {
          let names = names(of: form)
          for cell in cells { json.string(names.text, names.tree.cellNames[Int(cell)]) }
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
    for (member, name) in JointFigureMember.shape.inJSON {
      switch member {
      case .terms:
        json.key(name)
        json.beginArray()
        for term in figure.terms { json.string((term.isSubtracted ? "-" : "+") + term.cell.description) }
        json.endArray()
      case .atLeast: amount(name, figure.bounds.atLeast)
      case .atMost: amount(name, figure.bounds.atMost)
      case .lineage: lineage(name, figure.lineage, sharedBy: nil)
      }
    }
    json.endObject()
  }

  private mutating func conversion(_ name: String, _ conversion: Conversion) {
    let form = conversion.original.form
    json.key(name)
    json.beginObject()
    for (member, name) in ConversionMember.shape.inJSON {
      switch member {
      case .edition: string(name, form.id.edition.rawValue)
      case .dialect: string(name, form.id.dialect)
      case .form: string(name, form.version)
      case .policy: string(name, conversion.policy.rawValue)
      case .crosswalks: list(name, conversion.crosswalks) { $0.crosswalk($1) }
      case .statistics: statistics(name, conversion.original)
      case .cells: cells(name, conversion.original)
      case .carried: list(name, conversion.carried) { $0.json.string($1.description) }
      }
    }
    json.endObject()
  }

  private mutating func crosswalk(_ crosswalk: Conversion.CrosswalkReference) {
    json.beginObject(inline: true)
    for (member, name) in CrosswalkMember.shape.inJSON {
      switch member {
      case .id: string(name, crosswalk.id)
      case .version: string(name, crosswalk.version)
      }
    }
    json.endObject()
  }

  // MARK: Prose, findings and the source

  private mutating func section(_ section: ProseSection) {
    json.beginObject()
    for (member, name) in SectionMember.shape.inJSON {
      switch member {
      case .heading: string(name, section.heading)
      case .level: integer(name, section.level)
      case .place: place(name, section.place)
      case .paragraphs: list(name, section.paragraphs) { $0.text($1.text, $1.place) }
      }
    }
    json.endObject()
  }

  private mutating func text(_ text: String, _ place: Place?) {
    json.beginObject(inline: true)
    for (member, name) in TextMember.shape.inJSON {
      switch member {
      case .text: string(name, text)
      case .place: self.place(name, place)
      }
    }
    json.endObject()
  }

  private mutating func evidence(_ evidence: Evidence) {
    json.beginObject(inline: true)
    for (member, name) in EvidenceMember.shape.inJSON {
      switch member {
      case .form: string(name, evidence.form.description)
      case .text: string(name, evidence.text)
      case .place: place(name, evidence.place)
      }
    }
    json.endObject()
  }

  private mutating func finding(_ finding: Finding) {
    let text = omitsFindingTexts ? finding.foreignText : MessageCatalogue.shared.text(of: finding)
    json.beginObject(inline: true)
    for (member, name) in FindingMember.shape.inJSON {
      switch member {
      case .id: string(name, finding.id)
      case .severity: string(name, finding.severity.rawValue)
      case .message: localized(name, text?.message)
      case .remedy: localized(name, text?.remedy)
      case .arguments:
        if finding.arguments.isEmpty { continue }
        json.key(name)
        json.beginObject()
        for (name, value) in finding.arguments.sorted(by: { $0.key < $1.key }) { string(name, value) }
        json.endObject()
      case .places: if !isCompact { list(name, finding.places) { $0.place($1) } }
      case .cells: list(name, finding.cells) { $0.json.string($1) }
      }
    }
    json.endObject()
  }

  private mutating func localized(_ name: String, _ text: LocalizedText?) {
    guard let text else { return }
    json.key(name)
    json.beginObject()
    for (member, name) in LocalizedTextMember.shape.inJSON { string(name, text[member.language]) }
    json.endObject()
  }

  private mutating func account(_ name: String, _ account: ReadingAccount) {
    json.key(name)
    json.beginObject(inline: true)
    for (member, name) in AccountMember.shape.inJSON { integer(name, account[member.use]) }
    json.endObject()
  }

  private mutating func source(_ name: String, _ source: SourceFile) {
    json.key(name)
    json.beginObject()
    for (member, name) in SourceMember.shape.inJSON {
      switch member {
      case .name: string(name, source.name)
      case .size: integer(name, source.size)
      case .sha256: string(name, source.sha256)
      case .format: string(name, source.format)
      case .encoding: string(name, source.encoding)
      case .number: integer(name, source.number)
      }
    }
    json.endObject()
  }

  // MARK: Members

  private mutating func string(_ name: String, _ value: String?) {
    guard let value else { return }
    json.key(name)
    json.string(value)
  }

  private mutating func integer(_ name: String, _ value: Int?) {
    guard let value else { return }
    json.key(name)
    json.integer(value)
  }

  private mutating func amount(_ name: String, _ value: Amount?) {
    guard let value else { return }
    json.key(name)
    json.raw(atMost: Amount.maximumTextCount) { value.write(to: $0) }
  }

  private mutating func place(_ name: String, _ value: Place?) {
    guard let value, !isCompact else { return }
    json.key(name)
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
    _ name: String, _ elements: [Element], _ write: (inout Self, Element) -> Void
  ) {
    if elements.isEmpty { return }
    json.key(name)
    json.beginArray()
    for element in elements { write(&self, element) }
    json.endArray()
  }
}
