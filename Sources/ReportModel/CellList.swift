/// Cells in an order. Of the cells of one form only their positions are kept, so that no name is copied for a figure
/// and none looked up to write it.
package struct CellList: Sendable {
  private enum Content: Sendable {
    case ids([CellID])
    case positions([UInt32], of: Form)
  }

  private let content: Content

  package init(_ ids: [CellID]) { content = .ids(ids) }

  /// - Parameter positions: of cells that the form has.
  package init(_ positions: [UInt32], of form: Form) {
    content = positions.isEmpty ? .ids([]) : .positions(positions, of: form)
  }

  package var ids: [CellID] {
    switch content {
    case .ids(let ids): ids
    case .positions(let positions, let form): positions.map { form.cells[Int($0)].id }
    }
  }

  package var isEmpty: Bool {
    switch content {
    case .ids(let ids): ids.isEmpty
    case .positions: false
    }
  }

  /// The form whose cells they are, and their positions in it; nil where only their ids are known.
  package var positions: (form: Form, cells: [UInt32])? {
    switch content {
    case .ids: nil
    case .positions(let positions, let form): (form, positions)
    }
  }
}

extension CellList: Hashable {
  package static func == (left: CellList, right: CellList) -> Bool {
    if let left = left.positions, let right = right.positions, left.form === right.form {
      return left.cells == right.cells
    }
    return left.ids == right.ids
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(ids) }
}
