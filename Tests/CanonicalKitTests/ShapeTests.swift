import TestSupport
import Testing

@testable import CanonicalKit
@testable import Core
@testable import ReportModel

/// The one statement of the canonical shape holds together, and all of it is written.
@Suite struct ShapeTests {
  private func check<Member: ShapeMember>(_: Member.Type) {
    let shape = Member.shape
    #expect(shape.inJSON.map(\.member) == Array(Member.allCases))
    let absent = shape.rows.count { row in
      if case .absent = row.row.position { true } else { false }
    }
    #expect(shape.inXML.count == shape.inJSON.count - absent)
    #expect(Set(shape.inXML.map(\.member)).count == shape.inXML.count)
    // What stands in the tag comes before what stands in the element.
    let isInTag = shape.inXML.map { $0.position.isInTag == true }
    #expect(isInTag == isInTag.filter(\.self) + isInTag.filter { !$0 })
  }

  @Test func everyMemberStandsOnceInEachOrder() {
    check(BundleMember.self)
    check(ReportMember.self)
    check(IdentityMember.self)
    check(PeriodMember.self)
    check(SignatoryMember.self)
    check(DateMember.self)
    check(IdentifierMember.self)
    check(StatedYearMember.self)
    check(SignatureMember.self)
    check(EntryMember.self)
    check(LineageMember.self)
    check(SectionMember.self)
    check(TextMember.self)
    check(JointFigureMember.self)
    check(ConversionMember.self)
    check(CrosswalkMember.self)
    check(EvidenceMember.self)
    check(FindingMember.self)
    check(LocalizedTextMember.self)
    check(AccountMember.self)
    check(SourceMember.self)
  }

  /// Each element is the root or a child of another, and no element has an attribute or a child twice.
  @Test func elementsHaveTheirPlaces() {
    let structures = XMLElement.allCases.map(\.structure)
    let children = Set(structures.flatMap { $0.children.map(\.element) })
    #expect(children == Set(XMLElement.allCases).subtracting([.reports]))
    let attributes = Set(structures.flatMap { $0.attributes.map(\.attribute) })
    #expect(attributes == Set(XMLAttribute.allCases))
    for structure in structures {
      #expect(Set(structure.attributes.map(\.attribute)).count == structure.attributes.count)
      #expect(Set(structure.children.map(\.element)).count == structure.children.count)
      #expect(structure.content == .elements || structure.children.isEmpty)
    }
  }

  @Test func everythingIsDocumented() {
    let texts =
      XMLElement.allCases.map(\.words) + XMLAttribute.allCases.map(\.words)
      + [MessageCatalogue.shared.word("xml.schema")]
    for text in texts {
      for language in Language.allCases {
        #expect(text[language].count > 1 && text[language] != "xml.schema")
      }
    }
  }

  /// Over many reports each member, element and attribute of the shape is written at least once.
  @Test func allOfItIsWritten() throws {
    var reports: [Report] = []
    for seed in 0..<20 {
      var generator = ReportGenerator(seed: UInt64(seed))
      let form = generator.random.pick(FormCatalogue.shared.forms)
      reports.append(
        generator.report(of: form, convertedFrom: FormCatalogue.shared.forms, hasExtensions: true))
    }
    let json = String(decoding: try CanonicalJSON.write(reports), as: UTF8.self)
    for kind in ObjectKind.allCases {
      for row in kind.rows { #expect(json.contains("\"\(row.name)\": "), "\(kind) \(row.name)") }
    }
    let xml = String(decoding: CanonicalXML.write(reports), as: UTF8.self)
    for element in XMLElement.allCases { #expect(xml.contains("<\(element.name)"), "\(element)") }
    for attribute in XMLAttribute.allCases { #expect(xml.contains(" \(attribute.name)=\""), "\(attribute)") }
  }

  /// Each status is in generated reports, so that the round trips try them all.
  @Test func everyStatusIsGenerated() throws {
    var seen: Set<FigureStatus> = []
    for seed in 0..<20 {
      var generator = ReportGenerator(seed: UInt64(seed))
      let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
      seen.formUnion(generator.report(of: form).statistics.figures.compactMap { $0?.status })
    }
    #expect(seen == Set(FigureStatus.allCases))
  }
}
