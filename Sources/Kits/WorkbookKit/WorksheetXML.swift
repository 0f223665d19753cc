import Core
import TextKit

/// The texts of a workbook, each once.
package struct SharedStringTable {
  private var indices: [String: Int] = [:]
  private var strings: [String] = []
  private var useCount = 0

  package init() {}

  /// The number of a text.
  package mutating func index(of text: String) -> Int {
    if let index = indices[text] { return index }
    indices[text] = strings.count
    strings.append(text)
    return strings.count - 1
  }

  fileprivate mutating func countUse() { useCount += 1 }

  package func part() -> [UInt8] {
    var xml = XMLPart()
    xml.raw(
      "<sst xmlns=\"\(XMLPart.main)\" count=\"\(useCount)\" uniqueCount=\"\(strings.count)\">")
    for string in strings {
      xml.raw("<si><t xml:space=\"preserve\">")
      xml.text(string)
      xml.raw("</t></si>")
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

  package init() { raw("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n") }

  package mutating func raw(_ xml: String) { bytes.append(contentsOf: xml.utf8) }

  package mutating func append(_ xml: [UInt8]) { bytes += xml }

  /// Text that is no markup, and that no program takes for an escape.
  package mutating func text(_ text: String) {
    let cleaned = PrintableText.cleaned(text, keepsLines: true)
    let utf8 = Array(cleaned.utf8)
    utf8.withUnsafeBufferPointer { utf8 in
      for (index, byte) in utf8.enumerated() {
        switch byte {
        case UInt8(ascii: "<"): raw("&lt;")
        case UInt8(ascii: ">"): raw("&gt;")
        case UInt8(ascii: "&"): raw("&amp;")
        case UInt8(ascii: "\""): raw("&quot;")
        case UInt8(ascii: "_") where OfficeEscapes.code(utf8, index) != nil: raw("_x005F_")
        default: bytes.append(byte)
        }
      }
    }
  }
}

/// The rows of a sheet while they are put together.
package struct WorksheetRows {
  /// A cell holds no longer text, in UTF-16.
  package static let longestText = 32_767

  package private(set) var xml: [UInt8] = []
  package private(set) var merges: [String] = []
  package private(set) var count = 0
  private var column = 0
  private var isOpen = false

  package init() {}

  package mutating func begin(height: Double? = nil) {
    end()
    count += 1
    column = 0
    isOpen = true
    raw("<row r=\"")
    xml.appendDecimal(UInt64(count))
    // Tenths of a point are enough.
    if let height { raw("\" ht=\"\(Int((height * 10).rounded()) / 10)\" customHeight=\"1") }
    raw("\">")
  }

  package mutating func end() {
    if isOpen { raw("</row>") }
    isOpen = false
  }

  package mutating func merge(rows: Int, columns: Int, at column: Int) {
    if rows == 1, columns == 1 { return }
    let first = CellReference.letters(column + 1)
    let last = CellReference.letters(column + columns)
    merges.append("\(first)\(count):\(last)\(count + rows - 1)")
  }

  private mutating func raw(_ text: String) { xml.append(contentsOf: text.utf8) }

  private mutating func beginCell(_ column: Int, _ format: CellFormat) {
    raw("<c r=\"")
    CellReference.append(column + 1, to: &xml)
    xml.appendDecimal(UInt64(count))
    raw("\" s=\"")
    xml.appendDecimal(UInt64(format.index))
  }

  package mutating func add(_ column: Int, _ format: CellFormat) {
    beginCell(column, format)
    raw("\"/>")
  }

  package mutating func add(
    _ column: Int, _ text: String, _ format: CellFormat, _ strings: inout SharedStringTable
  ) {
    if text.isEmpty { return add(column, format) }
    add(column, sharedString: strings.index(of: Self.fitted(text)), format, &strings)
  }

  /// As much of a text as a cell holds.
  package static func fitted(_ text: String) -> String {
    guard text.utf16.count > longestText else { return text }
    return String(decoding: Array(text.utf16.prefix(longestText - 1)), as: UTF16.self) + "…"
  }

  /// - Parameter index: the number that the workbook's texts give to it.
  package mutating func add(
    _ column: Int, sharedString index: Int, _ format: CellFormat, _ strings: inout SharedStringTable
  ) {
    strings.countUse()
    beginCell(column, format)
    raw("\" t=\"s\"><v>")
    xml.appendDecimal(UInt64(index))
    raw("</v></c>")
  }

  /// - Parameter number: appends the number in plain decimals.
  package mutating func addNumber(_ column: Int, _ format: CellFormat, _ number: (inout [UInt8]) -> Void) {
    beginCell(column, format)
    raw("\"><v>")
    number(&xml)
    raw("</v></c>")
  }
}
