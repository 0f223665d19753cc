import FormatKit
import TextKit

/// A text in the lines that it is printed in, none of which tears a number or a word of letters.
struct OFDLines {
  typealias Line = ArraySlice<Unicode.Scalar>

  private(set) var lines: [Line] = []
  /// Those behind which the text itself has a line end, and the last.
  private(set) var closing: Set<Int> = []

  /// - Parameters:
  ///   - width: in half characters.
  ///   - indent: of the first line.
  init(_ text: String, width: Int, indent: Int = 0) {
    let scalars = Array(PrintableText.cleaned(text, keepsLines: true).unicodeScalars)
    var start = 0
    for end in scalars.indices where scalars[end] == "\n" {
      cut(scalars[start..<end], width, start == 0 ? indent : 0)
      start = end + 1
    }
    cut(scalars[start...], width, start == 0 ? indent : 0)
  }

  /// How wide the widest line is, in half characters.
  var width: Int { lines.map { $0.reduce(0) { $0 + TableColumns.width($1) } }.max() ?? 0 }

  private mutating func cut(_ scalars: Line, _ width: Int, _ indent: Int) {
    var start = scalars.startIndex
    var used = indent
    var lastBreak = start
    for index in scalars.indices {
      if index > start, Self.mayBreak(scalars, at: index) { lastBreak = index }
      let own = TableColumns.width(scalars[index])
      if used + own > width, index > start {
        let end = lastBreak > start ? lastBreak : index
        add(scalars[start..<end])
        start = end
        used = scalars[start..<index].reduce(0) { $0 + TableColumns.width($1) }
        lastBreak = start
      }
      used += own
    }
    add(scalars[start...])
    closing.insert(lines.count - 1)
  }

  private mutating func add(_ line: Line) {
    var line = line
    while line.last == " " { line.removeLast() }
    lines.append(line)
  }

  /// Between ideographs, behind a slash, or behind a space between words. A space at another place would be lost at the end of a line.
  private static func mayBreak(_ scalars: Line, at index: Int) -> Bool {
    let (before, after) = (scalars[index - 1], scalars[index])
    if before.properties.isWhitespace {
      return before == " " && !after.properties.isWhitespace && index - 2 >= scalars.startIndex
        && !PageText.isIdeographic(scalars[index - 2]) && !PageText.isIdeographic(after)
    }
    if after.properties.isWhitespace { return false }
    // An address, but no date.
    if before == "/", after.properties.isAlphabetic { return true }
    guard PageText.isIdeographic(before) || PageText.isIdeographic(after) else { return false }
    // —— and …… are one mark.
    if before == after, before == "—" || before == "…" { return false }
    return DisplayWidth.mayBreak(before, after)
  }
}
