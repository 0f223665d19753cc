/// A page saved as a single file (RFC 2557), as Word does with "single file web page" and as sites then serve
/// under the name `.doc`: a message of parts, one of which is the page.
enum MHTMLArchive {
  /// Whether bytes begin like one.
  static func isMHTML(_ head: ArraySlice<UInt8>) -> Bool {
    // Nearly every page begins with a tag, and need not be looked at as a message.
    guard let first = head.prefix(64).first(where: { $0 > 0x20 }), (first | 0x20) &- 0x61 < 26,
      !head.starts(with: [0x50, 0x4B, 0x03, 0x04])
    else { return false }
    let headers = Headers(head.prefix(4096))
    return headers["mime-version"] != nil
      && headers["content-type"]?.lowercased().hasPrefix("multipart/related") == true
  }

  /// The bytes of the first part that is a page, and of its style sheets.
  static func parts(_ bytes: [UInt8]) -> (page: [UInt8]?, sheets: [[UInt8]]) {
    let message = Headers(bytes[...])
    guard let type = message["content-type"], let boundary = parameter("boundary", of: type) else {
      return (nil, [])
    }
    let mark = Array("--\(boundary)".utf8)
    var page: [UInt8]?
    var sheets: [[UInt8]] = []
    var position = message.end
    while let start = line(beginning: mark, in: bytes, from: position) {
      let part = Headers(bytes[start...].drop { $0 != 0x0A }.dropFirst())
      position = part.end
      let type = part["content-type"]?.lowercased() ?? ""
      let isSheet = type.hasPrefix("text/css") && sheets.count < maximumSheets
      guard isSheet || page == nil && type.hasPrefix("text/html") else { continue }
      let end = line(beginning: mark, in: bytes, from: position) ?? bytes.count
      let content = decoded(
        bytes[position..<max(position, end)], part["content-transfer-encoding"]?.lowercased())
      if isSheet { sheets.append(content) } else { page = content }
    }
    return (page, sheets)
  }

  private static let maximumSheets = 64

  /// The fields at the head of a message or of a part, folded lines joined (RFC 5322, 2.2).
  private struct Headers {
    private var fields: [String: String] = [:]
    /// The position behind the empty line.
    private(set) var end: Int

    private static let maximumLines = 100

    init(_ bytes: ArraySlice<UInt8>) {
      end = bytes.startIndex
      var last: String?
      for _ in 0..<Self.maximumLines {
        guard end < bytes.endIndex else { return }
        let line = bytes[end...].prefix { $0 != 0x0A }
        end = min(line.endIndex + 1, bytes.endIndex)
        let text = String(decoding: line.prefix(2000), as: UTF8.self).filter { $0 != "\r" && $0 != "\r\n" }
        if text.isEmpty { return }
        if let name = last, text.first == " " || text.first == "\t" {
          fields[name, default: ""] += text.drop { $0 == "\t" }
        } else if let colon = text.firstIndex(of: ":") {
          let name = text[..<colon].lowercased()
          fields[name] = String(text[text.index(after: colon)...].drop { $0 == " " })
          last = name
        }
      }
    }

    subscript(name: String) -> String? { fields[name] }
  }

  private static func parameter(_ name: String, of field: String) -> String? {
    for part in field.split(separator: ";").dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, pair[0].filter({ $0 != " " }).lowercased() == name else { continue }
      let value = pair[1].drop { $0 == " " || $0 == "\"" }.prefix { $0 != "\"" }
      return value.isEmpty ? nil : String(value)
    }
    return nil
  }

  /// The position of the next line that begins so.
  private static func line(beginning mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    var position = start
    while position + mark.count <= bytes.count {
      if bytes[position] == mark[0], bytes[position..<position + mark.count].elementsEqual(mark) {
        return position
      }
      guard let end = bytes[position...].firstIndex(of: 0x0A) else { return nil }
      position = end + 1
    }
    return nil
  }

  private static func decoded(_ bytes: ArraySlice<UInt8>, _ encoding: String?) -> [UInt8] {
    switch encoding {
    case "quoted-printable": quotedPrintable(bytes)
    case "base64": base64(bytes)
    default: Array(bytes)
    }
  }

  /// RFC 2045, 6.7; what is no escape stays as it is.
  private static func quotedPrintable(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      guard bytes[index] == UInt8(ascii: "=") else {
        result.append(bytes[index])
        index += 1
        continue
      }
      let rest = bytes[index...].dropFirst().prefix(2)
      if rest.first == 0x0A {
        index += 2
      } else if rest.elementsEqual([0x0D, 0x0A]) {
        index += 3
      } else if rest.count == 2, let byte = UInt8(String(decoding: rest, as: UTF8.self), radix: 16) {
        result.append(byte)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }

  /// RFC 2045, 6.8; what is no digit is passed over.
  private static func base64(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count / 4 * 3)
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      let digit: UInt32
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit = UInt32(byte) - 65
      case UInt8(ascii: "a")...UInt8(ascii: "z"): digit = UInt32(byte) - 71
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt32(byte) + 4
      case UInt8(ascii: "+"): digit = 62
      case UInt8(ascii: "/"): digit = 63
      default: continue
      }
      bits = bits << 6 | digit
      count += 1
      if count == 4 {
        result += [UInt8(bits >> 16 & 0xFF), UInt8(bits >> 8 & 0xFF), UInt8(bits & 0xFF)]
        (bits, count) = (0, 0)
      }
    }
    if count > 1 { result.append(UInt8((bits << UInt32(6 * (4 - count))) >> 16 & 0xFF)) }
    if count > 2 { result.append(UInt8((bits << 6) >> 8 & 0xFF)) }
    return result
  }
}
