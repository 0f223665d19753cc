import Core
import DocumentModel
import FormatKit
import TextKit

/// Reads Markdown: headings, pipe tables, and tables that are written in HTML, as programs that turn pages
/// into Markdown do. Whatever else Markdown has is text.
enum MarkdownReader {
  static func read(
    _ source: SourceBytes, _ options: ReadOptions = ReadOptions()
  ) throws(Refusal) -> Document {
    try TextSize.check(source)
    let decoded = DecodedText(source.bytes)
    let text = MarkdownNotes.withoutComments(decoded.utf8)
    var lines = try TextLine.lines(of: text)
    var builder = TextDocumentBuilder(
      text: text,
      byteOffset: decoded.encoding == .utf8 && decoded.replacementCount == 0
        ? decoded.byteOrderMarkLength : nil)
    let notes = MarkdownNotes.take(from: &lines, text, original: decoded.utf8)
    let wrapped = WrappedLines(lines, in: text)
    let tables = MarkdownHTMLTables(lines, in: text)
    var unseen: [UnseenText] = []
    var index = 0
    while index < lines.count {
      let line = lines[index]
      if let end = tables.end(of: index) {
        let range = lines[index].bytes.lowerBound..<lines[end - 1].bytes.upperBound
        let (blocks, left, size) = try html(text, range, options)
        try builder.add(blocks, size)
        unseen += left
        index = end
        continue
      }
      let marks = text[line.trimmed].prefix { $0 == UInt8(ascii: "#") }.count
      if (1...6).contains(marks) {
        var lower = line.trimmed.lowerBound + marks
        while lower < line.trimmed.upperBound, text[lower] == UInt8(ascii: " ") { lower += 1 }
        try builder.addHeading(line, content: lower..<line.trimmed.upperBound, level: marks)
        index += 1
      } else if line.pipeCount > 0, let end = try builder.addPipeTable(lines, from: index) {
        index = end
      } else if line.isTabbed, line.tabCount > 1 || !line.startsWithTab,
        let end = try builder.addTabTable(lines, from: index)
      {
        index = end
      } else {
        var end = index + 1
        while end < lines.count, wrapped.goesOn(lines[end - 1], lines[end]) { end += 1 }
        try builder.addParagraph(lines[index..<end])
        index = end
      }
    }
    for note in notes { try builder.addParagraph(note) }
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
  ) throws(Refusal) -> (blocks: [Block], unseen: [UnseenText], size: DocumentSize) {
    // Offsets would be those of the file only without a byte order mark; the lines say enough.
    var builder = HTMLBlockBuilder(byteOffset: nil, options)
    text.withUnsafeBufferPointer { builder.read($0, range) }
    try builder.size.check()
    let (blocks, unseen) = builder.finish()
    // Tables are numbered anew among the others.
    return (
      blocks, unseen.map { UnseenText($0.reason, $0.text, place: Place(line: $0.place?.line)) }, builder.size
    )
  }
}
