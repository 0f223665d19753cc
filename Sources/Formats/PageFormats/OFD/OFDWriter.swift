import Core
import DocumentModel
import FileKit
import FormatKit
import MarkupKit
import OfficeKit
import TextKit
import ZIPKit

/// Writes an OFD file as a body publishes it, page by page, with the data of the report attached. The same document gives
/// the same bytes.
enum OFDWriter {
  private static let namespace = "xmlns:ofd=\"http://www.ofdspec.org/2016\""
  private static let document = "Doc_0/"
  private static let attachments = "Attachs/Attachments.xml"
  private static let attachment = "Attachs/report.xml"

  static func write(_ document: Document, _ options: WriteOptions) throws(Refusal) -> [UInt8] {
    var setter = OFDPageSetter()
    setter.set(document)
    let pages = setter.finish().map { page in
      markup(
        "Page", "<ofd:Content><ofd:Layer ID=\"\(page.layer)\">", page.objects, "</ofd:Layer></ofd:Content>")
    }
    if pages.count > OFDReader.maximumPages {
      throw Refusal(.output, .ofdTooManyPages(limit: OFDReader.maximumPages))
    }
    let report = document.attachedReports.first
    var package = ZIPBuilder()
    package.add("OFD.xml", entry(title: document.firstHeading, pages))
    package.add(Self.document + "Document.xml", list(of: setter.pageIDs, last: setter.lastID, report != nil))
    package.add(Self.document + "PublicRes.xml", fonts)
    for (index, page) in pages.enumerated() { package.add(Self.document + location(index), page) }
    if let report {
      package.add(Self.document + attachments, listOfAttachments)
      package.add(Self.document + attachment, AttachedReportPart.bytes(of: report))
    }
    return package.finish()
  }

  /// Where the first page stands in the files of most programs.
  static let firstPage = document + location(0)

  private static func location(_ page: Int) -> String { "Pages/Page_\(page)/Content.xml" }

  // MARK: Parts

  private static func markup(
    _ root: String, _ start: String, _ content: [UInt8] = [], _ end: String = ""
  ) -> [UInt8] {
    Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ofd:\(root) \(namespace)>\(start)".utf8) + content
      + Array("\(end)</ofd:\(root)>\n".utf8)
  }

  /// A document has an id of 32 digits; here what it shows gives it.
  private static func entry(title: String, _ pages: [[UInt8]]) -> [UInt8] {
    var digest = ContentDigest(.sha256)
    for page in pages { digest.update(page) }
    let id = digest.finish().hexadecimal.prefix(32)
    var name: [UInt8] = []
    XMLOutput.append(PrintableText.cleaned(title), to: &name, as: .foreign)
    let start =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ofd:OFD \(namespace) Version=\"1.0\" DocType=\"OFD\">"
    return Array("\(start)<ofd:DocBody><ofd:DocInfo><ofd:DocID>\(id)</ofd:DocID><ofd:Title>".utf8) + name
      + Array(
        "</ofd:Title></ofd:DocInfo><ofd:DocRoot>\(document)Document.xml</ofd:DocRoot></ofd:DocBody>".utf8)
      + Array("</ofd:OFD>\n".utf8)
  }

  private static func list(of pages: [Int], last: Int, _ hasReport: Bool) -> [UInt8] {
    let places = pages.enumerated().map { index, id in
      "<ofd:Page ID=\"\(id)\" BaseLoc=\"\(location(index))\"/>"
    }
    return markup(
      "Document",
      "<ofd:CommonData><ofd:MaxUnitID>\(last)</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        + "</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
        + "<ofd:Pages>\(places.joined())</ofd:Pages>"
        + (hasReport ? "<ofd:Attachments>\(attachments)</ofd:Attachments>" : ""))
  }

  /// By their names, which stand on the machines of every office.
  private static let fonts = ZIPContent(
    markup(
      "Res",
      "<ofd:Fonts>"
        + OFDFont.allCases.map {
          "<ofd:Font ID=\"\($0.rawValue)\" FontName=\"\($0.name)\" FamilyName=\"\($0.name)\"/>"
        }.joined() + "</ofd:Fonts>"))

  private static let listOfAttachments = ZIPContent(
    markup(
      "Attachments",
      "<ofd:Attachment ID=\"A1\" Name=\"report.xml\" Format=\"XML\"><ofd:FileLoc>report.xml</ofd:FileLoc>"
        + "</ofd:Attachment>"))
}

/// The fonts of a document after GB/T 9704, with their ids.
enum OFDFont: Int, CaseIterable {
  case song = 1, hei, kai, fangSong

  var name: String {
    switch self {
    case .song: "宋体"
    case .hei: "黑体"
    case .kai: "楷体_GB2312"
    case .fangSong: "仿宋_GB2312"
    }
  }
}

extension Document {
  fileprivate var firstHeading: String {
    for case .heading(let paragraph, _) in blocks { return paragraph.text }
    return ""
  }
}
