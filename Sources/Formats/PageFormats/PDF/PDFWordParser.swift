import Core
import MarkupKit
import TextKit

/// Reads the XHTML of `pdftotext -bbox`: pages of words with their boxes.
enum PDFWordParser {
  /// Words of all pages; three hundred pages have hardly more.
  static let maximumWords = 100_000

  /// - Throws: a refusal where it is malformed, or more than is read.
  static func pages(
    _ output: [UInt8], maximumWords: Int = maximumWords
  ) throws(Refusal) -> [DrawnPage] {
    // What comes before is a document type, and a head of anything that the file says of itself.
    guard let start = firstIndex(of: Array("<doc>".utf8), in: output) else { throw malformed }
    let end = firstIndex(of: Array("</doc>".utf8), in: output, from: start).map { $0 + 6 } ?? output.count
    let content = PDFMarkup.cleaned(output[start..<end])
    var handler = WordHandler(maximumWords: maximumWords)
    let failure = content.withUnsafeBufferPointer { bytes -> XMLFailure? in
      do throws(XMLFailure) {
        try XMLEventParser.parse(bytes, limits: PDFMarkup.limits, into: &handler)
        return nil
      } catch {
        return error
      }
    }
    if failure != nil { throw malformed }
    if handler.hasTooManyWords { throw Refusal(.input, .pdfTooManyWords) }
    return handler.pages.map { $0.withShownSize() }
  }

  private static var malformed: Refusal { Refusal(.input, .pdfDamaged) }

  private static func firstIndex(of word: [UInt8], in bytes: [UInt8], from start: Int = 0) -> Int? {
    var index = start
    while let next = bytes[index...].firstIndex(of: word[0]) {
      if bytes[next...].starts(with: word) { return next }
      index = next + 1
    }
    return nil
  }
}

/// The markup of poppler's programs, made fit for a parser.
enum PDFMarkup {
  static let limits: XMLLimits = {
    var limits = XMLLimits()
    limits.size = 256 << 20
    limits.depth = 512
    return limits
  }()

  /// UTF-8 in which nothing is that XML does not allow: fonts map glyphs to control characters as well.
  static func cleaned(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var text =
      bytes.withUnsafeBufferPointer { DecodedText.isValidUTF8($0) }
      ? Array(bytes) : Array(String(decoding: bytes, as: UTF8.self).utf8)
    for index in text.indices {
      if text[index] < 0x20, text[index] != 0x0A, text[index] != 0x0D, text[index] != 0x09 {
        text[index] = 0x20
      } else if text[index] == 0xEF, index + 2 < text.count, text[index + 1] == 0xBF, text[index + 2] >= 0xBE
      {
        // U+FFFE and U+FFFF become U+FFFD.
        text[index + 2] = 0xBD
      }
    }
    return text
  }
}

extension DrawnPage {
  /// pdftotext gives the size that a page has before it is turned to be shown, and the words after.
  fileprivate func withShownSize() -> DrawnPage {
    let box = words.reduce(PageBox.empty) { $0.union($1.box) }
    guard box.right > width + 1 || box.bottom > height + 1, box.right <= height + 1, box.bottom <= width + 1
    else { return self }
    return DrawnPage(number: number, width: height, height: width, words: words)
  }
}

private struct WordHandler: XMLEventHandler {
  private enum Name: Int { case page, word, width, height, xMin, yMin, xMax, yMax }

  var pages: [DrawnPage] = []
  var hasTooManyWords = false
  private let maximumWords: Int
  private var names = XMLNameCache(["page", "word", "width", "height", "xMin", "yMin", "xMax", "yMax"])
  private var depth = 0
  private var wordDepth: Int?
  private var box: PageBox?
  private var text: [UInt8] = []
  private var wordCount = 0

  init(maximumWords: Int) { self.maximumWords = maximumWords }

  mutating func startElement(_ tag: XMLStartTag) {
    depth += 1
    switch names.position(of: tag.name).flatMap(Name.init) {
    case .page:
      let values = numbers(tag)
      pages.append(
        DrawnPage(number: pages.count + 1, width: values[.width] ?? 595, height: values[.height] ?? 842))
    case .word where wordDepth == nil:
      let values = numbers(tag)
      wordDepth = depth
      text = []
      box = nil
      if let left = values[.xMin], let top = values[.yMin], let right = values[.xMax],
        let bottom = values[.yMax], left <= right, top <= bottom
      {
        box = PageBox(left: left, top: top, right: right, bottom: bottom)
      }
    default: break
    }
  }

  private mutating func numbers(_ tag: XMLStartTag) -> [Name: Double] {
    var values: [Name: Double] = [:]
    for index in 0..<tag.attributeCount {
      guard let name = tag.attributeName(index), let known = names.position(of: name).flatMap(Name.init)
      else { continue }
      values[known] = DecimalNumber.parse(tag.attributeValue(index))
    }
    return values
  }

  mutating func endElement() {
    if depth == wordDepth {
      wordDepth = nil
      let word = String(decoding: text, as: UTF8.self)
      if let box, !pages.isEmpty, word.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) {
        wordCount += 1
        if wordCount > maximumWords {
          hasTooManyWords = true
        } else {
          pages[pages.count - 1].words.append(PageWord(text: word, box: box))
        }
      }
    }
    depth -= 1
  }

  mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {
    if wordDepth != nil, text.count < 1 << 16 { text.append(contentsOf: bytes) }
  }
}
