import CNettle

/// Base64 of RFC 2045, lines of 76 characters, for bytes of any length without a second copy of them.
package enum Base64 {
  private static let lineLength = 76
  private static let lineSize = 57

  /// How many bytes make one piece: whole lines.
  package static let pieceSize = lineSize * 1_024

  /// Writes the bytes of a piece; where all pieces but the last have `pieceSize`, the pieces are the whole. Each
  /// line ends with a line feed.
  package static func lines(of piece: ArraySlice<UInt8>) -> [UInt8] {
    let lineCount = (piece.count + lineSize - 1) / lineSize
    return [UInt8](unsafeUninitializedCapacity: lineCount * (lineLength + 1)) { target, count in
      piece.withUnsafeBufferPointer { source in
        for start in stride(from: 0, to: source.count, by: lineSize) {
          guard let from = source.baseAddress, let to = target.baseAddress else { return }
          count += encode(from + start, min(lineSize, source.count - start), to: to + count)
          target[count] = UInt8(ascii: "\n")
          count += 1
        }
      }
    }
  }

  /// All bytes in one line, for a signature or a digest.
  package static func text(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { target in
      bytes.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return 0 }
        return encode(from, source.count, to: to)
      }
    }
  }

  /// - Returns: how many characters they are.
  private static func encode(
    _ source: UnsafePointer<UInt8>, _ count: Int, to target: UnsafeMutablePointer<UInt8>
  ) -> Int {
    let characters = (count + 2) / 3 * 4
    target.withMemoryRebound(to: CChar.self, capacity: characters) {
      nettle_base64_encode_raw($0, count, source)
    }
    return characters
  }

  /// The bytes that a text stands for; white space is passed over. nil where it is no Base64.
  package static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var context = base64_decode_ctx()
    nettle_base64_decode_init(&context)
    var isSound = false
    let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3 + 3) { target, count in
      text.withUnsafeBytes { source in
        guard let from = source.assumingMemoryBound(to: CChar.self).baseAddress else {
          isSound = true
          return
        }
        isSound =
          nettle_base64_decode_update(&context, &count, target.baseAddress, source.count, from) == 1
          && nettle_base64_decode_final(&context) == 1
          // Three padding characters stand for nothing.
          && context.padding < 3
        if !isSound { count = 0 }
      }
    }
    return isSound ? bytes : nil
  }
}
