import Testing
import TextKit

@Suite("Width of lines")
struct DisplayWidthTests {
  /// Breaks as the rule says it, character by character.
  private static func plainlyWrapped(_ text: String, to limit: Int) -> [String] {
    let neverFirst = Set("，。、；：！？）］｝〕》〉」』”’％,.;:!?)]}%".unicodeScalars)
    let neverLast = Set("（［｛〔《〈「『“‘([{".unicodeScalars)
    func width(_ scalars: some Sequence<Unicode.Scalar>) -> Int {
      scalars.reduce(0) { $0 + DisplayWidth.width($1) }
    }
    func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars)
      return String(view)
    }
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line: [Unicode.Scalar] = []
      for scalar in paragraph.unicodeScalars {
        let own = DisplayWidth.width(scalar)
        if width(line) + own > limit, !line.isEmpty {
          var kept = line.count
          while kept > 0,
            neverFirst.contains(kept < line.count ? line[kept] : scalar) || neverLast.contains(line[kept - 1])
          { kept -= 1 }
          if kept == 0 || width(line[kept...]) + own > limit { kept = line.count }
          lines.append(string(line[..<kept]))
          line = Array(line[kept...])
        }
        line.append(scalar)
      }
      lines.append(string(line))
    }
    return lines
  }

  @Test("Lines are broken and counted as the rule says", arguments: 0..<40)
  func wrapping(seed: Int) {
    var generator = Steps(state: UInt64(seed) &* 0x9E37_79B9 &+ 1)
    let signs = Array("政府信息公开ab1，。（“）\r\n\u{0301}\u{200D}\u{AC00} ％😀".unicodeScalars)
    for _ in 0..<100 {
      var view = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...40, using: &generator) {
        if let sign = signs.randomElement(using: &generator) { view.append(sign) }
      }
      let text = String(view)
      let limit = Int.random(in: 1...20, using: &generator)
      let lines = Self.plainlyWrapped(text, to: limit)
      // Bytes are compared: strings are equal where their marks are composed differently.
      #expect(DisplayWidth.wrapped(text, to: limit).map { Array($0.utf8) } == lines.map { Array($0.utf8) })
      #expect(DisplayWidth.lineCount(text, to: limit) == lines.count)
      let whole = text.split(separator: "\n").map { DisplayWidth.width($0) }.max() ?? 0
      #expect(DisplayWidth.widestLine(text) == whole)
    }
  }

  @Test("Closing marks of full width are wide")
  func punctuation() {
    for code in Array(0x3001...0x3020) + Array(0xFF01...0xFF60) {
      guard let scalar = Unicode.Scalar(code) else { continue }
      #expect(DisplayWidth.width(scalar) == 2)
    }
  }
}

/// Numbers that are the same in each run.
private struct Steps: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
