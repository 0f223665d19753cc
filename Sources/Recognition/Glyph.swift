import TextKit

/// A character of a document as recognition sees it: width and look-alikes folded, spaces dropped.
struct Glyph {
  enum Kind: UInt8 {
    /// An ideograph or a Latin letter, in lower case.
    case letter
    /// 0 to 9.
    case digit
    /// Punctuation, which labels are compared without.
    case mark
  }

  let code: UInt32
  let kind: Kind
  /// Whether a space or a line end stood before it.
  let hasSpaceBefore: Bool
  /// Its offset in the UTF-8 of its piece.
  let offset: Int32

  func isMark(_ character: Unicode.Scalar) -> Bool { kind == .mark && code == character.value }
}

extension [Glyph] {
  /// Whether a word stands at a position, glyph by glyph.
  func haveWord(_ codes: [UInt32], at start: Int, before end: Int) -> Bool {
    guard start >= 0, start + codes.count <= end else { return false }
    for offset in codes.indices where self[start + offset].code != codes[offset] { return false }
    return true
  }
}

/// Folds text into glyphs.
enum GlyphFolding {
  /// The letters and digits among glyphs.
  static func codes(_ glyphs: ArraySlice<Glyph>) -> [UInt32] {
    var codes: [UInt32] = []
    codes.reserveCapacity(glyphs.count)
    for glyph in glyphs where glyph.kind != .mark { codes.append(glyph.code) }
    return codes
  }

  /// The letters and digits of a text.
  static func codes(of text: String) -> [UInt32] {
    var glyphs: [Glyph] = []
    append(text, to: &glyphs)
    return codes(glyphs[...])
  }

  /// Appends the glyphs of a text.
  static func append(_ text: String, to glyphs: inout [Glyph]) {
    var text = text
    text.withUTF8 { utf8 in
      var index = 0
      var hasSpace = true
      let count = utf8.count
      while index < count {
        let start = index
        let byte = utf8[index]
        if byte == UInt8(ascii: "("), let end = endOfReading(utf8, index), glyphs.last?.kind == .letter {
          index = end
          continue
        }
        var code: UInt32
        if byte < 0x80 {
          code = UInt32(byte)
          index += 1
          // Figures, and the spaces around them.
          if byte >= 0x30, byte <= 0x39 {
            glyphs.append(Glyph(code: code, kind: .digit, hasSpaceBefore: hasSpace, offset: Int32(start)))
            hasSpace = false
            continue
          }
        } else if byte < 0xE0 {
          code = UInt32(byte & 0x1F) << 6 | UInt32(utf8[index + 1] & 0x3F)
          index += 2
        } else if byte < 0xF0 {
          code =
            UInt32(byte & 0x0F) << 12 | UInt32(utf8[index + 1] & 0x3F) << 6 | UInt32(utf8[index + 2] & 0x3F)
          index += 3
        } else {
          code =
            UInt32(byte & 0x07) << 18 | UInt32(utf8[index + 1] & 0x3F) << 12
            | UInt32(utf8[index + 2] & 0x3F) << 6 | UInt32(utf8[index + 3] & 0x3F)
          index += 4
        }
        guard let kind = fold(&code) else {
          if code != ignored { hasSpace = true }
          continue
        }
        // 讯, 息 and 过 end a word for which there is another.
        if code == 0x8BAF || code == 0x606F || code == 0x8FC7, let last = glyphs.last,
          let word = CharacterFolding.usualWord(last.code, code)
        {
          glyphs[glyphs.count - 1] = Glyph(
            code: word.0, kind: .letter, hasSpaceBefore: last.hasSpaceBefore, offset: last.offset)
          code = word.1
        }
        glyphs.append(Glyph(code: code, kind: kind, hasSpaceBefore: hasSpace, offset: Int32(start)))
        hasSpace = false
      }
    }
  }

  /// Where the reading of the character before ends, as pages made for learners have it: 區(qū). A letter with the mark
  /// of its tone tells it from other remarks.
  private static func endOfReading(_ utf8: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    var index = start + 1
    var hasTone = false
    while index < utf8.count, index < start + 10 {
      switch utf8[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): break
      case 0xC3...0xC7, 0x80...0xBF: hasTone = true
      case UInt8(ascii: ")"): return hasTone ? index + 1 : nil
      default: return nil
      }
      index += 1
    }
    return nil
  }

  /// What `fold` leaves of characters that are not even a space: joiners, variation selectors, marks of order.
  private static let ignored: UInt32 = 0

  /// Folds a code point in place.
  ///
  /// - Returns: nil for a space.
  private static func fold(_ code: inout UInt32) -> Glyph.Kind? {
    if code >= 0x4E00, code <= 0x9FFF {
      code = CharacterFolding.simplified(code)
      return .letter
    }
    code = CharacterFolding.narrow(code)
    switch code {
    case 0x30...0x39: return .digit
    case 0x61...0x7A: return .letter
    case 0x41...0x5A:
      code += 0x20
      return .letter
    case 0x00...0x20, 0x7F, 0xA0, 0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F, 0x205F, 0x3000:
      code = 0x20
      return nil
    case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F, 0xFEFF, 0xAD:
      code = ignored
      return nil
    case 0x21...0x7E: return .mark
    // Dashes and minus signs of every length.
    case 0x2010...0x2015, 0x2212, 0x2500, 0xFE58, 0xFE63:
      code = 0x2D
      return .mark
    case 0xFF0F, 0x2044, 0x2215:
      code = 0x2F
      return .mark
    case 0x2E80...0x2FDF:
      code = lookAlikes[code] ?? code
      return .letter
    case 0x3007: return .letter
    case 0x2460...0x2473, 0x2474...0x2487, 0x80...0xBF, 0xD7, 0xF7, 0x2010...0x245F, 0x2488...0x2BFF,
      0x3001...0x3006, 0x3008...0x303F, 0xFE30...0xFE6F, 0xFF5F...0xFF65, 0xFFE0...0xFFFD:
      return .mark
    default: return .letter
    }
  }

  /// Radicals that fonts and converters put in the place of the ideographs that they look like.
  private static let lookAlikes: [UInt32: UInt32] = [
    0x2EC5: 0x89C1, 0x2ECB: 0x8F66, 0x2ED3: 0x957F, 0x2ED4: 0x957F, 0x2EDA: 0x9875, 0x2F00: 0x4E00,
    0x2F06: 0x4E8C, 0x2F08: 0x4EBA, 0x2F12: 0x529B, 0x2F17: 0x5341, 0x2F1D: 0x53E3, 0x2F24: 0x5927,
    0x2F26: 0x5B50, 0x2F29: 0x5C0F, 0x2F2F: 0x5DE5, 0x2F3C: 0x5FC3, 0x2F42: 0x6587, 0x2F45: 0x65B9,
    0x2F47: 0x65E5, 0x2F49: 0x6708, 0x2F4C: 0x6B62, 0x2F8B: 0x8272, 0x2F8F: 0x884C, 0x2F92: 0x898B,
    0x2F94: 0x8A00, 0x2FA6: 0x91D1, 0x2FAE: 0x975E, 0x2FAF: 0x9762,
  ]
}
