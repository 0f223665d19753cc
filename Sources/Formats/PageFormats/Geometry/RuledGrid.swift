/// The cells that ruling lines enclose.
struct RuledGrid {
  /// A cell in units of the grid, and where it lies.
  struct Area {
    var rows: Range<Int>
    var columns: Range<Int>
    var box: PageBox
    /// Whether nothing is drawn between it and the outside of the table.
    var isOutside: Bool
  }

  private(set) var xs: [Double] = []
  private(set) var ys: [Double] = []
  private(set) var areas: [Area] = []
  /// The area of each unit, by row and column.
  private var areaOfUnit: [Int] = []

  private static let maximumUnits = 200_000
  private static let maximumColumns = 256
  /// A wall stands where at least so much of it is drawn.
  private static let drawnShare = 0.6

  /// - Returns: nil where the lines enclose nothing, or are too many.
  init?(_ rules: PageRules) {
    let box = rules.box
    xs = Self.coordinates(rules.vertical.map(\.position) + [box.left, box.right])
    ys = Self.coordinates(rules.horizontal.map(\.position) + [box.top, box.bottom])
    guard xs.count >= 2, ys.count >= 2, xs.count <= Self.maximumColumns + 1,
      (xs.count - 1) * (ys.count - 1) <= Self.maximumUnits
    else {
      return nil
    }
    let walls = Walls(
      vertical: Self.coverage(rules.vertical, at: xs, along: ys),
      horizontal: Self.coverage(rules.horizontal, at: ys, along: xs))
    flood(walls)
  }

  /// Positions in order, those that lie together as one.
  private static func coordinates(_ values: [Double]) -> [Double] {
    var result: [Double] = []
    var first = -Double.infinity
    for value in values.sorted() {
      if let last = result.last, value - first <= PageRules.touch + 0.5 {
        result[result.count - 1] = (last + value) / 2
      } else {
        result.append(value)
        first = value
      }
    }
    return result
  }

  /// Which units along each position have a wall there.
  private static func coverage(_ rules: [PageRule], at positions: [Double], along units: [Double]) -> [[Bool]]
  {
    var drawn = Array(
      repeating: Array(repeating: 0.0, count: units.count - 1), count: positions.count)
    for rule in rules {
      let nearest = PageSearch.nearest(rule.position, in: positions)
      for unit in 0..<units.count - 1 {
        drawn[nearest][unit] += max(0, min(rule.end, units[unit + 1]) - max(rule.start, units[unit]))
      }
    }
    return drawn.map { line in
      line.indices.map { line[$0] >= drawnShare * (units[$0 + 1] - units[$0]) }
    }
  }

  private struct Walls {
    /// By column line, then row.
    let vertical: [[Bool]]
    /// By row line, then column.
    let horizontal: [[Bool]]
  }

  /// Units that no wall parts are one cell.
  private mutating func flood(_ walls: Walls) {
    let (rows, columns) = (ys.count - 1, xs.count - 1)
    var owners = Array(repeating: -1, count: rows * columns)
    var regionCount = 0
    for start in owners.indices where owners[start] < 0 {
      owners[start] = regionCount
      var pending = [start]
      while let unit = pending.popLast() {
        let (row, column) = (unit / columns, unit % columns)
        func spread(to other: Int) {
          if owners[other] < 0 {
            owners[other] = regionCount
            pending.append(other)
          }
        }
        if column + 1 < columns, !walls.vertical[column + 1][row] { spread(to: unit + 1) }
        if column > 0, !walls.vertical[column][row] { spread(to: unit - 1) }
        if row + 1 < rows, !walls.horizontal[row + 1][column] { spread(to: unit + columns) }
        if row > 0, !walls.horizontal[row][column] { spread(to: unit - columns) }
      }
      regionCount += 1
    }
    areaOfUnit = Array(repeating: 0, count: owners.count)
    // A region that is no rectangle is cut into some, from the top.
    var isTaken = Array(repeating: false, count: owners.count)
    for start in owners.indices where !isTaken[start] {
      let owner = owners[start]
      let (top, left) = (start / columns, start % columns)
      func isFree(_ row: Int, _ column: Int) -> Bool {
        owners[row * columns + column] == owner && !isTaken[row * columns + column]
      }
      var right = left + 1
      while right < columns, isFree(top, right) { right += 1 }
      var bottom = top + 1
      while bottom < rows, (left..<right).allSatisfy({ isFree(bottom, $0) }) { bottom += 1 }
      for row in top..<bottom {
        for column in left..<right {
          isTaken[row * columns + column] = true
          areaOfUnit[row * columns + column] = areas.count
        }
      }
      var outerWalls: [Bool] = []
      if left == 0 { outerWalls += walls.vertical[0][top..<bottom] }
      if right == columns { outerWalls += walls.vertical[columns][top..<bottom] }
      if top == 0 { outerWalls += walls.horizontal[0][left..<right] }
      if bottom == rows { outerWalls += walls.horizontal[rows][left..<right] }
      areas.append(
        Area(
          rows: top..<bottom, columns: left..<right,
          box: PageBox(left: xs[left], top: ys[top], right: xs[right], bottom: ys[bottom]),
          isOutside: !outerWalls.contains(true)))
    }
  }

  /// The area at a point.
  func area(_ x: Double, _ y: Double) -> Int? {
    guard let row = PageSearch.interval(y, in: ys), let column = PageSearch.interval(x, in: xs) else {
      return nil
    }
    return areaOfUnit[row * (xs.count - 1) + column]
  }

  /// The vertical walls between the sides of a box, at its middle.
  func walls(across box: PageBox) -> [Double] {
    guard let row = PageSearch.interval(box.centerY, in: ys) else { return [] }
    let columns = xs.count - 1
    let first = PageSearch.nearest(box.left, in: xs)
    var walls: [Double] = []
    for line in first..<xs.count where xs[line] > box.left {
      if xs[line] >= box.right { break }
      let isInner = line > 0 && line < columns
      if !isInner || areaOfUnit[row * columns + line - 1] != areaOfUnit[row * columns + line] {
        walls.append(xs[line])
      }
    }
    return walls
  }

  var box: PageBox {
    PageBox(left: xs.first ?? 0, top: ys.first ?? 0, right: xs.last ?? 0, bottom: ys.last ?? 0)
  }
}

enum PageSearch {
  /// The index of the interval that holds a value; the bounds are in order.
  static func interval(_ value: Double, in bounds: [Double]) -> Int? {
    guard let first = bounds.first, let last = bounds.last, value >= first, value <= last, bounds.count > 1
    else { return nil }
    var (low, high) = (0, bounds.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if bounds[middle] <= value { low = middle } else { high = middle }
    }
    return low
  }

  /// The index of the value nearest to another; the values are in order and at least one.
  static func nearest(_ value: Double, in values: [Double]) -> Int {
    var (low, high) = (0, values.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if values[middle] <= value { low = middle } else { high = middle }
    }
    return high >= 0 && (values[high] - value).magnitude < (values[low] - value).magnitude ? high : low
  }
}
