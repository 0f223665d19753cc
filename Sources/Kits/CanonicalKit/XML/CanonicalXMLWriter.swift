import Core
import MarkupKit
import ReportModel

/// Writes canonical XML; see `CanonicalXML` for the shape.
package struct CanonicalXMLWriter {
  private var output = XMLOutput()
  private let omitsPersonalData: Bool
  private let omitsFindingTexts: Bool

  package init(omitsPersonalData: Bool, omitsFindingTexts: Bool = false) {
    self.omitsPersonalData = omitsPersonalData
    self.omitsFindingTexts = omitsFindingTexts
  }

  package mutating func write(_ reports: [Report]) -> [UInt8] {
    // Members of newer versions are written as elements of this one; newer words are not.
    let version =
      reports.contains(where: JSONExtensions.hasNewerWords)
      ? JSONExtensions.version(neededBy: reports) : CanonicalXML.version
    if reports.count == 1, let report = reports.first {
      write(report, version: version)
    } else {
      begin(.reports)
      output.attribute("xmlns", CanonicalXML.namespace)
      for (member, position) in BundleMember.shape.inXML {
        switch member {
        case .schema: break
        case .gongkai: put(version, position)
        case .reports: for report in reports { write(report, version: nil) }
        }
      }
      output.end()
    }
    return output.finish()
  }

  /// - Parameter version: nil for a report among several.
  private mutating func write(_ report: Report, version: String?) {
    begin(.report)
    if version != nil { output.attribute("xmlns", CanonicalXML.namespace) }
    for (member, position) in ReportMember.shape.inXML {
      switch member {
      case .gongkai: put(version, position)
      case .edition: put(report.form.id.edition.rawValue, position)
      case .dialect: put(report.form.id.dialect, position)
      case .form: put(report.form.version, position)
      case .identity: write(report.identity)
      case .statistics:
        begin(.statistics)
        write(report.statistics)
        output.end()
      case .sections: for section in report.sections { write(section) }
      case .jointFigures: for figure in report.jointFigures { write(figure) }
      case .conversion: if let conversion = report.conversion { write(conversion) }
      case .evidence: for evidence in report.evidence { write(evidence) }
      case .unplaced: for text in report.unplaced { write(.unplaced, text.text, text.place) }
      case .account: if let account = report.account { write(account) }
      case .findings: for finding in report.findings { write(finding) }
      case .source: if let source = report.source { write(source) }
      case .schema, .cells: break
      }
    }
    for item in report.extensions { write(item) }
    output.end()
  }

  private mutating func write(_ identity: Identity) {
    var identity = identity
    if omitsPersonalData {
      identity.contact = nil
      identity.signatories = []
    }
    if identity == Identity() { return }
    begin(.identity)
    for (member, position) in IdentityMember.shape.inXML {
      switch member {
      case .body: put(identity.body, position)
      case .year: put(identity.year, position)
      case .title: put(identity.title, position)
      case .period: writePeriod(identity)
      case .citedNotice: put(identity.citedNotice, position)
      case .scope: put(identity.scope?.rawValue, position)
      case .contact: put(identity.contact, position)
      case .identifiers: for identifier in identity.identifiers { write(identifier) }
      case .statedYears: for year in identity.statedYears { write(year) }
      case .signatures: for signature in identity.signatures { write(signature) }
      case .signatories: for signatory in identity.signatories { write(signatory) }
      case .dates: for date in identity.dates { write(date) }
      }
    }
    output.end()
  }

  private mutating func writePeriod(_ identity: Identity) {
    for (member, position) in PeriodMember.shape.inXML {
      switch member {
      case .start: put(identity.periodStart, position)
      case .end: put(identity.periodEnd, position)
      }
    }
  }

  private mutating func write(_ identifier: Identifier) {
    begin(.identifier)
    for (member, position) in IdentifierMember.shape.inXML {
      switch member {
      case .scheme: put(identifier.scheme.rawValue, position)
      case .value: put(identifier.value, position)
      case .place: put(identifier.place, position)
      }
    }
    output.end()
  }

  private mutating func write(_ year: StatedYear) {
    begin(.statedYear)
    for (member, position) in StatedYearMember.shape.inXML {
      switch member {
      case .role: put(year.role.rawValue, position)
      case .year: put(year.year, position)
      case .raw: put(year.raw, position)
      case .place: put(year.place, position)
      }
    }
    output.end()
  }

  private mutating func write(_ signature: Signature) {
    begin(.signature)
    for (member, position) in SignatureMember.shape.inXML {
      switch member {
      case .body: put(signature.body, position)
      case .place: put(signature.place, position)
      }
    }
    output.end()
  }

  private mutating func write(_ signatory: Signatory) {
    begin(.signatory)
    for (member, position) in SignatoryMember.shape.inXML {
      switch member {
      case .role: put(signatory.role.rawValue, position)
      case .value: put(signatory.value, position)
      case .place: put(signatory.place, position)
      }
    }
    output.end()
  }

  private mutating func write(_ date: ReportDate) {
    begin(.date)
    for (member, position) in DateMember.shape.inXML {
      switch member {
      case .role: put(date.role.rawValue, position)
      case .iso: put(date.iso, position)
      case .raw: put(date.raw, position)
      case .place: put(date.place, position)
      }
    }
    output.end()
  }

  // MARK: Figures

  private mutating func write(_ statistics: Statistics) {
    let form = statistics.form
    let tags = form.derived(XMLFormTags.init)
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

  private mutating func write(_ figure: Figure) {
    let content = figure.status.content
    for (member, position) in EntryMember.shape.inXML {
      switch member {
      case .status: if figure.status != .exact { put(figure.status.rawValue, position) }
      case .value: put(figure.amount, position)
      case .atLeast: if content.hasBounds { put(figure.bounds?.atLeast, position) }
      case .atMost: if content.hasBounds { put(figure.bounds?.atMost, position) }
      case .alternatives:
        guard case .ambiguous(let amounts) = figure.value else { continue }
        put(
          position,
          plain: { text in
            for (index, amount) in amounts.enumerated() {
              if index > 0 { text.append(UInt8(ascii: " ")) }
              amount.append(to: &text)
            }
          })
      case .raw: put(figure.raw, position)
      case .place: put(figure.place, position)
      case .unit: put(figure.unit, position)
      case .note: put(figure.note, position)
      case .lineage: if let lineage = figure.lineage { write(lineage) }
      case .origin: if figure.isEntered { put(figure.origin.rawValue, position) }
      }
    }
    output.end()
  }

  private mutating func write(_ lineage: Lineage) {
    for (member, position) in LineageMember.shape.inXML {
      switch member {
      case .rule: put(lineage.rule.rawValue, position)
      case .reference: put(lineage.reference, position)
      case .sources:
        if lineage.sources.isEmpty { continue }
        put(
          position,
          plain: { text in
            for (index, cell) in lineage.sources.enumerated() {
              if index > 0 { text.append(UInt8(ascii: " ")) }
              XMLOutput.append(cell.description, to: &text, as: .word)
            }
          })
      }
    }
  }

  private mutating func write(_ figure: JointFigure) {
    begin(.jointFigure)
    for (member, position) in JointFigureMember.shape.inXML {
      switch member {
      case .terms: for term in figure.terms { write(term) }
      case .atLeast: put(figure.bounds.atLeast, position)
      case .atMost: put(figure.bounds.atMost, position)
      case .lineage: if let lineage = figure.lineage { write(lineage) }
      }
    }
    output.end()
  }

  private mutating func write(_ term: JointFigure.Term) {
    begin(.term)
    attribute(.cell, term.cell.description)
    if term.isSubtracted { attribute(.subtracted, "true") }
    output.end()
  }

  private mutating func write(_ conversion: Conversion) {
    let form = conversion.original.form
    begin(.conversion)
    for (member, position) in ConversionMember.shape.inXML {
      switch member {
      case .edition: put(form.id.edition.rawValue, position)
      case .dialect: put(form.id.dialect, position)
      case .form: put(form.version, position)
      case .policy: put(conversion.policy.rawValue, position)
      case .crosswalks: for crosswalk in conversion.crosswalks { write(crosswalk) }
      case .statistics: write(conversion.original)
      case .carried: for cell in conversion.carried { put(cell.description, position) }
      case .cells: break
      }
    }
    output.end()
  }

  private mutating func write(_ crosswalk: Conversion.CrosswalkReference) {
    begin(.crosswalk)
    for (member, position) in CrosswalkMember.shape.inXML {
      switch member {
      case .id: put(crosswalk.id, position)
      case .version: put(crosswalk.version, position)
      }
    }
    output.end()
  }

  // MARK: Prose, findings and the source

  private mutating func write(_ section: ProseSection) {
    begin(.section)
    for (member, position) in SectionMember.shape.inXML {
      switch member {
      case .heading: put(section.heading, position)
      case .level: put(section.level, position)
      case .place: put(section.place, position)
      case .paragraphs:
        for paragraph in section.paragraphs { write(.paragraph, paragraph.text, paragraph.place) }
      }
    }
    output.end()
  }

  private mutating func write(_ element: XMLElement, _ text: String, _ place: Place?) {
    begin(element)
    for (member, position) in TextMember.shape.inXML {
      switch member {
      case .text: put(text, position)
      case .place: put(place, position)
      }
    }
    output.end()
  }

  private mutating func write(_ evidence: Evidence) {
    begin(.evidence)
    for (member, position) in EvidenceMember.shape.inXML {
      switch member {
      case .form: put(evidence.form.description, position)
      case .text: put(evidence.text, position)
      case .place: put(evidence.place, position)
      }
    }
    output.end()
  }

  private mutating func write(_ finding: Finding) {
    let text = omitsFindingTexts ? finding.foreignText : MessageCatalogue.shared.text(of: finding)
    begin(.finding)
    for (member, position) in FindingMember.shape.inXML {
      switch member {
      case .id: put(finding.id, position)
      case .severity: put(finding.severity.rawValue, position)
      case .message: write(.message, text?.message)
      case .remedy: write(.remedy, text?.remedy)
      case .arguments:
        for (name, value) in finding.arguments.sorted(by: { $0.key < $1.key }) {
          begin(.argument)
          attribute(.name, name)
          output.text(value)
          output.end()
        }
      case .places: for place in finding.places { put(place.description, position) }
      case .cells: for cell in finding.cells { put(cell, position) }
      }
    }
    output.end()
  }

  private mutating func write(_ element: XMLElement, _ text: LocalizedText?) {
    guard let text else { return }
    for language in Language.allCases {
      begin(element)
      attribute(.language, language.rawValue)
      output.text(text[language])
      output.end()
    }
  }

  private mutating func write(_ account: ReadingAccount) {
    begin(.account)
    for (member, position) in AccountMember.shape.inXML { put(account[member.use], position) }
    output.end()
  }

  private mutating func write(_ source: SourceFile) {
    begin(.source)
    for (member, position) in SourceMember.shape.inXML {
      switch member {
      case .name: put(source.name, position)
      case .size: put(source.size, position)
      case .sha256: put(source.sha256, position)
      case .format: put(source.format, position)
      case .encoding: put(source.encoding, position)
      case .number: put(source.number, position)
      }
    }
    output.end()
  }

  private mutating func write(_ item: Extension) {
    begin(.extension)
    attribute(.parent, item.parent)
    attribute(.name, item.name)
    output.text(item.json)
    output.end()
  }

  // MARK: Elements and attributes

  private mutating func begin(_ element: XMLElement) { output.begin(element.name) }

  private mutating func attribute(_ attribute: XMLAttribute, _ value: String) {
    output.attribute(attribute.name, value)
  }

  /// Writes a value where the shape has it; nothing where there is none.
  private mutating func put(_ value: String?, _ position: MemberRow.Position) {
    guard let value else { return }
    switch position {
    case .attribute(let attribute): output.attribute(attribute.name, value)
    case .element(let element), .elements(let element):
      begin(element)
      output.text(value)
      output.end()
    case .content: output.text(value)
    case .absent, .flattened: break
    }
  }

  private mutating func put(_ value: Int?, _ position: MemberRow.Position) {
    if let value { put(String(value), position) }
  }

  private mutating func put(_ value: Amount?, _ position: MemberRow.Position) {
    if let value { put(position, plain: value.append(to:)) }
  }

  private mutating func put(_ value: Place?, _ position: MemberRow.Position) {
    if let value { put(position, plain: value.append(to:)) }
  }

  /// The same for a value that needs no escapes, or has them.
  private mutating func put(_ position: MemberRow.Position, plain append: (inout [UInt8]) -> Void) {
    switch position {
    case .attribute(let attribute): output.attribute(attribute.name, plain: append)
    case .content: output.text(plain: append)
    case .absent, .flattened, .element, .elements: break
    }
  }
}
