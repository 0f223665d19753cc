import Foundation
import TestSupport
import Testing

@testable import CanonicalKit
@testable import Core
@testable import DataFiles
@testable import JSONKit
@testable import ReportModel

@Suite struct SchemaTests {
  /// The stored schema is the one that follows from the shape and the forms. GONGKAI_RECORD=1 stores it anew.
  @Test(arguments: CanonicalFormat.allCases) func storedSchemaFollowsFromTheShape(_ format: CanonicalFormat)
    throws
  {
    let generated = format.schema
    if ProcessInfo.processInfo.environment["GONGKAI_RECORD"] == "1" {
      try Data(generated).write(to: Repository.root.appending(path: "Schemas/" + format.schemaPath))
      return
    }
    let stored = try #require(DataFile.text(format.schemaPath))
    #expect(stored == String(decoding: generated, as: UTF8.self), "GONGKAI_RECORD=1 stores the schema anew")
  }

  @Test func schemaOfJSONIsJSONAndNamesEveryCell() throws {
    let schema = JSONDocument(JSONSchema.text())
    #expect(schema.defects.isEmpty)
    #expect(schema.repeatedKey(in: 0) == nil)
    let text = String(decoding: schema.bytes, as: UTF8.self)
    for form in FormCatalogue.shared.forms {
      for cell in form.cells { #expect(text.contains("\"\(cell.id)\"")) }
    }
  }

  @Test func schemaOfXMLNamesEveryIndicatorAndItsLabel() throws {
    let text = String(decoding: XMLSchemaDocument.text(), as: UTF8.self)
    for form in FormCatalogue.shared.forms {
      for cell in form.cells {
        #expect(text.contains("\"\(cell.id.indicator)\""))
        if let applicant = cell.id.applicant { #expect(text.contains("\"\(applicant)\"")) }
        #expect(text.contains(">\(XMLFormTags.label(of: cell, in: form))<"))
      }
    }
  }

  /// Writes generated reports, and mutations of them by what the reader says, for `Tests/Conformance`: set
  /// GONGKAI_CONFORMANCE to a folder.
  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["GONGKAI_CONFORMANCE"] != nil),
    arguments: CanonicalFormat.allCases)
  func writeForOtherImplementations(_ format: CanonicalFormat) throws {
    let folder = URL(filePath: ProcessInfo.processInfo.environment["GONGKAI_CONFORMANCE"] ?? "")
    for name in ["written", "accepted", "refused"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    let forms = FormCatalogue.shared.forms
    for seed in 0..<1000 {
      var generator = ReportGenerator(seed: UInt64(seed))
      let reports = (0..<(seed % 10 == 0 ? 2 : 1)).map { _ in
        generator.report(of: generator.random.pick(forms), convertedFrom: forms, hasExtensions: seed % 4 == 0)
      }
      let bytes = try format.write(reports)
      let name = "\(seed).\(format.rawValue)"
      try Data(bytes).write(to: folder.appending(path: "written/\(name)"))
      let mutant = format.mutation(of: bytes, &generator.random)
      let findings = Set(format.findings(of: mutant).map(\.id))
      if !findings.isEmpty, findings.isSubset(of: format.beyondSchema) { continue }
      if !findings.isDisjoint(with: format.beyondOthers) { continue }
      try Data(mutant).write(to: folder.appending(path: (findings.isEmpty ? "accepted/" : "refused/") + name))
    }
  }
}
