import ReportModel

/// The rows of a source form that count cases, each total above its parts, with the targets of each.
struct CaseForest: Sendable {
  struct Node: Sendable {
    /// The source row.
    let indicator: Int
    /// Positions of the parts, which stand before their total.
    let parts: [Int]
    /// Where cases of the row, or of none of its parts, may have gone.
    var letter: TargetSet
    var practice: TargetSet
    /// Where best-fit puts them.
    let choice: TargetSet?
    /// Other rows of the source that count the same.
    let others: [Int]
    /// Whether its total is the same row in both forms, which goes over as it is printed and tells its parts nothing
    /// that contradicts them.
    let isSameRow: Bool

    func targets(_ reading: Crosswalk.Reading) -> TargetSet { reading == .letter ? letter : practice }
  }

  private(set) var nodes: [Node] = []
  private(set) var roots: [Int] = []
  /// By node, the total that it is a part of.
  let above: [Int?]
  /// Where several replies to one case may stand as one.
  let combined: TargetSet
  /// The rows of the source that add up, also where none of them is mapped.
  let totals: FormTotals
  /// The source rows whose figures have a say in it; money, which no row of the target is for, has none.
  let readRows: [Int]

  /// What the rows of a crosswalk say, in indices.
  struct Row: Sendable {
    let source: Int
    let letter: TargetSet
    let practice: TargetSet
    let choice: TargetSet?
    let isSameRow: Bool

    var isMapped: Bool { !practice.isEmpty }
  }

  /// - Parameters:
  ///   - rows: by source row.
  ///   - checks: pairs of source rows that count the same.
  init(_ totals: FormTotals, rows: [Int: Row], checks: [(Int, Int)], combined: TargetSet) {
    self.totals = totals
    self.combined = combined
    var below: Set<Int> = []
    for parts in totals.parts.values { below.formUnion(parts) }
    var builder = Builder(totals: totals, rows: rows, checks: checks)
    let tops = Set(rows.keys).union(totals.parts.keys).subtracting(below).sorted()
    for top in tops { builder.plant(top) }
    nodes = builder.nodes
    roots = builder.roots
    var above = [Int?](repeating: nil, count: builder.nodes.count)
    for (position, node) in builder.nodes.enumerated() {
      for part in node.parts { above[part] = position }
    }
    self.above = above
    var read: Set<Int> = []
    func add(_ row: Int) {
      if read.insert(row).inserted { (totals.parts[row] ?? []).forEach(add) }
    }
    for node in builder.nodes { ([node.indicator] + node.others).forEach(add) }
    readRows = read.sorted()
  }

  private struct Builder {
    let totals: FormTotals
    let rows: [Int: Row]
    let checks: [(Int, Int)]
    var nodes: [Node] = []
    var roots: [Int] = []

    mutating func plant(_ row: Int) {
      if isTotalOfMapped(row) || rows[row]?.isMapped ?? false {
        roots.append(grow(row, under: nil))
      } else {
        for part in totals.parts[row] ?? [] { plant(part) }
      }
    }

    /// Whether a row is the total of rows that are mapped, to targets that its own are among. One that is mapped
    /// elsewhere counts other cases.
    private func isTotalOfMapped(_ row: Int) -> Bool {
      guard let parts = totals.parts[row] else { return false }
      let reach = parts.reduce(into: TargetSet()) { $0.formUnion(self.reach($1)) }
      let own = rows[row]?.practice ?? []
      return !reach.isEmpty && (own.isEmpty || !own.isDisjoint(with: reach))
    }

    private func reach(_ row: Int) -> TargetSet {
      (totals.parts[row] ?? []).reduce(into: rows[row]?.practice ?? []) { $0.formUnion(reach($1)) }
    }

    /// - Returns: the position of the row's node.
    private mutating func grow(_ row: Int, under parent: Row?) -> Int {
      let own = rows[row].flatMap { $0.isMapped ? $0 : nil } ?? parent
      var parts: [Int] = []
      if isTotalOfMapped(row) {
        for part in totals.parts[row] ?? [] { parts.append(grow(part, under: rows[row])) }
      }
      let others = checks.compactMap { $0.0 == row ? $0.1 : $0.1 == row ? $0.0 : nil }
      // Cases that no row says anything about have no target that is known.
      var node = Node(
        indicator: row, parts: parts, letter: own?.letter ?? .none, practice: own?.practice ?? .none,
        choice: own?.choice, others: others, isSameRow: rows[row]?.isSameRow ?? false)
      if !parts.isEmpty {
        node.letter = parts.reduce(into: []) { $0.formUnion(nodes[$1].letter) }
        node.practice = parts.reduce(into: []) { $0.formUnion(nodes[$1].practice) }
      }
      nodes.append(node)
      return nodes.count - 1
    }
  }
}
