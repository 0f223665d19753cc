/// Links from a result to the files that it speaks of.
struct FileLink {
  /// The folder that the result stands in, as the user named it; empty for the current one.
  let folder: String

  /// The address of a file, relative where both are; nil where the way from one to the other is not known.
  func address(of path: String) -> String? {
    if path == "-" || path.isEmpty { return nil }
    // Which of several reports in a file it is, no program asks for.
    let path = path.split(separator: "#").first.map(String.init) ?? path
    if path.hasPrefix("/") { return "file://" + Self.encoded(path) }
    if folder.hasPrefix("/") { return nil }
    let own = folder.split(separator: "/").filter { $0 != "." }
    if own.contains("..") { return nil }
    var target = path.split(separator: "/").filter { $0 != "." }
    var shared = 0
    while shared < own.count, shared + 1 < target.count, own[shared] == target[shared] { shared += 1 }
    target.removeFirst(shared)
    let up = Array(repeating: "..", count: own.count - shared)
    return (up + target.map { Self.encoded(String($0)) }).joined(separator: "/")
  }

  private static func encoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        result.append(byte)
      default: result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
