import Findings
import ReportModel

/// Writes canonical XML: the same report gives the same bytes.
struct CanonicalXMLWriter {
  private var output = XMLOutput()
  private let options: WriteOptions

  static func write(_ reports: [Report], _ options: WriteOptions) -> [UInt8] {
    var writer = CanonicalXMLWriter(options)
    if reports.count == 1, let report = reports.first {
      writer.write(report, isRoot: true)
    } else {
      writer.output.begin("reports")
      writer.output.attribute("xmlns", CanonicalXML.namespace)
      writer.output.attribute("version", CanonicalXML.version)
      for report in reports { writer.write(report, isRoot: false) }
      writer.output.end()
    }
    return writer.output.finish()
  }

  private init(_ options: WriteOptions) { self.options = options }

  private mutating func write(_ report: Report, isRoot: Bool) {
    output.begin("report")
    if isRoot {
      output.attribute("xmlns", CanonicalXML.namespace)
      output.attribute("version", CanonicalXML.version)
    }
    write(report.form)
    write(report.identity)
    output.begin("statistics")
    write(report.statistics)
    output.end()
    for joint in report.jointFigures { write(joint) }
    for section in report.sections { write(section) }
    if let conversion = report.conversion { write(conversion) }
    for evidence in report.evidence {
      output.element("evidence", evidence.text) {
        $0.attribute("form", evidence.form.description)
        $0.attribute("place", evidence.place?.description)
      }
    }
    for unplaced in report.unplaced {
      output.element("unplaced", unplaced.text) { $0.attribute("place", unplaced.place?.description) }
    }
    for finding in report.findings { write(finding) }
    if let source = report.source {
      output.begin("source")
      output.attribute("name", source.name)
      output.attribute("size", source.size)
      output.attribute("sha256", source.sha256)
      output.attribute("format", source.format)
      output.attribute("encoding", source.encoding)
      output.end()
    }
    for member in report.extensions {
      output.element("extension", member.json) {
        $0.attribute("parent", member.parent)
        $0.attribute("name", member.name)
      }
    }
    output.end()
  }

  private mutating func write(_ form: Form) {
    output.attribute("edition", form.id.edition.rawValue)
    output.attribute("dialect", form.id.dialect)
    output.attribute("form", form.version)
  }

  private mutating func write(_ identity: Identity) {
    if identity == Identity() { return }
    output.begin("identity")
    output.attribute("year", identity.year)
    output.attribute("periodStart", identity.periodStart)
    output.attribute("periodEnd", identity.periodEnd)
    output.element("body", identity.body)
    output.element("title", identity.title)
    output.element("citedNotice", identity.citedNotice)
    if !options.omitsPersonalData {
      output.element("contact", identity.contact)
      for signatory in identity.signatories {
        output.element("signatory", signatory.value) {
          $0.attribute("role", signatory.role.rawValue)
          $0.attribute("place", signatory.place?.description)
        }
      }
    }
    for date in identity.dates {
      output.element("date", date.raw) {
        $0.attribute("role", date.role.rawValue)
        $0.attribute("iso", date.iso)
        $0.attribute("place", date.place?.description)
      }
    }
    output.end()
  }

  // MARK: Figures

  private mutating func write(_ statistics: Statistics) {
    let form = statistics.form
    var openTable: String?
    var openRow: String?
    for (index, cell) in form.cells.enumerated() {
      guard let figure = statistics[index] else { continue }
      if openTable != cell.table {
        if openRow != nil { output.end() }
        if openTable != nil { output.end() }
        openRow = nil
        openTable = cell.table
        output.begin("table")
        output.attribute("id", cell.table)
      }
      if openRow != cell.id.indicator {
        if openRow != nil { output.end() }
        openRow = cell.id.indicator
        let indicator = form.indicators[cell.indicator]
        output.begin("row")
        output.attribute("indicator", cell.id.indicator)
        output.attribute("label", CanonicalXML.label(indicator, cell, form))
        if !indicator.unit.isEmpty { output.attribute("unit", indicator.unit) }
      }
      write(figure, cell, form)
    }
    if openRow != nil { output.end() }
    if openTable != nil { output.end() }
  }

  private mutating func write(_ figure: Figure, _ cell: FormCell, _ form: Form) {
    output.begin("figure")
    output.attribute("applicant", cell.id.applicant)
    let status = figure.status
    if status != .exact { output.attribute("status", status.rawValue) }
    switch figure.value {
    case .range(let bounds), .estimate(_, within: let bounds): write(bounds)
    case .ambiguous(let amounts):
      output.attribute("alternatives", amounts.map(\.description).joined(separator: " "))
    default: break
    }
    output.attribute("raw", figure.raw)
    if let place = figure.place { output.attribute("place", plain: place.append(to:)) }
    output.attribute("unit", figure.unit)
    output.attribute("note", figure.note)
    if let lineage = figure.lineage { write(lineage) }
    if let amount = figure.amount { output.text(plain: amount.append(to:)) }
    output.end()
  }

  private mutating func write(_ bounds: Bounds) {
    output.attribute("atLeast", bounds.atLeast?.description)
    output.attribute("atMost", bounds.atMost?.description)
  }

  private mutating func write(_ lineage: Lineage) {
    output.attribute("by", lineage.rule.rawValue)
    output.attribute("reference", lineage.reference)
    if !lineage.sources.isEmpty {
      output.attribute("from", lineage.sources.map(\.description).joined(separator: " "))
    }
  }

  // MARK: Other parts

  private mutating func write(_ joint: JointFigure) {
    output.begin("joint")
    write(joint.bounds)
    if let lineage = joint.lineage { write(lineage) }
    for term in joint.terms {
      output.begin("term")
      output.attribute("cell", term.cell.description)
      if term.isSubtracted { output.attribute("subtracted", "true") }
      output.end()
    }
    output.end()
  }

  private mutating func write(_ section: ProseSection) {
    output.begin("section")
    output.attribute("level", section.level)
    output.attribute("heading", section.heading)
    output.attribute("place", section.place?.description)
    for paragraph in section.paragraphs {
      output.element("paragraph", paragraph.text) { $0.attribute("place", paragraph.place?.description) }
    }
    output.end()
  }

  private mutating func write(_ conversion: Conversion) {
    output.begin("conversion")
    write(conversion.original.form)
    output.attribute("policy", conversion.policy.rawValue)
    for crosswalk in conversion.crosswalks {
      output.begin("crosswalk")
      output.attribute("id", crosswalk.id)
      output.attribute("version", crosswalk.version)
      output.end()
    }
    for cell in conversion.carried { output.element("carried", cell.description) }
    write(conversion.original)
    output.end()
  }

  private mutating func write(_ finding: Finding) {
    output.begin("finding")
    output.attribute("id", finding.id)
    output.attribute("severity", finding.severity.rawValue)
    for (name, value) in finding.arguments.sorted(by: { $0.key < $1.key }) {
      output.element("argument", value) { $0.attribute("name", name) }
    }
    for place in finding.places { output.element("place", place.description) }
    for cell in finding.cells { output.element("cell", cell) }
    output.end()
  }
}
