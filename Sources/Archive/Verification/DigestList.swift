import FileKit
import TextKit

extension DigestAlgorithm {
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

  /// The digests of a file by several algorithms.
  static func all(_ algorithms: some Sequence<DigestAlgorithm>, of bytes: [UInt8]) -> [DigestAlgorithm:
    String]
  {
    var digests: [DigestAlgorithm: String] = [:]
    for algorithm in algorithms where digests[algorithm] == nil {
      digests[algorithm] = ContentDigest.hexadecimal(bytes, algorithm)
    }
    return digests
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
  init(_ bytes: [UInt8], _ algorithm: DigestAlgorithm, isStrict: Bool, decodes: Bool = false) {
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
      guard digest.utf8.count == 2 * algorithm.length, isHexadecimal, !path.isEmpty,
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
