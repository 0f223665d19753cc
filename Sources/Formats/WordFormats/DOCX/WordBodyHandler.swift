import DocumentModel
import MarkupKit

/// Collects paragraphs and tables while a document's body goes by.
///
/// Which number Word prints before a paragraph, whether its style makes a heading of it and what its footnotes
/// say stands in other parts: see `WordResolver`. What styles hide must be known before: see `DOCXReader`.
struct WordBodyHandler: XMLEventHandler {
  /// What is set aside while a text box is open.
  private struct Outer {
    var properties: WordParagraphProperties
    var mark: WordRunProperties
    var isMarkDeleted: Bool
    var text: WordText
    var runs: WordRuns
    var joined: WordText
    var reason: UnseenText.Reason?
  }

  private(set) var body = WordBody()
  /// How much there is of it so far. Nothing is read any more once that is too much.
  private(set) var size: DocumentSize
  private(set) var isDone = false
  private var vocabulary = WordVocabulary()
  /// The styles that tags name which come again.
  private var paragraphStyles = XMLTagMeanings<String?>(nil)
  private var alternatives = WordAlternatives()
  /// The elements that are open; nil for those of other vocabularies.
  private var open: [WordElement?] = []
  /// How many elements are open whose contents do not count.
  private var skipped = 0
  private var isInText = false
  private var runs: WordRuns
  private var fields = WordFields()
  private var tables: WordTables
  private var properties = WordParagraphProperties()
  /// The paragraph's mark: where it is not shown the next paragraph goes on in the same line.
  private var mark = WordRunProperties()
  private var isStyleSeparator = false
  private var isMarkDeleted = false
  private var text = WordText()
  /// Paragraphs before, in whose line this one goes on.
  private var joined = WordText()
  private var outer: [Outer] = []
  /// Why nothing of the text box at hand is seen; nil where it is.
  private var boxReason: UnseenText.Reason?
  /// Whether the drawing at hand is not shown.
  private var isDrawingHidden = false
  /// Whether each content control that is open shows nothing but its prompt.
  private var prompts: [Bool] = []
  private var isPrompt = false

  init(
    styles: WordStyles = WordStyles(), includesHidden: Bool = false,
    limits: DocumentSize.Limits = DocumentSize.Limits()
  ) {
    size = DocumentSize(limits)
    runs = WordRuns(styles, includesHidden: includesHidden)
    tables = WordTables(includesHidden: includesHidden)
  }

  /// The styles on which it depends what is seen.
  var stylesOfRuns: Set<String> { runs.usedStyles.union(body.stylesOfRuns) }

  // MARK: Events

  mutating func bind(prefix: UnsafePointer<UInt8>, to namespace: UnsafePointer<UInt8>) {
    alternatives.bind(String(cString: prefix), to: String(cString: namespace))
  }

  mutating func startElement(_ tag: XMLStartTag) {
    let element = vocabulary.element(tag)
    open.append(element)
    if skipped > 0 {
      skipped += 1
      return
    }
    guard let element else { return }
    switch element {
    case .t: isInText = prompts.isEmpty || !prompts.contains(true)
    case .delText: isInText = true
    case .p: beginParagraph()
    case .r: runs.beginRun()
    case .del where parent == .trPr: tables.read(element, tag)
    case .del, .moveFrom: if parent == .rPr { isMarkDeleted = isOfMark } else { beginDeletion(element) }
    case .instrText, .rt, .pPrChange, .rPrChange, .tblPrChange, .tblGridChange, .trPrChange, .tcPrChange,
      .tblPrExChange, .sectPrChange:
      skipped = 1
    case .alternateContent: alternatives.begin()
    case .alternative, .fallback:
      if !alternatives.takes(tag, isFallback: element == .fallback) { skipped = 1 }
    case .tbl: openTable()
    case .tr: tables.beginRow()
    case .tc: tables.beginCell()
    case .txbxContent: openBox()
    case .drawing: isDrawingHidden = false
    case .docPr: isDrawingHidden = !runs.includesHidden && tag.isTrue("hidden")
    case .sdt: isPrompt = false
    case .showingPlcHdr: isPrompt = tag.isOn
    case .sdtContent:
      prompts.append(isPrompt)
      isPrompt = false
    default: readContent(element, tag)
    }
  }

  mutating func endElement() {
    let element = open.popLast() ?? nil
    if skipped > 0 {
      skipped -= 1
      return
    }
    switch element {
    case .t, .delText: isInText = false
    case .p: endParagraph()
    case .del where open.last != .trPr && open.last != .rPr: runs.deletions -= 1
    case .alternateContent: alternatives.end()
    case .sup, .sub: runs.endFormulaPart(isRaised: element == .sup)
    case .tcPr: tables.beginContent()
    case .tc:
      fields.endInstructions()
      tables.endCell(&body)
      size.add(cells: 1, text: 0)
      isDone = size.isTooLarge
    case .tr:
      tables.endRow()
      size.addRow()
    case .tbl: tables.close(&body)
    case .txbxContent: closeBox()
    case .drawing: isDrawingHidden = false
    case .sdtContent: _ = prompts.popLast()
    case .body: flushJoined()
    default: break
    }
  }

  mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {
    if isInText, skipped == 0 { append(bytes) }
  }

  /// The element around the one that has just begun; versions of content stand for what they are a version of.
  private var parent: WordElement? { ancestor(1) }
  private var grandparent: WordElement? { ancestor(2) }
  private var isOfMark: Bool { grandparent == .pPr }

  private func ancestor(_ steps: Int) -> WordElement? {
    var index = open.count - 1
    var left = steps
    while left > 0, index > 0 {
      index -= 1
      switch open[index] {
      case .alternateContent, .alternative, .fallback: break
      default: left -= 1
      }
    }
    return left == 0 && index >= 0 ? open[index] : nil
  }

  // MARK: Text

  private mutating func readContent(_ element: WordElement, _ tag: XMLStartTag) {
    switch element {
    case .tab where parent == .r, .ptab: append(CollectionOfOne(0x20))
    case .br where parent == .r, .cr where parent == .r: append(CollectionOfOne(0x0A))
    case .noBreakHyphen: append(CollectionOfOne(UInt8(ascii: "-")))
    case .sym: if let symbol = WordSymbol.text(tag) { append(symbol.utf8) }
    case .fldChar:
      if let choice = fields.mark(tag.text("fldCharType")) { append(choice.utf8) }
    case .ddList, .listEntry: fields.readList(element, tag)
    case .result where parent == .ddList, .defaultEntry where parent == .ddList:
      fields.readList(element, tag)
    case .sup, .sub: runs.beginFormulaPart(isRaised: element == .sup)
    case .den: append(CollectionOfOne(UInt8(ascii: "/")))
    case .footnoteReference, .endnoteReference:
      guard let id = tag.text("id"), appearance.unseen == nil else { break }
      if let own = tag.text("customMarkFollows"), own != "0", own != "false" { runs.raise() }
      text.append(element == .footnoteReference ? .footnote(id) : .endnote(id))
      body.noteReference()
    case .altChunk, .subDoc: if let id = tag.text("id") { body.includedParts.append(id) }
    default: readProperty(element, tag)
    }
  }

  private mutating func readProperty(_ element: WordElement, _ tag: XMLStartTag) {
    switch element {
    case .pStyle:
      let known = paragraphStyles[tag]
      properties.style = known ?? tag.text("val")
      runs.paragraphStyle = properties.style
      if known == nil {
        paragraphStyles[tag] = .some(properties.style)
        if let style = properties.style { body.stylesOfRuns.insert(style) }
      }
    case .numId: properties.numbering = tag.wholeNumber("val")
    case .ilvl: properties.numberingLevel = tag.wholeNumber("val")
    case .outlineLvl: properties.outlineLevel = tag.wholeNumber("val")
    case .rStyle, .vanish, .strike, .dstrike, .vertAlign, .position, .sz, .specVanish:
      guard parent == .rPr else { break }
      if grandparent == .r {
        runs.read(element, tag)
      } else if isOfMark {
        if element == .specVanish { isStyleSeparator = tag.isOn } else { _ = mark.read(element, tag) }
      }
    case .tblStyle:
      tables.read(element, tag)
      if let style = tables.style { body.stylesOfRuns.insert(style) }
    case .hidden: if parent == .trPr { tables.read(element, tag) }
    default: tables.read(element, tag)
    }
  }

  /// How what comes now is seen.
  private var appearance: WordAppearance {
    var appearance = runs.appearance
    if runs.deletions > 0 || open.last == .delText {
      appearance.unseen = .struckOut
    } else if let reason = tables.reason ?? boxReason {
      appearance.unseen = reason
    } else if appearance.unseen == nil, fields.isInInstruction {
      appearance.unseen = .hidden
    }
    return appearance
  }

  private mutating func append(_ bytes: some Collection<UInt8>) {
    runs.noteText()
    fields.noteText()
    text.append(bytes, appearance)
  }

  /// What was deleted is told. What was moved away stands elsewhere.
  private mutating func beginDeletion(_ element: WordElement) {
    if element == .del { runs.deletions += 1 } else { skipped = 1 }
  }

  // MARK: Paragraphs

  private mutating func beginParagraph() {
    properties = WordParagraphProperties()
    (mark, isMarkDeleted, isStyleSeparator) = (WordRunProperties(), false, false)
    runs.tableStyle = tables.style
    runs.beginParagraph()
    text.clear()
  }

  private mutating func endParagraph() {
    defer { text.clear() }
    if !text.isEmpty {
      // Every paragraph of a cell is a line of its text.
      if tables.isEmpty {
        size.addParagraph(text: text.length)
      } else {
        size.add(cells: 0, text: text.length)
      }
      isDone = size.isTooLarge
    }
    // A heading that runs into its text is a heading all the same.
    let runsOn = isMarkDeleted || !isStyleSeparator && runs.hides(mark: mark)
    if tables.isEmpty {
      if runsOn {
        joined.append(text)
        return
      }
      if !joined.isEmpty {
        joined.append(text)
        text = joined
        joined.clear()
      }
      text.settle()
      if properties.mayMatter { prependProperties() }
      if !text.isEmpty { body.items.append(WordItem(text)) }
    } else {
      // Styles of cells say nothing of headings; numbers that the cell itself asks for are printed.
      if properties.numbering != nil, !runsOn { prependProperties() }
      tables.append(text, runsOn: runsOn)
    }
  }

  /// The last paragraph of a text ends its line, whatever its mark says.
  private mutating func flushJoined() {
    guard !joined.isEmpty else { return }
    joined.settle()
    body.items.append(WordItem(joined))
    joined.clear()
  }

  private mutating func prependProperties() {
    text.prepend(properties)
    body.note(properties)
  }

  private mutating func openTable() {
    fields.endInstructions()
    if tables.isEmpty { flushJoined() }
    if !tables.open() { skipped = 1 }
  }

  private mutating func openBox() {
    outer.append(
      Outer(
        properties: properties, mark: mark, isMarkDeleted: isMarkDeleted, text: text, runs: runs,
        joined: joined, reason: boxReason))
    boxReason = boxReason ?? runs.appearance.unseen ?? (isDrawingHidden ? .hidden : nil)
    (text, joined) = (WordText(), WordText())
  }

  private mutating func closeBox() {
    if tables.isEmpty { flushJoined() }
    guard let last = outer.popLast() else { return }
    let used = runs.usedStyles
    (properties, mark, isMarkDeleted) = (last.properties, last.mark, last.isMarkDeleted)
    (text, runs, joined, boxReason) = (last.text, last.runs, last.joined, last.reason)
    runs.usedStyles.formUnion(used)
  }
}

/// A character of a symbol font.
enum WordSymbol {
  /// Digits and marks of a font whose letters are letters, and the circled numbers of Wingdings; nil for pictures.
  static func text(_ tag: XMLStartTag) -> String? {
    guard let font = tag.text("font"), let code = tag.text("char").flatMap({ UInt32($0, radix: 16) }) else {
      return nil
    }
    let own = code >= 0xF000 && code <= 0xF0FF ? code - 0xF000 : code
    if font.hasPrefix("Wingdings") || font.hasPrefix("Webdings") {
      guard font == "Wingdings" else { return nil }
      switch own {
      case 0x81...0x8A: return UnicodeScalar(0x2460 + own - 0x81).map { String($0) }
      case 0x8C...0x95: return UnicodeScalar(0x2460 + own - 0x8C).map { String($0) }
      default: return nil
      }
    }
    if font == "Symbol" { return (0x30...0x39).contains(own) ? UnicodeScalar(own).map { String($0) } : nil }
    // Of other fonts what is no private character is itself.
    return code < 0xE000 && code > 0x20 ? UnicodeScalar(code).map { String($0) } : nil
  }
}
