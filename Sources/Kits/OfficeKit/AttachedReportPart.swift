import Core
import DocumentModel
import MarkupKit

/// The data of a report as a custom XML part of an Office Open XML file (ISO/IEC 29500-1, 15.2.5), which the programs
/// that save such files leave as it is.
package enum AttachedReportPart {
  static let namespace = "urn:gongkai:attached-report:1"
  private static let relationshipType = "customXml"
  /// The namespace stands at the beginning of a part of ours.
  private static let headLength = 1_024

  /// The name of the part of a report, counting from 0.
  package static func name(_ index: Int) -> String { "customXml/item\(index + 1).xml" }

  /// The relationship of a main part in a folder of its own to the part of a report.
  package static func relationship(id: String, to index: Int) -> String {
    "<Relationship Id=\"\(id)\""
      + " Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/\(relationshipType)\""
      + " Target=\"../\(name(index))\"/>"
  }

  package static func bytes(of report: AttachedReport) -> [UInt8] {
    var head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<report xmlns=\"\(namespace)\""
    for (name, value) in report.attributes { head += " \(name)=\"\(value)\"" }
    return Array((head + ">").utf8) + report.json + Array("</report>".utf8)
  }

  /// The data that the parts hold which a main part is related to.
  ///
  /// - Throws: a refusal where a part is beyond the limits of its container.
  package static func reports(
    _ relationships: OfficeRelationships, in package: OfficePackage
  ) throws(Refusal) -> [AttachedReport] {
    var reports: [AttachedReport] = []
    for relationship in relationships.all where relationship.type == relationshipType {
      guard reports.count < AttachedReport.maximumCount,
        let contents = try package.contents(of: relationship.target), isOurs(contents)
      else { continue }
      var handler = Handler()
      // A part that its own program has damaged says nothing of the report, which the file shows all the same.
      if OfficeXML.failure(of: contents[...], into: &handler) == nil, let report = handler.report {
        reports.append(report)
      }
    }
    return reports
  }

  private static func isOurs(_ contents: [UInt8]) -> Bool {
    contents.prefix(headLength).firstRange(of: namespace.utf8) != nil
  }

  private struct Handler: XMLEventHandler {
    var report: AttachedReport?

    mutating func startElement(_ tag: XMLStartTag) {
      report = AttachedReport(json: []) { tag.string($0) }
    }

    mutating func endElement() {}
    mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) { report?.json.append(contentsOf: bytes) }
  }
}
