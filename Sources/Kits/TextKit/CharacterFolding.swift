/// What is the same to a reader although it is another character.
package enum CharacterFolding {
  /// Full-width Latin letters, digits and marks as the usual ones; all else as it is.
  @inlinable
  package static func narrow(_ code: UInt32) -> UInt32 {
    code >= 0xFF01 && code <= 0xFF5E ? code - 0xFEE0 : code
  }
}
