import MarkupKit

/// What a style says of the text that is in it.
struct WordStyle {
  var name: String?
  var parent: String?
  /// 0 is the first level of headings.
  var outlineLevel: Int?
  var numbering: Int?
  var numberingLevel: Int?
  var run = WordRunProperties()
}

struct WordStyles {
  private(set) var styles: [String: WordStyle] = [:]
  /// What runs are where no style says otherwise.
  var defaults = WordRunProperties()
  /// The style of paragraphs that name none.
  var defaultParagraphStyle: String?
  /// Whether any of the styles that are used changes what is seen.
  private(set) var matter = false
  /// The properties of runs in each style, with what they inherit.
  private var runs: [String: WordRunProperties] = [:]

  /// No style is based on more, one on the other.
  static let maximumSteps = 16

  subscript(id: String) -> WordStyle? {
    get { styles[id] }
    set { styles[id] = newValue }
  }

  /// A style with what it inherits.
  func resolved(_ id: String) -> WordStyle {
    var result = WordStyle()
    var next: String? = id
    var steps = 0
    while let current = next, let style = styles[current], steps < Self.maximumSteps {
      if steps == 0 { result.name = style.name }
      result.outlineLevel = result.outlineLevel ?? style.outlineLevel ?? Self.headingLevel(style.name)
      result.numbering = result.numbering ?? style.numbering
      result.numberingLevel = result.numberingLevel ?? style.numberingLevel
      result.run.inherit(style.run)
      next = style.parent
      steps += 1
    }
    return result
  }

  /// Makes ready what is asked of each run, for the styles that are used.
  mutating func prepare(_ used: Set<String>) {
    for id in used.union(defaultParagraphStyle.map { [$0] } ?? []) {
      let run = resolved(id).run
      runs[id] = run
      matter = matter || run.matters
    }
    matter = matter || defaults.matters
  }

  /// The properties of a run in styles: what it says itself counts; of what they say, the style of its characters
  /// comes before that of its paragraph and that of its table, and then the defaults. Two of them toggle: on in two
  /// styles at once is off (ECMA-376 part 1, 17.7.3).
  func effective(
    _ direct: WordRunProperties, character: String?, paragraph: String?, table: String?
  ) -> WordRunProperties {
    let levels = [character, paragraph ?? defaultParagraphStyle, table].compactMap { $0.flatMap { runs[$0] } }
    var result = direct
    for level in levels { result.inherit(level) }
    result.inherit(defaults)
    func toggled(_ property: KeyPath<WordRunProperties, Bool?>) -> Bool {
      if let own = direct[keyPath: property] { return own }
      if defaults[keyPath: property] == true { return true }
      return levels.count { $0[keyPath: property] == true } % 2 == 1
    }
    result.vanishes = toggled(\.vanishes)
    result.isStruck = toggled(\.isStruck)
    return result
  }

  /// Of `heading 1`, and of `Title`.
  private static func headingLevel(_ name: String?) -> Int? {
    guard let name = name?.lowercased() else { return nil }
    if name == "title" { return 0 }
    guard name.hasPrefix("heading "), let level = name.last?.wholeNumberValue, (1...9).contains(level) else {
      return nil
    }
    return level - 1
  }
}

/// Reads `styles.xml`, as far as the defaults, some styles and what they are based on.
struct WordStylesHandler: XMLEventHandler {
  private(set) var styles = WordStyles()
  private var missing: Set<String>
  private var vocabulary = WordVocabulary()
  /// The elements that are open; nil for those of other vocabularies.
  private var open: [WordElement?] = []
  private var id: String?
  private var style = WordStyle()

  init(wanted: Set<String>) { missing = wanted }

  var isDone: Bool { missing.isEmpty && styles.defaultParagraphStyle != nil }

  mutating func startElement(_ tag: XMLStartTag) {
    let element = vocabulary.element(tag)
    open.append(element)
    guard let element else { return }
    if open.count == 4, open[2] == .rPr {
      _ = style.run.read(element, tag)
      return
    }
    if open.count == 5, open[1] == .docDefaults, open[3] == .rPr {
      _ = styles.defaults.read(element, tag)
      return
    }
    switch element {
    case .style where open.count == 2: begin(tag)
    case .name: style.name = tag.text("val")
    case .basedOn: style.parent = tag.text("val")
    case .outlineLvl: style.outlineLevel = tag.wholeNumber("val")
    case .numId: style.numbering = tag.wholeNumber("val")
    case .ilvl: style.numberingLevel = tag.wholeNumber("val")
    default: break
    }
  }

  private mutating func begin(_ tag: XMLStartTag) {
    let type = tag.text("type") ?? "paragraph"
    id = ["paragraph", "character", "table"].contains(type) ? tag.text("styleId") : nil
    style = WordStyle()
    if type == "paragraph", let isDefault = tag.text("default"), isDefault == "1" || isDefault == "true" {
      styles.defaultParagraphStyle = id
      if let id, styles[id] == nil { missing.insert(id) }
    }
  }

  mutating func endElement() {
    if open.count == 2, let id {
      styles[id] = style
      self.id = nil
      if missing.remove(id) != nil { missAncestor(of: style) }
    }
    open.removeLast()
  }

  /// The nearest style that a wanted one is based on and that is not known yet.
  private mutating func missAncestor(of style: WordStyle) {
    var next = style.parent
    var steps = 0
    while let current = next, steps < WordStyles.maximumSteps {
      guard let known = styles[current] else {
        missing.insert(current)
        return
      }
      next = known.parent
      steps += 1
    }
  }

  mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
