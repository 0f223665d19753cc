import Foundation
import TestSupport

@testable import FormatKit
@testable import Gongkai
@testable import PageFormats
@testable import Recognition

extension FuzzTarget {
  /// What poppler answers: words and drawings, made by a file of a stranger's.
  static let pages: [FuzzTarget] = [
    FuzzTarget(name: "pdf-words", seeds: { [try words()] }, words: pageWords) { read($0, drawing: nil) },
    FuzzTarget(name: "pdf-drawing", seeds: { [try drawing()] }, words: pageWords) {
      read(sampleWords, drawing: $0)
    },
    // Each in its place: two bytes say where the words end.
    FuzzTarget(name: "pdf-page", seeds: { [parted(Array("<doc></doc>".utf8), Array("<svg/>".utf8))] }) {
      bytes in
      guard bytes.count > 2 else { return }
      let rest = bytes.dropFirst(2)
      let count = Int(bytes[0]) << 8 | Int(bytes[1])
      read(Array(rest.prefix(count)), drawing: Array(rest.dropFirst(count)))
    },
  ]

  private static let pageWords = [
    "<doc>", "</doc>", "<page width=\"595\" height=\"842\">", "</page>", "<word xMin=\"", "yMin=\"",
    "xMax=\"",
    "yMax=\"", "</word>", "<svg", "<path d=\"M 0 0 L 9 9 H 5 V 5 C 1 1 2 2 3 3 Z\"", "<use xlink:href=\"#",
    "transform=\"matrix(1,0,0,1,0,0)\"",
    "<clipPath id=\"", "<g ", "<rect ", "width=\"", "1e308", "-1e308", "nan", "inf", "stroke-width=\"",
  ]

  private static func parted(_ words: [UInt8], _ drawing: [UInt8]) -> [UInt8] {
    [UInt8(truncatingIfNeeded: words.count >> 8), UInt8(truncatingIfNeeded: words.count)] + words + drawing
  }

  private static func sample() throws -> [UInt8] { try Examples.named("sample.pdf").first ?? [] }

  private static func words() throws -> [UInt8] { try PopplerPrograms().words(of: sample()) }

  private static func drawing() throws -> [UInt8] {
    try PopplerPrograms().drawing(of: sample(), pages: 1...1)
  }

  private static let sampleWords = (try? words()) ?? []

  private static func read(_ words: [UInt8], drawing: [UInt8]?) {
    guard var pages = try? PDFWordParser.pages(words), pages.count <= PopplerPrograms.maximumPages else {
      return
    }
    let scale = DrawnPage.scaleToUsualSize(pages)
    pages = pages.map { $0.scaled(scale) }
    if let drawing, let rules = PDFRuleParser.pages(drawing, scale: scale) {
      for (index, rules) in zip(pages.indices, rules) { pages[index].rules = rules }
    }
    let document = Document(drawn: pages)
    _ = try? converter.recognizer.reports(in: [document], as: nil)
  }
}
