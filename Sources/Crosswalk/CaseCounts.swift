import ReportModel

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
struct CaseSums<Number: CaseNumber> {
  typealias Span = NumberSpan<Number>

  /// What becomes of a number of cases where another reading contradicts it.
  private struct Slack {
    /// How many cases may be counted twice.
    var repeated = Number.zero
    /// How many may be counted nowhere; nil: no bound.
    var uncounted: Number? = .zero

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
    /// Whether no other row changes what its parts and its own figure say.
    var isAsStated = false
  }

  private let forest: CaseForest
  /// By node.
  private var counts: [Count] = []
  /// By source row, its figure in the column at hand, nil where it cannot be used.
  private let figures: [Span?]
  /// By source row, the number that is shown.
  private let numbers: [Number?]
  private(set) var contradictions: [CaseCounts.Contradiction] = []

  /// - Parameters:
  ///   - figures: by source row, nil where one cannot be used. Those that the forest does not read are left out.
  ///   - isByLetter: whether of what is presumed only that number is taken.
  /// - Returns: nil where a number is of another kind.
  init?(_ forest: CaseForest, _ figures: [Figure?], isByLetter: Bool) {
    self.forest = forest
    var spans = [Span?](repeating: nil, count: figures.count)
    var numbers = [Number?](repeating: nil, count: figures.count)
    for row in forest.readRows {
      if let amount = figures[row]?.amount {
        guard let number = Number(amount) else { return nil }
        numbers[row] = number
      }
      if isByLetter, case .presumed = figures[row]?.value {
        spans[row] = numbers[row].map { Span(least: $0, most: $0) }
      } else if let bounds = figures[row]?.bounds {
        guard let span = Span(bounds) else { return nil }
        spans[row] = span
      }
    }
    self.figures = spans
    self.numbers = numbers
    counts.reserveCapacity(forest.nodes.count)
    for node in forest.nodes {
      var count = count(node)
      count.isAsStated =
        count.ofParts.isNone && count.ofOthers.isNone && count.span == count.whole && count.span.isPossible
        && (!node.parts.isEmpty || count.whole == count.own)
      counts.append(count)
    }
  }

  private mutating func count(_ node: CaseForest.Node) -> Count {
    let base =
      node.parts.isEmpty
      ? stated(node.indicator)
      : node.parts.reduce(.zero) { $0 + counts[$1].span }
    var count = Count(own: base, whole: base, span: base)
    if !node.parts.isEmpty, let own = figures[node.indicator] {
      if let agreed = own.intersection(base) {
        count.whole = agreed
      } else if !node.isSameRow {
        count.whole = own.joined(base)
        count.ofParts = Slack(from: base, to: count.whole)
        contradictions.append(
          .init(
            kind: .parts, row: node.indicator, stated: own.inAmounts,
            others: node.parts.map { forest.nodes[$0].indicator }, otherwise: base.inAmounts,
            joined: count.whole.inAmounts))
      }
    }
    count.isJoined = !count.ofParts.isNone
    count.span = count.whole
    if node.others.isEmpty, !count.isJoined { return count }
    let others = node.others.map { ($0, stated($0)) }
    let agreed = others.reduce(.some(count.whole)) { $0?.intersection($1.1) }
    if let agreed, !count.isJoined {
      count.span = agreed
    } else {
      for (_, other) in others { count.span = count.span.joined(other.intersection(count.whole) ?? other) }
      count.ofOthers = Slack(from: count.whole, to: count.span)
    }
    for (row, other) in others where other.intersection(count.whole) == nil {
      contradictions.append(
        .init(
          kind: .sameCount, row: row, stated: other.inAmounts, others: [node.indicator],
          otherwise: (figures[node.indicator] ?? count.whole).inAmounts, joined: count.span.inAmounts))
      count.isJoined = true
    }
    return count
  }

  /// What is printed for a row, or its parts add up to.
  private func stated(_ row: Int) -> Span {
    if let own = figures[row] { return own }
    guard let parts = forest.totals.parts[row] else { return .unknown }
    return parts.reduce(.zero) { $0 + stated($1) }
  }

  // MARK: Groups

  private struct Share {
    var inside: Span
    var outside: Span
  }

  /// Between what the cases in a group of target rows lie.
  func bounds(of group: TargetGroup, _ reading: Crosswalk.Reading) -> Span {
    let walk = group.walk(reading)
    return withUnsafeTemporaryAllocation(of: Share.self, capacity: walk.steps.count) { shares in
      for position in walk.steps.indices {
        let step = walk.steps[position]
        var share = Share(inside: .zero, outside: .zero)
        for part in step.parts {
          let below = shares[walk.parts[part]]
          share.inside = share.inside + below.inside
          share.outside = share.outside + below.outside
        }
        if step.parts.isEmpty {
          let span = counts[step.node].own
          if step.touches {
            share.inside = Span(least: step.leaves ? .zero : span.least, most: span.most)
          }
          if step.leaves {
            share.outside = Span(least: step.touches ? .zero : span.least, most: span.most)
          }
        }
        limit(&share, step, group.set)
        shares.initializeElement(at: position, to: share)
      }
      return walk.roots.reduce(.zero) { $0 + shares[$1].inside }
    }
  }

  /// What the figure of a node, and those of rows that count the same, leave of both sides.
  private func limit(_ share: inout Share, _ step: TargetGroup.Walk.Step, _ group: TargetSet) {
    let position = step.node
    if counts[position].isAsStated {
      // The share of a row without parts was made of that figure, where it has one.
      if !step.parts.isEmpty || !(step.touches || step.leaves) {
        share = Self.within(counts[position].span, share)
      }
      return
    }
    let count = counts[position]
    limit(&share, step, group, count.ofParts, count.whole)
    limit(&share, step, group, count.ofOthers, count.span)
  }

  private func limit(
    _ share: inout Share, _ step: TargetGroup.Walk.Step, _ group: TargetSet, _ slack: Slack, _ whole: Span
  ) {
    if slack.uncounted != .some(.zero) {
      if step.touches { share.inside.most = Span.sum(share.inside.most, slack.uncounted) }
      if step.leaves { share.outside.most = Span.sum(share.outside.most, slack.uncounted) }
    }
    if slack.repeated != .zero { lower(&share, by: slack.repeated, forest.nodes[step.node], group) }
    share = Self.within(whole, share)
  }

  /// Takes cases away that are counted twice: one for each, or both where two replies stand as one in the other part.
  private func lower(_ share: inout Share, by twice: Number, _ node: CaseForest.Node, _ group: TargetSet) {
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
  func bestFit(_ group: TargetSet) -> Number? {
    var sum = Number.zero
    // By node, the numbers of its rows, and whether they are all known.
    var known: [(sum: Number, isWhole: Bool)] = []
    var isTouched: [Bool] = []
    for (position, node) in forest.nodes.enumerated() {
      let span = counts[position].span
      var own: (sum: Number, isWhole: Bool) = (.zero, true)
      if node.parts.isEmpty {
        let amount = numbers[node.indicator] ?? span.only ?? (isEmpty(position) ? .zero : nil)
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
  private func share(of amount: Number, _ node: CaseForest.Node, _ group: TargetSet) -> Number? {
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
    let others = forest.nodes[above].parts.reduce(Number.zero) {
      $1 == position ? $0 : $0 + counts[$1].span.least
    }
    return most <= others
  }

  /// Adds the source rows that say something about a group: those whose cases may stand in it, and the totals that
  /// narrow or widen what they say.
  ///
  /// - Parameter isTotal: only those that may have cases outside of the group, too.
  func addSources(of group: TargetGroup, isTotal: Bool, to rows: inout [Int]) {
    for step in group.practice.steps where step.touches {
      let node = forest.nodes[step.node]
      let isJoined = counts[step.node].isJoined
      if node.parts.isEmpty {
        if step.leaves || !isTotal { rows.append(node.indicator) }
      } else if isJoined || node.parts.contains(where: { counts[$0].span.most == nil }) {
        rows.append(node.indicator)
      }
      if isJoined { rows += node.others }
    }
  }
}

/// The cases of one column, computed in words where all its numbers allow it.
enum CaseCounts {
  case whole(CaseSums<Int64>)
  case decimal(CaseSums<Amount>)

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

  init?(_ forest: CaseForest, _ figures: [Figure?], isByLetter: Bool) {
    if let sums = CaseSums<Int64>(forest, figures, isByLetter: isByLetter) {
      self = .whole(sums)
    } else if let sums = CaseSums<Amount>(forest, figures, isByLetter: isByLetter) {
      self = .decimal(sums)
    } else {
      return nil
    }
  }

  var contradictions: [Contradiction] {
    switch self {
    case .whole(let sums): sums.contradictions
    case .decimal(let sums): sums.contradictions
    }
  }

  func bounds(of group: TargetGroup, _ reading: Crosswalk.Reading) -> Span {
    switch self {
    case .whole(let sums): sums.bounds(of: group, reading).inAmounts
    case .decimal(let sums): sums.bounds(of: group, reading)
    }
  }

  func bestFit(_ group: TargetSet) -> Amount? {
    switch self {
    case .whole(let sums): sums.bestFit(group)?.amount
    case .decimal(let sums): sums.bestFit(group)
    }
  }

  func addSources(of group: TargetGroup, isTotal: Bool, to rows: inout [Int]) {
    switch self {
    case .whole(let sums): sums.addSources(of: group, isTotal: isTotal, to: &rows)
    case .decimal(let sums): sums.addSources(of: group, isTotal: isTotal, to: &rows)
    }
  }
}
