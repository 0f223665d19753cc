/// Text that stands higher or lower than the line, as a mark of a note does: in characters that cannot be taken
/// for figures or letters of what stands beside them.
@usableFromInline
package enum RaisedText {
  /// `1` as `¹`; what has no raised character stays, in brackets.
  package static func raised(_ text: String) -> String { marked(text, raised) }

  /// `2` as `₂`; what has no lowered character stays, in brackets.
  package static func lowered(_ text: String) -> String { marked(text, lowered) }

  /// Whether a character is one of those that these functions give.
  @inlinable
  package static func contains(_ code: UInt32) -> Bool {
    code >= 0x2070 && code <= 0x208E || code == 0xB9 || code == 0xB2 || code == 0xB3
  }

  private static let raised: [Unicode.Scalar: Unicode.Scalar] = Dictionary(
    uniqueKeysWithValues: zip("0123456789+-=()".unicodeScalars, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾".unicodeScalars))
  private static let lowered: [Unicode.Scalar: Unicode.Scalar] = Dictionary(
    uniqueKeysWithValues: zip("0123456789+-=()".unicodeScalars, "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎".unicodeScalars))
  private static let brackets = Set("[]()（）〔〕［］【】".unicodeScalars)

  private static func marked(_ text: String, _ characters: [Unicode.Scalar: Unicode.Scalar]) -> String {
    var result = String.UnicodeScalarView()
    var isBare = false
    for scalar in text.unicodeScalars {
      let narrow = Unicode.Scalar(CharacterFolding.narrow(scalar.value)) ?? scalar
      if let mark = characters[narrow] {
        result.append(mark)
      } else {
        isBare = isBare || !brackets.contains(scalar) && !scalar.properties.isWhitespace
        result.append(scalar)
      }
    }
    let hasBrackets =
      text.unicodeScalars.first.map(brackets.contains) ?? false
      && text.unicodeScalars.last.map(brackets.contains) ?? false
    return isBare && !hasBrackets ? "[\(String(result))]" : String(result)
  }
}
