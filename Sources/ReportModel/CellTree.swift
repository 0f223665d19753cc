/// The cells of a form as a tree: ids of indicators split at their points, then those of applicants. Formats
/// that nest figures walk it in the order of the form, byte by byte, without looking names up.
package final class CellTree: Sendable {
  package struct Node: Sendable {
    /// Where its name stands in `text`.
    package let name: Range<Int>
    /// The position of its cell in `Form.cells`; nil for a node with nodes below it.
    package let cell: Int?
    /// The position of the node that it stands below; nil at the top.
    package let parent: Int?
    /// The position behind its last descendant.
    package fileprivate(set) var end: Int
  }

  /// The names of all nodes and cells, as UTF-8.
  package let text: [UInt8]
  /// Each node before those below it, in the order of the form.
  package let nodes: [Node]
  /// Where the text form of each cell's id stands in `text`.
  package let cellNames: [Range<Int>]
  /// The cells without a place in the tree, because their path is another's or leads to another. None in the
  /// forms that the program carries.
  package let cellsWithoutNode: [Int]

  init(_ cells: [FormCell]) {
    var growth = CellTreeGrowth()
    for cell in cells { growth.add(cell) }
    nodes = growth.flattened()
    (text, cellNames) = (growth.text, growth.cellNames)
    cellsWithoutNode = growth.cellsWithoutNode.sorted()
  }

  /// A node of a range with what it is called, and the nodes below it.
  package struct Branch {
    package let name: String
    package let cell: Int?
    package let below: Range<Int>
  }

  /// The nodes of a range that do not stand below another of it, for those who need no speed: all nodes make a
  /// range, and those below a node.
  package func branches(_ range: Range<Int>) -> [Branch] {
    var branches: [Branch] = []
    var position = range.lowerBound
    while position < range.upperBound {
      let node = nodes[position]
      branches.append(
        Branch(
          name: String(decoding: text[node.name], as: UTF8.self), cell: node.cell,
          below: position + 1..<node.end))
      position = node.end
    }
    return branches
  }
}

/// A tree as its cells are added, which may come back to a branch that others have been added behind.
private struct CellTreeGrowth {
  private struct Twig {
    let name: Range<Int>
    var cell: Int?
    var branches: [Int] = []
  }

  private(set) var text: [UInt8] = []
  private(set) var cellNames: [Range<Int>] = []
  private(set) var cellsWithoutNode: [Int] = []
  /// The first is the root.
  private var twigs = [Twig(name: 0..<0)]
  private var nodes: [CellTree.Node] = []

  mutating func add(_ cell: FormCell) {
    let start = text.count
    text.append(contentsOf: cell.name.utf8)
    let name = start..<text.count
    // The applicant's id stands behind a mark, which ends a name as a point does.
    let indicatorEnd = start + cell.id.indicator.utf8.count
    var twig = 0
    var nameStart = start
    for position in start...name.upperBound
    where position == name.upperBound || position == indicatorEnd || text[position] == UInt8(ascii: ".") {
      twig = branch(of: twig, nameStart..<position)
      nameStart = position + 1
    }
    if twigs[twig].cell == nil {
      twigs[twig].cell = cellNames.count
    } else {
      cellsWithoutNode.append(cellNames.count)
    }
    cellNames.append(name)
  }

  /// The branch of that name, which is new or known: mostly the last, since cells come in the order of their form.
  private mutating func branch(of twig: Int, _ name: Range<Int>) -> Int {
    let known = twigs[twig].branches.last { text[twigs[$0].name].elementsEqual(text[name]) }
    if let known { return known }
    twigs.append(Twig(name: name))
    twigs[twig].branches.append(twigs.count - 1)
    return twigs.count - 1
  }

  /// Each node before those below it.
  mutating func flattened() -> [CellTree.Node] {
    for twig in twigs[0].branches { flatten(twig, below: nil) }
    return nodes
  }

  private mutating func flatten(_ twig: Int, below parent: Int?) {
    let (position, twig) = (nodes.count, twigs[twig])
    if !twig.branches.isEmpty, let cell = twig.cell { cellsWithoutNode.append(cell) }
    nodes.append(
      CellTree.Node(
        name: twig.name, cell: twig.branches.isEmpty ? twig.cell : nil, parent: parent, end: position + 1))
    for branch in twig.branches { flatten(branch, below: position) }
    nodes[position].end = nodes.count
  }
}
