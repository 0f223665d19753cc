import ReportModel

/// From where to where a number of cases lies.
struct Span: Hashable, Sendable {
  var least: Amount
  /// Nil: no bound.
  var most: Amount?

  static let zero = Span(least: .zero, most: .zero)
  static let unknown = Span(least: .zero, most: nil)

  init(least: Amount, most: Amount?) {
    self.least = least
    self.most = most
  }

  /// Cases are never less than none.
  init(_ bounds: Bounds) {
    self.init(least: max(.zero, bounds.atLeast ?? .zero), most: bounds.atMost)
  }

  var bounds: Bounds { Bounds(atLeast: least, atMost: most) }

  static func + (left: Span, right: Span) -> Span {
    Span(least: left.least + right.least, most: sum(left.most, right.most))
  }

  static func sum(_ left: Amount?, _ right: Amount?) -> Amount? {
    guard let left, let right else { return nil }
    return left + right
  }

  static func smaller(_ left: Amount?, _ right: Amount?) -> Amount? {
    guard let left, let right else { return left ?? right }
    return min(left, right)
  }

  /// What both allow; nil where they exclude each other.
  func intersection(_ other: Span) -> Span? {
    let least = max(least, other.least)
    let most = Self.smaller(most, other.most)
    if let most, most < least { return nil }
    return Span(least: least, most: most)
  }

  /// The smallest that holds both.
  func joined(_ other: Span) -> Span {
    guard let most, let otherMost = other.most else {
      return Span(least: min(least, other.least), most: nil)
    }
    return Span(least: min(least, other.least), most: max(most, otherMost))
  }
}

/// How many cases may stand in any group of target rows, from the figures of one column of the source form.
///
/// Each case of a row with the targets T stands in one of T. So in a group G there are at least the cases of the
/// rows with T ⊆ G, and at most those with T ∩ G ≠ ∅; and where a total is known, at least what it leaves for G
/// when all that can stand elsewhere does.
///
/// A total and its parts, and rows that count the same, may contradict each other. Then the readings are joined:
/// the total is anything between them. Where the parts exceed it, some of their cases are counted twice, and any of
/// them may be fewer by as many; where they fall short of it, there are cases of which nothing else is known.
///
/// A blank, missing or unreadable figure is not zero: it is anything that the total above it leaves.
struct CaseCounts {
  /// Two statements of the source about one number that exclude each other, and what is taken of both.
  struct Contradiction {
    enum Kind { case parts, sameCount }

    let kind: Kind
    let row: Int
    let stated: Span
    /// The parts, or the other row.
    let others: [Int]
    let otherwise: Span
    let joined: Span
  }

  private let forest: CaseForest
  private let reading: CrosswalkReading
  /// By node: how many cases it has.
  private var spans: [Span] = []
  /// By node: how many cases of its parts may be counted twice.
  private var repeated: [Amount] = []
  /// By node: how many cases may be in none of its parts; nil: no bound.
  private var remainder: [Amount?] = []
  /// By node: whether its readings contradict each other.
  private var isJoined: [Bool] = []
  private(set) var contradictions: [Contradiction] = []

  /// - Parameter figure: the figure of a source row in the column at hand, nil where it cannot be used.
  init(_ forest: CaseForest, _ reading: CrosswalkReading, figure: (Int) -> Span?) {
    self.forest = forest
    self.reading = reading
    for node in forest.nodes {
      var own = figure(node.indicator)
      let base =
        node.parts.isEmpty
        ? Self.count(node.indicator, forest.totals, figure)
        : node.parts.reduce(.zero) { $0 + spans[$1] }
      if node.isSameRow, own?.intersection(base) == nil { own = nil }
      var readings = node.parts.isEmpty ? [] : [own].compactMap { $0 }
      let others = node.others.map { ($0, Self.count($0, forest.totals, figure)) }
      readings += others.map(\.1)
      let span = Self.reconciled(base, readings)
      spans.append(span)
      repeated.append(max(.zero, base.least - span.least))
      remainder.append(base.most.map { most in span.most.map { max(.zero, $0 - most) } } ?? .zero)
      let known = contradictions.count
      note(node, own, base, others, span)
      isJoined.append(contradictions.count > known)
    }
  }

  /// What is printed for a row, or its parts add up to.
  private static func count(_ row: Int, _ totals: FormTotals, _ figure: (Int) -> Span?) -> Span {
    if let own = figure(row) { return own }
    guard let parts = totals.parts[row] else { return .unknown }
    return parts.reduce(.zero) { $0 + count($1, totals, figure) }
  }

  /// What is left where all readings of one number agree, or all that one of them allows.
  private static func reconciled(_ base: Span, _ readings: [Span]) -> Span {
    if let agreed = readings.reduce(.some(base), { $0?.intersection($1) }) { return agreed }
    let each = readings.map { $0.intersection(base) ?? $0.joined(base) }
    return each.dropFirst().reduce(each[0]) { $0.joined($1) }
  }

  private mutating func note(
    _ node: CaseForest.Node, _ own: Span?, _ base: Span, _ others: [(Int, Span)], _ span: Span
  ) {
    if let own, own.intersection(base) == nil {
      contradictions.append(
        Contradiction(
          kind: .parts, row: node.indicator, stated: own,
          others: node.parts.map { forest.nodes[$0].indicator },
          otherwise: base, joined: span))
    }
    let stated = own ?? base
    for (row, other) in others where other.intersection(stated) == nil {
      contradictions.append(
        Contradiction(
          kind: .sameCount, row: row, stated: other, others: [node.indicator], otherwise: stated, joined: span
        ))
    }
  }

  // MARK: Groups

  private struct Share {
    var inside: Span
    var outside: Span
  }

  /// Between what the cases in a group of target rows lie.
  func bounds(of group: TargetSet) -> Span {
    var shares: [Share] = []
    shares.reserveCapacity(spans.count)
    for (position, node) in forest.nodes.enumerated() {
      let targets = node.targets(reading)
      let touches = !targets.isDisjoint(with: group)
      let leaves = !targets.isSubset(of: group)
      var share = Share(inside: .zero, outside: .zero)
      if node.parts.isEmpty {
        let span = base(position)
        if touches { share.inside = Span(least: leaves ? .zero : span.least, most: span.most) }
        if leaves { share.outside = Span(least: touches ? .zero : span.least, most: span.most) }
      } else {
        for part in node.parts {
          share.inside = share.inside + shares[part].inside
          share.outside = share.outside + shares[part].outside
        }
      }
      let more = remainder[position]
      if more != .some(.zero) {
        if touches { share.inside.most = Span.sum(share.inside.most, more) }
        if leaves { share.outside.most = Span.sum(share.outside.most, more) }
      }
      let twice = repeated[position]
      if twice != .zero {
        share.inside.least = max(.zero, share.inside.least - twice)
        share.outside.least = max(.zero, share.outside.least - twice)
      }
      shares.append(Self.within(spans[position], share))
    }
    return forest.roots.reduce(.zero) { $0 + shares[$1].inside }
  }

  /// The span of a node without parts before it was reconciled with others.
  private func base(_ position: Int) -> Span {
    var span = spans[position]
    span.least += repeated[position]
    if let more = remainder[position] { span.most = span.most.map { $0 - more } }
    return span
  }

  /// Both sides of a number of cases that is known.
  private static func within(_ whole: Span, _ share: Share) -> Share {
    func side(_ own: Span, _ other: Span) -> Span {
      var result = own
      if let most = other.most { result.least = max(own.least, whole.least - most) }
      result.most = Span.smaller(own.most, whole.most.map { max(.zero, $0 - other.least) })
      return result
    }
    return Share(inside: side(share.inside, share.outside), outside: side(share.outside, share.inside))
  }

  /// What best-fit puts into a group: each row's cases in the only target that they have by the letter, or in its
  /// default. Nil where a row that may have cases in the group has no number or no default.
  ///
  /// - Parameter number: the number of a source row that is shown.
  func bestFit(_ group: TargetSet, number: (Int) -> Amount?) -> Amount? {
    var sum = Amount.zero
    for (position, node) in forest.nodes.enumerated() where node.parts.isEmpty {
      if node.letter.isDisjoint(with: group) || isEmpty(position) { continue }
      guard let amount = number(node.indicator) ?? spans[position].bounds.only else { return nil }
      if amount == .zero { continue }
      if node.letter.isSubset(of: group) {
        sum += amount
        continue
      }
      guard let choice = node.choice else { return nil }
      if choice.isSubset(of: group) { sum += amount } else if !choice.isDisjoint(with: group) { return nil }
    }
    return sum
  }

  /// Whether the total above a row leaves nothing for it.
  private func isEmpty(_ position: Int) -> Bool {
    guard let above = forest.nodes.firstIndex(where: { $0.parts.contains(position) }) else { return false }
    let others = forest.nodes[above].parts.reduce(Amount.zero) { $1 == position ? $0 : $0 + spans[$1].least }
    return spans[above].most.map { $0 <= others } ?? false && spans[position].least == .zero
  }

  /// The source rows that say something about a group: those whose cases may stand in it, and the totals that
  /// narrow or widen what they say.
  ///
  /// - Parameter isTotal: only those that may have cases outside of the group, too.
  func sources(of group: TargetSet, isTotal: Bool) -> [Int] {
    forest.nodes.enumerated().flatMap { position, node -> [Int] in
      if node.practice.isDisjoint(with: group) { return [] }
      let others = isJoined[position] ? node.others : []
      if node.parts.isEmpty {
        return (isTotal && node.practice.isSubset(of: group) ? [] : [node.indicator]) + others
      }
      let isOpen = node.parts.contains { spans[$0].most == nil }
      return (isOpen || isJoined[position] ? [node.indicator] : []) + others
    }
  }
}
