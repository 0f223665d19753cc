import Foundation
import TestSupport
import Testing

@testable import CanonicalKit
@testable import Core
@testable import DataFiles
@testable import ReportModel

@Suite struct XMLSchemaTests {
  private static let path = "Schemas/xml/report-1.xsd"

  /// The stored schema is the one that follows from the forms. GONGKAI_RECORD=1 stores it anew.
  @Test func storedSchemaFollowsFromTheForms() throws {
    let generated = XMLSchemaDocument.text()
    if ProcessInfo.processInfo.environment["GONGKAI_RECORD"] == "1" {
      let root = Repository.root
      try Data(generated).write(to: root.appending(path: Self.path))
      return
    }
    let stored = try #require(DataFile.text("xml/report-1.xsd"))
    #expect(stored == String(decoding: generated, as: UTF8.self), "GONGKAI_RECORD=1 stores the schema anew")
  }

  @Test func schemaNamesEveryIndicatorAndItsLabel() throws {
    let text = String(decoding: XMLSchemaDocument.text(), as: UTF8.self)
    for form in FormCatalogue.shared.forms {
      for cell in form.cells {
        #expect(text.contains("\"\(cell.id.indicator)\""))
        if let applicant = cell.id.applicant { #expect(text.contains("\"\(applicant)\"")) }
        #expect(text.contains(">\(XMLFormTags.label(of: cell, in: form))<"))
      }
    }
  }

  /// Every element and attribute is explained in both languages.
  @Test func everythingIsDocumented() {
    let texts =
      XMLElement.allCases.map(\.words) + XMLAttribute.allCases.map(\.words)
      + [MessageCatalogue.shared.word("xml.schema")]
    for text in texts {
      for language in Language.allCases { #expect(text[language].count > 1 && text[language] != "xml.schema") }
    }
  }

  /// Writes generated reports, and mutations of them by what the reader says, for
  /// `Tests/Conformance/xml_schema.py`: set GONGKAI_CONFORMANCE to a folder.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["GONGKAI_CONFORMANCE"] != nil))
  func writeForOtherImplementations() throws {
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
      let bytes = CanonicalXML.write(reports)
      try Data(bytes).write(to: folder.appending(path: "written/\(seed).xml"))
      let mutant = XMLMutation.apply(to: bytes, &generator.random)
      let findings = XMLMutation.findings(of: mutant)
      // What no XSD 1.0 can say is not asked of it.
      if !findings.isEmpty, findings.allSatisfy({ XMLMutation.beyondSchema.contains($0.id) }) { continue }
      let name = findings.isEmpty ? "accepted" : "refused"
      try Data(mutant).write(to: folder.appending(path: "\(name)/\(seed).xml"))
    }
  }
}

/// Changes one place of a canonical XML text, which stays XML.
enum XMLMutation {
  /// Violations that a schema cannot see: they depend on other attributes, or on what stands elsewhere.
  static let beyondSchema = [
    "xml.figure", "xml.status-attribute", "xml.without-by", "xml.unknown-cell", "xml.row-in-other-table",
    "xml.unknown-form", "xml.extension", "xml.cell-twice",
  ]

  static func findings(of bytes: [UInt8]) -> [Finding] {
    do throws(Refusal) {
      _ = try CanonicalXML.read(bytes)
      return []
    } catch {
      return error.findings
    }
  }

  static func apply(to bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    let tagLines = lines.indices.dropFirst().filter { index in
      lines[index].drop { $0 == 0x20 }.first == UInt8(ascii: "<")
    }
    // Tags near the top are few, those of figures many: each gets its turn.
    let line = random.chance(1, of: 3) ? random.pick(Array(tagLines.prefix(8))) : random.pick(tagLines)
    var text = String(decoding: lines[line], as: UTF8.self)
    let values = [
      "", "0", "7", "-3.50", "+1", "007", "1e3", "2021", "legacy", "p1 l3", "l3 p1", "exact", "blank",
      "2020-13",
      "true", "b9-9", "p01", "12345678901234567890123456", "1.0", "1.7", "review.total", "x@y@z", "a b",
    ]
    switch random.pick([0, 1, 2, 3, 4]) {
    case 0:
      // Another value of an attribute.
      let quotes = text.indices.filter { text[$0] == "\"" }
      guard quotes.count >= 2 else { return bytes }
      let first = Int.random(in: 0..<quotes.count / 2, using: &random) * 2
      text.replaceSubrange(text.index(after: quotes[first])..<quotes[first + 1], with: random.pick(values))
    case 1:
      // One more attribute.
      guard let end = text.firstIndex(where: { $0 == ">" || $0 == "/" }) else { return bytes }
      let name = random.pick(["extra", "status", "place", "atLeast", "iso", "xml:lang", "unit", "by"])
      if text[..<end].contains(" \(name)=") { return bytes }
      let value = name == "xml:lang" ? "zh" : random.pick(values)
      text.insert(contentsOf: " \(name)=\"\(value)\"", at: end)
    case 2:
      // One attribute less.
      guard let start = text.firstIndex(of: "\""), let name = text[..<start].lastIndex(of: " "),
        !text[name...].hasPrefix(" xmlns"),
        let end = text[text.index(after: start)...].firstIndex(of: "\"")
      else { return bytes }
      text.removeSubrange(name...end)
    case 3:
      // One more element before this one; of another namespace at the end of its parent only, because xmllint
      // of 2.9 overlooks what follows it.
      let isEnd = text.drop { $0 == " " }.hasPrefix("</")
      text =
        random.pick([
          "<future/>", "<body/>", "<carried>fees</carried>",
          isEnd ? "<x:y xmlns:x=\"urn:x\"/>" : "<x:y xmlns:x=\"urn:gongkai:report:1\"/>", "<!-- note -->",
          "<unplaced>字</unplaced>", "words", "<place>l7</place>", "<figure>3</figure>",
        ]) + text
    default:
      // The same line twice.
      guard text.hasSuffix("/>") || text.contains("</") else { return bytes }
      text += text
    }
    var result = lines
    result[line] = Array(text.utf8)
    return Array(result.joined(separator: [0x0A]))
  }
}
