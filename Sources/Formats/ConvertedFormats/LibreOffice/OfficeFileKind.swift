import Core
import FormatKit
import OfficeKit

/// What kind of file of another office program it is, by its content.
enum OfficeFileKind: String {
  case doc, rtf, odt, xls
  /// OpenDocument in one piece of XML.
  case fodt, fods
  /// The XML of Office 2003, which is often called `.doc` or `.xls`.
  case wordXML = "word-2003-xml"
  case excelXML = "excel-2003-xml"
  /// An Office file that only a password opens.
  case encrypted

  /// Nil for every other file.
  init?(_ source: SourceBytes) {
    let bytes = source.bytes[...]
    if bytes.starts(with: "{\\rtf".utf8) {
      self = .rtf
    } else if let compound = CompoundFile(bytes) {
      if compound.holds("EncryptedPackage") {
        self = .encrypted
      } else if compound.holds("WordDocument") {
        self = .doc
      } else if compound.holds("Workbook") || compound.holds("Book") {
        self = .xls
      } else {
        return nil
      }
    } else if Self.isOpenDocumentText(source) {
      self = .odt
    } else if let kind = Self.office2003Kind(bytes) ?? Self.flatKind(bytes) {
      self = kind
    } else {
      return nil
    }
  }

  /// The kind that a name says; for a compound file that does not say itself.
  init?(extension name: String) {
    switch name {
    case "doc", "wps": self = .doc
    case "xls", "et": self = .xls
    default: return nil
    }
  }

  /// The first entry of an OpenDocument container is its type, neither compressed nor with extra fields; where it was
  /// packed anew by hand, the entry stands elsewhere.
  private static func isOpenDocumentText(_ source: SourceBytes) -> Bool {
    let type = "application/vnd.oasis.opendocument.text"
    let start = source.bytes.dropFirst(30).prefix(64)
    if start.starts(with: "mimetype".utf8), start.dropFirst(8).starts(with: type.utf8) {
      return source.bytes.starts(with: [0x50, 0x4B, 3, 4])
    }
    guard case .container(let package) = source.content else { return false }
    do throws(Refusal) {
      return try package.openDocumentType()?.hasPrefix(type) == true
    } catch {
      // An entry that cannot be read says nothing of what the file is.
      return false
    }
  }

  /// The root of flat OpenDocument names its media type, behind the namespaces.
  private static func flatKind(_ bytes: ArraySlice<UInt8>) -> OfficeFileKind? {
    let start = bytes.drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
    guard start.starts(with: "<?xml".utf8) || start.starts(with: "<office:document".utf8) else { return nil }
    let head = String(decoding: start.prefix(16 << 10), as: UTF8.self)
    guard let root = head.firstRange(of: "<office:document") else { return nil }
    let tag = head[root.lowerBound...].prefix { $0 != ">" }
    if tag.contains("application/vnd.oasis.opendocument.text") { return .fodt }
    return tag.contains("application/vnd.oasis.opendocument.spreadsheet") ? .fods : nil
  }

  /// The instruction that names the program stands before the root.
  private static func office2003Kind(_ bytes: ArraySlice<UInt8>) -> OfficeFileKind? {
    let start = bytes.drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
    guard start.starts(with: "<?xml".utf8) else { return nil }
    let head = String(decoding: start.prefix(512), as: UTF8.self)
    guard head.contains("<?mso-application") else { return nil }
    if head.contains("Word.Document") { return .wordXML }
    return head.contains("Excel.Sheet") ? .excelXML : nil
  }

  var isWorkbook: Bool { self == .xls || self == .excelXML || self == .fods }

  /// The id of the format that LibreOffice makes of it, which is its extension too.
  var target: String { isWorkbook ? "xlsx" : "docx" }

  /// What a file of the kind is called, so that LibreOffice takes it for what it is.
  var fileExtension: String {
    switch self {
    case .wordXML, .excelXML: "xml"
    default: rawValue
    }
  }
}
