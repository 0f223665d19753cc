import DocumentModel
import Findings

/// Reads Markdown: headings and pipe tables. Whatever else Markdown has is text.
enum MarkdownReader {
  static func read(_ source: SourceBytes) throws(Refusal) -> Document {
    let decoded = DecodedText(source.bytes)
    let text = decoded.utf8
    let lines = TextLine.lines(of: text)
    guard lines.count <= TextReader.maximumLines else {
      throw Refusal(
        .input,
        Finding(
          "read.too-many-lines", .error,
          ["count": String(lines.count), "limit": String(TextReader.maximumLines)]))
    }
    var builder = TextDocumentBuilder(
      text: text,
      byteOffset: decoded.encoding == .utf8 && decoded.replacementCount == 0
        ? decoded.byteOrderMarkLength : nil)
    var index = 0
    while index < lines.count {
      let line = lines[index]
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
        builder.addParagraph(line)
        index += 1
      }
    }
    var document = Document(builder.blocks, encoding: decoded.encoding.rawValue)
    if decoded.replacementCount > 0 {
      document.findings.append(
        Finding(
          "read.replaced-bytes", .warning,
          ["count": String(decoded.replacementCount), "encoding": decoded.encoding.rawValue]))
    }
    return document
  }
}
