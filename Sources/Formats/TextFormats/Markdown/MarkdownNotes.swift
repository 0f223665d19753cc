/// What stands in Markdown beside its text: comments, and notes that are kept apart from their marks.
enum MarkdownNotes {
  /// The text with spaces for comments, so that all else keeps its place.
  static func withoutComments(_ text: [UInt8]) -> [UInt8] {
    let start = Array("<!--".utf8)
    let end = Array("-->".utf8)
    guard var index = position(of: start, in: text, from: 0) else { return text }
    var result = text
    while let close = position(of: end, in: text, from: index + start.count) {
      for position in index..<close + end.count where result[position] != 0x0A && result[position] != 0x0D {
        result[position] = 0x20
      }
      guard let next = position(of: start, in: text, from: close + end.count) else { break }
      index = next
    }
    return result
  }

  private static func position(of word: [UInt8], in text: [UInt8], from start: Int) -> Int? {
    var index = start
    while index + word.count <= text.count {
      if text[index] == word[0], text[index..<index + word.count].elementsEqual(word) { return index }
      index += 1
    }
    return nil
  }

  /// Takes the lines of notes (`[^1]: …`) out of the others, where they would cut a table in two.
  /// So would lines that were comments.
  static func take(from lines: inout [TextLine], _ text: [UInt8], original: [UInt8]) -> [TextLine] {
    if original != text { lines.removeAll { $0.isBlank && original[$0.bytes] != text[$0.bytes] } }
    guard lines.contains(where: { isNote($0, text) }) else { return [] }
    let notes = lines.filter { isNote($0, text) }
    lines.removeAll { isNote($0, text) }
    return notes
  }

  private static func isNote(_ line: TextLine, _ text: [UInt8]) -> Bool {
    let content = text[line.trimmed]
    guard content.starts(with: "[^".utf8), let close = content.prefix(60).firstIndex(of: UInt8(ascii: "]"))
    else { return false }
    return content[(close + 1)...].starts(with: ":".utf8) || content[(close + 1)...].starts(with: "：".utf8)
  }
}
