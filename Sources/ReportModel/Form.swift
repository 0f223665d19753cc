import Core

/// A form as its data file describes it: rows, columns, labels, units and sums. The one place where a label
/// stands; recognition, presentation, checks and the schemas follow from it.
///
/// A class because it is immutable and shared by every report of its edition.
public final class Form: Sendable {
  public let id: FormID
  public let version: String
  public let name: LocalizedText
  /// The notice that issued it.
  public let basis: String
  public let firstYear: Int?
  public let lastYear: Int?
  /// Why it is not known whole; nil for a form that is.
  public let incompleteness: LocalizedText?
  /// What is known of those of its rows that are unconfirmed; nil where all are confirmed.
  public let reservation: LocalizedText?
  public let tables: [FormTable]
  /// Rows and single cells in the order of the form, headings included.
  public let indicators: [Indicator]
  /// All cells that can hold a figure, in the order of the form.
  public let cells: [FormCell]
  /// The sums that must hold, those that follow from roles first.
  public var sums: [SumRule] { lazySums.value }
  /// Other wordings, by label.
  public let aliases: [String: [String]]
  /// The titles of the report's sections, without numbers, in order; none for a sheet.
  public let sections: [String]
  /// By section, what chapters of other outlines that belong there are called.
  package let sectionWords: [SectionWords]
  /// Wordings that say something else of their row than its label does. A report that has one names it among the
  /// evidence for its form.
  public let variants: [String]
  /// How prose speaks of single cells.
  package let proseHints: [ProseHint]
  /// The cells by the parts of their ids.
  package var tree: CellTree { lazyTree.value }

  let derivations = FormDerivations()
  private let lazySums: Deferred<[SumRule]>
  private let lazyTree: Deferred<CellTree>
  private let indexByCell: Deferred<[CellID: Int]>
  private let indicatorByID: Deferred<[String: Int]>

  init(
    id: FormID, version: String, name: LocalizedText, basis: String, firstYear: Int?, lastYear: Int?,
    incompleteness: LocalizedText? = nil, reservation: LocalizedText? = nil, tables: [FormTable],
    indicators: [Indicator], sums: @escaping @Sendable () -> [SumRule], aliases: [String: [String]],
    sections: [String], sectionWords: [SectionWords] = [], variants: [String] = [], proseHints: [ProseHint]
  ) {
    self.id = id
    self.version = version
    self.name = name
    self.basis = basis
    self.firstYear = firstYear
    self.lastYear = lastYear
    self.incompleteness = incompleteness
    self.reservation = reservation
    self.tables = tables
    self.indicators = indicators
    lazySums = Deferred(sums)
    self.aliases = aliases
    self.sections = sections
    self.sectionWords = sectionWords
    self.variants = variants
    self.proseHints = proseHints
    let cells = Self.cells(indicators, tables)
    self.cells = cells
    lazyTree = Deferred { CellTree(cells) }
    indexByCell = Deferred {
      Dictionary(
        cells.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }
    indicatorByID = Deferred {
      Dictionary(
        indicators.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }
  }

  private static func cells(_ indicators: [Indicator], _ tables: [FormTable]) -> [FormCell] {
    var cells: [FormCell] = []
    for (position, indicator) in indicators.enumerated() where indicator.role.holdsFigure {
      guard let table = tables.first(where: { $0.id == indicator.table }) else { continue }
      func add(_ id: CellID, _ column: Int?) {
        cells.append(FormCell(id: id, indicator: position, table: table.id, column: column))
      }
      switch table.layout {
      case .applicants:
        for (column, applicant) in table.columns.enumerated() where applicant.role.holdsFigure {
          add(CellID(indicator.id, applicant.id), column)
        }
      case .sheet:
        for (column, value) in table.columns.enumerated() where value.role.holdsFigure {
          add(value.cell(of: indicator.id), column)
        }
      case .blocks, .outcomes: add(CellID(indicator.id), nil)
      }
    }
    return cells
  }

  /// The position of a cell in `cells`.
  public func index(of cell: CellID) -> Int? { indexByCell.value[cell] }

  /// The indicator of that id.
  public func indicator(_ id: String) -> Indicator? { indicatorByID.value[id].map { indicators[$0] } }

  public func table(_ id: String) -> FormTable? { tables.first { $0.id == id } }

  /// The indicator that a cell belongs to.
  public func indicator(of cell: FormCell) -> Indicator { indicators[cell.indicator] }

  /// The labels that lead to a cell, outermost first: headings, row, column, applicant.
  public func labelPath(of cell: CellID) -> [String] {
    var found = indicator(cell.indicator)
    var column: String?
    if found == nil, let index = index(of: cell) {
      let formCell = cells[index]
      found = indicators[formCell.indicator]
      column = table(formCell.table).flatMap { table in formCell.column.map { table.columns[$0].label } }
    }
    guard let indicator = found else { return [cell.description] }
    var path = indicator.block + parents(of: indicator).map(\.label)
    path += [indicator.label, indicator.column]
    if let applicant = cell.applicant {
      path.append(table(indicator.table)?.columns.first { $0.id == applicant }?.label ?? applicant)
    }
    if let column { path.append(column) }
    return path.filter { !$0.isEmpty }
  }

  /// The rows that an indicator stands below, outermost first. Where a parent's id names no row, the parent's
  /// total is the row: 收到申请数 over 当面申请数.
  public func parents(of indicator: Indicator) -> [Indicator] {
    var parents: [Indicator] = []
    var below = indicator
    while let id = below.parent, let above = self.indicator(id) ?? self.indicator(id + ".total") {
      // X.total may name X as its parent; a form file of a user's own may go round in circles.
      if above.id == below.id || parents.contains(where: { $0.id == above.id }) { break }
      parents.append(above)
      below = above
    }
    return parents.reversed()
  }

  /// What a person is told that an indicator is: 行 × 列 in table 二, 块 / 块 × 列 in table 四, the printed label
  /// elsewhere.
  public func fullLabel(of indicator: Indicator) -> String {
    switch table(indicator.table)?.layout {
    case .blocks: "\(indicator.label) × \(indicator.column)"
    case .outcomes: "\(indicator.block.joined(separator: " / ")) × \(indicator.column)"
    case .applicants, .sheet, nil: indicator.printedLabel
    }
  }

  /// The positions of a sum's cells in `cells`; nil where the form does not have them all.
  package func positions(of sum: SumRule) -> (left: [Int], right: [Int])? {
    let left = sum.left.compactMap { index(of: $0) }
    let right = sum.right.compactMap { index(of: $0) }
    return left.count == sum.left.count && right.count == sum.right.count ? (left, right) : nil
  }

  /// The wordings that stand for a label: itself first, then its aliases.
  public func wordings(of label: String) -> [String] { [label] + (aliases[label] ?? []) }
}

extension Form: Hashable {
  public static func == (left: Form, right: Form) -> Bool {
    left === right || (left.id == right.id && left.version == right.version && left.cells == right.cells)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// A cell of a form that can hold a figure.
public struct FormCell: Hashable, Sendable {
  public let id: CellID
  /// The text form of its id.
  public let name: String
  /// The position of its indicator in `Form.indicators`.
  public let indicator: Int
  /// The id of its table.
  public let table: String
  /// The position of its column in `FormTable.columns`, where the table has such.
  public let column: Int?

  init(id: CellID, indicator: Int, table: String, column: Int?) {
    self.id = id
    name = id.description
    self.indicator = indicator
    self.table = table
    self.column = column
  }
}

/// A table of a form.
public struct FormTable: Hashable, Sendable {
  public enum Layout: String, Sendable {
    /// Indicator, unit and figure side by side: the legacy sheet.
    case sheet
    /// Blocks with a heading, a header row and rows of their own: table 二.
    case blocks
    /// A row for each indicator, a column for each applicant: table 三.
    case applicants
    /// A column for each indicator under two header rows, one row of figures: table 四.
    case outcomes
  }

  /// The printed number, or a short name where the form has one table.
  public let id: String
  public let layout: Layout
  public let title: String
  /// What is printed over the column of labels.
  public let rowHeader: String
  /// What is printed over the column of units; empty where the table has none.
  public let unitHeader: String
  /// What is printed under the title or the table.
  public let note: String
  /// The columns of figures: applicants in table 三, years in a sheet, none elsewhere.
  public let columns: [FormColumn]
}

/// A column of figures.
public struct FormColumn: Hashable, Sendable {
  public enum Role: String, Sendable {
    /// One of the columns that make up the total.
    case addend
    case total
    /// Printed over other columns, without figures.
    case header
    /// The figures of the year and the body that the report is for: those that count.
    case value
    /// All years so far.
    case cumulative
    /// A part of the year, such as the last month or quarter.
    case period
    /// A part of the body, or of what stands below it: 区直单位, 乡镇街道.
    case level
    /// The rows' own numbers or codes.
    case code

    public var holdsFigure: Bool { self != .header && self != .code }
  }

  /// The applicant's id, or the prefix of the column's indicators; empty for the year's own figures.
  public let id: String
  /// The header column that it stands under.
  public let parent: String?
  public let label: String
  public let role: Role

  /// The cell of an indicator in this column of a sheet.
  package func cell(of indicator: String) -> CellID {
    CellID(id.isEmpty ? indicator : "\(id).\(indicator)")
  }
}

/// A row of a form, or a cell of a table without rows.
///
/// A class for the same reason as `Form`: it is looked up for every cell of every report.
public final class Indicator: Sendable {
  public enum Role: String, Sendable {
    /// A heading with a number of its own.
    case section
    /// A heading over rows.
    case group
    /// A group that reports may print as one row with figures.
    case subtotal
    /// The sum of the addends of its parent.
    case total
    case addend
    /// A part of its parent that need not exhaust it.
    case ofWhich = "of-which"
    /// Stands alone.
    case single
    /// A cell of table 二.
    case cell

    public var holdsFigure: Bool { self != .section && self != .group }
  }

  public enum Kind: String, Sendable {
    /// A whole number, never negative.
    case count
    /// A whole number that may carry a sign.
    case signed
    /// A decimal.
    case money
  }

  public let id: String
  public let table: String
  /// The id of its group, or the common part of the ids that a total adds up; nil at the top.
  public let parent: String?
  /// The headings that a cell stands under, outermost first: 第二十条第（一）项, or 行政诉讼 and 未经复议直接起诉.
  public let block: [String]
  package let numbering: Numbering
  /// The label without its number. Empty in table 四.
  public let label: String
  /// The header of its column in tables 二 and 四; empty elsewhere.
  public let column: String
  /// As printed or implied: 件, 条, 万元; empty where the unit stands in the cell.
  public let unit: String
  public let role: Role
  public let kind: Kind
  /// Whether a sheet of the form that has the row was seen, or the notice names it.
  public let isConfirmed: Bool
  public let note: String
  /// The number that is printed before the label, such as `（二）` or `3.`; it follows from the position.
  public let printedNumber: String

  init(
    id: String, table: String, parent: String?, block: [String], numbering: Numbering, label: String,
    column: String, unit: String, role: Role, kind: Kind, isConfirmed: Bool, note: String,
    printedNumber: String
  ) {
    self.id = id
    self.table = table
    self.parent = parent
    self.block = block
    self.numbering = numbering
    self.label = label
    self.column = column
    self.unit = unit
    self.role = role
    self.kind = kind
    self.isConfirmed = isConfirmed
    self.note = note
    self.printedNumber = printedNumber
  }

  /// The label with its number, as a form prints it.
  public var printedLabel: String { printedNumber + label }

  /// The same row as another dialect has it.
  func having(number: String, isConfirmed: Bool) -> Indicator {
    if number == printedNumber, isConfirmed == self.isConfirmed { return self }
    return Indicator(
      id: id, table: table, parent: parent, block: block, numbering: numbering, label: label, column: column,
      unit: unit, role: role, kind: kind, isConfirmed: isConfirmed, note: note, printedNumber: number)
  }
}

/// How the rows of one parent are numbered.
package enum Numbering: String, Sendable {
  case none = ""
  case chinese = "一、"
  case bracketed = "（一）"
  case arabic = "1."
  case bracketedArabic = "（1）"
  case circled = "①"
  /// The words 其中： before the first.
  case ofWhich = "其中："

  /// The number of the row at that position, counting from 1.
  package func number(_ position: Int) -> String {
    switch self {
    case .none: ""
    case .chinese: ChineseNumeral.text(position) + "、"
    case .bracketed: "（" + ChineseNumeral.text(position) + "）"
    case .arabic: String(position) + "."
    case .bracketedArabic: "（\(position)）"
    // ① to ⑳ are in one row.
    case .circled: Unicode.Scalar(0x245F + UInt32(min(position, 20))).map { String($0) } ?? ""
    case .ofWhich: position == 1 ? "其中：" : ""
    }
  }
}

/// A sum, or an order of size, that the figures of a form keep.
public struct SumRule: Hashable, Sendable {
  public enum Relation: String, Sendable {
    case equal = "="
    case atLeast = ">="
  }

  /// What a sum follows from, for those that a form does not name itself.
  public enum Family {
    /// The addends below a total.
    public static let parts = "parts"
    /// The rows of a group that may be printed as one row.
    public static let group = "group"
    /// The columns of table 三.
    public static let applicants = "applicants"
    /// 其中：a part of its parent.
    public static let ofWhich = "ofWhich"
  }

  public let id: String
  /// One of `Family`, or the id under `[sums]` in the form's file: what one rule of checking covers.
  public let family: String
  public let left: [CellID]
  public let relation: Relation
  public let right: [CellID]
  /// Where the rule is printed, or why it holds.
  public let basis: String
}

/// Words in the headings of other outlines.
package struct SectionWords: Hashable, Sendable {
  /// Of those that say what the section's title says.
  package let same: [String]
  /// Of those that are a part of it.
  package let matters: [String]

  /// Whether a heading without its number has one of the words, behind `^` at its beginning.
  static func are(_ words: [String], in heading: String) -> Bool {
    words.contains { $0.first == "^" ? heading.hasPrefix($0.dropFirst()) : heading.contains($0) }
  }
}

/// Words that stand in a clause of prose that gives a cell's figure.
package struct ProseHint: Hashable, Sendable {
  package let cell: CellID
  /// All of them stand in the clause.
  package let words: [String]
}
