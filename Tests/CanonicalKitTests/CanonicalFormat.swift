import TestSupport
import Testing

@testable import CanonicalKit
@testable import Core
@testable import DataFiles
@testable import ReportModel

/// What is asked of either canonical format.
enum CanonicalFormat: String, CaseIterable, CustomTestStringConvertible {
  case json, xml

  var testDescription: String { rawValue }

  func write(_ reports: [Report], omitsPersonalData: Bool = false) throws(Refusal) -> [UInt8] {
    switch self {
    case .json: try CanonicalJSON.write(reports, omitsPersonalData: omitsPersonalData)
    case .xml: CanonicalXML.write(reports, omitsPersonalData: omitsPersonalData)
    }
  }

  func read(_ bytes: [UInt8], forms: FormCatalogue = .shared) throws(Refusal) -> [Report] {
    switch self {
    case .json: try CanonicalJSON.read(bytes, forms: forms)
    case .xml: try CanonicalXML.read(bytes, forms: forms)
    }
  }

  /// What is wrong with a text; nothing where it can be read.
  func findings(of bytes: [UInt8]) -> [Finding] {
    do throws(Refusal) {
      _ = try read(bytes)
      return []
    } catch {
      return error.findings
    }
  }

  func findings(of text: String) -> [Finding] { findings(of: Array(text.utf8)) }

  /// Changes one place of a text, which stays JSON or XML.
  func mutation(of bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    switch self {
    case .json: JSONMutation.apply(to: bytes, &random)
    case .xml: XMLMutation.apply(to: bytes, &random)
    }
  }

  /// Violations that no schema can see: they depend on other members, or on what stands elsewhere.
  var beyondSchema: Set<String> {
    switch self {
    case .json: ["json.contradiction", "json.no-figure", "json.digits"]
    case .xml:
      [
        "xml.figure", "xml.status-attribute", "xml.without-by", "xml.unknown-cell", "xml.row-in-other-table",
        "xml.unknown-form", "xml.extension", "xml.cell-twice",
      ]
    }
  }

  /// Violations that others do not see: of a member that is repeated they see only the last.
  var beyondOthers: Set<String> {
    switch self {
    case .json: ["json.repeated-member"]
    case .xml: []
    }
  }

  /// A small report of 2021 with this in it besides its statistics.
  func report(with more: String) -> String {
    switch self {
    case .json: "{\"gongkai\": \"1.0\", \"edition\": \"2021\",\n\"statistics\": {},\n\(more)}"
    case .xml:
      "<report xmlns=\"urn:gongkai:report:1\" version=\"1.0\" edition=\"2021\">\n<statistics/>\n\(more)\n</report>"
    }
  }
}
