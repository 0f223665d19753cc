import DocumentModel
import MarkupKit

/// Reads `footnotes.xml` or `endnotes.xml`: the text of each note.
struct WordNotesHandler: XMLEventHandler {
  private(set) var notes: [WordNote: String] = [:]
  private var vocabulary = WordVocabulary()
  private var open: [WordElement?] = []
  private var note: WordNote?
  private var text: [UInt8] = []

  mutating func startElement(_ tag: XMLStartTag) {
    let element = vocabulary.element(tag)
    open.append(element)
    switch element {
    case .footnote, .endnote:
      // Separators have a type.
      let isNote = tag.text("type") == nil || tag.text("type") == "normal"
      note = isNote ? tag.text("id").map { element == .footnote ? .footnote($0) : .endnote($0) } : nil
      text = []
    case .p: if !text.isEmpty { text.append(0x20) }
    default: break
    }
  }

  mutating func endElement() {
    switch open.popLast() ?? nil {
    case .footnote, .endnote:
      if let note { notes[note] = String(decoding: text[BlankTrimming.trimmed(text)], as: UTF8.self) }
      note = nil
    default: break
    }
  }

  mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {
    if note != nil, open.last == .t { text.append(contentsOf: bytes) }
  }
}
