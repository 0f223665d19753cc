import CGB18030

/// Decodes GB 18030, by the edition of 2022 where editions differ.
package enum GB18030 {
  private static let trailCount = 190

  /// The code points of the basic plane that have four bytes, in the order of their linear index: all that
  /// neither ASCII nor the two-byte table has, surrogates left out.
  private static let fourByteCodePoints: [UInt16] = {
    let table = gb18030_two_byte_table()
    var hasTwoBytes = [Bool](repeating: false, count: 0x10000)
    for index in 0..<126 * trailCount {
      hasTwoBytes[Int(table[2 * index]) | Int(table[2 * index + 1]) << 8] = true
    }
    // The edition of 2022 moved these out of the private use area, and left their four-byte codes in place.
    for code in [0x1E3F, 0x9FB4, 0x9FB5, 0x9FB6, 0x9FB7, 0x9FB8, 0x9FB9, 0x9FBA, 0x9FBB]
      + Array(0xFE10...0xFE19)
    {
      hasTwoBytes[code] = false
    }
    for code in [0xE7C7, 0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864]
      + Array(0xE78D...0xE796)
    {
      hasTwoBytes[code] = true
    }
    return (0x80...0xFFFF).filter { !hasTwoBytes[$0] && !(0xD800...0xDFFF).contains($0) }.map(UInt16.init)
  }()

  package static func decode(_ bytes: ArraySlice<UInt8>) -> (utf8: [UInt8], replacementCount: Int) {
    let table = gb18030_two_byte_table()
    return bytes.withUnsafeBufferPointer { input in
      var output: [UInt8] = []
      output.reserveCapacity(input.count * 3 / 2 + 4)
      var replacements = 0
      var index = 0
      let count = input.count
      while index < count {
        let lead = input[index]
        if lead < 0x80 {
          output.append(lead)
          index += 1
          continue
        }
        if lead != 0x80, lead != 0xFF, index + 1 < count {
          let trail = input[index + 1]
          if trail >= 0x40, trail != 0x7F, trail != 0xFF {
            let column = Int(trail) - (trail < 0x7F ? 0x40 : 0x41)
            let entry = 2 * ((Int(lead) - 0x81) * trailCount + column)
            append(UInt32(table[entry]) | UInt32(table[entry + 1]) << 8, to: &output)
            index += 2
            continue
          }
          if (0x30...0x39).contains(trail), index + 3 < count,
            (0x81...0xFE).contains(input[index + 2]), (0x30...0x39).contains(input[index + 3]),
            let code = codePoint(
              fourBytes: lead, trail, input[index + 2], input[index + 3])
          {
            append(code, to: &output)
            index += 4
            continue
          }
        }
        output.append(contentsOf: [0xEF, 0xBF, 0xBD])
        replacements += 1
        index += 1
      }
      return (output, replacements)
    }
  }

  private static func codePoint(
    fourBytes first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8
  ) -> UInt32? {
    let linear =
      ((Int(first) - 0x81) * 10 + Int(second) - 0x30) * 1260 + (Int(third) - 0x81) * 10 + Int(fourth) - 0x30
    if linear < fourByteCodePoints.count { return UInt32(fourByteCodePoints[linear]) }
    // The supplementary planes follow in one run from 90 30 81 30.
    let supplementary = linear - 189_000 + 0x10000
    return (0x10000...0x10FFFF).contains(supplementary) ? UInt32(supplementary) : nil
  }

  private static func append(_ code: UInt32, to output: inout [UInt8]) {
    switch code {
    case ..<0x80: output.append(UInt8(code))
    case ..<0x800:
      output.append(UInt8(0xC0 | code >> 6))
      output.append(UInt8(0x80 | code & 0x3F))
    case ..<0x10000:
      output.append(UInt8(0xE0 | code >> 12))
      output.append(UInt8(0x80 | code >> 6 & 0x3F))
      output.append(UInt8(0x80 | code & 0x3F))
    default:
      output.append(UInt8(0xF0 | code >> 18))
      output.append(UInt8(0x80 | code >> 12 & 0x3F))
      output.append(UInt8(0x80 | code >> 6 & 0x3F))
      output.append(UInt8(0x80 | code & 0x3F))
    }
  }
}
