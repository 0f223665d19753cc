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
  @Test(arguments: ["json/report-1.schema.json", "json/report-1.flat.schema.json", "xml/report-1.xsd"])
  func storedSchemaFollowsFromTheShape(_ path: String) throws {
    let generated =
      switch path {
      case "xml/report-1.xsd": XMLSchemaDocument.text()
      case "json/report-1.schema.json": JSONSchema.text()
      default: FlatJSONSchema.text()
      }
    if ProcessInfo.processInfo.environment["GONGKAI_RECORD"] == "1" {
      try Data(generated).write(to: Repository.root.appending(path: "Schemas/" + path))
      return
    }
    let stored = try #require(DataFile.text(path))
    #expect(stored == String(decoding: generated, as: UTF8.self), "GONGKAI_RECORD=1 stores the schema anew")
  }

  @Test(arguments: [JSONSchema.text(), FlatJSONSchema.text()])
  func schemaOfJSONIsJSONAndNamesEveryCell(_ text: [UInt8]) throws {
    let schema = JSONDocument(text)
    #expect(schema.defects.isEmpty)
    #expect(schema.repeatedKey(in: 0) == nil)
    let text = String(decoding: schema.bytes, as: UTF8.self)
    for form in FormCatalogue.shared.forms {
      for cell in form.cells { #expect(text.contains("\"\(cell.id)\"")) }
    }
  }

  /// For programs that make classes: one document, and references into it that lead somewhere.
  @Test func flatSchemaRefersToItselfOnly() throws {
    let schema = JSONDocument(FlatJSONSchema.text())
    let text = String(decoding: schema.bytes, as: UTF8.self)
    #expect(!text.contains("$dynamic") && !text.contains("$defs") && !text.contains("$anchor"))
    #expect(text.ranges(of: "\"$id\"").count == 1)
    for part in text.split(separator: "\"$ref\": \"").dropFirst() {
      let pointer = part.prefix { $0 != "\"" }
      #expect(pointer.hasPrefix("#/"))
      var token = 0
      for name in pointer.dropFirst(2).split(separator: "/") {
        var key = schema.first(token)
        while key < schema.next(token), schema.string(key) != name { key = schema.next(key + 1) }
        token = try #require(key < schema.next(token) ? key + 1 : nil, "\(pointer)")
      }
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
      let found = format.findings(of: mutant)
      // The XSD describes this version, and cannot tell that only a newer one may have another scheme.
      if format == .xml, reports.contains(where: JSONExtensions.hasNewerWords) { continue }
      if format == .xml, found.contains(where: { $0.arguments["what"] == "@scheme" }) { continue }
      let findings = Set(found.map(\.id))
      if !findings.isEmpty, findings.isSubset(of: format.beyondSchema) { continue }
      if !findings.isDisjoint(with: format.beyondOthers) { continue }
      try Data(mutant).write(to: folder.appending(path: (findings.isEmpty ? "accepted/" : "refused/") + name))
    }
  }
}
