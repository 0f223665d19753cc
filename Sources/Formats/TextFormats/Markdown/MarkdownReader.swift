import Core
import DocumentModel
import FormatKit
import TextKit

/// Reads Markdown: headings, pipe tables, and tables that are written in HTML, as programs that turn pages
/// into Markdown do. Whatever else Markdown has is text.
enum MarkdownReader {
  /// So far the end of an HTML table is looked for.
  private static let maximumTableLines = 5000

  static func read(
    _ source: SourceBytes, _ options: ReadOptions = ReadOptions()
  ) throws(Refusal) -> Document {
    let decoded = DecodedText(source.bytes)
    let text = MarkdownNotes.withoutComments(decoded.utf8)
    var lines = TextLine.lines(of: text)
    guard lines.count <= TextReader.maximumLines else {
      throw Refusal(.input, .tooManyLines(lines.count, limit: TextReader.maximumLines))
    }
    var builder = TextDocumentBuilder(
      text: text,
      byteOffset: decoded.encoding == .utf8 && decoded.replacementCount == 0
        ? decoded.byteOrderMarkLength : nil)
    let notes = MarkdownNotes.take(from: &lines, text, original: decoded.utf8)
    let wrapped = WrappedLines(lines, in: text)
    var unseen: [UnseenText] = []
    var index = 0
    while index < lines.count {
      let line = lines[index]
      if let end = endOfHTMLTable(text, lines, from: index) {
        let range = lines[index].bytes.lowerBound..<lines[end - 1].bytes.upperBound
        let (blocks, left) = html(text, range, options)
        builder.add(blocks)
        unseen += left
        index = end
        continue
      }
      let marks = text[line.trimmed].prefix { $0 == UInt8(ascii: "#") }.count
      if (1...6).contains(marks) {
        var lower = line.trimmed.lowerBound + marks
        while lower < line.trimmed.upperBound, text[lower] == UInt8(ascii: " ") { lower += 1 }
        builder.addHeading(line, content: lower..<line.trimmed.upperBound, level: marks)
        index += 1
      } else if line.pipeCount > 0, let end = builder.addPipeTable(lines, from: index) {
        index = end
      } else if line.isTabbed, line.tabCount > 1 || !line.startsWithTab,
        let end = builder.addTabTable(lines, from: index)
      {
        index = end
      } else {
        var end = index + 1
        while end < lines.count, wrapped.goesOn(lines[end - 1], lines[end]) { end += 1 }
        builder.addParagraph(lines[index..<end])
        index = end
      }
    }
    for note in notes { builder.addParagraph(note) }
    var inline = MarkdownInline(options)
    var blocks = builder.blocks.map { inline.plain($0) }
    for index in blocks.indices.suffix(notes.count) {
      guard case .paragraph(var paragraph) = blocks[index] else { continue }
      paragraph.style = .note
      blocks[index] = .paragraph(paragraph)
    }
    var document = Document(
      blocks, unseen: unseen + inline.unseen, encoding: decoded.encoding.rawValue)
    document.findings += decoded.findings
    return document
  }

  private static func html(
    _ text: [UInt8], _ range: Range<Int>, _ options: ReadOptions
  ) -> (blocks: [Block], unseen: [UnseenText]) {
    // Offsets would be those of the file only without a byte order mark; the lines say enough.
    var builder = HTMLBlockBuilder(byteOffset: nil, options)
    text.withUnsafeBufferPointer { builder.read($0, range) }
    let (blocks, unseen) = builder.finish()
    // Tables are numbered anew among the others.
    return (blocks, unseen.map { UnseenText($0.reason, $0.text, place: Place(line: $0.place?.line)) })
  }

  /// The index behind the last line of the HTML table that begins in a line; nil where none does.
  private static func endOfHTMLTable(_ text: [UInt8], _ lines: [TextLine], from start: Int) -> Int? {
    var depth = 0
    var index = start
    while index < min(lines.count, start + maximumTableLines) {
      let (opened, closed) = tableTags(text[lines[index].trimmed])
      if index == start, opened == 0 { return nil }
      depth += opened - closed
      index += 1
      if depth <= 0 { return index }
    }
    // A table that does not end goes to the end of its paragraph.
    return lines[start...].firstIndex(where: \.isBlank) ?? lines.count
  }

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
