/// Code points are compared with characters as they are written: `code == "年"`.
extension UInt32 {
  @inlinable
  package static func == (code: UInt32, character: Unicode.Scalar) -> Bool { code == character.value }

  @inlinable
  package static func != (code: UInt32, character: Unicode.Scalar) -> Bool { code != character.value }

  @inlinable
  package static func ~= (character: Unicode.Scalar, code: UInt32) -> Bool { code == character.value }
}

extension UInt32? {
  @inlinable
  package static func == (code: UInt32?, character: Unicode.Scalar) -> Bool { code == character.value }
}

extension Set<UInt32> {
  /// The code points of some characters.
  package init(characters: String) { self.init(characters.unicodeScalars.map(\.value)) }
}
