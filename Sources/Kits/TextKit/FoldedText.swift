/// Text without what differs between files of one text: spaces, line ends, the width of Latin letters, digits
/// and their punctuation.
@usableFromInline
package enum FoldedText {
  package static func fold(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !isSpace(scalar) { result.append(folded(scalar)) }
    return String(result)
  }

  @inlinable
  package static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x20, 0x7F...0xA0, 0x200B, 0x2028, 0x2029, 0x3000, 0xFEFF: true
    default: false
    }
  }

  @inlinable
  package static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    Unicode.Scalar(CharacterFolding.narrow(scalar.value)) ?? scalar
  }
}
