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
/// them may be fewer by as many, or two may stand as one in another row; where they fall short of it, there are cases
/// of which nothing else is known.
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

  /// What becomes of a number of cases where another reading contradicts it.
  private struct Slack {
    /// How many cases may be counted twice.
    var repeated = Amount.zero
    /// How many may be counted nowhere; nil: no bound.
    var uncounted: Amount? = .zero

    init() {}

    init(from span: Span, to joined: Span) {
      repeated = max(.zero, span.least - joined.least)
      if let most = span.most { uncounted = joined.most.map { max(.zero, $0 - most) } }
    }

    var isNone: Bool { repeated == .zero && uncounted == .some(.zero) }
  }

  /// The cases of a row in three steps: what its parts or its figure say, that beside its own total, and that
  /// beside other rows that count the same.
  private struct Count {
    var own: Span
    var ofParts = Slack()
    var whole: Span
    var ofOthers = Slack()
    var span: Span
    var isJoined = false
  }

  private let forest: CaseForest
  /// By node.
  private var counts: [Count] = []
  private(set) var contradictions: [Contradiction] = []

  /// - Parameter figure: the figure of a source row in the column at hand, nil where it cannot be used.
  init(_ forest: CaseForest, figure: (Int) -> Span?) {
    self.forest = forest
    counts.reserveCapacity(forest.nodes.count)
    for node in forest.nodes { counts.append(count(node, figure)) }
  }

  private mutating func count(_ node: CaseForest.Node, _ figure: (Int) -> Span?) -> Count {
    let base =
      node.parts.isEmpty
      ? Self.stated(node.indicator, forest.totals, figure)
      : node.parts.reduce(.zero) { $0 + counts[$1].span }
    var count = Count(own: base, whole: base, span: base)
    if !node.parts.isEmpty, let own = figure(node.indicator) {
      if let agreed = own.intersection(base) {
        count.whole = agreed
      } else if !node.isSameRow {
        count.whole = own.joined(base)
        count.ofParts = Slack(from: base, to: count.whole)
        contradictions.append(
          Contradiction(
            kind: .parts, row: node.indicator, stated: own,
            others: node.parts.map { forest.nodes[$0].indicator }, otherwise: base, joined: count.whole))
      }
    }
    count.isJoined = !count.ofParts.isNone
    count.span = count.whole
    let others = node.others.map { ($0, Self.stated($0, forest.totals, figure)) }
    let agreed = others.reduce(.some(count.whole)) { $0?.intersection($1.1) }
    if let agreed, !count.isJoined {
      count.span = agreed
    } else {
      for (_, other) in others { count.span = count.span.joined(other.intersection(count.whole) ?? other) }
      count.ofOthers = Slack(from: count.whole, to: count.span)
    }
    for (row, other) in others where other.intersection(count.whole) == nil {
      contradictions.append(
        Contradiction(
          kind: .sameCount, row: row, stated: other, others: [node.indicator],
          otherwise: figure(node.indicator) ?? count.whole, joined: count.span))
      count.isJoined = true
    }
    return count
  }

  /// What is printed for a row, or its parts add up to.
  private static func stated(_ row: Int, _ totals: FormTotals, _ figure: (Int) -> Span?) -> Span {
    if let own = figure(row) { return own }
    guard let parts = totals.parts[row] else { return .unknown }
    return parts.reduce(.zero) { $0 + stated($1, totals, figure) }
  }

  // MARK: Groups

  private struct Share {
    var inside: Span
    var outside: Span
  }

  /// Between what the cases in a group of target rows lie.
  func bounds(of group: TargetSet, _ reading: Crosswalk.Reading) -> Span {
    var shares: [Share] = []
    shares.reserveCapacity(counts.count)
    for (position, node) in forest.nodes.enumerated() {
      let count = counts[position]
      let targets = node.targets(reading)
      let touches = !targets.isDisjoint(with: group)
      let leaves = !targets.isSubset(of: group)
      var share = Share(inside: .zero, outside: .zero)
      if node.parts.isEmpty {
        let span = count.own
        if touches { share.inside = Span(least: leaves ? .zero : span.least, most: span.most) }
        if leaves { share.outside = Span(least: touches ? .zero : span.least, most: span.most) }
      } else {
        for part in node.parts {
          share.inside = share.inside + shares[part].inside
          share.outside = share.outside + shares[part].outside
        }
      }
      for (slack, whole) in [(count.ofParts, count.whole), (count.ofOthers, count.span)] {
        if slack.uncounted != .some(.zero) {
          if touches { share.inside.most = Span.sum(share.inside.most, slack.uncounted) }
          if leaves { share.outside.most = Span.sum(share.outside.most, slack.uncounted) }
        }
        if slack.repeated != .zero { lower(&share, by: slack.repeated, node, group) }
        share = Self.within(whole, share)
      }
      shares.append(share)
    }
    return forest.roots.reduce(.zero) { $0 + shares[$1].inside }
  }

  /// Takes cases away that are counted twice: one for each, or both where two replies stand as one in the other part.
  private func lower(_ share: inout Share, by twice: Amount, _ node: CaseForest.Node, _ group: TargetSet) {
    var (inside, outside) = (twice, twice)
    let combined = forest.combined
    if !node.others.isEmpty, !combined.isDisjoint(with: node.practice) {
      if combined.isDisjoint(with: group) {
        if group.count > 1 { inside += twice }
        share.outside.most = Span.sum(share.outside.most, twice)
      } else {
        outside += twice
        share.inside.most = Span.sum(share.inside.most, twice)
      }
    }
    share.inside.least = max(.zero, share.inside.least - inside)
    share.outside.least = max(.zero, share.outside.least - outside)
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
  /// default. Nil where a row that may have cases in the group has no number or no default, or where the numbers
  /// contradict their totals.
  ///
  /// - Parameter number: the number of a source row that is shown.
  func bestFit(_ group: TargetSet, number: (Int) -> Amount?) -> Amount? {
    var sum = Amount.zero
    // By node, the numbers of its rows, and whether they are all known.
    var known: [(sum: Amount, isWhole: Bool)] = []
    var isTouched: [Bool] = []
    for (position, node) in forest.nodes.enumerated() {
      let span = counts[position].span
      var own: (sum: Amount, isWhole: Bool) = (.zero, true)
      if node.parts.isEmpty {
        let amount = number(node.indicator) ?? span.bounds.only ?? (isEmpty(position) ? .zero : nil)
        own = (amount ?? .zero, amount != nil)
        if !node.letter.isDisjoint(with: group), amount != .zero {
          guard let amount, let share = share(of: amount, node, group) else { return nil }
          sum += share
        }
      } else {
        for part in node.parts { own = (own.sum + known[part].sum, own.isWhole && known[part].isWhole) }
      }
      known.append(own)
      isTouched.append(!node.letter.isDisjoint(with: group))
    }
    for position in forest.nodes.indices.reversed() {
      // What is true of a tree is decided at its root, which stands behind its parts.
      if let above = forest.above[position] { isTouched[position] = isTouched[above] }
      guard isTouched[position] else { continue }
      let span = counts[position].span
      if span.most.map({ $0 < known[position].sum }) ?? false { return nil }
      if known[position].isWhole, known[position].sum < span.least { return nil }
    }
    return sum
  }

  /// How many cases of a row best-fit puts into a group.
  private func share(of amount: Amount, _ node: CaseForest.Node, _ group: TargetSet) -> Amount? {
    if node.letter.isSubset(of: group) { return amount }
    guard let choice = node.choice else { return nil }
    if choice.isSubset(of: group) { return amount }
    return choice.isDisjoint(with: group) ? .zero : nil
  }

  /// Whether the total above a row leaves nothing for it.
  private func isEmpty(_ position: Int) -> Bool {
    guard let above = forest.above[position], counts[position].span.least == .zero,
      let most = counts[above].span.most
    else { return false }
    let others = forest.nodes[above].parts.reduce(Amount.zero) {
      $1 == position ? $0 : $0 + counts[$1].span.least
    }
    return most <= others
  }

  /// The source rows that say something about a group: those whose cases may stand in it, and the totals that
  /// narrow or widen what they say.
  ///
  /// - Parameter isTotal: only those that may have cases outside of the group, too.
  func sources(of group: TargetSet, isTotal: Bool) -> [Int] {
    forest.nodes.enumerated().flatMap { position, node -> [Int] in
      if node.practice.isDisjoint(with: group) { return [] }
      let isJoined = counts[position].isJoined
      let others = isJoined ? node.others : []
      if node.parts.isEmpty {
        return (isTotal && node.practice.isSubset(of: group) ? [] : [node.indicator]) + others
      }
      let isOpen = node.parts.contains { counts[$0].span.most == nil }
      return (isOpen || isJoined ? [node.indicator] : []) + others
    }
  }
}
