import Core
import DocumentModel
import FormatKit
import MarkupKit
import OfficeKit

/// Reads the pages of an OFD file: their words and ruling lines become paragraphs and tables as those of a PDF do.
enum OFDReader {
  static let entry = "OFD.xml"
  /// More pages than any report has.
  static let maximumPages = 300

  /// The documents of a file, one as a rule.
  ///
  /// - Throws: a refusal where a part is missing, cannot be read or is beyond the limits, or no page has text.
  static func read(_ source: SourceBytes) throws(Refusal) -> [Document] {
    let parts = OFDParts(package: try source.container())
    let tree = try parts.tree(entry)
    let bodies = tree.children(0, "DocBody")
    if bodies.isEmpty { throw Refusal(.input, .ofdWithoutPages) }
    var documents: [Document] = []
    var size = OFDSize()
    for body in bodies {
      let root = tree.child(body, "DocRoot").map(tree.text) ?? ""
      var document = OFDDocument(parts, try parts.part(at: root, from: entry))
      var read = try document.read(&size)
      if tree.child(body, "Signatures") != nil { read.findings.append(.ofdSigned) }
      documents.append(read)
    }
    // Whose data it is, is found out for all at once.
    for index in documents.indices.dropFirst() {
      documents[0].attachedReports += documents[index].attachedReports
      documents[index].attachedReports = []
    }
    return documents
  }
}

/// How much of a file was read: what is beyond is refused before it fills the memory.
struct OFDSize {
  static let maximumWords = 100_000
  static let maximumLetters = 1_000_000
  static let maximumRules = 400_000

  var pages = 0
  var words = 0
  var letters = 0
  var rules = 0

  var isTooLarge: Bool {
    words > Self.maximumWords || letters > Self.maximumLetters || rules > Self.maximumRules
  }

  mutating func add(_ page: OFDPage) {
    words += page.drawn.words.count + page.hidden.count
    letters += page.drawn.rules.glyphs.count
    rules += page.drawn.rules.count
  }
}

/// One document of a file: its pages with the templates under them, and the data of a report that it carries.
private struct OFDDocument {
  private let parts: OFDParts
  private let part: String
  private var templates: [String: String] = [:]
  /// Templates that were read, and those that are being read.
  private var pages: [String: OFDPage] = [:]
  private var open: Set<String> = []
  private var parameters = OFDDrawParameters()
  private var area: String?

  init(_ parts: OFDParts, _ part: String) {
    self.parts = parts
    self.part = part
  }

  mutating func read(_ size: inout OFDSize) throws(Refusal) -> Document {
    let tree = try parts.tree(part)
    try readCommonData(tree)
    let places = tree.child(0, "Pages").map { tree.children($0, "Page") } ?? []
    if places.isEmpty { throw Refusal(.input, .ofdWithoutPages) }
    size.pages += places.count
    if size.pages > OFDReader.maximumPages {
      throw Refusal(.input, .ofdTooManyPages(limit: OFDReader.maximumPages))
    }
    var drawn: [DrawnPage] = []
    for (index, place) in places.enumerated() {
      let location = tree.elements[place].attribute("BaseLoc") ?? ""
      let page = try page(try parts.part(at: location, from: part))
      size.add(page)
      if size.isTooLarge { throw Refusal(.input, .ofdTooMuch) }
      drawn.append(page.seen(number: index + 1))
    }
    guard drawn.contains(where: { !$0.words.isEmpty }) else {
      throw Refusal(.input, .ofdWithoutText(pages: drawn.count))
    }
    let scale = DrawnPage.scaleToUsualSize(drawn)
    var document = Document(drawn: drawn.map { $0.scaled(scale) })
    if tree.child(0, "Annotations") != nil { document.findings.append(.ofdAnnotated) }
    document.attachedReports = try attachedReports(tree)
    return document
  }

  private mutating func readCommonData(_ tree: XMLTree) throws(Refusal) {
    guard let common = tree.child(0, "CommonData") else { return }
    area = tree.descendant(common, "PageArea", "PhysicalBox").map(tree.text)
    for template in tree.children(common, "TemplatePage") {
      guard let id = tree.elements[template].attribute("ID") else { continue }
      let location = tree.elements[template].attribute("BaseLoc") ?? ""
      templates[id] = try parts.part(at: location, from: part)
    }
    for name in ["PublicRes", "DocumentRes"] {
      for resource in tree.children(common, name) {
        let resource = try parts.part(at: tree.text(resource), from: part)
        try parameters.add(try parts.tree(resource), part: resource)
      }
    }
  }

  /// A page or a template, with the templates that it names beneath it.
  private mutating func page(_ part: String) throws(Refusal) -> OFDPage {
    if let known = pages[part] { return known }
    guard open.insert(part).inserted else { throw Refusal(.input, .ofdTemplateCycle(part)) }
    defer { open.remove(part) }
    var handler = OFDPageHandler(area: area, parameters)
    try parts.package.parse(part, into: &handler)
    if let fault = handler.fault { throw Refusal(.input, .ofdBadNumber(fault, in: part)) }
    if handler.isTooLarge { throw Refusal(.input, .ofdTooMuch) }
    var page = handler.page
    for id in handler.templates {
      guard let template = templates[id] else { throw Refusal(.input, .ofdTemplateMissing(id, in: part)) }
      page.add(try self.page(template))
      var size = OFDSize()
      size.add(page)
      if size.isTooLarge { throw Refusal(.input, .ofdTooMuch) }
    }
    // A page is named once.
    if templates.values.contains(part) { pages[part] = page }
    return page
  }

  private func attachedReports(_ tree: XMLTree) throws(Refusal) -> [AttachedReport] {
    guard let list = tree.child(0, "Attachments") else { return [] }
    let part = try parts.part(at: tree.text(list), from: part)
    let attachments = try parts.tree(part)
    var reports: [AttachedReport] = []
    for attachment in attachments.children(0, "Attachment") where reports.count < AttachedReport.maximumCount
    {
      let location = attachments.child(attachment, "FileLoc").map(attachments.text) ?? ""
      let file = try parts.part(at: location, from: part)
      guard file.lowercased().hasSuffix(".xml"), let contents = try parts.package.contents(of: file),
        let report = AttachedReportPart.report(in: contents)
      else { continue }
      reports.append(report)
    }
    return reports
  }
}
