import Core
import DocumentModel
import FormatKit
import ProcessKit

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
    let scale = DrawnPage.scaleToUsualSize(pages)
    pages = pages.map { $0.scaled(scale) }
    let findings = addRules(to: &pages, scale: scale, programs, source.bytes)
    return Document(drawn: pages, findings)
  }

  /// `%PDF-` within the first 1024 bytes, as the format allows.
  static func hasHeader(_ bytes: ArraySlice<UInt8>) -> Bool {
    let head = bytes.prefix(1024)
    let mark = Array("%PDF-".utf8)
    return head.indices.contains { head[$0] == mark[0] && head[$0...].starts(with: mark) }
  }

  /// Draws the pages that have words, a few at a time so that pictures do not fill the memory.
  ///
  /// One page may be a picture that is too large, from which the others are not to suffer: of pages that fail each is
  /// asked for alone, once. Where time is what they take, and after some that fail alone, nothing more is drawn.
  private static func addRules(
    to pages: inout [DrawnPage], scale: Double, _ programs: PopplerPrograms, _ bytes: [UInt8]
  ) -> [Finding] {
    let chunk = 20
    var failed: [Int] = []
    var waiting = stride(from: 1, through: pages.count, by: chunk)
      .map { $0...min($0 + chunk - 1, pages.count) }[...]
    var hasGivenUp = false
    while let range = waiting.popFirst() {
      switch hasGivenUp ? .tookTooLong : drawing(of: range, scale, programs, bytes) {
      case .rules(let rules):
        for (number, rules) in zip(range, rules) { pages[number - 1].rules = rules }
        continue
      case .failed where range.count > 1:
        waiting = range.filter { !pages[$0 - 1].words.isEmpty }.map { $0...$0 } + waiting
        continue
      case .failed: hasGivenUp = failed.count >= 3
      case .tookTooLong: hasGivenUp = true
      }
      failed += range.filter { !pages[$0 - 1].words.isEmpty }
    }
    return failed.map { .noLines(onPage: $0) }
  }

  private enum Drawing {
    case rules([PageRules])
    case failed
    case tookTooLong
  }

  private static func drawing(
    of pages: ClosedRange<Int>, _ scale: Double, _ programs: PopplerPrograms, _ bytes: [UInt8]
  ) -> Drawing {
    if programs.isOutOfTime { return .tookTooLong }
    let output: [UInt8]
    do throws(ExternalProgram.Failure) {
      output = try programs.drawing(of: bytes, pages: pages)
    } catch {
      // That there are no lines is told for each page; why is for nobody.
      if case .outOfTime = error { return .tookTooLong }
      return .failed
    }
    guard let rules = PDFRuleParser.pages(output, scale: scale) else { return .failed }
    // A single page without any line has no element of its own.
    if pages.count == 1 { return .rules([rules.first ?? PageRules()]) }
    return rules.count == pages.count ? .rules(rules) : .failed
  }
}
