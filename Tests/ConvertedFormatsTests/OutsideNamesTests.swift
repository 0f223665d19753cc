import Foundation
import TestSupport
import Testing

@testable import ConvertedFormats
@testable import Core
@testable import FileKit
@testable import FormatKit
@testable import ProcessKit
@testable import ZIPKit

/// A document may name other files and machines; LibreOffice is to look for none of them. Each kind of document names
/// canaries in every way that is known, and all calls of the system are looked at.
@Suite(.serialized) struct OutsideNamesTests {
  private static let office = LibreOffice.installed
  private static let tracer = ExternalProgram.find(["strace"])
  /// Some machines have it and do not let it look.
  static let canBeWatched =
    office.path != nil
    && tracer.map { (try? ExternalProgram($0, ["-f", "-qq", "true"]).run([], failing: .input)) != nil }
      ?? false

  /// Files that only a document names.
  private struct Canaries {
    let folder: TemporaryDirectory
    let machine = "http://192.0.2.1/canary"

    init() throws {
      folder = try TemporaryDirectory()
      for name in ["picture", "text", "sheet"] { _ = try folder.write(Array("1,2\n".utf8), "canary-\(name)") }
    }

    func path(_ name: String) -> String { "\(folder.path)/canary-\(name)" }
    func address(_ name: String) -> String { "file://\(path(name))" }
  }

  // MARK: Documents

  private func rtf(_ canaries: Canaries) -> String {
    let fields = [
      "INCLUDEPICTURE \"\(canaries.address("picture"))\" \\\\* MERGEFORMAT",
      "INCLUDEPICTURE \"\(canaries.machine).png\" \\\\d", "INCLUDETEXT \"\(canaries.path("text"))\"",
      // The same word written in other ways.
      "INCL{\\b UDE}\\'50ICTURE \"\(canaries.address("picture"))\"",
      "\\u73?NCLUDEPICTURE \"\(canaries.address("picture"))\"",
      "DDEAUTO soffice \"\(canaries.path("text"))\" a",
      "LINK Excel.Sheet.8 \"\(canaries.path("sheet"))\" a \\\\a",
      "IMPORT \"\(canaries.address("picture"))\"", "HYPERLINK \"\(canaries.address("text"))\"",
    ]
    let shown = fields.map { "{\\field{\\*\\fldinst { \($0) }}{\\fldrslt {shown}}}\\par\n" }.joined()
    let data = "0105000001000000" + canaries.path("text").utf8.map { String($0, radix: 16) }.joined()
    let object =
      "{\\object\\objautlink\\objupdate{\\*\\objclass Word.Document.8}{\\*\\objdata \(data)}{\\result shown}}"
    return "{\\rtf1\\ansi {\\*\\template \(canaries.address("text"))}\(shown)\(object)}"
  }

  private static let namespaces =
    [
      ("office", "office"), ("table", "table"), ("text", "text"), ("draw", "drawing"), ("style", "style"),
      ("svg", "svg-compatible"), ("script", "script"), ("meta", "meta"), ("of", "of"),
    ].map { "xmlns:\($0)=\"urn:oasis:names:tc:opendocument:xmlns:\($1):1.0\"" }.joined(separator: " ")
    + " xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:dom=\"http://www.w3.org/2001/xml-events\""

  private func frame(_ element: String, _ address: String) -> String {
    """
    <draw:frame svg:width="1cm" svg:height="1cm"><draw:\(element) xlink:href="\(address)" xlink:type="simple" \
    xlink:show="embed" xlink:actuate="onLoad"/></draw:frame>
    """
  }

  private func frames(_ canaries: Canaries) -> String {
    ["image", "object", "object-ole", "floating-frame", "plugin"]
      .map { frame($0, canaries.address("picture")) }.joined() + frame("image", "\(canaries.machine).png")
  }

  private func meta(_ canaries: Canaries) -> String {
    """
    <office:meta><meta:template xlink:href="\(canaries.address("text"))" xlink:type="simple"/><meta:auto-reload \
    xlink:href="\(canaries.address("text"))" meta:delay="PT0S"/></office:meta>
    """
  }

  private func text(_ canaries: Canaries) -> String {
    """
    <office:scripts><office:event-listeners><script:event-listener script:language="ooo:script" \
    script:event-name="dom:load" xlink:href="vnd.sun.star.script:\(canaries.path("text"))?language=Python" \
    xlink:type="simple"/></office:event-listeners></office:scripts><office:automatic-styles><style:style \
    style:name="P1" style:family="paragraph"><style:paragraph-properties><style:background-image \
    xlink:href="\(canaries.address("picture"))" xlink:type="simple" xlink:actuate="onLoad"/>\
    </style:paragraph-properties></style:style></office:automatic-styles><office:body><office:text>\
    <text:p text:style-name="P1">shown \(frames(canaries))</text:p><text:section text:name="s">\
    <text:section-source xlink:href="\(canaries.address("text"))"/><text:p>shown</text:p></text:section>\
    <text:section text:name="t"><office:dde-source office:dde-application="soffice" \
    office:dde-topic="\(canaries.path("text"))" office:dde-item="a" office:automatic-update="true"/>\
    <text:p><text:a xlink:href="\(canaries.address("text"))" xlink:type="simple">shown</text:a></text:p>\
    </text:section></office:text></office:body>
    """
  }

  private func flat(_ kind: String, _ content: String) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?><office:document \(Self.namespaces) office:version="1.2" \
    office:mimetype="application/vnd.oasis.opendocument.\(kind)">\(content)</office:document>
    """
  }

  private func sheet(_ canaries: Canaries) -> String {
    let formulas = [
      "'\(canaries.address("sheet"))'#$Sheet1.A1", "WEBSERVICE(&quot;\(canaries.machine)&quot;)",
      "DDE(&quot;soffice&quot;;&quot;\(canaries.path("sheet"))&quot;;&quot;a&quot;)",
    ].map {
      "<table:table-cell office:value-type=\"string\" table:formula=\"of:=\($0)\"><text:p>shown</text:p></table:table-cell>"
    }
    return """
      <office:body><office:spreadsheet><table:table table:name="S"><table:table-source \
      xlink:href="\(canaries.address("sheet"))" table:mode="copy-all"/><table:table-row>\(formulas.joined())\
      <table:table-cell office:value-type="string"><table:cell-range-source table:name="a" \
      xlink:href="\(canaries.address("sheet"))" table:filter-name="calc_HTML_WebQuery" \
      table:last-column-spanned="1" table:last-row-spanned="1" table:refresh-delay="PT1S"/>\
      \(frames(canaries))<text:p>shown</text:p></table:table-cell></table:table-row></table:table>\
      </office:spreadsheet></office:body>
      """
  }

  private func package(_ canaries: Canaries) -> [UInt8] {
    var zip = ZIPBuilder()
    let type = "application/vnd.oasis.opendocument.text"
    zip.add("mimetype", Array(type.utf8), isStored: true)
    for (part, content) in [("content", text(canaries)), ("meta", meta(canaries))] {
      let root = "office:document-\(part)"
      zip.add(
        "\(part).xml", Array("<\(root) \(Self.namespaces) office:version=\"1.2\">\(content)</\(root)>".utf8))
    }
    let entries = [("/", type), ("content.xml", "text/xml"), ("meta.xml", "text/xml")].map {
      "<m:file-entry m:full-path=\"\($0)\" m:media-type=\"\($1)\"/>"
    }
    zip.add(
      "META-INF/manifest.xml",
      Array(
        "<m:manifest xmlns:m=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">\(entries.joined())</m:manifest>"
          .utf8))
    return zip.finish()
  }

  private func word2003(_ canaries: Canaries) -> String {
    """
    <?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument \
    xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:v="urn:schemas-microsoft-com:vml">\
    <w:docPr><w:attachedTemplate w:val="\(canaries.address("text"))"/></w:docPr><w:body><w:p><w:r><w:pict>\
    <v:shape style="width:9pt;height:9pt"><v:imagedata src="\(canaries.address("picture"))"/></v:shape></w:pict>\
    <w:t>shown</w:t></w:r></w:p></w:body></w:wordDocument>
    """
  }

  // MARK: Watching

  /// What is made of a document, and the calls that name a canary or reach for a machine.
  private func watch(_ bytes: [UInt8], _ kind: OfficeFileKind) throws -> (made: [UInt8], calls: [String]) {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let script = """
      #!/bin/sh
      exec '\(try #require(Self.tracer))' -f -qq -s 400 -e trace=%file,%network -o '\(folder.path)/calls' \
      '\(try #require(Self.office.path))' "$@"

      """
    let path = try folder.write(Array(script.utf8), "soffice")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    let program = LibreOffice(path: path, watchedFolders: [folder.path])
    let made = try #require(program.converted([OfficeFile(bytes: bytes, kind: kind)]).first).get()
    let calls = String(decoding: try folder.read("calls"), as: UTF8.self).split(separator: "\n").map(
      String.init)
    #expect(calls.count > 1000)
    return (
      made,
      calls.filter { call in
        call.contains("canary") || call.contains("192.0.2.1") || call.contains("AF_INET")
          || call.contains("htons(")
      }
    )
  }

  /// Whether a Word file or a workbook shows a word.
  private func shows(_ word: String, _ made: [UInt8]) throws -> Bool {
    let archive = try ZIPArchive(made)
    return try ["word/document.xml", "xl/sharedStrings.xml"].contains { name in
      try archive.contents(of: name).map { String(decoding: $0, as: UTF8.self).contains(word) } ?? false
    }
  }

  @Test(
    .enabled(if: canBeWatched, "LibreOffice or strace is missing"),
    arguments: [OfficeFileKind.rtf, .fodt, .odt, .fods, .wordXML])
  func nothingIsLookedFor(kind: OfficeFileKind) throws {
    let canaries = try Canaries()
    defer { canaries.folder.remove() }
    let bytes =
      switch kind {
      case .rtf: Array(rtf(canaries).utf8)
      case .fodt: Array(flat("text", meta(canaries) + text(canaries)).utf8)
      case .odt: package(canaries)
      case .fods: Array(flat("spreadsheet", sheet(canaries)).utf8)
      default: Array(word2003(canaries).utf8)
      }
    let (made, calls) = try watch(bytes, kind)
    #expect(calls == [])
    #expect(try shows("shown", made))
  }

  /// Names in compound files cannot all be told from text: of those that remain nothing is opened.
  @Test(
    .enabled(if: canBeWatched, "LibreOffice or strace is missing"), arguments: [OfficeFileKind.doc, .xls])
  func nothingIsOpened(kind: OfficeFileKind) throws {
    let canaries = try Canaries()
    defer { canaries.folder.remove() }
    let isText = kind == .doc
    let picture = frame("image", canaries.address("picture"))
    let content =
      isText
      ? "<office:body><office:text><text:p>shown \(picture)</text:p></office:text></office:body>"
      : """
      <office:body><office:spreadsheet><table:table table:name="S"><table:table-row><table:table-cell \
      office:value-type="string">\(picture)<text:p>shown</text:p></table:table-cell></table:table-row></table:table>\
      </office:spreadsheet></office:body>
      """
    let source = try canaries.folder.write(
      Array(flat(isText ? "text" : "spreadsheet", content).utf8), "source.\(isText ? "fodt" : "fods")")
    var program = ExternalProgram(
      try #require(Self.office.path),
      [
        "-env:UserInstallation=file://\(canaries.folder.path)/profile", "--headless", "--convert-to",
        isText ? "doc:MS Word 97" : "xls:MS Excel 97", "--outdir", canaries.folder.path, source,
      ])
    program.complaints = .dropped
    _ = try program.run([], failing: .input)
    let bytes = try canaries.folder.read("source.\(kind.rawValue)")
    #expect(OfficeFileKind(SourceBytes(name: nil, bytes: bytes)) == kind)
    let (made, calls) = try watch(bytes, kind)
    #expect(!calls.contains { $0.contains("open") && $0.contains(") = ") && !$0.contains("= -1 ") })
    #expect(!calls.contains { $0.contains("AF_INET") })
    #expect(try shows("shown", made))
  }
}
