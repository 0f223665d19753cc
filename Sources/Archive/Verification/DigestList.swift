import Crypto
import Formats

/// Algorithms that lists of digests are met with.
enum ListedDigest: String, CaseIterable, Sendable {
  case sha256 = "SHA-256"
  case sha512 = "SHA-512"
  case sha1 = "SHA-1"
  case md5 = "MD5"
  case sm3 = "SM3"

  /// As names of manifests write it.
  init?(manifest name: String) {
    switch name {
    case "sha256": self = .sha256
    case "sha512": self = .sha512
    case "sha1": self = .sha1
    case "md5": self = .md5
    case "sm3": self = .sm3
    default: return nil
    }
  }

  var isStrong: Bool { self != .sha1 && self != .md5 }

  /// How many hexadecimal digits one has.
  var length: Int {
    switch self {
    case .sha256, .sm3: 64
    case .sha512: 128
    case .sha1: 40
    case .md5: 32
    }
  }

  /// The digests of a file by several algorithms.
  static func all(_ algorithms: some Sequence<ListedDigest>, of bytes: [UInt8]) -> [ListedDigest: String] {
    var digests: [ListedDigest: String] = [:]
    for algorithm in algorithms where digests[algorithm] == nil { digests[algorithm] = algorithm.hex(bytes) }
    return digests
  }

  func hex(_ bytes: [UInt8]) -> String {
    switch self {
    case .sha256: SourceDigest.sha256(bytes)
    case .sha512: SHA512.hash(data: bytes).hexadecimal
    case .sha1: Insecure.SHA1.hash(data: bytes).hexadecimal
    case .md5: Insecure.MD5.hash(data: bytes).hexadecimal
    case .sm3: ContentDigest.hexadecimal(bytes, .sm3)
    }
  }
}

/// A list of digests: lines of a digest and a path.
struct DigestList {
  struct Line {
    let digest: String
    let path: String
    let line: Int
  }

  let lines: [Line]
  /// Those that are something else.
  let strayLines: [Int]

  /// - Parameters:
  ///   - isStrict: two spaces and lower case, as ours; RFC 8493 takes any space, and either case.
  ///   - decodes: whether `%0A`, `%0D` and `%25` in paths stand for what they encode.
  init(_ bytes: [UInt8], _ algorithm: ListedDigest, isStrict: Bool, decodes: Bool = false) {
    var lines: [Line] = []
    var stray: [Int] = []
    for (number, text) in TextFileLines.lines(bytes) {
      if text.isEmpty { continue }
      let digest = text.prefix { $0 != " " && $0 != "\t" }
      let rest = text.dropFirst(digest.count)
      let path = isStrict ? rest.dropFirst(2) : rest.drop { $0 == " " || $0 == "\t" || $0 == "*" }
      let isHexadecimal = digest.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
          || !isStrict && (0x41...0x46).contains($0)
      }
      guard digest.utf8.count == algorithm.length, isHexadecimal, !path.isEmpty,
        !isStrict || rest.hasPrefix("  ") && path.first != " "
      else {
        stray.append(number)
        continue
      }
      lines.append(
        Line(digest: digest.lowercased(), path: decodes ? Self.decoded(path) : String(path), line: number))
    }
    self.lines = lines
    strayLines = stray
  }

  private static func decoded(_ path: Substring) -> String {
    guard path.contains("%") else { return String(path) }
    var result = ""
    var rest = path
    while let first = rest.first {
      let code = rest.prefix(3).uppercased()
      if let character = ["%0A": "\n", "%0D": "\r", "%25": "%"][code] {
        result += character
        rest = rest.dropFirst(3)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}

/// The lines of a text file in UTF-8, whichever line ends it has.
enum TextFileLines {
  static func lines(_ bytes: [UInt8]) -> [(number: Int, text: String)] {
    var bytes = bytes[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    var result: [(number: Int, text: String)] = []
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let line = line.last == 0x0D ? line.dropLast() : line
      result.append((index + 1, String(decoding: line, as: UTF8.self)))
    }
    return result
  }
}
