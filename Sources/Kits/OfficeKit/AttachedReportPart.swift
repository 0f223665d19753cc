import Core
import DocumentModel
import MarkupKit

/// The data of a report as a custom XML part of an Office Open XML file (ISO/IEC 29500-1, 15.2.5), which the programs
/// that save such files leave as it is.
package enum AttachedReportPart {
  static let namespace = "urn:gongkai:attached-report:1"
  /// In lower case.
  private static let folder = "customxml/item"
  /// The namespace stands at the beginning of a part of ours.
  private static let headLength = 1_024

  /// The name of the part of a report, counting from 0.
  package static func name(_ index: Int) -> String { "customXml/item\(index + 1).xml" }

  /// The relationship of a main part in a folder of its own to the part of a report.
  package static func relationship(id: String, to index: Int) -> String {
    "<Relationship Id=\"\(id)\" Type=\"\(types)/relationships/customXml\""
      + " Target=\"../\(name(index))\"/>"
  }

  /// What the content types of a file say of the properties of a part.
  package static func contentType(_ index: Int) -> String {
    "<Override PartName=\"/customXml/itemProps\(index + 1).xml\""
      + " ContentType=\"application/vnd.openxmlformats-officedocument.customXmlProperties+xml\"/>"
  }

  /// The part of a report, and its properties, without which some programs drop it when they save the file.
  package static func parts(of report: AttachedReport, _ index: Int) -> [(name: String, bytes: [UInt8])] {
    [
      (name(index), bytes(of: report)),
      ("customXml/itemProps\(index + 1).xml", Array(properties(of: report).utf8)),
      ("customXml/_rels/item\(index + 1).xml.rels", Array(relationships(index).utf8)),
    ]
  }

  private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let types = "http://schemas.openxmlformats.org/officeDocument/2006"

  /// The part of a report in itself, which other containers can hold as well.
  package static func bytes(of report: AttachedReport) -> [UInt8] {
    var head = "\(declaration)<report xmlns=\"\(namespace)\""
    for (name, value) in report.attributes { head += " \(name)=\"\(value)\"" }
    return Array((head + ">").utf8) + report.json + Array("</report>".utf8)
  }

  /// A part has an id of its own; the digest gives the same report the same.
  private static func properties(of report: AttachedReport) -> String {
    var digits = report.digest.uppercased()[...]
    let id = [8, 4, 4, 4, 12].map { count in
      defer { digits = digits.dropFirst(count) }
      return String(digits.prefix(count))
    }.joined(separator: "-")
    return "\(declaration)<ds:datastoreItem ds:itemID=\"{\(id)}\" xmlns:ds=\"\(types)/customXml\">"
      + "<ds:schemaRefs><ds:schemaRef ds:uri=\"\(namespace)\"/></ds:schemaRefs></ds:datastoreItem>"
  }

  private static func relationships(_ index: Int) -> String {
    "\(declaration)<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
      + "<Relationship Id=\"rId1\" Type=\"\(types)/relationships/customXmlProps\""
      + " Target=\"itemProps\(index + 1).xml\"/></Relationships>"
  }

  /// The data that a file carries. Its parts are found by their names: some programs lose what relates them to others.
  ///
  /// - Throws: a refusal where a part is beyond the limits of its container.
  package static func reports(
    in package: OfficePackage
  ) throws(Refusal) -> [AttachedReport] {
    var reports: [AttachedReport] = []
    for name in package.names where name.lowercased().hasPrefix(folder) {
      guard reports.count < AttachedReport.maximumCount, let contents = try package.contents(of: name),
        let report = report(in: contents)
      else { continue }
      reports.append(report)
    }
    return reports
  }

  /// The report of a part; nil where the part is not ours. One that its own program has damaged says nothing of the report,
  /// which the file shows all the same.
  package static func report(in contents: [UInt8]) -> AttachedReport? {
    guard isOurs(contents) else { return nil }
    var handler = Handler()
    return OfficeXML.failure(of: contents[...], into: &handler) == nil ? handler.report : nil
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
