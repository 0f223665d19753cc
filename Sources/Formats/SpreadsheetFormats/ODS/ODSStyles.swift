import MarkupKit
import OfficeKit
import WorkbookKit

/// What the styles of an OpenDocument spreadsheet say of what is seen: lines through texts, raised texts, and sheets,
/// rows and columns that are not shown.
struct ODSStyles {
  private struct Style {
    var parent: String?
    var isStruck: Bool?
    var position: RichText.Position?
    var isHidden = false
  }

  enum Family: String {
    case table, row = "table-row", column = "table-column", cell = "table-cell", text
  }

  private static let maximum = 65_536
  private static let deepest = 20

  private var styles: [String: Style] = [:]
  private var current: String?

  private static func key(_ family: String, _ name: String) -> String { "\(family) \(name)" }

  // MARK: Reading

  mutating func begin(_ tag: XMLStartTag) {
    guard styles.count < Self.maximum, let family = tag.prefixedString("family"),
      let name = tag.prefixedString("name")
    else {
      current = nil
      return
    }
    let key = Self.key(family, name)
    current = key
    styles[key] = Style(parent: tag.prefixedString("parent-style-name").map { Self.key(family, $0) })
  }

  mutating func end() { current = nil }

  mutating func text(_ tag: XMLStartTag) {
    guard let current else { return }
    for name: StaticString in ["text-line-through-style", "text-line-through-type"] {
      guard let line = tag.prefixedString(name) else { continue }
      let isStruck = styles[current]?.isStruck ?? true
      styles[current]?.isStruck = isStruck && line != "none"
    }
    if let position = tag.prefixedString("text-position") {
      // super 58%, sub 58%, or how far in percent.
      styles[current]?.position =
        position.hasPrefix("super") || position.first.map { ("1"..."9").contains($0) } ?? false
        ? .raised : position.hasPrefix("sub") || position.hasPrefix("-") ? .lowered : .line
    }
  }

  /// The properties of sheets, rows and columns.
  mutating func size(_ tag: XMLStartTag) {
    guard let current else { return }
    let isSmall = [tag.prefixedString("row-height"), tag.prefixedString("column-width")].contains {
      $0.map(Self.isNothing) ?? false
    }
    if isSmall || tag.prefixedString("display") == "false" { styles[current]?.isHidden = true }
  }

  /// Whether a length is too small for anything to be seen.
  private static func isNothing(_ length: String) -> Bool {
    let number = length.prefix { "0123456789.".contains($0) }
    guard let value = Double(number) else { return false }
    switch length.dropFirst(number.count) {
    case "cm": return value < 0.05
    case "in": return value < 0.02
    case "pt", "px": return value < 1.5
    default: return value < 0.5
    }
  }

  // MARK: Asking

  func isHidden(_ family: Family, _ name: String?) -> Bool {
    name.flatMap { styles[Self.key(family.rawValue, $0)] }?.isHidden ?? false
  }

  /// Whether all of a cell is struck out, by its own style or one that this is made of.
  func isStruck(cell name: String?) -> Bool {
    first(.cell, name) { $0.isStruck } ?? first(.cell, "Default") { $0.isStruck } ?? false
  }

  /// The font of a part of a text, beside that of the text around it.
  func font(span name: String?, in outer: RichText.Font) -> RichText.Font {
    RichText.Font(
      isStruck: first(.text, name) { $0.isStruck } ?? outer.isStruck,
      position: first(.text, name) { $0.position } ?? outer.position)
  }

  private func first<Value>(_ family: Family, _ name: String?, _ value: (Style) -> Value?) -> Value? {
    var key = name.map { Self.key(family.rawValue, $0) }
    for _ in 0..<Self.deepest {
      guard let own = key, let style = styles[own] else { return nil }
      if let value = value(style) { return value }
      key = style.parent
    }
    return nil
  }
}

/// The styles that have names of their own, in `styles.xml`.
struct ODSStylesPart: XMLEventHandler {
  private enum Element: String, CaseIterable {
    case style
    case text = "text-properties"
    case row = "table-row-properties"
    case column = "table-column-properties"
    case table = "table-properties"
  }

  private(set) var styles = ODSStyles()
  private var elements = OfficeElements<Element>(namespaces: [ODSStylesPart.namespace])

  static let namespace = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"

  mutating func startElement(_ tag: XMLStartTag) {
    switch elements.element(tag) {
    case .style: styles.begin(tag)
    case .text: styles.text(tag)
    case .row, .column, .table: styles.size(tag)
    case nil: break
    }
  }

  mutating func endElement() {}
  mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

extension XMLStartTag {
  func prefixedString(_ name: StaticString) -> String? {
    prefixedAttribute(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// How many times; once where nothing is said.
  func count(_ name: StaticString) -> Int {
    max(prefixedAttribute(name).flatMap { XMLWholeNumber.read($0) } ?? 1, 1)
  }
}
