import MarkupKit
import OfficeKit

/// The list of sheets, and what holds for all of them.
package struct WorkbookPart: XMLEventHandler {
  package struct Sheet {
    package let name: String
    package let relationship: String
    package let isHidden: Bool
  }

  private enum Element: String, CaseIterable {
    case sheet, workbookPr, calcPr
  }

  package static let maximumSheets = 1_000

  package private(set) var sheets: [Sheet] = []
  package private(set) var epoch = SerialDate.Epoch.excel1900
  /// Whether the results of formulas are to be computed anew by whoever opens the workbook: those that are stored
  /// need not be right.
  package private(set) var hasStaleResults = false
  private var elements = OfficeElements<Element>(namespaces: OfficeNamespaces.spreadsheet)

  package init() {}

  package mutating func startElement(_ tag: XMLStartTag) {
    switch elements.element(tag) {
    case .workbookPr: if tag.isTrue("date1904") { epoch = .excel1904 }
    case .calcPr:
      // calcCompleted="0": the program was not done with it when it saved.
      hasStaleResults =
        tag.isTrue("fullCalcOnLoad") || tag.attribute("calcCompleted") != nil && !tag.isTrue("calcCompleted")
    case .sheet:
      guard sheets.count < Self.maximumSheets,
        let id = tag.prefixedAttribute("id") ?? tag.attribute("id")
      else { return }
      sheets.append(
        Sheet(
          name: tag.string("name") ?? "", relationship: String(decoding: id, as: UTF8.self),
          isHidden: tag.string("state").map { $0 != "visible" } ?? false))
    case nil: break
    }
  }

  package mutating func endElement() {}
  package mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// The texts that cells refer to by number.
package struct SharedStrings: XMLEventHandler {
  private enum Element: String, CaseIterable {
    case si, t, rPh, r, rPr, strike, vertAlign
  }

  /// As cells show them whose own font strikes nothing out.
  package private(set) var strings: [String] = []
  /// By number, those of several fonts.
  package private(set) var rich: [Int: RichText] = [:]
  private var elements = OfficeElements<Element>(namespaces: OfficeNamespaces.spreadsheet)
  private var text = StringItem()
  private var open: [Element?] = []

  package init() {}

  package mutating func startElement(_ tag: XMLStartTag) {
    let element = elements.element(tag)
    open.append(element)
    switch element {
    case .si: text.begin()
    case .rPh: text.phoneticDepth += 1
    case .t: text.isOpen = true
    case .r: text.beginRun()
    case .rPr: text.hasRunProperties()
    case .strike: text.strike(tag)
    case .vertAlign: text.align(tag)
    case nil: break
    }
  }

  package mutating func endElement() {
    switch open.popLast() ?? nil {
    case .si:
      if let rich = text.rich {
        self.rich[strings.count] = rich
        strings.append(rich.shown(isStruck: false).text)
      } else {
        strings.append(text.string)
      }
    case .rPh: text.phoneticDepth -= 1
    case .t: text.isOpen = false
    default: break
    }
  }

  package mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) { text.append(bytes) }
}

/// `_x000D_` in texts of SpreadsheetML: a character that XML cannot hold, by its code; `_x005F_` is the
/// underscore of a text that only looks so.
package enum OfficeEscapes {
  package static func decoded(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBufferPointer { decoded($0) }
  }

  package static func decoded(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard bytes.contains(UInt8(ascii: "_")) else { return String(decoding: bytes, as: UTF8.self) }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if let code = code(bytes, index), let scalar = Unicode.Scalar(code) {
        result.append(contentsOf: String(Character(scalar)).utf8)
        index += length
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let length = 7

  /// The code of an escape that begins there.
  package static func code(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> UInt32? {
    guard start + length <= bytes.count, bytes[start] == UInt8(ascii: "_"),
      bytes[start + 1] == UInt8(ascii: "x"), bytes[start + 6] == UInt8(ascii: "_")
    else { return nil }
    var code: UInt32 = 0
    for byte in bytes[start + 2..<start + 6] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): code = code << 4 | UInt32(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): code = code << 4 | UInt32(byte - UInt8(ascii: "a")) + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): code = code << 4 | UInt32(byte - UInt8(ascii: "A")) + 10
      default: return nil
      }
    }
    return code
  }
}
