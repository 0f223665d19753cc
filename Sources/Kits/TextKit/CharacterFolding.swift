/// What is the same to a reader although it is another character.
@usableFromInline
package enum CharacterFolding {
  /// Full-width Latin letters, digits and marks as the usual ones; all else as it is.
  @inlinable
  package static func narrow(_ code: UInt32) -> UInt32 {
    code >= 0xFF01 && code <= 0xFF5E ? code - 0xFEE0 : code
  }

  /// A traditional character as the simplified one, where it is one of those that labels have; all else as it is.
  package static func simplified(_ code: UInt32) -> UInt32 {
    code >= 0x4E00 && code <= 0x9FFF ? UInt32(TraditionalCharacters.table[Int(code) - 0x4E00]) : code
  }

  /// The words for which texts in traditional characters have others: 資訊 for 信息, and 透過 for 通过. Both are given
  /// as their simplified characters.
  ///
  /// - Returns: the two characters of the usual word; nil for all other pairs.
  @inlinable
  package static func usualWord(_ first: UInt32, _ second: UInt32) -> (UInt32, UInt32)? {
    switch (first, second) {
    // 资讯, 讯息.
    case (0x8D44, 0x8BAF), (0x8BAF, 0x606F): (0x4FE1, 0x606F)
    // 透过.
    case (0x900F, 0x8FC7): (0x901A, 0x8FC7)
    default: nil
    }
  }
}
