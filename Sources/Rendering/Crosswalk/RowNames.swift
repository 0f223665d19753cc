import Crosswalk
import ReportModel

/// Rows of a form as they are named in a sentence: briefly, and those of one group together.
struct RowNames {
  let form: Form
  let words: Words
  private let groups: FormGroups

  init(form: Form, words: Words) {
    self.form = form
    self.words = words
    groups = FormGroups(form)
  }

  /// A set of rows, by the groups that they stand in: 不予公开：属于国家秘密、属于行政查询事项；其他处理：其他.
  func set(_ ids: [String]) -> String {
    var groups: [(heading: String, rows: [String])] = []
    for id in ids {
      let (heading, row) = parted(id)
      if let last = groups.indices.last(where: { groups[$0].heading == heading }) {
        groups[last].rows.append(row)
      } else {
        groups.append((heading, [row]))
      }
    }
    return groups.map { group in
      let rows = group.rows.joined(separator: words("explain.between"))
      return group.heading.isEmpty ? rows : group.heading + words.colon + rows
    }.joined(separator: words("punctuation.semicolon"))
  }

  /// A row without the headings above it.
  func brief(_ id: String) -> String { parted(id).row }

  /// What a joint figure is about: the group that it fills, a few rows by their names, or the first of many.
  func sum(_ joint: JointFigure, in statistics: Statistics) -> String {
    let names = joint.terms.map { brief($0.cell.indicator) }
    if let group = groups.group(filledBy: joint, in: statistics) {
      return group.printedLabel + words.aside(words("joint.group"))
    }
    if names.count > 3, !joint.terms.contains(where: \.isSubtracted) {
      let first = names.prefix(2).joined(separator: words("explain.between"))
      return words("explain.many", ["rows": first, "count": String(names.count)])
    }
    return zip(joint.terms, names).enumerated().map { position, pair in
      (pair.0.isSubtracted ? " − " : position > 0 ? " + " : "") + pair.1
    }.joined()
  }

  /// The heading over a row, and its own name: in a table of blocks the row and the column.
  private func parted(_ id: String) -> (heading: String, row: String) {
    guard id != Crosswalk.none else { return ("", words("explain.none")) }
    guard let indicator = form.indicator(id) else { return ("", id) }
    if !indicator.block.isEmpty {
      let own = [indicator.label, indicator.column].filter { !$0.isEmpty }.joined(separator: " · ")
      return (indicator.block.last ?? "", own)
    }
    // 本年度办理结果 stands over all outcomes and tells none from another.
    let above = form.parents(of: indicator)
    return (above.count > 1 ? above.last?.label ?? "" : "", indicator.label)
  }
}

extension Words {
  /// What a practice rests on; nil stands for our own reading.
  func basis(_ text: String?) -> String {
    text.map { self("explain.basis") + colon + $0 } ?? self("explain.own-reading")
  }
}
