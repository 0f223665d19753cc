import ReportModel

/// Cuts a run of figures that lost its cell borders, such as `21710000218`, into a given number of cells.
///
/// A figure never begins with a zero that another digit follows, and a space is always a border. Of the ways
/// that are left, those that keep the row's own sums are preferred; the caller decides what several mean.
struct RunSplitter {
  /// A sum or order of size among the cells of the row, by their positions in it.
  struct Rule {
    let left: [Int]
    let relation: SumRule.Relation
    let right: [Int]

    /// The position after which all cells of the rule are known.
    var last: Int { max(left.max() ?? 0, right.max() ?? 0) }

    func holds(_ cells: [Amount]) -> Bool {
      let leftSum = left.reduce(Amount.zero) { $0 + cells[$1] }
      let rightSum = right.reduce(Amount.zero) { $0 + cells[$1] }
      switch relation {
      case .equal: return leftSum == rightSum
      case .atLeast: return leftSum >= rightSum
      }
    }
  }

  struct Result {
    /// All ways to cut the run, whatever the sums say; nil where there are more than `limit`.
    var all: [[Amount]]?
    /// Those that keep the rules; nil where there are too many or the search was given up.
    var keepingRules: [[Amount]]?
  }

  /// More readings than this are not worth listing.
  static let limit = 64
  /// How many positions a search may try before it is given up: no input makes it slow.
  static let maximumSteps = 60_000

  let kinds: [Indicator.Kind]
  let rules: [Rule]

  /// - Parameter groups: the run between spaces: digits, points and signs in ASCII.
  func split(_ groups: [[UInt8]]) -> Result {
    var result = Result()
    guard groups.count <= kinds.count, !groups.isEmpty else { return result }
    var search = Search(groups: groups, kinds: kinds, rules: [])
    result.all = search.run()
    search = Search(groups: groups, kinds: kinds, rules: rules)
    result.keepingRules = rules.isEmpty ? result.all : search.run()
    return result
  }

  private struct Search {
    let groups: [[UInt8]]
    let kinds: [Indicator.Kind]
    let rules: [Rule]
    private var cells: [Amount] = []
    private var found: [[Amount]] = []
    private var steps = 0
    private var isGivenUp = false
    /// The rules that can be tested once a cell is known.
    private let rulesByLast: [[Rule]]
    /// A total that stands last bounds the sum of the cells before it.
    private let leadingSum: Rule?
    private var total: Amount?

    init(groups: [[UInt8]], kinds: [Indicator.Kind], rules: [Rule]) {
      self.groups = groups
      self.kinds = kinds
      self.rules = rules
      var byLast = [[Rule]](repeating: [], count: kinds.count)
      for rule in rules where rule.last < kinds.count { byLast[rule.last].append(rule) }
      rulesByLast = byLast
      leadingSum = rules.first {
        $0.relation == .equal && $0.right == [kinds.count - 1] && $0.left.allSatisfy { $0 < kinds.count - 1 }
      }
    }

    mutating func run() -> [[Amount]]? {
      guard leadingSum != nil, let last = groups.last else {
        descend(group: 0, offset: 0)
        return isGivenUp ? nil : found
      }
      // Try each reading of the total first; most leave few ways for the rest.
      for length in stride(from: last.count, through: 1, by: -1) {
        guard let amount = number(last[(last.count - length)...], kinds[kinds.count - 1]) else { continue }
        total = amount
        descend(group: 0, offset: 0)
        if isGivenUp { return nil }
      }
      return found
    }

    private func number(_ text: ArraySlice<UInt8>, _ kind: Indicator.Kind) -> Amount? {
      var digits = text
      if let first = digits.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
        guard kind == .signed else { return nil }
        digits = digits.dropFirst()
      }
      if digits.first == UInt8(ascii: "0"), let second = digits.dropFirst().first, second != UInt8(ascii: ".")
      {
        return nil
      }
      guard let amount = Amount(utf8: text) else { return nil }
      return kind != .money && amount.scale > 0 ? nil : amount
    }

    private mutating func descend(group: Int, offset: Int) {
      if isGivenUp { return }
      if cells.count == kinds.count {
        guard group == groups.count else { return }
        if let total, leadingSum != nil, cells[cells.count - 1] != total { return }
        found.append(cells)
        if found.count > RunSplitter.limit { isGivenUp = true }
        return
      }
      guard group < groups.count else { return }
      let text = groups[group]
      let cellsLeft = kinds.count - cells.count
      let groupsAfter = groups.count - group - 1
      guard groupsAfter < cellsLeft else { return }
      let rest = text.count - offset
      // In the last group the last cell takes all that is left.
      let shortest = group == groups.count - 1 && cellsLeft == 1 ? rest : 1
      var length = max(shortest, 1)
      while length <= rest {
        steps += 1
        if steps > RunSplitter.maximumSteps {
          isGivenUp = true
          return
        }
        let atEnd = offset + length == text.count
        if atEnd || cellsLeft - 1 > groupsAfter,
          let amount = number(text[offset..<offset + length], kinds[cells.count])
        {
          cells.append(amount)
          if isPossible() {
            descend(group: atEnd ? group + 1 : group, offset: atEnd ? 0 : offset + length)
          }
          cells.removeLast()
        }
        length += 1
      }
    }

    private func isPossible() -> Bool {
      let last = cells.count - 1
      if let total, let leadingSum {
        let sum = leadingSum.left.reduce(Amount.zero) { $1 <= last ? $0 + cells[$1] : $0 }
        if sum > total { return false }
      }
      return rulesByLast[last].allSatisfy { $0.holds(cells) }
    }
  }
}
