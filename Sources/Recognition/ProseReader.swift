import Core
import ReportModel

/// Takes the prose out of a scan: all text that is not a table, by section.
struct ProseReader {
  /// A stretch of text within one piece.
  struct Segment {
    let piece: Int
    let glyphs: Range<Int>
    let isHeading: Bool
    /// What a page prints around the report: it may say who reports, and is no prose.
    var isFurniture = false
  }

  let scan: Scan
  let layout: FormLayout
  let taken: Set<Int>
  /// The glyphs of tables in running text.
  private(set) var tables: [Range<Int>] = []
  private var vocabulary: ProseVocabulary { layout.prose }

  init(_ scan: Scan, _ layout: FormLayout, taken: Set<Int>) {
    self.scan = scan
    self.layout = layout
    self.taken = taken
    tables = tableRanges()
  }

  /// The text outside tables, piece by piece, and the headings and the prose that stand in cells; in glued text
  /// cut where a table begins and at section titles.
  func segments() -> [Segment] {
    var cutter = ProseCutter(scan, vocabulary, tables: tables)
    var index = 0
    while index < scan.pieces.count {
      guard scan.pieces[index].kind == .cell else {
        cutter.addPiece(index)
        index += 1
        continue
      }
      var end = index + 1
      while end < scan.pieces.count, scan.pieces[end].kind == .cell, !scan.pieces[end].beginsRow { end += 1 }
      cutter.addRow(index..<end)
      index = end
    }
    return cutter.segments
  }

  /// Sections from segments; the text before the first heading has none.
  func sections(_ segments: [Segment], without own: OwnSentences) -> [ProseSection] {
    var builder = SectionBuilder(scan, vocabulary)
    for segment in ProseContents(scan).without(segments) where !segment.isFurniture {
      let text = scan.text(segment.glyphs, piece: segment.piece)
      if text.isEmpty || own.contain(text) { continue }
      builder.add(segment, text)
    }
    return builder.sections
  }
}
