import MarkupKit
import ReportModel

/// The beginnings of the tags of a form's tables, rows and figures, with what people are told of them.
package struct XMLFormTags: Sendable {
  /// From `<` on, without their ends.
  package private(set) var written: [[UInt8]] = []
  /// By cell: the positions in `written` of its table, its row and itself.
  package private(set) var tables: [Int] = []
  package private(set) var rows: [Int] = []
  package private(set) var figures: [Int] = []

  package init(_ form: Form) {
    var previous: FormCell?
    for cell in form.cells {
      let table = form.table(cell.table)
      let isSameTable = previous?.table == cell.table
      if isSameTable, let last = tables.last {
        tables.append(last)
      } else {
        tables.append(written.count)
        add(.table) { tag in
          tag.attribute(.id, cell.table)
          tag.attribute(.title, table?.title)
        }
      }
      if isSameTable, previous?.id.indicator == cell.id.indicator, let last = rows.last {
        rows.append(last)
      } else {
        rows.append(written.count)
        let unit = form.indicator(of: cell).unit
        add(.row) { tag in
          tag.attribute(.indicator, cell.id.indicator)
          tag.attribute(.label, Self.label(of: cell, in: form))
          tag.attribute(.unit, unit.isEmpty ? nil : unit)
        }
      }
      figures.append(written.count)
      add(.figure) { tag in
        guard let applicant = cell.id.applicant else { return }
        tag.attribute(.applicant, applicant)
        tag.attribute(.label, cell.column.flatMap { table?.columns[$0].label })
      }
      previous = cell
    }
  }

  /// How a row is called; those of a sheet's further columns by their headers too.
  package static func label(of cell: FormCell, in form: Form) -> String {
    let label = form.fullLabel(of: form.indicator(of: cell))
    guard let table = form.table(cell.table), table.layout == .sheet, let column = cell.column, column > 0
    else { return label }
    return "\(label) × \(table.columns[column].label)"
  }

  private mutating func add(_ element: XMLElement, _ attributes: (inout Tag) -> Void) {
    var tag = Tag(bytes: Array("<\(element.name)".utf8))
    attributes(&tag)
    written.append(tag.bytes)
  }

  private struct Tag {
    var bytes: [UInt8]

    mutating func attribute(_ attribute: XMLAttribute, _ value: String?) {
      guard let value else { return }
      bytes.append(contentsOf: " \(attribute.name)=\"".utf8)
      XMLOutput.append(value, to: &bytes, as: .attribute)
      bytes.append(UInt8(ascii: "\""))
    }
  }
}
