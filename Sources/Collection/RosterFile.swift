import Core
import ReportModel
import TextKit

/// A roster as a file: rows with tabs between their fields, as a spreadsheet saves and pastes them, under a row of
/// names in Chinese or English. All that is wrong is told at once, each with its row and column.
package struct RosterFile {
  package enum Column: String, CaseIterable, Sendable {
    case name, aliases, creditCode, divisionCode, level, parent, from, to, counted, reason, files

    /// What a header may say, the Chinese that we write first.
    var words: [String] {
      switch self {
      case .name: ["名称", "单位", "单位名称", "报送单位", "机关名称", "报告机关", "name", "unit", "body"]
      case .aliases: ["别名", "其他名称", "曾用名", "简称", "aliases", "alias"]
      case .creditCode: ["统一社会信用代码", "信用代码", "creditcode", "code"]
      case .divisionCode: ["行政区划代码", "区划代码", "divisioncode", "division"]
      case .level: ["层级", "级别", "level"]
      case .parent: ["上级", "上级单位", "主管单位", "主管部门", "parent"]
      case .from: ["起始年度", "起始年", "起", "from"]
      case .to: ["截止年度", "截止年", "止", "to"]
      case .counted: ["计入汇总", "是否计入", "计入", "counted"]
      case .reason: ["不计入原因", "不计入的原因", "原因", "备注", "reason", "note"]
      case .files: ["文件", "文件名", "files", "file"]
      }
    }

    package var title: String { words[0] }
  }

  private struct Row {
    let number: Int
    let fields: [String]
  }

  private let file: String
  private var columns: [Column: Int] = [:]
  private var rows: [Row] = []
  private var defects: [Finding] = []

  /// - Throws: an `input` refusal with all that is wrong.
  package static func read(_ bytes: [UInt8], name: String) throws(Refusal) -> Roster {
    var reader = RosterFile(bytes, name)
    let roster = reader.roster()
    if !reader.defects.isEmpty { throw Refusal(.input, reader.defects) }
    return roster
  }

  private init(_ bytes: [UInt8], _ file: String) {
    self.file = file
    let lines = TextFileLines.lines(DecodedText(bytes).utf8).map { line in
      Row(
        number: line.number,
        fields: line.text.split(separator: "\t", omittingEmptySubsequences: false).map(Self.unquoted))
    }.filter { row in
      row.fields.contains { !$0.isEmpty } && row.fields.first?.hasPrefix("#") != true
    }
    guard let head = lines.first else {
      defects.append(.rosterEmpty(file))
      return
    }
    guard readHead(head) else { return }
    rows = Array(lines.dropFirst())
    if rows.isEmpty { defects.append(.rosterEmpty(file)) }
    if rows.count > Roster.maximumUnits {
      defects.append(.rosterTooLong(file, count: rows.count, limit: Roster.maximumUnits))
      rows = []
    }
  }

  /// A field as a spreadsheet copies it, with quotation marks around what it finds dangerous.
  private static func unquoted(_ field: Substring) -> String {
    var text = String(field)
    while let first = text.unicodeScalars.first, FoldedText.isSpace(first) {
      text.unicodeScalars.removeFirst()
    }
    while let last = text.unicodeScalars.last, FoldedText.isSpace(last) { text.unicodeScalars.removeLast() }
    guard text.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
    return text.dropFirst().dropLast().split(separator: "\"\"", omittingEmptySubsequences: false).joined(
      separator: "\"")
  }

  private mutating func readHead(_ head: Row) -> Bool {
    let before = defects.count
    for (index, field) in head.fields.enumerated() where !field.isEmpty {
      let word = FoldedText.fold(field).lowercased().filter { $0 != "_" && $0 != "-" }
      guard let column = Column.allCases.first(where: { $0.words.contains(word) }) else {
        // Of a file with commas the whole row is one field.
        if head.fields.count == 1 { continue }
        defects.append(.rosterUnknownColumn(file, field, at: place(head, index)))
        continue
      }
      if columns.updateValue(index, forKey: column) != nil {
        defects.append(.rosterRepeatedColumn(file, field, at: place(head, index)))
      }
    }
    if columns[.name] == nil { defects.append(.rosterNoNames(file, at: Place(line: head.number))) }
    return defects.count == before
  }

  private func place(_ row: Row, _ index: Int?) -> Place {
    Place(row: row.number, column: index.map { $0 + 1 }, line: row.number)
  }

  private func place(_ row: Row, _ column: Column) -> Place { place(row, columns[column]) }

  private func field(_ column: Column, _ row: Row) -> String {
    guard let index = columns[column], index < row.fields.count else { return "" }
    return row.fields[index]
  }

  // MARK: Units

  private mutating func roster() -> Roster {
    var units = rows.map { unit($0) }
    findRepetitions(units)
    setParents(&units)
    return Roster(units)
  }

  private mutating func unit(_ row: Row) -> RosterUnit {
    var unit = RosterUnit(field(.name, row))
    if BodyName.key(unit.name).isEmpty { defects.append(.rosterNoName(file, at: place(row, .name))) }
    if row.fields.dropFirst((columns.values.max() ?? 0) + 1).contains(where: { !$0.isEmpty }) {
      defects.append(.rosterNeedlessField(file, unit.name, at: Place(row: row.number, line: row.number)))
    }
    unit.aliases = field(.aliases, row).split { "、;；|，,".contains($0) }.map { Self.unquoted($0) }.filter {
      !BodyName.key($0).isEmpty && BodyName.key($0) != BodyName.key(unit.name)
    }
    unit.files = field(.files, row).split { "；;|".contains($0) }.map { Self.unquoted($0) }.filter {
      !$0.isEmpty
    }
    readCodes(row, &unit)
    let level = field(.level, row)
    if !level.isEmpty {
      unit.level = RosterUnit.Level(word: FoldedText.fold(level))
      if unit.level == nil { defects.append(.rosterLevel(file, level, at: place(row, .level))) }
    }
    readTerm(row, &unit)
    readCounted(row, &unit)
    return unit
  }

  private mutating func readCodes(_ row: Row, _ unit: inout RosterUnit) {
    let code = FoldedText.fold(field(.creditCode, row)).uppercased()
    if !code.isEmpty {
      if CreditCode.isValid(code.unicodeScalars.map(\.value)) {
        unit.creditCode = code
      } else {
        defects.append(.rosterCreditCode(file, code, at: place(row, .creditCode)))
      }
    }
    let division = FoldedText.fold(field(.divisionCode, row))
    if !division.isEmpty {
      if [6, 9, 12].contains(division.utf8.count), division.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
        unit.divisionCode = division
      } else {
        defects.append(.rosterDivisionCode(file, division, at: place(row, .divisionCode)))
      }
    }
  }

  /// A year, or a day of one.
  private mutating func year(_ column: Column, _ row: Row) -> Int? {
    let text = FoldedText.fold(field(column, row))
    if text.isEmpty { return nil }
    let digits = text.prefix(4)
    let rest = text.dropFirst(4)
    let isYear = digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
    let isDay =
      rest.isEmpty || rest == "年"
      || rest.unicodeScalars.allSatisfy { "0123456789-/.年月日".unicodeScalars.contains($0) }
    if let year = Int(digits), isYear, isDay, (1949...2200).contains(year),
      rest.unicodeScalars.first.map({ !("0"..."9").contains($0) }) ?? true
    {
      return year
    }
    defects.append(.rosterYear(file, text, at: place(row, column)))
    return nil
  }

  private mutating func readTerm(_ row: Row, _ unit: inout RosterUnit) {
    unit.firstYear = year(.from, row)
    unit.lastYear = year(.to, row)
    if let first = unit.firstYear, let last = unit.lastYear, last < first {
      defects.append(.rosterTerm(file, from: first, to: last, at: place(row, .to)))
    }
  }

  private mutating func readCounted(_ row: Row, _ unit: inout RosterUnit) {
    let reason = field(.reason, row)
    switch FoldedText.fold(field(.counted, row)).lowercased() {
    case "", "是", "计入", "yes", "y", "1", "true": break
    case "否", "不计", "不计入", "no", "n", "0", "false":
      unit.exclusion = reason
      if reason.isEmpty { defects.append(.rosterNoReason(file, unit.name, at: place(row, .counted))) }
    case let other: defects.append(.rosterCounted(file, other, at: place(row, .counted)))
    }
  }

  // MARK: What they are to each other

  /// A name or a code leads to one unit in each year.
  private mutating func findRepetitions(_ units: [RosterUnit]) {
    var names: [String: [Int]] = [:]
    var codes: [String: [Int]] = [:]
    for (index, unit) in units.enumerated() {
      let named =
        [(Column.name, unit.name)] + unit.aliases.map { (.aliases, $0) } + unit.files.map { (.files, $0) }
      for (column, name) in named {
        let key = BodyName.key(name)
        if key.isEmpty || names[key]?.last == index { continue }
        if let other = names[key]?.first(where: { units[$0].isDueBeside(unit) }) {
          defects.append(
            .rosterSameName(file, name, otherRow: rows[other].number, at: place(rows[index], column)))
        }
        names[key, default: []].append(index)
      }
      guard let code = unit.creditCode else { continue }
      if let other = codes[code]?.first(where: { units[$0].isDueBeside(unit) }) {
        defects.append(
          .rosterSameCode(file, code, otherRow: rows[other].number, at: place(rows[index], .creditCode)))
      }
      codes[code, default: []].append(index)
    }
  }

  /// A parent is named, or given by its code.
  private mutating func setParents(_ units: inout [RosterUnit]) {
    var known: [String: Int] = [:]
    for (index, unit) in units.enumerated().reversed() {
      for name in unit.aliases + [unit.name] { known[BodyName.key(name)] = index }
      if let code = unit.creditCode { known[BodyName.key(code)] = index }
    }
    for index in units.indices {
      let parent = field(.parent, rows[index])
      if parent.isEmpty { continue }
      units[index].parent = known[BodyName.key(parent)]
      if units[index].parent == nil {
        defects.append(.rosterParent(file, parent, at: place(rows[index], .parent)))
      }
    }
    for index in units.indices where isInCircle(index, units) {
      defects.append(.rosterCircle(file, units[index].name, at: place(rows[index], .parent)))
      units[index].parent = nil
    }
  }

  private func isInCircle(_ unit: Int, _ units: [RosterUnit]) -> Bool {
    var above = units[unit].parent
    for _ in units.indices {
      guard let parent = above else { return false }
      if parent == unit { return true }
      above = units[parent].parent
    }
    return false
  }

  // MARK: Writing

  /// A roster as a file that can be read again and opened in a spreadsheet.
  package static func text(_ roster: Roster) -> String {
    // A spreadsheet takes for a formula what begins so.
    func cleaned(_ text: String) -> String {
      String(PrintableText.cleaned(text).drop { "=+-@\t".contains($0) })
    }
    var lines = [Column.allCases.map(\.title)]
    for unit in roster.units {
      lines.append(
        Column.allCases.map { column in
          switch column {
          case .name: cleaned(unit.name)
          case .aliases: unit.aliases.map(cleaned).joined(separator: "；")
          case .creditCode: unit.creditCode ?? ""
          case .divisionCode: unit.divisionCode ?? ""
          case .level: unit.level?.words[0] ?? ""
          case .parent: unit.parent.map { cleaned(roster.units[$0].name) } ?? ""
          case .from: unit.firstYear.map(String.init) ?? ""
          case .to: unit.lastYear.map(String.init) ?? ""
          case .counted: unit.isCounted ? "是" : "否"
          case .reason: cleaned(unit.exclusion ?? "")
          case .files: unit.files.map(cleaned).joined(separator: "；")
          }
        })
    }
    return lines.map { $0.joined(separator: "\t") + "\n" }.joined()
  }
}
