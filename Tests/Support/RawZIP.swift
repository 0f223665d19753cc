import TextKit
import ZIPKit

/// A container whose names are any bytes.
package enum RawZIP {
  package struct Entry {
    package var name: [UInt8]
    package var isMarked: Bool
    /// What the field of Info-ZIP says.
    package var unicodeName: [UInt8]?
    package var contents: [UInt8]

    package init(
      name: [UInt8], isMarked: Bool = false, unicodeName: [UInt8]? = nil, contents: [UInt8] = []
    ) {
      self.name = name
      self.isMarked = isMarked
      self.unicodeName = unicodeName
      self.contents = contents
    }
  }

  /// Nothing in it is compressed.
  package static func bytes(_ entries: [Entry]) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let offset = bytes.count
      let extra = entry.unicodeName.map { field($0, of: entry.name) } ?? []
      let size = number(entry.contents.count, 4)
      let fields =
        number(20, 2) + number(entry.isMarked ? 0x0800 : 0, 2) + number(0, 2) + number(0x21 << 16, 4)
        + number(Int(ZIPChecksum.of(entry.contents)), 4) + size + size + number(entry.name.count, 2)
        + number(extra.count, 2)
      bytes += number(0x0403_4B50, 4) + fields + entry.name + extra + entry.contents
      directory += number(0x0201_4B50, 4) + number(20, 2) + fields + number(0, 10) + number(offset, 4)
      directory += entry.name + extra
    }
    return bytes + directory + number(0x0605_4B50, 4) + number(0, 4) + number(entries.count, 2)
      + number(entries.count, 2) + number(directory.count, 4) + number(bytes.count, 4) + number(0, 2)
  }

  private static func field(_ unicode: [UInt8], of name: [UInt8]) -> [UInt8] {
    number(0x7075, 2) + number(unicode.count + 5, 2) + [1] + number(Int(ZIPChecksum.of(name)), 4) + unicode
  }

  private static func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}

/// Text as programs on Chinese systems write it where nobody says otherwise.
package enum GBK {
  private static let codes: [Unicode.Scalar: [UInt8]] = {
    var codes: [Unicode.Scalar: [UInt8]] = [:]
    for lead in UInt8(0x81)...0xFE {
      for trail in UInt8(0x40)...0xFE where trail != 0x7F {
        let decoded = String(decoding: GB18030.decode([lead, trail]).utf8, as: UTF8.self)
        if let scalar = decoded.unicodeScalars.first, scalar != "\u{FFFD}" { codes[scalar] = [lead, trail] }
      }
    }
    return codes
  }()

  /// A character that it does not have becomes a question mark.
  package static func bytes(_ text: String) -> [UInt8] {
    text.unicodeScalars.flatMap { $0.isASCII ? [UInt8($0.value)] : codes[$0] ?? [0x3F] }
  }
}
