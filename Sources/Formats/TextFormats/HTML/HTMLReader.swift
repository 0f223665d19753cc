import Core
import DocumentModel
import FormatKit
import TextKit

/// Reads a page as government sites publish it: the tables and the text that a reader sees, in order.
///
/// Tables that only arrange the page are dissolved into what they hold. What belongs to the site and not to
/// the document (menus, link lists, footers) is marked as surrounding it.
enum HTMLReader {
  static func read(
    _ source: SourceBytes, _ options: ReadOptions = ReadOptions(),
    limits: DocumentSize.Limits = DocumentSize.Limits()
  ) throws(Refusal) -> Document {
    if MHTMLArchive.isMHTML(source.bytes[...]) {
      let (page, sheets) = MHTMLArchive.parts(source.bytes)
      guard let page else { throw Refusal(.input, .noPageInArchive) }
      // Places in the page are none in the file.
      return try document(HTMLEncoding.decoded(page), sheets, options, keepsOffsets: false, limits)
    }
    return try document(HTMLEncoding.decoded(source.bytes), [], options, keepsOffsets: true, limits)
  }

  private static func document(
    _ decoded: DecodedText, _ sheets: [[UInt8]], _ options: ReadOptions, keepsOffsets: Bool,
    _ limits: DocumentSize.Limits
  ) throws(Refusal) -> Document {
    let byteOffset =
      keepsOffsets && decoded.encoding == .utf8 && decoded.replacementCount == 0
      ? decoded.byteOrderMarkLength : nil
    var sheet = HTMLStyleSheet()
    for text in sheets { text.withUnsafeBufferPointer { sheet.add($0, $0.indices) } }
    var builder = HTMLBlockBuilder(byteOffset: byteOffset, options, sheet, limits: limits)
    decoded.utf8.withUnsafeBufferPointer { bytes in
      builder.read(bytes, bytes.indices)
      // A sheet in the midst of a page is about what stands before it as well.
      guard builder.hasLateRules, !builder.size.isTooLarge else { return }
      builder = HTMLBlockBuilder(
        byteOffset: byteOffset, options, builder.sheet, isSheetComplete: true, limits: limits)
      builder.read(bytes, bytes.indices)
    }
    try builder.size.check()
    let (blocks, unseen) = builder.finish()
    var document = Document(
      blocks, unseen: unseen, encoding: decoded.encoding.rawValue, title: builder.title,
      attachedReports: builder.attachedReports)
    document.findings += decoded.findings
    return document
  }

  /// Yes where a page says that it is one; perhaps where anything begins with a tag.
  static func identify(_ source: SourceBytes) -> Format.Identification {
    guard case .plain(let head) = source.content else { return .no }
    if MHTMLArchive.isMHTML(head.text) { return .yes }
    let start = head.text.drop { $0 <= 0x20 }
    guard start.first == UInt8(ascii: "<") else { return .no }
    return contains("<!doctype html", start) || contains("<html", start) ? .yes : .unknown
  }

  /// Whether a word that is given in lower case occurs, in any case.
  private static func contains(_ word: StaticString, _ text: ArraySlice<UInt8>) -> Bool {
    text.withUnsafeBufferPointer { text in
      var index = 0
      while index + word.utf8CodeUnitCount <= text.count {
        var offset = 0
        while offset < word.utf8CodeUnitCount, text[index + offset] | 0x20 == word.utf8Start[offset] | 0x20 {
          offset += 1
        }
        if offset == word.utf8CodeUnitCount { return true }
        index += 1
      }
      return false
    }
  }
}

extension Finding {
  static var noPageInArchive: Finding { Finding("html.no-page", .error) }
}
