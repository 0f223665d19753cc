import Testing

@testable import Core
@testable import MarkupKit
@testable import OfficeKit
@testable import ZIPKit

/// What a package of parts says of itself: nothing outside of it is one of its parts.
@Suite struct OfficePackageTests {
  private func package(_ parts: [String: String]) throws -> OfficePackage {
    var builder = ZIPBuilder()
    for (name, text) in parts.sorted(by: { $0.key < $1.key }) { builder.add(name, Array(text.utf8)) }
    return try OfficePackage(builder.finish())
  }

  /// The targets of the relationships of `xl/workbook.xml`.
  private func targets(_ relationships: String) throws -> [String] {
    let package = try package([
      "xl/_rels/workbook.xml.rels": "<Relationships>\(relationships)</Relationships>"
    ])
    var handler = OfficeRelationships(of: "xl/workbook.xml")
    try package.parse(OfficeRelationships.part(of: "xl/workbook.xml"), into: &handler)
    return handler.all.map(\.target)
  }

  private func relationship(_ target: String, _ more: String = "") -> String {
    "<Relationship Id=\"r\" Type=\"http://example.org/worksheet\" Target=\"\(target)\"\(more)/>"
  }

  @Test(arguments: [
    ("worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"), ("./a.xml", "xl/a.xml"),
    ("../docProps/app.xml", "docProps/app.xml"), ("/xl/a.xml", "xl/a.xml"),
  ])
  func targetsAreFoundFromTheirPart(target: String, name: String) throws {
    #expect(try targets(relationship(target)) == [name])
  }

  @Test(arguments: ["../../a.xml", "/../a.xml", ".."])
  func nothingLeadsOutOfThePackage(target: String) throws {
    #expect(try targets(relationship(target)) == [])
  }

  @Test func whatStandsElsewhereIsNoPart() throws {
    #expect(try targets(relationship("worksheets/sheet1.xml", " TargetMode=\"External\"")) == [])
    #expect(try targets(relationship("a.xml", " TargetMode=\"Internal\"")) == ["xl/a.xml"])
  }

  /// Why a part cannot be parsed; nil where it can.
  private func complaint(_ text: String) throws -> String? {
    let package = try package(["a.xml": text])
    var handler = OfficeRelationships(of: "")
    do throws(Refusal) {
      try package.parse("a.xml", into: &handler)
      return nil
    } catch {
      return error.findings.first?.id
    }
  }

  @Test func partsAreHeldToTheirLimits() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
    }
    #expect(try complaint(nested(256)) == nil)
    #expect(try complaint(nested(257)) == "office.part-limits")
    #expect(try complaint("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>") == "office.document-type")
    #expect(try complaint("<a><b></a>") == "office.part-malformed")
  }

  /// Names of parts are the same in any case; one that is spelt as asked for comes first.
  @Test func caseOfNamesDoesNotCount() throws {
    let package = try package(["Word/Document.XML": "1", "a.xml": "2", "A.xml": "3"])
    #expect(try package.contents(of: "word/document.xml") == Array("1".utf8))
    #expect(package.has("WORD/DOCUMENT.xml"))
    #expect(!package.has("word/document.xm"))
    #expect(try package.contents(of: "a.xml") == Array("2".utf8))
  }

  /// The main part is the one that is related, and the types say what it is, by name or by the end of it.
  @Test(arguments: [
    "<Override PartName=\"/main/DOC.xml\" ContentType=\"application/x.wordprocessingml.document.main+xml\"/>",
    "<Default Extension=\"XML\" ContentType=\"application/x.wordprocessingml.document.main+xml\"/>",
  ])
  func theMainPartIsFound(types: String) throws {
    let relationship =
      "<Relationship Id=\"r\" Type=\"http://example.org/officeDocument\" Target=\"/main/Doc.xml\"/>"
    let package = try package([
      "_rels/.rels": "<Relationships>\(relationship)</Relationships>",
      "[content_types].xml": "<Types>\(types)</Types>", "main/doc.xml": "<a/>",
    ])
    let main = try package.officeDocument()
    #expect(main?.part == "main/Doc.xml")
    #expect(main?.contentType == "application/x.wordprocessingml.document.main+xml")
  }

  @Test func aPartThatIsMissingIsNamed() throws {
    var handler = OfficeRelationships(of: "")
    let package = try package(["a.xml": "<a/>"])
    do throws(Refusal) {
      try package.parse("b.xml", into: &handler)
      Issue.record("it was parsed")
    } catch {
      #expect(error.findings.map(\.id) == ["office.part-missing"])
      #expect(error.findings.first?.arguments["part"] == "b.xml")
    }
  }
}
