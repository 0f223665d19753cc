/// The lines of a text file in UTF-8, whichever line ends it has.
package enum TextFileLines {
  package static func lines(_ bytes: [UInt8]) -> [(number: Int, text: String)] {
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
