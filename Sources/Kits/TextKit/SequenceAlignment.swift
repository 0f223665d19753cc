/// What two sequences have in common, in order, by Myers' algorithm.
///
/// The work is bounded: where two sequences share too little, only their common beginning and end are found.
package struct SequenceAlignment: Sendable {
  /// More insertions and deletions are not looked for between two sequences.
  private static let maximumEdits = 1200
  /// The steps that are left for all that is aligned; what is asked for after them is aligned coarsely.
  package private(set) var budget: Int

  package init(budget: Int = 30_000_000) { self.budget = budget }

  package mutating func spend(_ steps: Int) { budget -= steps }

  /// Pairs of positions with equal elements, ascending on both sides.
  package mutating func matches(_ left: [Int], _ right: [Int]) -> [(left: Int, right: Int)] {
    var start = 0
    let shorter = min(left.count, right.count)
    while start < shorter, left[start] == right[start] { start += 1 }
    var tail = 0
    while tail < shorter - start, left[left.count - 1 - tail] == right[right.count - 1 - tail] { tail += 1 }
    var result = (0..<start).map { (left: $0, right: $0) }
    result += middle(left[start..<left.count - tail], right[start..<right.count - tail])
    result += (0..<tail).reversed().map { (left: left.count - 1 - $0, right: right.count - 1 - $0) }
    return result
  }

  private mutating func middle(
    _ left: ArraySlice<Int>, _ right: ArraySlice<Int>
  ) -> [(left: Int, right: Int)] {
    if left.isEmpty || right.isEmpty { return [] }
    let (width, height) = (left.count, right.count)
    let (first, second) = (left.startIndex, right.startIndex)
    let limit = min(width + height, Self.maximumEdits)
    var reach = [Int32](repeating: 0, count: 2 * limit + 3)
    let zero = limit + 1
    /// What was reached with each number of edits, for the way back: only the diagonals in use.
    var history: [[Int32]] = []
    for edits in 0...limit {
      if budget <= 0 { return [] }
      history.append(Array(reach[zero - edits - 1...zero + edits + 1]))
      for diagonal in stride(from: -edits, through: edits, by: 2) {
        let isDown =
          diagonal == -edits
          || diagonal != edits && reach[zero + diagonal - 1] < reach[zero + diagonal + 1]
        var x = Int(isDown ? reach[zero + diagonal + 1] : reach[zero + diagonal - 1] + 1)
        let begin = x
        while x < width, x - diagonal < height, x - diagonal >= 0,
          left[first + x] == right[second + x - diagonal]
        { x += 1 }
        reach[zero + diagonal] = Int32(truncatingIfNeeded: x)
        budget -= 1 + x - begin
        if x >= width, x - diagonal >= height {
          return Self.way(history, width, height).map { (left: first + $0.left, right: second + $0.right) }
        }
      }
    }
    return []
  }

  private static func way(
    _ history: [[Int32]], _ width: Int, _ height: Int
  ) -> [(left: Int, right: Int)] {
    var result: [(left: Int, right: Int)] = []
    var (x, y) = (width, height)
    for edits in stride(from: history.count - 1, through: 0, by: -1) {
      let diagonal = x - y
      func reach(_ diagonal: Int) -> Int { Int(history[edits][diagonal + edits + 1]) }
      let isDown = diagonal == -edits || diagonal != edits && reach(diagonal - 1) < reach(diagonal + 1)
      let previous = edits == 0 ? 0 : isDown ? diagonal + 1 : diagonal - 1
      let (fromX, fromY) = edits == 0 ? (0, 0) : (reach(previous), reach(previous) - previous)
      let (startX, startY) = edits == 0 ? (0, 0) : isDown ? (fromX, fromY + 1) : (fromX + 1, fromY)
      while x > startX, y > startY {
        x -= 1
        y -= 1
        result.append((x, y))
      }
      (x, y) = (fromX, fromY)
    }
    return result.reversed()
  }
}
