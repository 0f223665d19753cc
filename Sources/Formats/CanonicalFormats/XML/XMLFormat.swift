import CanonicalKit
import Core
import FormatKit
import TextKit

extension Format {
  /// Canonical XML, for archives; see `CanonicalXML`.
  public static var xml: Format {
    Format(
      id: "xml", name: LocalizedText(chinese: "规范 XML", english: "Canonical XML"), extensions: ["xml"],
      mediaTypes: ["application/xml", "text/xml"],
      packaging: .text, capabilities: [.lossless, .manyReports],
      reader: .report { source, forms throws(Refusal) in
        try CanonicalXML.read(source.bytes, forms: forms).refuseTooLarge()
      },
      writer: .report { reports, options throws(Refusal) in
        CanonicalXML.write(
          reports, omitsPersonalData: options.omitsPersonalData, omitsFindingTexts: options.omitsFindingTexts)
      },
      identify: identifyXML)
  }

  /// Yes where the root element is `report` or `reports` and its tag names the namespace, of any major version:
  /// the reader says best what is wrong with another.
  private static func identifyXML(_ source: SourceBytes) -> Identification {
    guard case .plain(let sniffed) = source.content else { return .no }
    var head = sniffed.text.drop { $0 <= 0x20 }
    guard let first = head.first else { return .unknown }
    guard first == UInt8(ascii: "<") else { return .no }
    while let rest = skip("<?", "?>", head) ?? skip("<!--", "-->", head) {
      head = rest.drop { $0 <= 0x20 }
    }
    let tag = head.prefix { $0 != UInt8(ascii: ">") }
    let name = tag.dropFirst().prefix { $0 > 0x20 }
    let localName = name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
    guard localName.elementsEqual("report".utf8) || localName.elementsEqual("reports".utf8) else {
      return .unknown
    }
    let namespace = Array(CanonicalXML.namespacePrefix.utf8)
    return tag.indices.contains { tag[$0] == namespace[0] && tag[$0...].starts(with: namespace) }
      ? .yes : .unknown
  }

  /// What follows a piece of markup; nothing where it does not end, nil where there is none.
  private static func skip(
    _ opening: String, _ closing: String, _ text: ArraySlice<UInt8>
  ) -> ArraySlice<UInt8>? {
    guard text.starts(with: opening.utf8) else { return nil }
    let end = Array(closing.utf8)
    for index in text.indices where text[index] == end[0] && text[index...].starts(with: end) {
      return text[(index + end.count)...]
    }
    return []
  }
}
