/// Where the tables end that a Markdown text has in HTML: each line is looked at once, however many begin.
struct MarkdownHTMLTables {
  /// For each line in which a table begins, the one behind its last.
  private var ends: [Int: Int] = [:]

  init(_ lines: [TextLine], in text: [UInt8]) {
    // Tables that are open, by the line that they begin in, with how many tags were open before it.
    var open: [(line: Int, depth: Int)] = []
    var depth = 0
    for (index, line) in lines.enumerated() {
      let (opened, closed) = Self.tableTags(text[line.trimmed])
      if opened > 0 { open.append((index, depth)) }
      depth += opened - closed
      while let last = open.last, depth <= last.depth {
        ends[last.line] = index + 1
        open.removeLast()
      }
    }
    // A table that does not end goes to the end of its paragraph.
    var blank = lines.count
    var next = lines.count - 1
    for table in open.reversed() {
      while next >= table.line {
        if lines[next].isBlank { blank = next }
        next -= 1
      }
      ends[table.line] = blank
    }
  }

  /// The index behind the last line of the table that begins in a line; nil where none does.
  func end(of line: Int) -> Int? { ends[line] }

  private static func tableTags(_ line: ArraySlice<UInt8>) -> (opened: Int, closed: Int) {
    var counts = (opened: 0, closed: 0)
    var index = line.startIndex
    while let less = line[index...].firstIndex(of: UInt8(ascii: "<")) {
      let rest = line[(less + 1)...]
      let isEnd = rest.first == UInt8(ascii: "/")
      let name = rest.dropFirst(isEnd ? 1 : 0).prefix(6)
      let isTable =
        name.prefix(5).elementsEqual("table".utf8) { $0 | 0x20 == $1 }
        && (name.count == 5 || name.last.map { ($0 | 0x20) &- 0x61 >= 26 } ?? true)
      if isTable, isEnd { counts.closed += 1 } else if isTable { counts.opened += 1 }
      index = less + 1
    }
    return counts
  }
}
