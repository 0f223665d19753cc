import ReportModel

/// The prose of two reports, section by section.
public struct ProseComparison: Sendable {
  /// In the order of the second report; sections that only the first has stand where they stood there.
  public var sections: [ComparedSection]

  public var isSame: Bool { sections.allSatisfy(\.isSame) }
}

/// A section of the first report and the one of the second that it became.
public struct ComparedSection: Sendable {
  /// A heading as printed, with its level; nil where the report has no such section.
  public struct Heading: Hashable, Sendable {
    public var text: String?
    public var level: Int
  }

  public var before: Heading?
  public var after: Heading?
  /// Whether it stands among other sections now.
  public var isMoved: Bool
  /// Whether the heading reads differently, spaces and the width of letters apart.
  public var isRenamed: Bool
  public var paragraphs: [ComparedParagraph]
  /// How many characters, without spaces, it has, and how many of them are in both.
  public var lengthBefore: Int
  public var lengthAfter: Int
  public var lengthInCommon: Int

  public var isSame: Bool {
    before != nil && after != nil && !isMoved && !isRenamed && paragraphs.allSatisfy { $0.kind == .same }
  }

  /// How much of the longer one is in both, in percent, rounded down: 100 is all.
  public var percentInCommon: Int {
    let longer = max(lengthBefore, lengthAfter)
    return longer == 0 ? 100 : lengthInCommon * 100 / longer
  }
}

/// A paragraph in both reports, or in one.
public struct ComparedParagraph: Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case same, changed, removed, added
    /// The same paragraph stands elsewhere in the second report, or did in the first.
    case movedAway, movedHere
  }

  /// A stretch of a changed paragraph.
  public struct Piece: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable { case same, removed, added }

    public var kind: Kind
    public var text: String
    /// Whether it is a number, or holds one, and was removed or added.
    public var hasNumber: Bool
  }

  public var kind: Kind
  public var before: ProseParagraph?
  public var after: ProseParagraph?
  /// For a changed paragraph: what is the same, removed and added, in the order of reading. Those that are not
  /// added make up the paragraph before, those that are not removed the one after, spaces apart.
  public var pieces: [Piece]
}
