import Core
import MarkupKit
import ReportModel

/// Writes canonical XML; see `CanonicalXML` for the shape.
package struct CanonicalXMLWriter {
  private var output = XMLOutput()
  private let omitsPersonalData: Bool
  /// The tags of forms, which are the same in every report.
  private var tags: [ObjectIdentifier: XMLFormTags] = [:]

  package init(omitsPersonalData: Bool) { self.omitsPersonalData = omitsPersonalData }

  package mutating func write(_ reports: [Report]) -> [UInt8] {
    if reports.count == 1, let report = reports.first {
      write(report, isRoot: true)
    } else {
      begin(.reports)
      output.attribute("xmlns", CanonicalXML.namespace)
      attribute(.version, CanonicalXML.version)
      for report in reports { write(report, isRoot: false) }
      output.end()
    }
    return output.finish()
  }

  private mutating func write(_ report: Report, isRoot: Bool) {
    begin(.report)
    if isRoot {
      output.attribute("xmlns", CanonicalXML.namespace)
      attribute(.version, CanonicalXML.version)
    }
    write(report.form)
    write(report.identity)
    begin(.statistics)
    write(report.statistics)
    output.end()
    for figure in report.jointFigures { write(figure) }
    for section in report.sections { write(section) }
    if let conversion = report.conversion { write(conversion) }
    for evidence in report.evidence {
      begin(.evidence)
      attribute(.form, evidence.form.description)
      place(evidence.place)
      end(evidence.text)
    }
    for unplaced in report.unplaced {
      begin(.unplaced)
      place(unplaced.place)
      end(unplaced.text)
    }
    for finding in report.findings { write(finding) }
    if let source = report.source { write(source) }
    for item in report.extensions {
      begin(.extension)
      attribute(.parent, item.parent)
      attribute(.name, item.name)
      end(item.json)
    }
    output.end()
  }

  private mutating func write(_ form: Form) {
    attribute(.edition, form.id.edition.rawValue)
    attribute(.dialect, form.id.dialect)
    attribute(.form, form.version)
  }

  private mutating func write(_ identity: Identity) {
    var identity = identity
    if omitsPersonalData {
      identity.contact = nil
      identity.signatories = []
    }
    if identity == Identity() { return }
    begin(.identity)
    attribute(.year, identity.year)
    attribute(.periodStart, identity.periodStart)
    attribute(.periodEnd, identity.periodEnd)
    element(.body, identity.body)
    element(.title, identity.title)
    element(.citedNotice, identity.citedNotice)
    element(.contact, identity.contact)
    for signatory in identity.signatories {
      begin(.signatory)
      attribute(.role, signatory.role.rawValue)
      place(signatory.place)
      end(signatory.value)
    }
    for date in identity.dates {
      begin(.date)
      attribute(.role, date.role.rawValue)
      attribute(.iso, date.iso)
      place(date.place)
      end(date.raw)
    }
    output.end()
  }

  // MARK: Figures

  private mutating func write(_ statistics: Statistics) {
    let form = statistics.form
    let tags = tags(of: form)
    var openTable: Int?
    var openRow: Int?
    for index in form.cells.indices {
      guard let figure = statistics[index] else { continue }
      if openRow != tags.rows[index] {
        if openRow != nil { output.end() }
        if openTable != tags.tables[index] {
          if openTable != nil { output.end() }
          openTable = tags.tables[index]
          output.begin(XMLElement.table.name, written: tags.written[tags.tables[index]])
        }
        openRow = tags.rows[index]
        output.begin(XMLElement.row.name, written: tags.written[tags.rows[index]])
      }
      output.begin(XMLElement.figure.name, written: tags.written[tags.figures[index]])
      write(figure)
    }
    if openRow != nil { output.end() }
    if openTable != nil { output.end() }
  }

  private mutating func tags(of form: Form) -> XMLFormTags {
    if let known = tags[ObjectIdentifier(form)] { return known }
    let new = XMLFormTags(form)
    tags[ObjectIdentifier(form)] = new
    return new
  }

  private mutating func write(_ figure: Figure) {
    let status = figure.status
    if status != .exact { attribute(.status, status.rawValue) }
    switch figure.value {
    case .range(let bounds), .estimate(_, within: let bounds): write(bounds)
    case .ambiguous(let amounts):
      output.attribute(XMLAttribute.alternatives.name) { text in
        for (index, amount) in amounts.enumerated() {
          if index > 0 { text.append(UInt8(ascii: " ")) }
          amount.append(to: &text)
        }
      }
    default: break
    }
    attribute(.raw, figure.raw)
    attribute(.unit, figure.unit)
    attribute(.note, figure.note)
    place(figure.place)
    if let lineage = figure.lineage { write(lineage) }
    if let amount = figure.amount { output.text(plain: amount.append(to:)) }
    output.end()
  }

  private mutating func write(_ bounds: Bounds) {
    if let atLeast = bounds.atLeast {
      output.attribute(XMLAttribute.atLeast.name, plain: atLeast.append(to:))
    }
    if let atMost = bounds.atMost { output.attribute(XMLAttribute.atMost.name, plain: atMost.append(to:)) }
  }

  private mutating func write(_ lineage: Lineage) {
    attribute(.by, lineage.rule.rawValue)
    attribute(.reference, lineage.reference)
    if lineage.sources.isEmpty { return }
    output.attribute(XMLAttribute.from.name) { text in
      for (index, cell) in lineage.sources.enumerated() {
        if index > 0 { text.append(UInt8(ascii: " ")) }
        XMLOutput.append(cell.description, to: &text, as: .word)
      }
    }
  }

  private mutating func write(_ figure: JointFigure) {
    begin(.jointFigure)
    write(figure.bounds)
    if let lineage = figure.lineage { write(lineage) }
    for term in figure.terms {
      begin(.term)
      attribute(.cell, term.cell.description)
      if term.isSubtracted { attribute(.subtracted, "true") }
      output.end()
    }
    output.end()
  }

  private mutating func write(_ conversion: Conversion) {
    begin(.conversion)
    write(conversion.original.form)
    attribute(.policy, conversion.policy.rawValue)
    for crosswalk in conversion.crosswalks {
      begin(.crosswalk)
      attribute(.id, crosswalk.id)
      attribute(.version, crosswalk.version)
      output.end()
    }
    write(conversion.original)
    for cell in conversion.carried { element(.carried, cell.description) }
    output.end()
  }

  // MARK: Prose, findings and the source

  private mutating func write(_ section: ProseSection) {
    begin(.section)
    attribute(.level, section.level)
    attribute(.heading, section.heading)
    place(section.place)
    for paragraph in section.paragraphs {
      begin(.paragraph)
      place(paragraph.place)
      end(paragraph.text)
    }
    output.end()
  }

  private mutating func write(_ finding: Finding) {
    begin(.finding)
    attribute(.id, finding.id)
    attribute(.severity, finding.severity.rawValue)
    for (name, value) in finding.arguments.sorted(by: { $0.key < $1.key }) {
      begin(.argument)
      attribute(.name, name)
      end(value)
    }
    for place in finding.places { element(.place, place.description) }
    for cell in finding.cells { element(.cell, cell) }
    output.end()
  }

  private mutating func write(_ source: SourceFile) {
    begin(.source)
    attribute(.name, source.name)
    attribute(.size, source.size)
    attribute(.sha256, source.sha256)
    attribute(.format, source.format)
    attribute(.encoding, source.encoding)
    output.end()
  }

  // MARK: Elements and attributes

  private mutating func begin(_ element: XMLElement) { output.begin(element.name) }

  private mutating func end(_ text: String) {
    output.text(text)
    output.end()
  }

  private mutating func element(_ element: XMLElement, _ text: String?) {
    guard let text else { return }
    begin(element)
    end(text)
  }

  private mutating func attribute(_ attribute: XMLAttribute, _ value: String?) {
    output.attribute(attribute.name, value)
  }

  private mutating func attribute(_ attribute: XMLAttribute, _ value: Int?) {
    guard let value else { return }
    output.attribute(attribute.name, String(value))
  }

  private mutating func place(_ place: Place?) {
    guard let place else { return }
    output.attribute(XMLAttribute.place.name, plain: place.append(to:))
  }
}
