import MarkupKit
import OfficeKit

/// The vocabulary of WordprocessingML (ECMA-376 part 1, 17) as far as it says what a document's text is.
enum WordElement: Int, CaseIterable {
  case body, p, r, t, tab, ptab, br, cr, noBreakHyphen, sym
  case tbl, tr, tc, trPr, tcPr, gridSpan, vMerge, hMerge, gridBefore, tblHeader, tblStyle, hidden
  case pPr, rPr, pStyle, rStyle, numPr, numId, ilvl, outlineLvl, jc
  case vanish, specVanish, strike, dstrike, vertAlign, position, sz
  case del, moveFrom, delText, instrText, rt, cellDel, cellMerge
  case fldChar, ddList, result, defaultEntry, listEntry
  case altChunk, subDoc, drawing
  case pPrChange, rPrChange, tblPrChange, tblGridChange, trPrChange, tcPrChange, tblPrExChange, sectPrChange
  case sdt, sdtContent, showingPlcHdr
  case txbxContent, footnoteReference, endnoteReference, footnote, endnote
  // Styles and numbering.
  case style, docDefaults, name, basedOn, abstractNum, abstractNumId, num, lvl, lvlOverride, startOverride,
    start, numFmt
  case lvlText, suff, numStyleLink, styleLink
  // Markup compatibility.
  case alternateContent, alternative, fallback
  // Drawings.
  case docPr
  // Formulas.
  case sup, sub, den

  fileprivate var localName: String {
    switch self {
    case .alternateContent: "AlternateContent"
    case .alternative: "Choice"
    case .fallback: "Fallback"
    case .defaultEntry: "default"
    default: String(describing: self)
    }
  }

  /// Whether it is an element of that vocabulary. Runs of formulas and their text are called as others are.
  fileprivate func belongs(to vocabulary: WordVocabulary.Kind) -> Bool {
    switch self {
    case .alternateContent, .alternative, .fallback: vocabulary == .compatibility
    case .docPr: vocabulary == .drawing
    case .sup, .sub, .den: vocabulary == .formula
    case .r, .t: vocabulary == .word || vocabulary == .formula
    default: vocabulary == .word
    }
  }
}

/// Tells the elements of one part apart, whatever prefixes it uses.
struct WordVocabulary {
  enum Kind { case word, compatibility, drawing, formula }

  private static let elements = WordElement.allCases
  private static let localNames = WordElement.allCases.map { Array($0.localName.utf8) }
  private var names = XMLNameCache(localNames)
  private var known = XMLTagMeanings<WordElement?>(nil)
  private var word: UnsafePointer<UInt8>?
  /// The other vocabularies of the part; nil for those of which nothing is known.
  private var others: [UnsafePointer<UInt8>: Kind?] = [:]

  /// Transitional and strict (part 4 and part 1 of the standard).
  private static let namespaces: [String: Kind] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": .word,
    "http://purl.oclc.org/ooxml/wordprocessingml/main": .word,
    "http://schemas.openxmlformats.org/markup-compatibility/2006": .compatibility,
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": .drawing,
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": .drawing,
    "http://schemas.openxmlformats.org/officeDocument/2006/math": .formula,
    "http://purl.oclc.org/ooxml/officeDocument/math": .formula,
  ]

  mutating func element(_ tag: XMLStartTag) -> WordElement? {
    if let known = known[tag] { return known }
    let element = newElement(tag)
    known[tag] = .some(element)
    return element
  }

  private mutating func newElement(_ tag: XMLStartTag) -> WordElement? {
    guard let namespace = tag.namespace, let kind = kind(of: namespace),
      let position = names.position(of: tag.name)
    else { return nil }
    let element = Self.elements[position]
    return element.belongs(to: kind) ? element : nil
  }

  private mutating func kind(of namespace: UnsafePointer<UInt8>) -> Kind? {
    if namespace == word { return .word }
    if let known = others[namespace] { return known }
    let kind = Self.namespaces[String(cString: namespace)]
    if kind == .word { word = namespace }
    others[namespace] = .some(kind)
    return kind
  }
}

/// Which of several versions of a piece of content is read (ECMA-376 part 3, 9.3): the first whose vocabularies are
/// understood, else the one for programs that understand none.
struct WordAlternatives {
  /// By prefix, as it was bound last.
  private var namespaces: [String: String] = [:]
  /// For each that is open, whether a version was read.
  private var open: [Bool] = []

  /// Those that hold text that is read here, and those of drawings, which hold none that a picture in their place would hold.
  private static let understood: Set<String> = Set(
    [
      "2006/wordml", "2010/wordml", "2012/wordml", "2016/wordml/cid", "2018/wordml",
      "2018/wordml/cex", "2020/wordml/sdtdatahash", "2023/wordml/word16du", "2024/wordml/sdtformatlock",
      "2010/wordprocessingCanvas", "2010/wordprocessingGroup", "2010/wordprocessingShape",
      "2010/wordprocessingInk", "2010/wordprocessingDrawing",
    ].map { "http://schemas.microsoft.com/office/word/\($0)" })
  private static let understoodFamilies = [
    "http://schemas.microsoft.com/office/drawing/20", "http://schemas.openxmlformats.org/",
    "http://purl.oclc.org/ooxml/", "urn:schemas-microsoft-com:",
  ]

  mutating func bind(_ prefix: String, to namespace: String) { namespaces[prefix] = namespace }
  mutating func begin() { open.append(false) }
  mutating func end() { _ = open.popLast() }

  /// Whether a version is the one that is read. Each is asked about once, in order.
  mutating func takes(_ tag: XMLStartTag, isFallback: Bool) -> Bool {
    guard let isTaken = open.last else { return !isFallback }
    if isTaken || !isFallback && !isUnderstood(tag) { return false }
    open[open.count - 1] = true
    return true
  }

  private func isUnderstood(_ tag: XMLStartTag) -> Bool {
    (tag.text("Requires") ?? "").split(separator: " ").allSatisfy { prefix in
      guard let namespace = namespaces[String(prefix)] else { return false }
      return Self.understood.contains(namespace)
        || Self.understoodFamilies.contains { namespace.hasPrefix($0) }
    }
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
