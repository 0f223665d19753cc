/// The cells of a form as a tree: ids of indicators split at their points, then those of applicants. Formats
/// that nest figures walk it in the order of the form, byte by byte, without looking names up.
package struct CellTree: Sendable {
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
    final class Twig {
      var name: Substring = ""
      var cell: Int?
      var branches: [Twig] = []
    }
    let root = Twig()
    var withoutNode: [Int] = []
    for (position, cell) in cells.enumerated() {
      var path = cell.id.indicator.split(separator: ".", omittingEmptySubsequences: false)
      if let applicant = cell.id.applicant {
        path += applicant.split(separator: ".", omittingEmptySubsequences: false)
      }
      var branch = root
      for name in path {
        if let next = branch.branches.first(where: { $0.name == name }) {
          branch = next
          continue
        }
        let next = Twig()
        next.name = name
        branch.branches.append(next)
        branch = next
      }
      if branch.cell == nil { branch.cell = position } else { withoutNode.append(position) }
    }

    var text: [UInt8] = []
    func append(_ name: some StringProtocol) -> Range<Int> {
      let start = text.count
      text.append(contentsOf: name.utf8)
      return start..<text.count
    }
    var nodes: [Node] = []
    func flatten(_ branch: Twig, below parent: Int?) {
      let position = nodes.count
      if !branch.branches.isEmpty, let cell = branch.cell { withoutNode.append(cell) }
      nodes.append(
        Node(
          name: append(branch.name), cell: branch.branches.isEmpty ? branch.cell : nil, parent: parent,
          end: position + 1))
      for next in branch.branches { flatten(next, below: position) }
      nodes[position].end = nodes.count
    }
    for branch in root.branches { flatten(branch, below: nil) }
    cellNames = cells.map { append($0.name) }
    self.nodes = nodes
    self.text = text
    cellsWithoutNode = withoutNode.sorted()
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
