import MarkupKit
import TextKit

/// The text of one string as it is read: its runs joined, without the hints to pronunciation.
package struct StringItem {
  package var isOpen = false
  package var phoneticDepth = 0
  private var bytes: [UInt8] = []
  /// Where each run begins, and what its font is.
  private var runs: [(start: Int, font: RichText.Font)] = []

  package mutating func begin() {
    bytes.removeAll(keepingCapacity: true)
    runs.removeAll(keepingCapacity: true)
    isOpen = false
    phoneticDepth = 0
  }

  package mutating func beginRun() { runs.append((bytes.count, .ofCell)) }

  /// The font that follows is the run's own.
  package mutating func hasRunProperties() { change { $0 = .own } }

  package mutating func strike(_ tag: XMLStartTag) { change { $0.isStruck = tag.isOn } }

  package mutating func align(_ tag: XMLStartTag) {
    let value = tag.string("val")
    change { $0.position = value == "superscript" ? .raised : value == "subscript" ? .lowered : .line }
  }

  private mutating func change(_ change: (inout RichText.Font) -> Void) {
    if phoneticDepth == 0, let last = runs.indices.last { change(&runs[last].font) }
  }

  package mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    if isOpen, phoneticDepth == 0 { bytes.append(contentsOf: text) }
  }

  package var string: String { OfficeEscapes.decoded(bytes) }

  /// The text with its fonts; nil where all of it has the cell's.
  package var rich: RichText? {
    guard runs.contains(where: { $0.font != .ofCell }) else { return nil }
    var text = RichText()
    if let first = runs.first, first.start > 0 {
      text.append(OfficeEscapes.decoded(Array(bytes[..<first.start])), .ofCell)
    }
    for (index, run) in runs.enumerated() {
      let end = index + 1 < runs.count ? runs[index + 1].start : bytes.count
      text.append(OfficeEscapes.decoded(Array(bytes[run.start..<end])), run.font)
    }
    return text
  }
}

/// A text of several fonts, as far as they say what is to be read of it.
package struct RichText {
  package enum Position { case line, raised, lowered }

  package struct Font: Hashable {
    /// nil where the cell's font decides.
    package var isStruck: Bool?
    package var position = Position.line

    package static let ofCell = Font(isStruck: nil)
    package static let own = Font(isStruck: false)

    package init(isStruck: Bool?, position: Position = .line) {
      self.isStruck = isStruck
      self.position = position
    }
  }

  private var runs: [(text: String, font: Font)] = []

  package init() {}

  package mutating func append(_ text: String, _ font: Font) {
    if let last = runs.last, last.font == font {
      runs[runs.count - 1].text += text
    } else {
      runs.append((text, font))
    }
  }

  /// What is to be read, with marks for what is raised beside other text, and what is struck out.
  ///
  /// - Parameter isStruck: whether the cell's own font strikes out.
  package func shown(isStruck: Bool) -> (text: String, struck: String) {
    var text = ""
    var struck = ""
    let isAlone = !runs.contains { run in
      run.font.position == .line && !(run.font.isStruck ?? isStruck) && !SheetText.isBlank(run.text)
    }
    for run in runs {
      if run.font.isStruck ?? isStruck {
        struck += run.text
      } else if isAlone || run.font.position == .line || SheetText.isBlank(run.text) {
        text += run.text
      } else {
        text += run.font.position == .raised ? RaisedText.raised(run.text) : RaisedText.lowered(run.text)
      }
    }
    return (text, struck)
  }
}

extension XMLStartTag {
  /// Whether an element that switches something on does so.
  package var isOn: Bool { attribute("val") == nil || isTrue("val") }
}
