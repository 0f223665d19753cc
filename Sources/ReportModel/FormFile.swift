import Core
import DataFiles

/// Reads form files: `Schemas/forms/*.tsv`, or one that a user wrote.
package struct FormFile {
  private static let format = "1"

  private let file: SectionedTable
  /// What messages call the file.
  private let name: String
  /// Whether the build has seen that it has no defects, so that only what makes a form is done.
  private let isSound: Bool
  private var defects: [Finding] = []

  /// The forms of one file: one for each of its dialects, or one where it names none.
  ///
  /// - Parameter name: what messages call the file.
  /// - Throws: a refusal that names every defect with its line.
  package static func read(_ text: String, name: String) throws(Refusal) -> [Form] {
    try read(SectionedTable(text), name: name)
  }

  /// - Parameter isSound: whether the file is known to have no defects: one that the program carries.
  static func read(_ table: SectionedTable, name: String, isSound: Bool = false) throws(Refusal) -> [Form] {
    var file = FormFile(file: table, name: name, isSound: isSound)
    return try file.forms()
  }

  private init(file: SectionedTable, name: String, isSound: Bool) {
    self.file = file
    self.name = name
    self.isSound = isSound
  }

  private mutating func forms() throws(Refusal) -> [Form] {
    defects += file.strayLines.map { .strayLine(name, $0) }
    let format = file.value("format", in: "form") ?? ""
    if format != Self.format { defects.append(.format(name, format)) }
    guard let edition = file.value("edition", in: "form"), !edition.isEmpty else {
      defects.append(.missingKey(name, "edition"))
      throw Refusal(.input, defects)
    }
    let tables = readTables()
    if !isSound { checkRows(tables) }
    let stated = statedSums()
    if !defects.isEmpty { throw Refusal(.input, defects) }
    let dialects = file.rows("dialects")
    let ownDialect = file.value("dialect", in: "form").flatMap { $0.isEmpty ? nil : $0 }
    let variants =
      dialects.isEmpty
      ? [Variant(dialect: ownDialect, name: nil, reservation: formText("unconfirmed"))]
      : dialects.map { row in
        Variant(
          dialect: row["id"], name: LocalizedText(chinese: row["name.zh"], english: row["name.en"]),
          reservation: Self.text(row["unconfirmed.zh"], row["unconfirmed.en"]))
      }
    let rows = file.rows("rows").map(FormRow.init)
    let forms = variants.map { form(Edition(rawValue: edition), $0, tables, rows, stated) }
    if !defects.isEmpty { throw Refusal(.input, defects) }
    return forms
  }

  /// One of the dialects that a file describes.
  private struct Variant {
    let dialect: String?
    let name: LocalizedText?
    let reservation: LocalizedText?
  }

  private static func text(_ chinese: String, _ english: String) -> LocalizedText? {
    chinese.isEmpty && english.isEmpty ? nil : LocalizedText(chinese: chinese, english: english)
  }

  /// A text under `[form]` that is there in both languages.
  private func formText(_ key: String) -> LocalizedText? {
    Self.text(file.value("\(key).zh", in: "form") ?? "", file.value("\(key).en", in: "form") ?? "")
  }

  /// Why the form is not known whole. A file that says `complete no` says why.
  private mutating func incompleteness() -> LocalizedText? {
    guard file.value("complete", in: "form") == "no" else { return nil }
    if let reason = formText("incomplete") { return reason }
    defects.append(.missingKey(name, "incomplete.zh"))
    return nil
  }

  private mutating func readTables() -> [FormTable] {
    var columnsByTable: [String: [FormColumn]] = [:]
    for row in file.rows("columns") {
      guard let role = FormColumn.Role(rawValue: row["role"]) else {
        defects.append(.role(name, row["role"], row.line))
        continue
      }
      columnsByTable[row["table"], default: []].append(
        FormColumn(
          id: row["id"], parent: row["parent"].isEmpty ? nil : row["parent"], label: row["label"], role: role)
      )
    }
    var tables: [FormTable] = []
    for row in file.rows("tables") {
      guard let layout = FormTable.Layout(rawValue: row["layout"]) else {
        defects.append(.layout(name, row["layout"], row.line))
        continue
      }
      tables.append(
        FormTable(
          id: row["id"], layout: layout, title: row["title"], rowHeader: row["rowHeader"],
          unitHeader: row["unitHeader"], note: row["note"], columns: columnsByTable[row["id"]] ?? []))
    }
    return tables
  }

  private mutating func checkRows(_ tables: [FormTable]) {
    var positions: [String: Int] = [:]
    let rows = file.rows("rows")
    for (position, row) in rows.enumerated() {
      let (id, table) = (row["id"], row["table"])
      if !tables.contains(where: { $0.id == table }) {
        defects.append(.unknownTable(name, table, row.line))
      }
      if Indicator.Role(rawValue: row["role"]) == nil { defects.append(.role(name, row["role"], row.line)) }
      if Numbering(rawValue: row["numbering"]) == nil {
        defects.append(.numbering(name, row["numbering"], row.line))
      }
      let kind = row["kind"]
      if !kind.isEmpty, Indicator.Kind(rawValue: kind) == nil {
        defects.append(.kind(name, kind, row.line))
      }
      if id.isEmpty || positions.updateValue(position, forKey: id) != nil {
        defects.append(.duplicateID(name, id, row.line))
      }
    }
    if positions.isEmpty { defects.append(.missingKey(name, "rows")) }
    checkParents(rows, positions)
  }

  /// More steps than any form has.
  private static let mostParents = 16

  /// Every row stands a few steps below the outermost one, and never below itself: sums are found by going down.
  private mutating func checkParents(_ rows: [SectionedTable.Row], _ positions: [String: Int]) {
    let parents = rows.enumerated().map { position, row -> [Int] in
      let parent = row["parent"]
      if parent.isEmpty { return [] }
      // X.total stands beside the parts of X, whose parent is its own.
      let total = positions[parent + ".total"].flatMap { $0 == position ? nil : $0 }
      return [positions[parent], total].compactMap { $0 }
    }
    // How many rows stand above one another over each; those of a circle have no end.
    var heights = [Int](repeating: 0, count: rows.count)
    var isSettled = false
    while !isSettled {
      isSettled = true
      for (position, parents) in parents.enumerated() {
        let height = parents.reduce(0) { min(Self.mostParents + 1, max($0, heights[$1] + 1)) }
        if height > heights[position] {
          heights[position] = height
          isSettled = false
        }
      }
    }
    for (row, height) in zip(rows, heights) where height > Self.mostParents {
      defects.append(.parents(name, row["id"], row.line))
    }
  }

  private mutating func form(
    _ edition: Edition, _ variant: Variant, _ tables: [FormTable], _ rows: [FormRow], _ stated: [StatedSum]
  ) -> Form {
    let indicators = Self.indicators(rows, dialect: variant.dialect)
    if !isSound { checkTerms(of: stated, indicators) }
    let years = (file.value("years", in: "form") ?? "").split(separator: "-").map { Int($0) }
    var aliases: [String: [String]] = [:]
    for row in file.rows("aliases") {
      aliases[row["label"]] = row.list("aliases", separatedBy: "|")
    }
    var name = LocalizedText(
      chinese: file.value("name.zh", in: "form") ?? "", english: file.value("name.en", in: "form") ?? "")
    if let dialectName = variant.name {
      name = LocalizedText(
        chinese: "\(name.chinese)（\(dialectName.chinese)）", english: "\(name.english), \(dialectName.english)"
      )
    }
    return Form(
      id: FormID(edition, dialect: variant.dialect), version: file.value("version", in: "form") ?? "",
      name: name,
      basis: file.value("basis", in: "form") ?? "", firstYear: years.first ?? nil,
      lastYear: years.count > 1 ? years[1] : nil, incompleteness: incompleteness(),
      reservation: variant.reservation, tables: tables, indicators: indicators,
      sums: { Self.sumsFromRoles(indicators, tables) + Self.sums(stated, indicators, tables) },
      aliases: aliases,
      sections: file.rows("sections").map { $0["title"] },
      sectionWords: file.rows("sections").map {
        SectionWords(same: $0.list("same", separatedBy: "|"), matters: $0.list("matters", separatedBy: "|"))
      },
      variants: file.rows("variants").map { $0["label"] },
      proseHints: file.rows("prose").map {
        ProseHint(cell: CellID($0["cell"]), words: $0.list("words", separatedBy: " "))
      })
  }

  /// A sum that the file states itself: ids on both sides, or `*` for each cell of a column.
  private struct StatedSum {
    let id: String
    let left: String
    let relation: SumRule.Relation
    let right: String
    let basis: String
    let line: Int

    var isOfEachCell: Bool { left.hasSuffix("*") && right.hasSuffix("*") }

    static func terms(_ side: String) -> [String] { side.split(separator: "+").map { $0.trimmingSpaces() } }
  }

  private mutating func statedSums() -> [StatedSum] {
    var sums: [StatedSum] = []
    for row in file.rows("sums") {
      guard let relation = SumRule.Relation(rawValue: row["relation"]) else {
        defects.append(.relation(name, row["relation"], row.line))
        continue
      }
      sums.append(
        StatedSum(
          id: row["id"], left: row["left"], relation: relation, right: row["right"], basis: row["basis"],
          line: row.line))
    }
    return sums
  }

  private mutating func checkTerms(of sums: [StatedSum], _ indicators: [Indicator]) {
    if sums.allSatisfy(\.isOfEachCell) { return }
    let ids = Set(indicators.map(\.id))
    for sum in sums where !sum.isOfEachCell {
      for id in StatedSum.terms(sum.left) + StatedSum.terms(sum.right) where !ids.contains(id) {
        defects.append(.unknownID(name, id, sum.line))
      }
    }
  }

  private static func sums(
    _ stated: [StatedSum], _ indicators: [Indicator], _ tables: [FormTable]
  ) -> [SumRule] {
    stated.flatMap { sum in
      sum.isOfEachCell
        ? eachCell(sum, indicators, tables)
        : perApplicant(
          id: sum.id, family: sum.id, left: StatedSum.terms(sum.left), relation: sum.relation,
          right: StatedSum.terms(sum.right), basis: sum.basis, indicators, tables)
    }
  }

  /// One rule for each pair of cells that `*` stands for on both sides: a column of a sheet against another.
  private static func eachCell(
    _ sum: StatedSum, _ indicators: [Indicator], _ tables: [FormTable]
  ) -> [SumRule] {
    let (left, right) = (String(sum.left.dropLast()), String(sum.right.dropLast()))
    let columns = tables.filter { $0.layout == .sheet }.flatMap(\.columns).filter(\.role.holdsFigure)
    let cells = Set(
      indicators.filter(\.role.holdsFigure).flatMap { row in columns.map { $0.cell(of: row.id) } })
    return indicators.filter(\.role.holdsFigure).flatMap { indicator -> [SumRule] in
      columns.compactMap { column in
        let cell = column.cell(of: indicator.id).description
        guard cell.hasPrefix(right) else { return nil }
        let other = CellID(indicator: left + cell.dropFirst(right.count))
        // A bare star is the column of the year's own figures.
        guard cells.contains(other), other.description != cell, !right.isEmpty || column.id.isEmpty else {
          return nil
        }
        return SumRule(
          id: "\(sum.id).\(indicator.id)", family: sum.id, left: [other], relation: sum.relation,
          right: [CellID(cell)], basis: sum.basis)
      }
    }
  }

  /// A row as the file has it, for all dialects: its number follows from the rows that a dialect has.
  private struct FormRow {
    let indicator: Indicator
    let numbering: Numbering
    /// The dialects that have the row; empty for all.
    let dialects: [String]
    let unconfirmed: [String]

    init(_ row: SectionedTable.Row) {
      let parent = row["parent"]
      numbering = Numbering(rawValue: row["numbering"]) ?? .none
      dialects = row.list("dialects", separatedBy: " ")
      unconfirmed = row.list("unconfirmed", separatedBy: " ")
      indicator = Indicator(
        id: row["id"], table: row["table"], parent: parent.isEmpty ? nil : parent,
        block: row.list("block", separatedBy: "/"), numbering: numbering,
        label: row["label"], column: row["column"], unit: row["unit"],
        role: Indicator.Role(rawValue: row["role"]) ?? .single,
        kind: Indicator.Kind(rawValue: row["kind"]) ?? .count,
        isConfirmed: true, note: row["note"], printedNumber: numbering.number(1))
    }
  }

  private static func indicators(_ rows: [FormRow], dialect: String?) -> [Indicator] {
    struct Series: Equatable {
      let parent: String?
      let numbering: Numbering
      let table: String
    }
    var positions: [(series: Series, position: Int)] = []
    return rows.compactMap { row in
      if !row.dialects.isEmpty, !row.dialects.contains(dialect ?? "") { return nil }
      var position = 1
      if row.numbering != .none {
        let series = Series(
          parent: row.indicator.parent, numbering: row.numbering, table: row.indicator.table)
        if let known = positions.lastIndex(where: { $0.series == series }) {
          positions[known].position += 1
          position = positions[known].position
        } else {
          positions.append((series, 1))
        }
      }
      return row.indicator.having(
        number: row.numbering.number(position), isConfirmed: !row.unconfirmed.contains(dialect ?? ""))
    }
  }

  /// `X.total` is the sum of the addends below `X`, groups opened; and where a table has a total column, each
  /// row's total is the sum of its addend columns.
  private static func sumsFromRoles(_ indicators: [Indicator], _ tables: [FormTable]) -> [SumRule] {
    var rules: [SumRule] = []
    func addends(below parent: String) -> [String] {
      indicators.filter { $0.parent == parent }.flatMap { indicator -> [String] in
        switch indicator.role {
        case .addend: [indicator.id]
        case .group, .subtotal: addends(below: indicator.id)
        default: []
        }
      }
    }
    for indicator in indicators where indicator.role == .total || indicator.id.hasSuffix(".total") {
      let parent = String(indicator.id.dropLast(".total".count))
      let parts = addends(below: parent)
      if parts.isEmpty { continue }
      rules += perApplicant(
        id: "sum.\(indicator.id)", family: SumRule.Family.parts, left: parts, relation: .equal,
        right: [indicator.id], basis: "the parts add up to the total", indicators, tables)
    }
    for indicator in indicators where indicator.role == .subtotal {
      let parts = addends(below: indicator.id)
      rules += perApplicant(
        id: "sum.\(indicator.id)", family: SumRule.Family.group, left: parts, relation: .equal,
        right: [indicator.id], basis: "the parts add up to the group", indicators, tables)
    }
    for indicator in indicators where indicator.role == .ofWhich {
      guard let parent = indicator.parent,
        let total = indicators.first(where: { $0.id == "\(parent).total" })
          ?? indicators.first(where: { $0.id == parent }),
        total.role.holdsFigure
      else { continue }
      rules += perApplicant(
        id: "within.\(indicator.id)", family: SumRule.Family.ofWhich, left: [total.id], relation: .atLeast,
        right: [indicator.id], basis: "a part is not larger than the whole", indicators, tables)
    }
    for table in tables where table.layout == .applicants {
      let parts = table.columns.filter { $0.role == .addend }
      guard let total = table.columns.first(where: { $0.role == .total }) else { continue }
      for indicator in indicators where indicator.table == table.id && indicator.role.holdsFigure {
        rules.append(
          SumRule(
            id: "row.\(indicator.id)", family: SumRule.Family.applicants,
            left: parts.map { CellID(indicator.id, $0.id) }, relation: .equal,
            right: [CellID(indicator.id, total.id)], basis: "the applicants add up to the total"))
      }
    }
    return rules
  }

  /// A rule over table 三 holds in each column; a rule over a sheet in each column of figures.
  private static func perApplicant(
    id: String, family: String, left: [String], relation: SumRule.Relation, right: [String], basis: String,
    _ indicators: [Indicator], _ tables: [FormTable]
  ) -> [SumRule] {
    guard let first = left.first, let indicator = indicators.first(where: { $0.id == first }),
      let table = tables.first(where: { $0.id == indicator.table })
    else { return [] }
    switch table.layout {
    case .applicants:
      return table.columns.filter(\.role.holdsFigure).map { column in
        SumRule(
          id: "\(id)@\(column.id)", family: family, left: left.map { CellID($0, column.id) },
          relation: relation,
          right: right.map { CellID($0, column.id) }, basis: basis)
      }
    case .sheet:
      return table.columns.filter(\.role.holdsFigure).map { column in
        SumRule(
          id: column.id.isEmpty ? id : "\(column.id).\(id)", family: family,
          left: left.map { column.cell(of: $0) }, relation: relation,
          right: right.map { column.cell(of: $0) }, basis: basis)
      }
    case .blocks, .outcomes:
      return [
        SumRule(
          id: id, family: family, left: left.map { CellID($0) }, relation: relation,
          right: right.map { CellID($0) },
          basis: basis)
      ]
    }
  }
}

extension StringProtocol {
  /// Without ASCII spaces at either end.
  func trimmingSpaces() -> String {
    var text = self[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

extension Finding {
  fileprivate static func strayLine(_ file: String, _ line: Int) -> Finding {
    Finding("form.stray-line", .error, ["file": file], places: [Place(line: line)])
  }

  fileprivate static func format(_ file: String, _ value: String) -> Finding {
    Finding("form.format", .error, ["file": file, "value": value])
  }

  fileprivate static func missingKey(_ file: String, _ key: String) -> Finding {
    Finding("form.missing-key", .error, ["file": file, "value": key])
  }

  fileprivate static func role(_ file: String, _ value: String, _ line: Int) -> Finding {
    Finding("form.role", .error, ["file": file, "value": value], places: [Place(line: line)])
  }

  fileprivate static func layout(_ file: String, _ value: String, _ line: Int) -> Finding {
    Finding("form.layout", .error, ["file": file, "value": value], places: [Place(line: line)])
  }

  fileprivate static func numbering(_ file: String, _ value: String, _ line: Int) -> Finding {
    Finding("form.numbering", .error, ["file": file, "value": value], places: [Place(line: line)])
  }

  fileprivate static func kind(_ file: String, _ value: String, _ line: Int) -> Finding {
    Finding("form.kind", .error, ["file": file, "value": value], places: [Place(line: line)])
  }

  fileprivate static func unknownTable(_ file: String, _ value: String, _ line: Int) -> Finding {
    Finding("form.unknown-table", .error, ["file": file, "value": value], places: [Place(line: line)])
  }

  fileprivate static func duplicateID(_ file: String, _ value: String, _ line: Int) -> Finding {
    Finding("form.duplicate-id", .error, ["file": file, "value": value], places: [Place(line: line)])
  }

  fileprivate static func parents(_ file: String, _ id: String, _ line: Int) -> Finding {
    Finding("form.parents", .error, ["file": file, "value": id], places: [Place(line: line)])
  }

  fileprivate static func relation(_ file: String, _ value: String, _ line: Int) -> Finding {
    Finding("form.relation", .error, ["file": file, "value": value], places: [Place(line: line)])
  }

  fileprivate static func unknownID(_ file: String, _ value: String, _ line: Int) -> Finding {
    Finding("form.unknown-id", .error, ["file": file, "value": value], places: [Place(line: line)])
  }
}
