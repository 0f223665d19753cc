import CanonicalKit
import Core
import FormatKit

extension Format {
  /// Canonical JSON; see `CanonicalJSON`.
  public static var json: Format {
    Format(
      id: "json", name: LocalizedText(chinese: "规范 JSON", english: "Canonical JSON"),
      extensions: ["json"], mediaTypes: ["application/json"], capabilities: [.lossless, .manyReports],
      reader: .report { source, forms throws(Refusal) in
        try CanonicalJSON.read(source.bytes, forms: forms)
      },
      writer: .report { reports, options throws(Refusal) in
        try CanonicalJSON.write(reports, omitsPersonalData: options.omitsPersonalData)
      },
      identify: { identifyJSON($0.prefix(headLength)) })
  }

  /// Yes where the first character is a brace and the head names the format's version.
  private static func identifyJSON(_ head: ArraySlice<UInt8>) -> Identification {
    var head = head
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { head.removeFirst(3) }
    while let first = head.first, first == 0x20 || first == 0x09 || first == 0x0A || first == 0x0D {
      head.removeFirst()
    }
    guard let first = head.first else { return .unknown }
    guard first == UInt8(ascii: "{") else { return .no }
    let name = Array("\"gongkai\"".utf8)
    return head.withUnsafeBufferPointer { head in
      for start in head.indices where head[start] == name[0] && head.count - start >= name.count {
        if (0..<name.count).allSatisfy({ head[start + $0] == name[$0] }) { return .yes }
      }
      return .unknown
    }
  }
}
