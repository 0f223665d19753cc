import Core
import TextKit

/// Text on its way to a terminal or a plain file, the only kind that the renderers of text give.
///
/// Whatever a string holds may have come from a file, so that it is shown when it is taken in: control characters,
/// marks of direction and line ends by their numbers. Line ends and colours of ours stand in literals:
///
///     let line: TerminalText = "\(path): \(sentence)\n"
package struct TerminalText: ExpressibleByStringInterpolation, Hashable, Sendable {
  /// The colours of a terminal.
  enum Ink: String {
    case removed = "31"
    case added = "32"
    case uncertain = "33"
    case faint = "2"
    case strong = "1"
    case error = "1;31"
    case warning = "1;33"
    case note = "1;36"

    init(_ severity: Severity) {
      self =
        switch severity {
        case .error: .error
        case .warning: .warning
        case .note: .note
        }
    }
  }

  private var text: String

  package init(_ text: String) { self.text = PrintableText.shown(text) }

  init() { text = "" }

  package init(stringLiteral literal: String) { text = literal }

  package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  /// Text that `PrintableText` has shown already.
  init(shown text: String) { self.text = text }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    package init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }

    package mutating func appendLiteral(_ literal: String) { text += literal }

    package mutating func appendInterpolation(_ text: TerminalText) { self.text += text.text }

    package mutating func appendInterpolation(_ text: String) { self.text += PrintableText.shown(text) }

    package mutating func appendInterpolation(_ number: Int) { text += String(number) }

    package mutating func appendInterpolation(_ place: Place) { text += place.description }
  }

  // MARK: Composing

  package var isEmpty: Bool { text.isEmpty }

  package static func += (left: inout TerminalText, right: TerminalText) { left.text += right.text }

  package static func + (left: TerminalText, right: TerminalText) -> TerminalText {
    TerminalText(shown: left.text + right.text)
  }

  func painted(_ ink: Ink, if isColored: Bool) -> TerminalText {
    isColored && !isEmpty ? TerminalText(shown: "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m") : self
  }

  /// How many columns it takes. A text is measured before it is painted.
  var width: Int { DisplayWidth.width(text) }

  func padded(to width: Int, atEnd: Bool = false) -> TerminalText {
    let space = String(repeating: " ", count: max(0, width - self.width))
    return TerminalText(shown: atEnd ? space + text : text + space)
  }

  /// The beginning that fits into so many columns, with `…` where that is not all.
  func shortened(to width: Int) -> TerminalText {
    if self.width <= width { return self }
    var result = ""
    var used = 1
    for character in text {
      used += DisplayWidth.width(String(character))
      if used > width { break }
      result.append(character)
    }
    return TerminalText(shown: result + "…")
  }

  /// Without spaces at its end.
  var trimmed: TerminalText {
    var text = self.text[...]
    while text.last == " " { text.removeLast() }
    return TerminalText(shown: String(text))
  }

  func repeated(_ count: Int) -> TerminalText { TerminalText(shown: String(repeating: text, count: count)) }

  /// Its lines, each two spaces further in.
  func indented() -> TerminalText {
    TerminalText(shown: text.split(separator: "\n").map { "  \($0)\n" }.joined())
  }

  // MARK: Output

  package var bytes: [UInt8] { Array(text.utf8) }

  package var string: String { text }
}

extension Sequence<TerminalText> {
  package func joined(separator: TerminalText = "") -> TerminalText {
    var result: TerminalText = ""
    var isFirst = true
    for text in self {
      if !isFirst { result += separator }
      result += text
      isFirst = false
    }
    return result
  }

  /// A line for each.
  package var lines: TerminalText {
    var result: TerminalText = ""
    for text in self {
      result += text
      result += "\n"
    }
    return result
  }
}
