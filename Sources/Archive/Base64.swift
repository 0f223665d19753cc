/// Base64 of RFC 2045, lines of 76 characters, for bytes of any length without a second copy of them.
enum Base64 {
  private static let lineLength = 76
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The six bits of each character; 64 for white space, 65 for what may not stand there.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 65, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    for space: UInt8 in [0x20, 0x09, 0x0A, 0x0D] { values[Int(space)] = 64 }
    return values
  }()

  /// How many bytes make one piece: whole lines.
  static let pieceSize = 57 * 1_024

  /// Writes the bytes of a piece; where all pieces but the last have `pieceSize`, the pieces are the whole. Each
  /// line ends with a line feed.
  static func lines(of piece: ArraySlice<UInt8>) -> [UInt8] {
    let characters = (piece.count + 2) / 3 * 4
    let total = characters + (characters + lineLength - 1) / lineLength
    return [UInt8](unsafeUninitializedCapacity: total) { target, count in
      alphabet.withUnsafeBufferPointer { alphabet in
        piece.withUnsafeBufferPointer { source in
          var column = 0
          var index = 0
          while index < source.count {
            let left = source.count - index
            let bits =
              UInt32(source[index]) << 16 | (left > 1 ? UInt32(source[index + 1]) << 8 : 0)
              | (left > 2 ? UInt32(source[index + 2]) : 0)
            target[count] = alphabet[Int(bits >> 18)]
            target[count + 1] = alphabet[Int(bits >> 12 & 63)]
            target[count + 2] = left > 1 ? alphabet[Int(bits >> 6 & 63)] : UInt8(ascii: "=")
            target[count + 3] = left > 2 ? alphabet[Int(bits & 63)] : UInt8(ascii: "=")
            count += 4
            index += 3
            column += 4
            if column == lineLength || index >= source.count {
              target[count] = 0x0A
              count += 1
              column = 0
            }
          }
        }
      }
    }
  }

  /// All bytes in one line, for a signature or a digest.
  static func text(_ bytes: [UInt8]) -> String {
    String(decoding: lines(of: bytes[...]).filter { $0 != 0x0A }, as: UTF8.self)
  }

  /// The bytes that a text stands for; white space is passed over. nil where it is no Base64.
  static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var isSound = true
    let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3 + 3) { target, count in
      values.withUnsafeBufferPointer { values in
        var bits: UInt32 = 0
        var held = 0
        var padding = 0
        for character in text {
          let value = values[Int(character)]
          if value == 64 { continue }
          if character == UInt8(ascii: "=") {
            padding += 1
            continue
          }
          guard value < 64, padding == 0 else {
            isSound = false
            return
          }
          bits = bits << 6 | UInt32(value)
          held += 1
          if held == 4 {
            target[count] = UInt8(truncatingIfNeeded: bits >> 16)
            target[count + 1] = UInt8(truncatingIfNeeded: bits >> 8)
            target[count + 2] = UInt8(truncatingIfNeeded: bits)
            count += 3
            (bits, held) = (0, 0)
          }
        }
        // What is left are 8 or 16 bits, with zeros behind them and the padding that says so.
        switch (held, padding) {
        case (0, 0): break
        case (2, 2) where bits & 0xF == 0:
          target[count] = UInt8(truncatingIfNeeded: bits >> 4)
          count += 1
        case (3, 1) where bits & 0x3 == 0:
          target[count] = UInt8(truncatingIfNeeded: bits >> 10)
          target[count + 1] = UInt8(truncatingIfNeeded: bits >> 2)
          count += 2
        default: isSound = false
        }
      }
    }
    return isSound ? bytes : nil
  }
}
