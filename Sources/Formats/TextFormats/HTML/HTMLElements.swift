/// How the text of an element appears, as far as it decides what is read.
struct HTMLAppearance: OptionSet {
  let rawValue: UInt16

  /// Takes no place at all, whatever its parts say.
  static let absent = HTMLAppearance(rawValue: 1)
  /// Leaves its place empty; a part of it can be seen again.
  static let invisible = HTMLAppearance(rawValue: 2)
  /// Of a size in which nobody can read; a part of it can have another.
  static let tiny = HTMLAppearance(rawValue: 4)
  /// Transparent, or somewhere else.
  static let covered = HTMLAppearance(rawValue: 8)
  static let struckOut = HTMLAppearance(rawValue: 16)
  static let raised = HTMLAppearance(rawValue: 32)
  static let lowered = HTMLAppearance(rawValue: 64)
  /// Raised or lowered only where it reads like a mark.
  static let perhaps = HTMLAppearance(rawValue: 128)
  /// Help for reading that stands over the text.
  static let annotation = HTMLAppearance(rawValue: 256)
  /// Not told as left out: a page has it for readers without scripts.
  static let alternative = HTMLAppearance(rawValue: 512)

  /// A link to a note of the page.
  static let noteLink = HTMLAppearance(rawValue: 1024)

  static let unseen: HTMLAppearance = [.absent, .invisible, .tiny, .covered]
  static let shifted: HTMLAppearance = [.raised, .lowered, .perhaps, .annotation, .noteLink]

  var isUnseen: Bool { !isDisjoint(with: .unseen) }
}

/// The elements that are open, the outermost first, each with how its text appears.
struct HTMLElements {
  struct Element {
    let name: UInt64
    let tag: HTMLTag
    /// What it says of itself, to be applied again where it goes on elsewhere.
    let declarations: HTMLDeclarations?
    var appearance: HTMLAppearance
    /// A line ends before and after it by style.
    var isBlock = false
    /// The part of the page that is named like a frame around the document.
    var part: Int?
    fileprivate var childCount = 0
    fileprivate let attributes: Range<Int>
    fileprivate let names: HTMLElementNames?
  }

  private var open: [Element] = []
  /// How many are open beyond those that are kept.
  private var excess = 0
  private var rootChildCount = 0

  /// Browsers go no deeper either.
  static let maximumDepth = 512

  var count: Int { open.count }
  var appearance: HTMLAppearance { open.last?.appearance ?? [] }
  var part: Int? { open.last?.part }

  subscript(depth: Int) -> Element { open[depth] }

  /// What selectors can ask of an element that is open.
  func names(_ depth: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> HTMLElementNames {
    open[depth].names
      ?? HTMLElementNames(
        bytes, name: open[depth].name, id: 0..<0, classes: 0..<0, attributes: open[depth].attributes,
        position: 1)
  }

  // MARK: Opening

  /// How an element appears that begins here.
  mutating func element(
    _ start: HTMLStartTag, _ bytes: UnsafeBufferPointer<UInt8>, _ sheet: inout HTMLStyleSheet
  ) -> Element {
    let position = countChild()
    var names: HTMLElementNames?
    var cascade = HTMLCascade()
    var isStyled = start.tag.addDefaults(start, bytes, &cascade)
    if !sheet.isEmpty {
      let found = HTMLElementNames(
        bytes, name: start.name, id: start.id, classes: start.classes, attributes: start.attributes,
        position: position)
      names = found
      if sheet.mayConcern(start) {
        sheet.apply(to: found, in: self, &cascade)
        isStyled = isStyled || !cascade.declarations.isEmpty
      }
    }
    if !start.style.isEmpty {
      let declarations = HTMLDeclarations(bytes, start.style)
      if !declarations.isEmpty {
        cascade.add(declarations, HTMLCascade.inline)
        isStyled = true
      }
    }
    let outer = appearance
    var element = Element(
      name: start.name, tag: start.tag, declarations: isStyled ? cascade.declarations : nil,
      appearance: outer,
      attributes: start.attributes, names: names)
    element.part = part
    if isStyled { element.apply(outer) }
    return element
  }

  private mutating func countChild() -> Int {
    guard let last = open.indices.last else {
      rootChildCount += 1
      return rootChildCount
    }
    open[last].childCount += 1
    return open[last].childCount
  }

  /// An element as it appears where it is opened, others having been closed since it was met.
  func moved(_ element: Element) -> Element {
    var element = element
    element.apply(appearance)
    element.part = part
    return element
  }

  /// Whether more is open than the page itself and its head.
  var hasBody: Bool { open.contains { $0.tag != .html && $0.tag != .head } }

  mutating func push(_ element: Element) {
    if open.count < Self.maximumDepth { open.append(element) } else { excess += 1 }
  }

  // MARK: Closing

  /// Closes all but the outermost ones; nothing goes on behind the end of a cell.
  mutating func truncate(to count: Int) {
    excess = 0
    if count < open.count { open.removeSubrange(count...) }
  }

  /// Closes an element by its end tag, and what is still open in it.
  ///
  /// - Parameter floor: how many are not closed by it, because it stands in a cell.
  /// - Returns: the element that was closed.
  @discardableResult
  mutating func close(_ tag: HTMLTag, _ name: UInt64, floor: Int) -> Element? {
    if excess > 0 {
      excess -= 1
      return nil
    }
    if let last = open.last, last.name == name, open.count > floor { return open.popLast() }
    var index = open.count
    var crossesBlock = false
    while index > floor {
      index -= 1
      if open[index].name == name {
        let element = open[index]
        if crossesBlock, tag.isFormatting { remove(index) } else { close(from: index) }
        return element
      }
      if open[index].tag.isSpecial {
        crossesBlock = true
        // An end within a line closes no block.
        if !tag.isSpecial, !tag.isFormatting { return nil }
      }
    }
    return nil
  }

  /// Closes a paragraph, an item or the like that the next one ends without saying so.
  mutating func closeImplied(by tag: HTMLTag, floor: Int) {
    guard !open.isEmpty else { return }
    switch tag {
    case .li: closeImplied(floor, { $0 == .li }, within: { $0 == .ul || $0 == .ol })
    case .dt, .dd: closeImplied(floor, { $0 == .dt || $0 == .dd }, within: { $0 == .dl })
    case .option, .optgroup: closeImplied(floor, { $0 == .option }, within: { $0 == .select })
    case .rt: closeImplied(floor, { $0 == .rt }, within: { _ in false })
    default: break
    }
    if tag.isBlock && tag != .br && tag != .option || tag == .table {
      closeImplied(floor, { $0 == .p }, within: \.isContainer)
    }
  }

  private mutating func closeImplied(
    _ floor: Int, _ isClosed: (HTMLTag) -> Bool, within: (HTMLTag) -> Bool
  ) {
    var index = open.count
    while index > floor {
      index -= 1
      let tag = open[index].tag
      if isClosed(tag) { return close(from: index) }
      if within(tag) { return }
    }
  }

  /// Closes an element and all in it; what formats text goes on behind it.
  private mutating func close(from index: Int) {
    let formatting = open[(index + 1)...].filter { $0.tag.isFormatting && $0.declarations != nil }
    open.removeSubrange(index...)
    for element in formatting {
      var element = element
      element.apply(appearance)
      push(element)
    }
  }

  /// Takes an element out from around others, which stay open.
  private mutating func remove(_ index: Int) {
    open.remove(at: index)
    for depth in index..<open.count {
      open[depth].apply(depth > 0 ? open[depth - 1].appearance : [])
    }
  }
}

extension HTMLElements.Element {
  /// Works out how it appears within another.
  fileprivate mutating func apply(_ outer: HTMLAppearance) {
    appearance = outer
    guard let declarations else { return }
    switch declarations.display {
    case .absent?: appearance.insert(.absent)
    case .block?: isBlock = !tag.isBlock && !tag.isSpecial
    default: break
    }
    if let isVisible = declarations.isVisible { appearance.set(.invisible, !isVisible) }
    switch declarations.size {
    case .tiny?: appearance.insert(.tiny)
    case .ordinary?: appearance.remove(.tiny)
    default: break
    }
    if isCovered(declarations.cover) { appearance.insert(.covered) }
    if declarations.isStruckOut == true { appearance.insert(.struckOut) }
    if tag == .noscript { appearance.insert([.absent, .alternative]) }
    if tag == .rt { appearance.insert(.annotation) }
    applyShift(declarations.shift)
  }

  /// Captions are cut to nothing where they stand for those who hear the page.
  private func isCovered(_ cover: HTMLDeclarations.Cover?) -> Bool {
    switch cover {
    case .whole?: tag != .caption
    case .flat?: (tag.isSpecial || isBlock) && ![.td, .th, .tr, .table].contains(tag)
    default: false
    }
  }

  private mutating func applyShift(_ shift: HTMLDeclarations.Shift?) {
    // A cell or a block is aligned by it, not raised.
    guard var shift, !tag.isSpecial, !tag.isVoid else { return }
    // Many sheets lift them by other means.
    if tag == .sup { shift = .raised } else if tag == .sub { shift = .lowered }
    switch shift {
    case .level: return
    case .raised, .top:
      appearance.remove(.shifted)
      appearance.insert(shift == .top ? [.raised, .perhaps] : .raised)
    case .noteLink: appearance.insert([.raised, .perhaps, .noteLink])
    case .lowered, .bottom:
      appearance.remove(.shifted)
      appearance.insert(shift == .bottom ? [.lowered, .perhaps] : .lowered)
    }
  }
}

extension HTMLAppearance {
  fileprivate mutating func set(_ member: HTMLAppearance, _ isSet: Bool) {
    if isSet { insert(member) } else { remove(member) }
  }
}

extension HTMLTag {
  /// What browsers do with an element unless the page says otherwise.
  ///
  /// - Returns: whether that is anything that matters.
  fileprivate func addDefaults(
    _ start: HTMLStartTag, _ bytes: UnsafeBufferPointer<UInt8>, _ cascade: inout HTMLCascade
  ) -> Bool {
    var declarations = HTMLDeclarations()
    switch self {
    case .sup: declarations.shift = .raised
    case .sub: declarations.shift = .lowered
    case .s, .strike, .del: declarations.isStruckOut = true
    case .template, .datalist, .noframes, .audio, .video, .canvas: declarations.display = .absent
    case .dialog:
      if !HTMLAttributes(bytes, start.attributes).contains("open", bytes) {
        declarations.display = .absent
      }
    case .rt, .noscript: return true
    case .a:
      if HTMLNoteMarks.isNoteLink(start, bytes) { declarations.shift = .noteLink }
    case .span:
      HTMLNoteMarks.addDefaults(start, bytes, &declarations)
    default: break
    }
    if start.isHidden { declarations.display = .absent }
    if declarations.isEmpty { return false }
    cascade.add(declarations, 0)
    return true
  }
}

/// Marks of notes that Word and editors of sites write without a style of their own.
private enum HTMLNoteMarks {
  private static let targets: [StaticString] = [
    "#_ftn", "#_edn", "#fn", "#ftn", "#note", "#footnote", "#endnote", "#cite_note", "#cite-note",
  ]

  /// A link to a note of the page.
  static func isNoteLink(_ start: HTMLStartTag, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var reader = HTMLAttributes(bytes, start.attributes)
    while let attribute = reader.next() {
      guard HTMLAttributes.isNamed("href", attribute.name, in: bytes) else { continue }
      let value = CSSText(bytes, attribute.value).trimmed
      return targets.contains { value.hasPrefix($0) }
    }
    return false
  }

  /// Classes whose style Word keeps apart, and that are left where its text is pasted.
  static func addDefaults(
    _ start: HTMLStartTag, _ bytes: UnsafeBufferPointer<UInt8>, _ declarations: inout HTMLDeclarations
  ) {
    guard !start.classes.isEmpty else { return }
    let classes = CSSText(bytes, start.classes).trimmed
    if classes.equals("msofootnotereference") || classes.equals("msoendnotereference") {
      declarations.shift = .raised
    } else if classes.equals("msodel") {
      declarations.isStruckOut = true
    }
  }
}

extension HTMLAttributes {
  /// Whether an attribute of a name is there.
  func contains(_ name: StaticString, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var reader = self
    while let attribute = reader.next() {
      if HTMLAttributes.isNamed(name, attribute.name, in: bytes) { return true }
    }
    return false
  }
}
