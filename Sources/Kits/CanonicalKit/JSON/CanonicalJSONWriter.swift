import Core
import JSONKit
import ReportModel

/// Writes reports as canonical JSON, without their extensions; see `CanonicalJSON` for the shape.
package struct CanonicalJSONWriter {
  private var json = JSONWriter()

  package mutating func write(_ reports: [Report]) -> [UInt8] {
    json.reserve(reports.count * 32 << 10)
    let version = JSONExtensions.version(neededBy: reports)
    if reports.count == 1 {
      write(reports[0], version: version)
    } else {
      json.beginObject()
      string(BundleMember.gongkai, version)
      json.key(BundleMember.reports.rawValue)
      json.beginArray()
      for report in reports { write(report, version: nil) }
      json.endArray()
      json.endObject()
    }
    return json.finish()
  }

  private mutating func write(_ report: Report, version: String?) {
    json.beginObject()
    string(ReportMember.gongkai, version)
    form(report.form)
    if report.identity != Identity() {
      json.key(ReportMember.identity.rawValue)
      identity(report.identity)
    }
    statistics(report.statistics)
    list(ReportMember.sections, report.sections) { $0.section($1) }
    list(ReportMember.jointFigures, report.jointFigures) { $0.jointFigure($1) }
    if let conversion = report.conversion {
      json.key(ReportMember.conversion.rawValue)
      self.conversion(conversion)
    }
    list(ReportMember.evidence, report.evidence) { writer, evidence in
      writer.json.beginObject(inline: true)
      writer.string(EvidenceMember.form, evidence.form.description)
      writer.string(EvidenceMember.text, evidence.text)
      writer.place(EvidenceMember.place, evidence.place)
      writer.json.endObject()
    }
    list(ReportMember.unplaced, report.unplaced) { $0.text($1.text, $1.place) }
    list(ReportMember.findings, report.findings) { $0.finding($1) }
    if let source = report.source {
      json.key(ReportMember.source.rawValue)
      json.beginObject()
      string(SourceMember.name, source.name)
      integer(SourceMember.size, source.size)
      string(SourceMember.sha256, source.sha256)
      string(SourceMember.format, source.format)
      string(SourceMember.encoding, source.encoding)
      json.endObject()
    }
    json.endObject()
  }

  private mutating func form(_ form: Form) {
    string(ReportMember.edition, form.id.edition.rawValue)
    string(ReportMember.dialect, form.id.dialect)
    string(ReportMember.form, form.version)
  }

  private mutating func identity(_ identity: Identity) {
    json.beginObject()
    string(IdentityMember.body, identity.body)
    if let year = identity.year { integer(IdentityMember.year, year) }
    string(IdentityMember.title, identity.title)
    if identity.periodStart != nil || identity.periodEnd != nil {
      json.key(IdentityMember.period.rawValue)
      json.beginObject(inline: true)
      string(PeriodMember.start, identity.periodStart)
      string(PeriodMember.end, identity.periodEnd)
      json.endObject()
    }
    string(IdentityMember.citedNotice, identity.citedNotice)
    string(IdentityMember.contact, identity.contact)
    list(IdentityMember.signatories, identity.signatories) { writer, signatory in
      writer.json.beginObject(inline: true)
      writer.string(SignatoryMember.role, signatory.role.rawValue)
      writer.string(SignatoryMember.value, signatory.value)
      writer.place(SignatoryMember.place, signatory.place)
      writer.json.endObject()
    }
    list(IdentityMember.dates, identity.dates) { writer, date in
      writer.json.beginObject(inline: true)
      writer.string(DateMember.role, date.role.rawValue)
      writer.string(DateMember.iso, date.iso)
      writer.string(DateMember.raw, date.raw)
      writer.place(DateMember.place, date.place)
      writer.json.endObject()
    }
    json.endObject()
  }

  // MARK: Figures

  private mutating func statistics(_ statistics: Statistics) {
    // Figures are large, and most are written without being taken out of their array.
    statistics.figures.withUnsafeBufferPointer { figures in
      guard let figures = figures.baseAddress else {
        numbers(of: statistics.form.tree, [])
        return
      }
      self.statistics(figures, statistics.form.tree)
    }
  }

  private mutating func statistics(_ figures: UnsafePointer<Figure?>, _ tree: CellTree) {
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
    numbers(of: tree, contents)

    var isBegun = false
    var withoutNode = tree.cellsWithoutNode[...]
    for index in tree.cellNames.indices {
      let isWithoutNode = withoutNode.first == index
      if isWithoutNode { withoutNode.removeFirst() }
      var isPlain = false
      switch figures[index]?.value {
      case nil: continue
      case .exact?: isPlain = !isWithoutNode && Self.hasPlaceAtMost(figures + index)
      default: break
      }
      if isPlain, figures[index]?.place == nil { continue }
      if !isBegun {
        json.key(ReportMember.cells.rawValue)
        json.beginObject()
        isBegun = true
      }
      json.key(tree.text, tree.cellNames[index])
      if isPlain {
        json.beginObject(inline: true)
        place(CellMember.place, figures[index]?.place)
        json.endObject()
      } else if let figure = figures[index] {
        details(figure, withValue: isWithoutNode)
      }
    }
    if isBegun { json.endObject() }
  }

  /// Whether nothing but a figure's value and place is known of it.
  private static func hasPlaceAtMost(_ figure: UnsafePointer<Figure?>) -> Bool {
    figure.pointee?.raw == nil && figure.pointee?.unit == nil && figure.pointee?.note == nil
      && figure.pointee?.lineage == nil
  }

  /// What is written for a node of `statistics`.
  private enum NodeContent {
    case absent
    /// An object, or a figure that is no number.
    case present
    case number(Amount)
  }

  private mutating func numbers(of tree: CellTree, _ contents: [NodeContent]) {
    json.key(ReportMember.statistics.rawValue)
    json.beginObject()
    numbers(of: tree, 0..<tree.nodes.count, contents)
    json.endObject()
  }

  private mutating func numbers(of tree: CellTree, _ range: Range<Int>, _ contents: [NodeContent]) {
    var position = range.lowerBound
    while position < range.upperBound {
      let next = tree.nodes[position].end
      defer { position = next }
      if case .absent = contents[position] { continue }
      json.key(tree.text, tree.nodes[position].name)
      if case .number(let amount) = contents[position] {
        json.raw(atMost: Amount.maximumTextCount) { amount.write(to: $0) }
      } else if tree.nodes[position].cell != nil {
        json.null()
      } else {
        json.beginObject()
        numbers(of: tree, position + 1..<next, contents)
        json.endObject()
      }
    }
  }

  private mutating func details(_ figure: Figure, withValue: Bool) {
    json.beginObject(inline: true)
    switch figure.value {
    case .exact(let amount):
      if withValue { self.amount(CellMember.value, amount) }
    case .derived(let amount):
      string(CellMember.status, figure.status.rawValue)
      if withValue { self.amount(CellMember.value, amount) }
    case .range(let bounds):
      string(CellMember.status, figure.status.rawValue)
      self.bounds(CellMember.atLeast, CellMember.atMost, bounds)
    case .estimate(let amount, within: let bounds):
      string(CellMember.status, figure.status.rawValue)
      self.amount(CellMember.value, amount)
      self.bounds(CellMember.atLeast, CellMember.atMost, bounds)
    case .ambiguous(let amounts):
      string(CellMember.status, figure.status.rawValue)
      json.key(CellMember.alternatives.rawValue)
      json.beginArray()
      for amount in amounts { json.raw(atMost: Amount.maximumTextCount) { amount.write(to: $0) } }
      json.endArray()
    case .blank, .notApplicable, .unreadable, .unknown:
      string(CellMember.status, figure.status.rawValue)
    }
    string(CellMember.raw, figure.raw)
    place(CellMember.place, figure.place)
    string(CellMember.unit, figure.unit)
    string(CellMember.note, figure.note)
    if let lineage = figure.lineage { self.lineage(CellMember.lineage, lineage) }
    json.endObject()
  }

  private mutating func lineage(_ name: some JSONMembers, _ lineage: Lineage) {
    json.key(name.rawValue)
    json.beginObject(inline: true)
    string(LineageMember.rule, lineage.rule.rawValue)
    string(LineageMember.reference, lineage.reference)
    cells(LineageMember.sources, lineage.sources)
    json.endObject()
  }

  private mutating func jointFigure(_ figure: JointFigure) {
    json.beginObject(inline: true)
    json.key(JointFigureMember.terms.rawValue)
    json.beginArray()
    for term in figure.terms { json.string((term.isSubtracted ? "-" : "+") + term.cell.description) }
    json.endArray()
    bounds(JointFigureMember.atLeast, JointFigureMember.atMost, figure.bounds)
    if let lineage = figure.lineage { self.lineage(JointFigureMember.lineage, lineage) }
    json.endObject()
  }

  private mutating func conversion(_ conversion: Conversion) {
    json.beginObject()
    form(conversion.original.form)
    string(ConversionMember.policy, conversion.policy.rawValue)
    list(ConversionMember.crosswalks, conversion.crosswalks) { writer, crosswalk in
      writer.json.beginObject(inline: true)
      writer.string(CrosswalkMember.id, crosswalk.id)
      writer.string(CrosswalkMember.version, crosswalk.version)
      writer.json.endObject()
    }
    statistics(conversion.original)
    list(ConversionMember.carried, conversion.carried) { $0.json.string($1.description) }
    json.endObject()
  }

  // MARK: Prose and findings

  private mutating func section(_ section: ProseSection) {
    json.beginObject()
    string(SectionMember.heading, section.heading)
    integer(SectionMember.level, section.level)
    place(SectionMember.place, section.place)
    list(SectionMember.paragraphs, section.paragraphs) { $0.text($1.text, $1.place) }
    json.endObject()
  }

  private mutating func text(_ text: String, _ place: Place?) {
    json.beginObject(inline: true)
    string(TextMember.text, text)
    self.place(TextMember.place, place)
    json.endObject()
  }

  private mutating func finding(_ finding: Finding) {
    json.beginObject(inline: true)
    string(FindingMember.id, finding.id)
    string(FindingMember.severity, finding.severity.rawValue)
    if !finding.arguments.isEmpty {
      json.key(FindingMember.arguments.rawValue)
      json.beginObject()
      for (name, value) in finding.arguments.sorted(by: { $0.key < $1.key }) {
        json.key(name)
        json.string(value)
      }
      json.endObject()
    }
    list(FindingMember.places, finding.places) { $0.place($1) }
    list(FindingMember.cells, finding.cells) { $0.json.string($1) }
    json.endObject()
  }

  // MARK: Members

  private mutating func string(_ name: some JSONMembers, _ value: String?) {
    guard let value else { return }
    json.key(name.rawValue)
    json.string(value)
  }

  private mutating func integer(_ name: some JSONMembers, _ value: Int) {
    json.key(name.rawValue)
    json.integer(value)
  }

  private mutating func amount(_ name: some JSONMembers, _ value: Amount) {
    json.key(name.rawValue)
    json.raw(atMost: Amount.maximumTextCount) { value.write(to: $0) }
  }

  private mutating func bounds(_ least: some JSONMembers, _ most: some JSONMembers, _ bounds: Bounds) {
    if let atLeast = bounds.atLeast { amount(least, atLeast) }
    if let atMost = bounds.atMost { amount(most, atMost) }
  }

  private mutating func place(_ name: some JSONMembers, _ value: Place?) {
    guard let value else { return }
    json.key(name.rawValue)
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

  private mutating func cells(_ name: some JSONMembers, _ cells: [CellID]) {
    list(name, cells) { $0.json.string($1.description) }
  }

  private mutating func list<Element>(
    _ name: some JSONMembers, _ elements: [Element], _ write: (inout Self, Element) -> Void
  ) {
    if elements.isEmpty { return }
    json.key(name.rawValue)
    json.beginArray()
    for element in elements { write(&self, element) }
    json.endArray()
  }
}
