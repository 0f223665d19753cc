import Core
import DocumentModel
import FormatKit

/// Reads a PDF's text layer: words and ruling lines become paragraphs and tables.
///
/// poppler says where each word stands and what lines are drawn; everything else is found here. A page without
/// ruling lines has its tables found by the alignment of words.
package enum PDFReader {
  /// - Throws: a refusal where poppler is not installed, or the file cannot be read or has no text.
  package static func read(_ source: SourceBytes) throws(Refusal) -> Document {
    try read(source, with: try PopplerPrograms())
  }

  static func read(_ source: SourceBytes, with programs: PopplerPrograms) throws(Refusal) -> Document {
    var pages = try PDFWordParser.pages(programs.words(of: source.bytes))
    if pages.count > PopplerPrograms.maximumPages {
      throw Refusal(.input, .pdfTooManyPages(limit: PopplerPrograms.maximumPages))
    }
    guard pages.contains(where: { !$0.words.isEmpty }) else {
      throw Refusal(.input, .pdfWithoutText(pages: pages.count))
    }
    let scale = PDFPage.scaleToUsualSize(pages)
    pages = pages.map { $0.scaled(scale) }
    var findings = addRules(to: &pages, scale: scale, programs, source.bytes)
    findings += picturePages(pages) + recognisedPages(pages)
    return document(of: pages, findings)
  }

  /// What the pages show, once it is known where their words and lines stand.
  static func document(of pages: [PDFPage], _ findings: [Finding] = []) -> Document {
    var findings = findings
    let pages = PDFPage.upright(pages).flatMap(PDFSheet.pages).map { PDFStrokes.read(PDFLetters.placed($0)) }

    var layouts = pages.map { PDFPageLayout($0) }
    for layout in layouts where layout.isTooDense {
      findings.append(.pageTooDense(layout.page.number))
    }
    PDFRunningLines.remove(from: &layouts)
    for index in layouts.indices { layouts[index].findAlignedTables() }
    var document = Document(PDFDocumentBuilder.blocks(layouts), findings: findings)
    document.unseen = pages.flatMap(\.unseen)
    return document
  }

  /// `%PDF-` within the first 1024 bytes, as the format allows.
  static func hasHeader(_ bytes: ArraySlice<UInt8>) -> Bool {
    let head = bytes.prefix(1024)
    let mark = Array("%PDF-".utf8)
    return head.indices.contains { head[$0] == mark[0] && head[$0...].starts(with: mark) }
  }

  /// A finding names no more.
  private static let shownPages = 20

  /// Pages whose text is not drawn but stands behind a picture: OCR has read a scan.
  private static func recognisedPages(_ pages: [PDFPage]) -> [Finding] {
    let recognised = pages.filter { !$0.words.isEmpty && $0.rules.hasPicture && !$0.rules.hasLetters }
    return recognised.isEmpty ? [] : [.textRecognised(onPages: recognised.prefix(shownPages).map(\.number))]
  }

  /// Pages of pictures between pages of text: scans that were put in.
  private static func picturePages(_ pages: [PDFPage]) -> [Finding] {
    let empty = pages.filter { $0.words.isEmpty && $0.rules.hasPicture }.map(\.number)
    return empty.isEmpty ? [] : [.noText(onPages: Array(empty.prefix(shownPages)))]
  }

  /// Draws the pages that have words, a few at a time so that pictures do not fill the memory.
  private static func addRules(
    to pages: inout [PDFPage], scale: Double, _ programs: PopplerPrograms, _ bytes: [UInt8]
  ) -> [Finding] {
    let chunk = 20
    var failed: [Int] = []
    var start = 0
    while start < pages.count {
      let end = min(start + chunk, pages.count)
      if let rules = rules(of: start + 1...end, scale, programs, bytes) {
        for (offset, rules) in rules.enumerated() { pages[start + offset].rules = rules }
      } else {
        for index in start..<end where !pages[index].words.isEmpty {
          // One page may be a picture that is too large; the others are not to suffer.
          if let rules = rules(of: index + 1...index + 1, scale, programs, bytes) {
            pages[index].rules = rules[0]
          } else {
            failed.append(index + 1)
          }
          if failed.count > 3 {
            failed += index + 1 < end ? (index + 2...end).filter { !pages[$0 - 1].words.isEmpty } : []
            break
          }
        }
      }
      start = end
    }
    return failed.map { .noLines(onPage: $0) }
  }

  private static func rules(
    of pages: ClosedRange<Int>, _ scale: Double, _ programs: PopplerPrograms, _ bytes: [UInt8]
  ) -> [PDFRules]? {
    guard !programs.isOutOfTime, let output = try? programs.drawing(of: bytes, pages: pages),
      let rules = PDFRuleParser.pages(output, scale: scale)
    else { return nil }
    // A single page without any line has no element of its own.
    if pages.count == 1 { return [rules.first ?? PDFRules()] }
    return rules.count == pages.count ? rules : nil
  }
}
