import Findings
import JSONText
import ReportModel

/// Writes reports as canonical JSON, without their extensions; see `CanonicalJSON` for the shape.
struct CanonicalJSONWriter {
  private var json = JSONWriter()

  mutating func write(_ reports: [Report]) -> [UInt8] {
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
    let tree = statistics.form.tree
    var isPresent = [Bool](repeating: false, count: tree.nodes.count)
    for position in tree.nodes.indices.reversed() {
      if let cell = tree.nodes[position].cell, statistics.figures[cell] != nil { isPresent[position] = true }
      if isPresent[position], let parent = tree.nodes[position].parent { isPresent[parent] = true }
    }
    json.key(ReportMember.statistics.rawValue)
    json.beginObject()
    numbers(statistics.figures, tree, 0..<tree.nodes.count, isPresent)
    json.endObject()

    var isBegun = false
    var withoutNode = tree.cellsWithoutNode[...]
    for index in statistics.figures.indices {
      let isWithoutNode = withoutNode.first == index
      if isWithoutNode { withoutNode.removeFirst() }
      guard let figure = statistics.figures[index], isWithoutNode || Self.hasDetails(figure) else { continue }
      if !isBegun {
        json.key(ReportMember.cells.rawValue)
        json.beginObject()
        isBegun = true
      }
      json.key(tree.text, tree.cellNames[index])
      details(figure, withValue: isWithoutNode)
    }
    if isBegun { json.endObject() }
  }

  private mutating func numbers(
    _ figures: [Figure?], _ tree: CellTree, _ range: Range<Int>, _ isPresent: [Bool]
  ) {
    var position = range.lowerBound
    while position < range.upperBound {
      let node = tree.nodes[position]
      if isPresent[position] {
        json.key(tree.text, node.name)
        if let cell = node.cell {
          if let amount = figures[cell]?.certainAmount {
            json.raw { amount.append(to: &$0) }
          } else {
            json.null()
          }
        } else {
          json.beginObject()
          numbers(figures, tree, position + 1..<node.end, isPresent)
          json.endObject()
        }
      }
      position = node.end
    }
  }

  private static func hasDetails(_ figure: Figure) -> Bool {
    if figure.place != nil || figure.raw != nil || figure.lineage != nil { return true }
    if figure.unit != nil || figure.note != nil { return true }
    if case .exact = figure.value { return false }
    return true
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
      for amount in amounts { json.raw { amount.append(to: &$0) } }
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
    json.raw { value.append(to: &$0) }
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
    json.raw { text in
      text.append(UInt8(ascii: "\""))
      value.append(to: &text)
      text.append(UInt8(ascii: "\""))
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
