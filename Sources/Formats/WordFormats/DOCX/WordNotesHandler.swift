import DocumentModel
import MarkupKit

/// The footnotes and endnotes of a document.
struct WordNotes {
  var texts: [WordNote: String] = [:]
  /// What is not read of each note.
  var unseen: [WordNote: [WordText.Unseen]] = [:]
}

/// Reads `footnotes.xml` or `endnotes.xml`: the text of each note. One for each part: what it learns of names holds
/// for that.
struct WordNotesHandler: XMLEventHandler {
  private(set) var notes: WordNotes
  private var vocabulary = WordVocabulary()
  private var open: [WordElement?] = []
  private var runs: WordRuns
  private var note: WordNote?
  private var text = WordText()

  /// - Parameter notes: those of other parts.
  init(_ notes: WordNotes, styles: WordStyles, includesHidden: Bool) {
    self.notes = notes
    runs = WordRuns(styles, includesHidden: includesHidden)
  }

  mutating func startElement(_ tag: XMLStartTag) {
    let element = vocabulary.element(tag)
    open.append(element)
    switch element {
    case .footnote, .endnote:
      // Separators have a type.
      let isNote = tag.text("type") == nil || tag.text("type") == "normal"
      note = isNote ? tag.text("id").map { element == .footnote ? .footnote($0) : .endnote($0) } : nil
      text.clear()
    case .p:
      runs.beginParagraph()
      if !text.isEmpty { text.append(0x20) }
    case .r: runs.beginRun()
    case .del: runs.deletions += 1
    case .pStyle:
      runs.paragraphStyle = tag.text("val")
      if let style = runs.paragraphStyle { runs.usedStyles.insert(style) }
    case .some(let element):
      if open.count > 2, open[open.count - 2] == .rPr, open[open.count - 3] == .r { runs.read(element, tag) }
    case nil: break
    }
  }

  mutating func endElement() {
    switch open.popLast() ?? nil {
    case .footnote, .endnote:
      text.settle()
      let bytes = text.bytes
      if let note { notes.texts[note] = String(decoding: bytes[BlankTrimming.trimmed(bytes)], as: UTF8.self) }
      if let note, !text.unseen.isEmpty { notes.unseen[note] = text.unseen }
      note = nil
    case .del: runs.deletions -= 1
    default: break
    }
  }

  mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard note != nil, open.last == .t || open.last == .delText, !open.contains(.moveFrom) else { return }
    var appearance = runs.appearance
    if runs.deletions > 0 { appearance.unseen = .struckOut }
    text.append(bytes, appearance)
  }
}
