import CanonicalKit
import Core
import FormatKit

extension Format {
  /// Canonical JSON; see `CanonicalJSON`.
  public static var json: Format {
    Format(
      id: "json", name: LocalizedText(chinese: "规范 JSON", english: "Canonical JSON"),
      extensions: ["json"], mediaTypes: ["application/json"],
      packaging: .text, capabilities: [.lossless, .manyReports],
      reader: .report { source, forms throws(Refusal) in
        try CanonicalJSON.read(source.bytes, forms: forms).refuseTooLarge()
      },
      writer: .report { reports, options throws(Refusal) in
        try CanonicalJSON.write(
          reports, omitsPersonalData: options.omitsPersonalData, omitsFindingTexts: options.omitsFindingTexts,
          isCompact: options.isCompact)
      },
      identify: identifyJSON)
  }

  /// Whether a bracket is followed by a brace and a member's name. The reader says what to do with such a list.
  private static func isListOfObjects(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text[...]
    for mark in "[{\"".utf8 {
      rest = rest.drop { $0 <= 0x20 }
      guard rest.popFirst() == mark else { return false }
    }
    return true
  }

  /// Yes where the first character is a brace and the head names the format's version.
  private static func identifyJSON(_ source: SourceBytes) -> Identification {
    guard case .plain(let head) = source.content else { return .no }
    let text = head.text.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    guard let first = text.first else { return .unknown }
    if first == UInt8(ascii: "[") { return isListOfObjects(text) ? .yes : .unknown }
    guard first == UInt8(ascii: "{") else { return .no }
    let name = Array("\"gongkai\"".utf8)
    return text.withUnsafeBufferPointer { text in
      for start in text.indices where text[start] == name[0] && text.count - start >= name.count {
        if (0..<name.count).allSatisfy({ text[start + $0] == name[$0] }) { return .yes }
      }
      return .unknown
    }
  }
}
