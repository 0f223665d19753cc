import TextKit

/// Whether bytes may be plain text.
package enum TextIdentification {
  /// Text with a form feed or a control character is hardly a report in plain text; anything else may be.
  package static func identify(_ head: ArraySlice<UInt8>) -> Format.Identification {
    // A ZIP container begins with letters, and is often asked for.
    if head.isEmpty || head.starts(with: [0x50, 0x4B, 3, 4]) { return .no }
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return .unknown }
    if head.contains(0) {
      switch DecodedText(Array(head)).encoding {
      case .utf16LittleEndian, .utf16BigEndian: return .unknown
      case .utf8, .gb18030: return .no
      }
    }
    let controls = head.reduce(0) { $0 + ($1 < 0x09 || (0x0E..<0x20).contains($1) ? 1 : 0) }
    return controls > 0 ? .no : .unknown
  }
}
