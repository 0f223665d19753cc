import Core
import DocumentModel
import FormatKit
import TextKit
import WorkbookKit

/// Reads separated values by RFC 4180, as programs write them in fact: any of the encodings and line ends,
/// rows of any length, quotation marks within a field that does not begin with one.
enum CSVReader {
  /// - Parameter separator: nil to find out which it is.
  static func read(_ source: SourceBytes, separator: UInt8? = nil) throws(Refusal) -> [Document] {
    try TextSize.check(source)
    let decoded = DecodedText(source.bytes)
    var parser = CSVParser(decoded.utf8, separator: separator)
    parser.parse()
    var collector = SheetCollector()
    for finding in decoded.findings { collector.add(finding) }
    if let line = parser.openQuoteLine {
      collector.add(.openQuote(line: line))
    }
    collector.add(parser.grid, name: source.name ?? "-")
    var documents = try collector.finish()
    for index in documents.indices { documents[index].encoding = decoded.encoding.rawValue }
    return documents
  }

  /// Whatever the file is called, a text whose lines have the same number of commas has been written by a program.
  /// Tabs and other separators stand in any text with tables.
  static func identify(_ source: SourceBytes) -> Format.Identification {
    guard source.mayBeText, case .plain(let head) = source.content else { return .no }
    var commas: [Int: Int] = [:]
    var lines = 0
    var count = 0
    var isQuoted = false
    var isBlank = true
    for byte in head.text {
      switch byte {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted: count += 1
      case 0x0A where !isQuoted, 0x0D where !isQuoted:
        if !isBlank {
          lines += 1
          commas[count, default: 0] += 1
        }
        (count, isBlank) = (0, true)
        continue
      default: break
      }
      if byte > 0x20 { isBlank = false }
    }
    let usual = commas.max { ($0.value, $0.key) < ($1.value, $1.key) }
    guard let usual, lines >= Self.fewestLines, usual.key >= Self.fewestCommas, 5 * usual.value >= 4 * lines
    else {
      return .unknown
    }
    return .yes
  }

  /// In so many lines of a text as many commas are no chance.
  private static let fewestLines = 8
  private static let fewestCommas = 2
}

/// Cuts separated values into the cells of a sheet. A row is a record, whatever lines it takes.
struct CSVParser {
  private static let separators = [
    UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"),
  ]
  private static let quote = UInt8(ascii: "\"")

  private(set) var grid = SheetGrid()
  /// Where a field begins whose quotation mark is never closed.
  private(set) var openQuoteLine: Int?

  private let text: [UInt8]
  private let separator: UInt8
  private var index = 0
  private var line = 1

  init(_ text: [UInt8], separator: UInt8?) {
    self.text = text
    // Excel's own way to say it: a first line of sep=;
    let prefix = Array("sep=".utf8)
    if text.starts(with: prefix), text.count > prefix.count, Self.separators.contains(text[prefix.count]),
      text.count == prefix.count + 1 || text[prefix.count + 1] == 0x0A || text[prefix.count + 1] == 0x0D
    {
      self.separator = text[prefix.count]
      index = prefix.count + 1
      skipLineEnd()
    } else {
      self.separator = separator ?? Self.likeliestSeparator(text)
    }
  }

  /// The one that stands outside quotation marks in most of the first lines.
  private static func likeliestSeparator(_ text: [UInt8]) -> UInt8 {
    var lineCounts = separators.map { _ in 0 }
    var counts = lineCounts
    var isInLine = separators.map { _ in false }
    var isQuoted = false
    for byte in text.prefix(64 << 10) {
      switch byte {
      case quote: isQuoted.toggle()
      case 0x0A, 0x0D:
        if isQuoted { continue }
        for index in separators.indices {
          if isInLine[index] { lineCounts[index] += 1 }
          isInLine[index] = false
        }
      default:
        if !isQuoted, let index = separators.firstIndex(of: byte) {
          isInLine[index] = true
          counts[index] += 1
        }
      }
    }
    for index in separators.indices where isInLine[index] { lineCounts[index] += 1 }
    // In as many lines, the one that there is more of: 1,5;2,5;3,5 has decimal commas.
    let best = separators.indices.reduce(0) { best, index in
      (lineCounts[index], counts[index]) > (lineCounts[best], counts[best]) ? index : best
    }
    return separators[best]
  }

  mutating func parse() {
    var row = 1
    while index < text.count, !grid.isTooLarge {
      var column = 1
      while true {
        let start = line
        let field = field()
        if !SheetText.isBlank(field) {
          grid.add(SheetGrid.Cell(row: row, column: column, text: field, line: start))
        }
        guard index < text.count, text[index] == separator else { break }
        index += 1
        column += 1
      }
      skipLineEnd()
      row += 1
    }
  }

  /// Reads up to the next separator or line end, which stay where they are.
  private mutating func field() -> String {
    if index < text.count, text[index] == Self.quote { return quotedField() }
    let start = index
    skipToEndOfField()
    return String(decoding: text[start..<index], as: UTF8.self)
  }

  private mutating func skipToEndOfField() {
    while index < text.count, text[index] != separator, text[index] != 0x0A, text[index] != 0x0D {
      index += 1
    }
  }

  private mutating func quotedField() -> String {
    let firstLine = line
    index += 1
    var field: [UInt8] = []
    var isClosed = false
    while index < text.count {
      let byte = text[index]
      if byte == Self.quote {
        index += 1
        guard index < text.count, text[index] == Self.quote else {
          isClosed = true
          break
        }
      } else if byte == 0x0A || byte == 0x0D && !(index + 1 < text.count && text[index + 1] == 0x0A) {
        line += 1
      }
      field.append(byte)
      index += 1
    }
    if !isClosed { openQuoteLine = openQuoteLine ?? firstLine }
    // What stands behind the closing mark belongs to the field, as every program has it.
    let rest = index
    skipToEndOfField()
    field += text[rest..<index]
    return String(decoding: field, as: UTF8.self)
  }

  private mutating func skipLineEnd() {
    guard index < text.count else { return }
    if text[index] == 0x0D {
      index += 1
      if index < text.count, text[index] == 0x0A { index += 1 }
      line += 1
    } else if text[index] == 0x0A {
      index += 1
      line += 1
    }
  }
}
