import MarkupKit
import OfficeKit

/// The vocabulary of WordprocessingML (ECMA-376 part 1, 17) as far as it says what a document's text is.
enum WordElement: Int, CaseIterable {
  case body, p, r, t, tab, br, cr, noBreakHyphen, softHyphen
  case tbl, tr, tc, trPr, tcPr, gridSpan, vMerge, hMerge, gridBefore, gridAfter, tblHeader
  case pPr, rPr, pStyle, numPr, numId, ilvl, outlineLvl, jc, vanish
  case del, moveFrom, delText, instrText, rt
  case pPrChange, rPrChange, tblPrChange, tblGridChange, trPrChange, tcPrChange, tblPrExChange, sectPrChange
  case sdt, sdtContent, showingPlcHdr
  case txbxContent, footnoteReference, endnoteReference, footnote, endnote
  // Styles and numbering.
  case style, name, basedOn, abstractNum, abstractNumId, num, lvl, lvlOverride, startOverride, start, numFmt
  case lvlText, suff, numStyleLink, styleLink
  // Markup compatibility.
  case fallback

  fileprivate var localName: String {
    switch self {
    case .fallback: "Fallback"
    default: String(describing: self)
    }
  }
}

/// Tells the elements of one part apart, whatever prefixes it uses.
struct WordVocabulary {
  private static let elements = WordElement.allCases
  private static let localNames = WordElement.allCases.map(\.localName)
  private var names = XMLNameCache(localNames)
  private var word: UnsafePointer<UInt8>?
  private var compatibility: UnsafePointer<UInt8>?

  /// Transitional and strict (part 4 and part 1 of the standard).
  private static let namespaces = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
  ]
  private static let compatibilityNamespace = "http://schemas.openxmlformats.org/markup-compatibility/2006"

  mutating func element(_ tag: XMLStartTag) -> WordElement? {
    guard let namespace = tag.namespace, isKnown(namespace),
      let position = names.position(of: tag.name)
    else { return nil }
    let element = Self.elements[position]
    return (element == .fallback) == (namespace == compatibility) ? element : nil
  }

  private mutating func isKnown(_ namespace: UnsafePointer<UInt8>) -> Bool {
    if namespace == word || namespace == compatibility { return true }
    let text = String(cString: namespace)
    if Self.namespaces.contains(text) {
      word = namespace
      return true
    }
    if text == Self.compatibilityNamespace {
      compatibility = namespace
      return true
    }
    return false
  }
}

extension XMLStartTag {
  func text(_ name: StaticString) -> String? {
    value(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A whole number of at most nine digits.
  func wholeNumber(_ name: StaticString) -> Int? {
    value(name).flatMap { XMLWholeNumber.read($0) }
  }

  /// Whether a property that is on by being there is not switched off.
  var isOn: Bool {
    guard let value = text("val") else { return true }
    return value != "0" && value != "false" && value != "off"
  }
}
