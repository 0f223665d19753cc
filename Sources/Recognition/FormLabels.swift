import DataFiles
import ReportModel

/// What the labels of a form mean, by their ids in a `LabelIndex`: all that must be known of every form before it is
/// known which one a document holds.
struct FormLabels: Sendable {
  enum Meaning: Hashable {
    case tableTitle(table: Int)
    /// The title of a section without a table.
    case section
    case tableNote(table: Int)
    /// 信息内容, 统计指标: what stands over the labels.
    case rowHeader(table: Int)
    /// A heading of table 二, or a heading over columns of table 四.
    case block(table: Int, name: String)
    /// A column of table 二 or 四.
    case column(table: Int, name: String)
    /// A row of table 二.
    case blockRow(table: Int, name: String)
    /// A row of table 三 or of a sheet: the position of its indicator.
    case row(table: Int, indicator: Int)
    /// A column of figures of table 三 or of a sheet: its position.
    case valueColumn(table: Int, column: Int)
  }

  let form: Form
  private var meaningsByLabel: [[Meaning]] = []
  private var variants: [LabelIndex.LabelID] = []

  init(_ form: Form, _ labels: inout LabelIndex) {
    self.form = form
    let wordings = Wordings(form)
    func add(_ label: String, _ meaning: Meaning) {
      wordings.forEach(label) { wording in
        if let id = labels.add(wording) { set(meaning, of: id) }
      }
    }
    for (position, table) in form.tables.enumerated() {
      add(Self.withoutNumber(table.title), .tableTitle(table: position))
      if let id = labels.add(table.note) { set(.tableNote(table: position), of: id) }
      add(table.rowHeader, .rowHeader(table: position))
      for (column, value) in table.columns.enumerated() {
        add(value.label, .valueColumn(table: position, column: column))
      }
    }
    let tables = form.indicators.map { indicator in
      form.tables.firstIndex { $0.id == indicator.table }
    }
    for cell in form.cells {
      let indicator = form.indicators[cell.indicator]
      guard let table = tables[cell.indicator] else { continue }
      let layout = form.tables[table].layout
      guard layout == .blocks || layout == .outcomes else { continue }
      for name in indicator.block { add(name, .block(table: table, name: name)) }
      if layout == .blocks { add(indicator.label, .blockRow(table: table, name: indicator.label)) }
      add(indicator.column, .column(table: table, name: indicator.column))
    }
    for (position, indicator) in form.indicators.enumerated() {
      guard let table = tables[position] else { continue }
      let layout = form.tables[table].layout
      guard layout == .applicants || layout == .sheet else { continue }
      add(indicator.label, .row(table: table, indicator: position))
    }
    for section in form.sections { add(section, .section) }
    variants = form.variants.compactMap { labels.add($0) }
  }

  private mutating func set(_ meaning: Meaning, of id: LabelIndex.LabelID) {
    if id >= meaningsByLabel.count {
      meaningsByLabel.append(contentsOf: repeatElement([], count: id + 1 - meaningsByLabel.count))
    }
    if !meaningsByLabel[id].contains(meaning) { meaningsByLabel[id].append(meaning) }
  }

  /// What a label means to the form; nothing where it is only another form's.
  func meanings(of label: LabelIndex.LabelID) -> [Meaning] {
    label < meaningsByLabel.count ? meaningsByLabel[label] : []
  }

  /// Whether a label means anything to the form.
  func knows(_ label: LabelIndex.LabelID) -> Bool {
    label < meaningsByLabel.count && !meaningsByLabel[label].isEmpty
  }

  /// Whether a label says something else of its row than the form does.
  func isVariant(_ label: LabelIndex.LabelID) -> Bool { variants.contains(label) }

  private static func withoutNumber(_ title: String) -> String {
    guard let mark = title.firstIndex(of: "、"), title.distance(from: title.startIndex, to: mark) <= 2 else {
      return title
    }
    return String(title[title.index(after: mark)...])
  }
}

/// The wordings by which a form's labels are found: each with its aliases, and without what stands in brackets behind
/// it.
private struct Wordings {
  private let aliases: [(label: String, wordings: [String])]
  private var index: ByteIndex
  /// What several labels of rows are alike in without their brackets: 复制费（纸张） and 复制费（光盘） are told apart
  /// by what stands there.
  private let ambiguous: [String]

  init(_ form: Form) {
    aliases = form.aliases.map { ($0.key, $0.value) }
    index = ByteIndex(expecting: aliases.count)
    for (position, alias) in aliases.enumerated() {
      index.insert(position, ByteIndex.hash(alias.label))
    }
    var shortened: [(label: String, short: String)] = []
    var ambiguous: [String] = []
    for indicator in form.indicators {
      guard let short = Self.withoutBrackets(indicator.label) else { continue }
      if shortened.contains(where: { $0.short == short && $0.label != indicator.label }) {
        ambiguous.append(short)
      }
      shortened.append((indicator.label, short))
    }
    self.ambiguous = ambiguous
  }

  func forEach(_ label: String, _ body: (String) -> Void) {
    each(label, body)
    let alias = index.number(ByteIndex.hash(label)) { aliases[$0].label == label }
    for wording in alias.map({ aliases[$0].wordings }) ?? [] { each(wording, body) }
  }

  /// A header such as {year}年度 is found by what stands around the year.
  private func each(_ wording: String, _ body: (String) -> Void) {
    if wording.utf8.contains(UInt8(ascii: "{")) { return }
    body(wording)
    if let short = Self.withoutBrackets(wording), !ambiguous.contains(short) { body(short) }
  }

  /// 部分公开 for 部分公开（区分处理的，…）; nil where there are no brackets behind it.
  private static func withoutBrackets(_ label: String) -> String? {
    let (open, close) = ("（".utf8, "）".utf8)
    let bytes = label.utf8
    guard bytes.suffix(close.count).elementsEqual(close),
      let start = bytes.indices.first(where: { bytes[$0...].starts(with: open) }), start != bytes.startIndex
    else { return nil }
    return String(label[..<start])
  }
}
