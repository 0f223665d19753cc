import DocumentModel
import MarkupKit

/// What a run's properties, or those of a style, say of how its text is seen; nil where they say nothing
/// (ECMA-376 part 1, 17.3.2).
///
/// `webHidden` is not among them: it hides text from the web view only, and such text is printed.
struct WordRunProperties: Equatable {
  enum Alignment { case baseline, superscript, `subscript` }

  var vanishes: Bool?
  var isStruck: Bool?
  var isStruckTwice: Bool?
  var alignment: Alignment?
  /// How far the line is raised, in half-points.
  var rise: Int?
  /// In half-points.
  var size: Int?

  /// Smaller type than this is a way to hide text: one point.
  private static let smallestSeen = 3

  var isTiny: Bool { size.map { $0 < Self.smallestSeen } ?? false }

  /// Whether something is said that changes what is read, apart from the size of letters that can be seen.
  var matters: Bool {
    vanishes != nil || isStruck != nil || isStruckTwice != nil || alignment != nil || rise != nil || isTiny
  }

  /// Takes note of a property.
  ///
  /// - Returns: whether the element is one.
  mutating func read(_ element: WordElement, _ tag: XMLStartTag) -> Bool {
    switch element {
    case .vanish: vanishes = tag.isOn
    case .strike: isStruck = tag.isOn
    case .dstrike: isStruckTwice = tag.isOn
    case .vertAlign:
      switch tag.text("val") {
      case "superscript": alignment = .superscript
      case "subscript": alignment = .subscript
      default: alignment = .baseline
      }
    case .position: rise = tag.text("val").flatMap { Int($0) }
    case .sz: size = tag.wholeNumber("val")
    default: return false
    }
    return true
  }

  /// What is not said here is as it is there.
  mutating func inherit(_ other: WordRunProperties) {
    vanishes = vanishes ?? other.vanishes
    isStruck = isStruck ?? other.isStruck
    isStruckTwice = isStruckTwice ?? other.isStruckTwice
    alignment = alignment ?? other.alignment
    rise = rise ?? other.rise
    size = size ?? other.size
  }
}

/// How the text of a run is seen.
struct WordAppearance: Equatable {
  enum Elevation { case raised, lowered }

  /// Why nobody reads it; nil where it is to be read.
  var unseen: UnseenText.Reason?
  var elevation: Elevation?

  static let plain = WordAppearance()
}

/// Follows the runs of a part and says how the text at hand is seen.
struct WordRuns {
  let styles: WordStyles
  let includesHidden: Bool
  /// The styles that runs are in, besides those of their paragraphs and tables.
  var usedStyles: Set<String> = []
  private(set) var appearance = WordAppearance.plain
  var paragraphStyle: String?
  var tableStyle: String?
  /// How many elements are open whose contents were deleted.
  var deletions = 0
  private var direct = WordRunProperties()
  private var style: String?
  /// The size of the text before, which raised text is smaller than.
  private var lastSize: Int?
  /// How many elements are open that raise (+1) or lower (-1) a formula's text.
  private var superscripts = 0
  private var subscripts = 0

  /// What letters are that nothing is said of: 五号.
  private static let usualSize = 21

  init(_ styles: WordStyles, includesHidden: Bool) {
    self.styles = styles
    self.includesHidden = includesHidden
  }

  mutating func beginParagraph() {
    paragraphStyle = nil
    lastSize = nil
    beginRun()
  }

  mutating func beginRun() {
    direct = WordRunProperties()
    style = nil
    appearance = styles.matter || superscripts + subscripts > 0 ? resolved() : .plain
  }

  /// Takes note of a property of the run at hand.
  mutating func read(_ element: WordElement, _ tag: XMLStartTag) {
    if element == .rStyle {
      style = tag.text("val")
      if let style { usedStyles.insert(style) }
    } else if !direct.read(element, tag) {
      return
    }
    appearance = resolved()
  }

  /// The mark of a note that the run itself prints.
  mutating func raise() { appearance.elevation = appearance.elevation ?? .raised }

  mutating func beginFormulaPart(isRaised: Bool) {
    if isRaised { superscripts += 1 } else { subscripts += 1 }
  }

  mutating func endFormulaPart(isRaised: Bool) {
    if isRaised { superscripts -= 1 } else { subscripts -= 1 }
  }

  /// Text of the run is about to come.
  mutating func noteText() { if appearance.elevation == nil, let size = direct.size { lastSize = size } }

  /// Whether a paragraph's mark with these properties is not shown.
  func hides(mark: WordRunProperties) -> Bool {
    !includesHidden
      && (styles.matter
        ? styles.effective(mark, character: nil, paragraph: paragraphStyle, table: tableStyle) : mark)
        .vanishes == true
  }

  private func resolved() -> WordAppearance {
    var properties = direct
    if styles.matter {
      properties = styles.effective(
        direct, character: style, paragraph: paragraphStyle, table: tableStyle)
    }
    var result = WordAppearance()
    if properties.isStruck == true || properties.isStruckTwice == true {
      result.unseen = .struckOut
    } else if !includesHidden, properties.vanishes == true || properties.isTiny {
      result.unseen = .hidden
    }
    result.elevation = elevation(properties)
    return result
  }

  /// Superscript and subscript, and what looks like them: small letters off the line.
  private func elevation(_ properties: WordRunProperties) -> WordAppearance.Elevation? {
    if superscripts > 0 { return .raised }
    if subscripts > 0 { return .lowered }
    switch properties.alignment {
    case .superscript: return .raised
    case .subscript: return .lowered
    case .baseline, nil: break
    }
    guard let rise = properties.rise, rise.magnitude >= 4, let size = properties.size,
      4 * size <= 3 * (lastSize ?? Self.usualSize)
    else { return nil }
    return rise > 0 ? .raised : .lowered
  }
}
