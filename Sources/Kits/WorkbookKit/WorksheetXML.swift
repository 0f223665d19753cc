import Core
import TextKit

/// The texts of a workbook, each once.
package struct SharedStringTable {
  /// Texts are the same where their bytes are.
  private struct Key: Hashable {
    private let utf8: String.UTF8View

    init(_ text: String) {
      var text = text
      text.makeContiguousUTF8()
      utf8 = text.utf8
    }

    private func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
      utf8.withContiguousStorageIfAvailable(body) ?? Array(utf8).withUnsafeBufferPointer(body)
    }

    static func == (left: Key, right: Key) -> Bool {
      left.utf8.count == right.utf8.count
        && left.withBytes { left in right.withBytes { right in left.elementsEqual(right) } }
    }

    func hash(into hasher: inout Hasher) {
      withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }

  private var indices: [Key: Int] = [:]
  private var strings: [String] = []
  private var useCount = 0

  package init() {}

  /// The number of a text.
  package mutating func index(of text: String) -> Int {
    let key = Key(text)
    if let index = indices[key] { return index }
    indices[key] = strings.count
    strings.append(text)
    return strings.count - 1
  }

  fileprivate mutating func countUse() { useCount += 1 }

  package func part() -> [UInt8] {
    var xml = XMLPart()
    xml.raw(
      "<sst xmlns=\"\(XMLPart.main)\" count=\"\(useCount)\" uniqueCount=\"\(strings.count)\">")
    for string in strings {
      xml.piece("<si><t xml:space=\"preserve\">")
      xml.text(string)
      xml.piece("</t></si>")
    }
    xml.raw("</sst>")
    return xml.bytes
  }
}

/// A part's bytes while they are put together.
package struct XMLPart {
  package static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  package static let relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

  package private(set) var bytes: [UInt8] = []

  /// What stands within a part.
  package static func piece() -> XMLPart {
    var part = XMLPart()
    part.bytes.removeAll()
    return part
  }

  package init() { raw("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n") }

  package mutating func raw(_ xml: String) { bytes.append(contentsOf: xml.utf8) }

  fileprivate mutating func piece(_ xml: StaticString) { bytes.append(xml) }

  package mutating func append(_ xml: [UInt8]) { bytes += xml }

  fileprivate static func escaped(_ text: String) -> [UInt8] {
    var part = piece()
    part.text(text)
    return part.bytes
  }

  /// Text that is no markup, and that no program takes for an escape.
  package mutating func text(_ text: String) {
    var cleaned = PrintableText.cleaned(text, keepsLines: true)
    cleaned.withUTF8 { utf8 in
      var start = 0
      for (index, byte) in utf8.enumerated() {
        let escape: StaticString
        switch byte {
        case UInt8(ascii: "<"): escape = "&lt;"
        case UInt8(ascii: ">"): escape = "&gt;"
        case UInt8(ascii: "&"): escape = "&amp;"
        case UInt8(ascii: "\""): escape = "&quot;"
        case UInt8(ascii: "_") where OfficeEscapes.code(utf8, index) != nil: escape = "_x005F_"
        default: continue
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
        bytes.append(escape)
        start = index + 1
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
    }
  }
}

/// The rows of a sheet while they are put together.
package struct WorksheetRows {
  /// A cell holds no longer text, in UTF-16.
  package static let longestText = 32_767

  package private(set) var xml: [UInt8] = []
  /// The areas that are merged, as elements.
  package private(set) var merges: (xml: [UInt8], count: Int) = ([], 0)
  package private(set) var count = 0
  /// The row's number as each of its cells has it.
  private var number: [UInt8] = []
  private var isOpen = false

  package init() {}

  package mutating func begin(height: Double? = nil) {
    end()
    count += 1
    number.removeAll(keepingCapacity: true)
    number.appendDecimal(UInt64(count))
    isOpen = true
    xml.append("<row r=\"")
    xml += number
    if let height {
      xml.append("\" ht=\"")
      xml.appendDecimal(UInt64(max(0, (height * 10).rounded())) / 10)
      xml.append("\" customHeight=\"1")
    }
    xml.append("\">")
  }

  package mutating func end() {
    if isOpen { xml.append("</row>") }
    isOpen = false
  }

  package mutating func merge(rows: Int, columns: Int, at column: Int) {
    if rows == 1, columns == 1 { return }
    merges.count += 1
    merges.xml.append("<mergeCell ref=\"")
    CellReference.append(column + 1, to: &merges.xml)
    merges.xml += number
    merges.xml.append(":")
    CellReference.append(column + columns, to: &merges.xml)
    merges.xml.appendDecimal(UInt64(count + rows - 1))
    merges.xml.append("\"/>")
  }

  private mutating func beginCell(_ column: Int, _ format: CellFormat) {
    xml.append("<c r=\"")
    CellReference.append(column + 1, to: &xml)
    xml += number
    xml.append("\" s=\"")
    xml.appendDecimal(UInt64(format.index))
  }

  package mutating func add(_ column: Int, _ format: CellFormat) {
    beginCell(column, format)
    xml.append("\"/>")
  }

  package mutating func add(
    _ column: Int, _ text: String, _ format: CellFormat, _ strings: inout SharedStringTable
  ) {
    if text.isEmpty { return add(column, format) }
    add(column, sharedString: strings.index(of: Self.fitted(text)), format, &strings)
  }

  /// Whether a cell holds all of a text.
  package static func fits(_ text: String) -> Bool {
    // No text has more units of UTF-16 than bytes.
    text.utf8.count <= longestText || text.utf16.count <= longestText
  }

  /// As much of a text as a cell holds.
  package static func fitted(_ text: String) -> String {
    if fits(text) { return text }
    return String(decoding: Array(text.utf16.prefix(longestText - 1)), as: UTF16.self) + "…"
  }

  /// - Parameter index: the number that the workbook's texts give to it.
  package mutating func add(
    _ column: Int, sharedString index: Int, _ format: CellFormat, _ strings: inout SharedStringTable
  ) {
    strings.countUse()
    beginCell(column, format)
    xml.append("\" t=\"s\"><v>")
    xml.appendDecimal(UInt64(index))
    xml.append("</v></c>")
  }

  /// What a formula gave when it was last computed.
  package enum Result {
    case text(String)
    /// As plain decimals.
    case number(String)
  }

  package mutating func add(_ column: Int, formula: String, _ result: Result, _ format: CellFormat) {
    beginCell(column, format)
    let shown: String
    switch result {
    case .text(let text):
      xml.append("\" t=\"str")
      shown = text
    case .number(let number): shown = number
    }
    xml.append("\"><f>")
    xml += XMLPart.escaped(formula)
    xml.append("</f><v>")
    xml += XMLPart.escaped(shown)
    xml.append("</v></c>")
  }

  /// - Parameter number: appends the number in plain decimals.
  package mutating func addNumber(_ column: Int, _ format: CellFormat, _ number: (inout [UInt8]) -> Void) {
    beginCell(column, format)
    xml.append("\"><v>")
    number(&xml)
    xml.append("</v></c>")
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ piece: StaticString) {
    piece.withUTF8Buffer { append(contentsOf: $0) }
  }
}
