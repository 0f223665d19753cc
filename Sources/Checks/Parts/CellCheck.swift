import ReportModel
import TextKit

/// What stands in the cells: figures of the right kind and unit, and nothing left blank.
struct CellCheck: Check {
  static let rules = [
    "check.part.totalBlank", "check.part.blank", "check.part.notAFigure", "check.part.negative",
    "check.part.fraction", "check.part.unit", "check.part.unitMissing",
  ]

  func run(_ subject: CheckInput, _ log: inout CheckLog) {
    var blank: [String: [Int]] = [:]
    var unreadable: [Int] = []
    for (index, state) in subject.known.states.enumerated() {
      switch state {
      case .absent: continue
      case .plain:
        if subject.form.indicator(of: subject.form.cells[index]).kind == .money {
          checkMoney(index, subject, &log)
        }
      case .blank: blank[subject.form.cells[index].table, default: []].append(index)
      case .number, .other:
        if check(index, subject, &log) { unreadable.append(index) }
      }
    }
    reportUnreadable(unreadable, subject, &log)
    if blank.isEmpty { return }
    checkTotals(subject, &log)
    for table in subject.form.tables {
      guard let cells = blank[table.id] else { continue }
      log.report(
        "check.part.blank",
        ["table": table.title, "count": String(cells.count), "cell": subject.name(of: cells[0])],
        cells.map { subject.witness($0, .subject) })
    }
  }

  // MARK: Numbers

  /// - Returns: whether the cell holds no figure at all.
  private func check(_ cell: Int, _ subject: CheckInput, _ log: inout CheckLog) -> Bool {
    guard let figure = subject.report.statistics[cell] else { return false }
    switch figure.value {
    case .exact(let amount):
      _ = checkNumber(amount, of: figure, cell, subject, &log)
      if subject.form.indicator(of: subject.form.cells[cell]).kind == .money {
        checkMoney(cell, subject, &log)
      }
      return false
    case .unreadable:
      // A number that no cell of its kind can hold is left unread, and is a number all the same.
      if let amount = figure.raw.flatMap(PrintedNumber.amount),
        checkNumber(amount, of: figure, cell, subject, &log)
      {
        return false
      }
      return true
    default: return false
    }
  }

  /// - Returns: whether the number is one that the cell cannot hold.
  private func checkNumber(
    _ amount: Amount, of figure: Figure, _ cell: Int, _ subject: CheckInput, _ log: inout CheckLog
  ) -> Bool {
    let kind = subject.form.indicator(of: subject.form.cells[cell]).kind
    var rules: [String] = []
    if amount.isNegative, kind != .signed { rules.append("check.part.negative") }
    if kind != .money, amount.hasFraction { rules.append("check.part.fraction") }
    for rule in rules {
      log.report(
        rule, ["cell": subject.name(of: cell), "figure": Quotation.line(FigureText.text(figure))],
        [subject.witness(cell, .subject)])
    }
    return !rules.isEmpty
  }

  // MARK: Money

  /// What the cell says of its unit, else the head that is printed over it, against the form.
  private func checkMoney(_ cell: Int, _ subject: CheckInput, _ log: inout CheckLog) {
    guard let figure = subject.report.statistics[cell], let amount = figure.amount, amount > .zero else {
      return
    }
    let indicator = subject.form.indicator(of: subject.form.cells[cell])
    let head = head(over: indicator, subject.report)
    let unit = figure.unit ?? head.flatMap { Self.unit(in: $0.text) }
    var arguments = ["cell": subject.name(of: cell), "figure": Quotation.line(FigureText.text(figure))]
    if let unit {
      guard !indicator.unit.isEmpty, unit != indicator.unit else { return }
      arguments["unit"] = unit
      arguments["expected"] = indicator.unit
      log.report("check.part.unit", arguments, [subject.witness(cell, .subject)])
      return
    }
    // A form that prints the unit in its own head says it unless the head was seen without.
    guard head != nil || indicator.unit.isEmpty, !isSaidInProse(indicator, subject.report) else { return }
    let witnesses = [head.map { Witness(.left, labels: [], text: $0.text, place: $0.place) }].compactMap {
      $0
    }
    log.report("check.part.unitMissing", arguments, witnesses + [subject.witness(cell, .subject)])
  }

  /// The head of a money column as it was printed, where it was kept.
  private func head(over indicator: Indicator, _ report: Report) -> Evidence? {
    guard report.form.table(indicator.table)?.layout == .blocks else { return nil }
    let name = PlainText(indicator.column.prefix { $0 != "（" })
    return report.evidence.first { evidence in
      let text = PlainText(evidence.text.prefix { !"（( ".contains($0) })
      return text.count >= 4 && (!text.ranges(of: name).isEmpty || !name.ranges(of: text).isEmpty)
    }
  }

  private static func unit(in head: String) -> String? {
    let words = head.filter { !$0.isWhitespace }
    return ["亿元", "万元", "千元", "元"].first { words.contains($0) }
  }

  /// Whether a sentence about the same money gives its unit.
  private func isSaidInProse(_ indicator: Indicator, _ report: Report) -> Bool {
    let name = indicator.label.suffix(4)
    return report.sections.contains { section in
      section.paragraphs.contains { paragraph in
        paragraph.text.split(whereSeparator: { "。；;".contains($0) }).contains {
          $0.contains(name) && $0.contains("元")
        }
      }
    }
  }

  // MARK: What is no figure

  /// One finding for a row, however many of its cells hold no figure.
  private func reportUnreadable(_ cells: [Int], _ subject: CheckInput, _ log: inout CheckLog) {
    var rows: [(key: [String], cells: [Int])] = []
    for cell in cells {
      let key = Array(subject.labels(of: cell).dropLast())
      if rows.last?.key == key {
        rows[rows.count - 1].cells.append(cell)
      } else {
        rows.append((key, [cell]))
      }
    }
    for (key, cells) in rows {
      var texts: [String] = []
      for cell in cells {
        let text = Quotation.line(subject.report.statistics[cell]?.raw ?? "")
        if !texts.contains(text) { texts.append(text) }
      }
      log.report(
        "check.part.notAFigure",
        [
          "cell": cells.count == 1 ? subject.name(of: cells[0]) : key.dropFirst().joined(separator: " / "),
          "text": texts.prefix(3).joined(separator: " ｜ ") + (texts.count > 3 ? " ……" : ""),
          "count": String(cells.count),
        ], cells.map { subject.witness($0, .subject) })
    }
  }

  /// A total that is left blank although its parts are there: the sum cannot be checked, and should be filled in.
  private func checkTotals(_ subject: CheckInput, _ log: inout CheckLog) {
    let statistics = subject.report.statistics
    for sum in subject.form.sums where sum.relation == .equal && sum.right.count == 1 {
      guard let total = subject.form.index(of: sum.right[0]), subject.known.states[total] == .blank else {
        continue
      }
      let parts = sum.left.filter { statistics[$0] != nil }
      let amounts = parts.compactMap { statistics[$0]?.certainAmount }
      guard !parts.isEmpty, amounts.count == parts.count else { continue }
      log.report(
        "check.part.totalBlank",
        ["cell": subject.name(of: total), "sum": amounts.reduce(.zero, +).description],
        parts.map { subject.witness($0, .left) } + [subject.witness(total, .right)])
    }
  }
}

/// A single number as it is printed, signs and units apart: `-1`, `−3件`, `1.5`.
enum PrintedNumber {
  private static let minusSigns = Set("-−－–﹣‐".unicodeScalars.map(\.value))
  /// Nobody prints longer ones.
  private static let maximumLength = 40

  static func amount(_ text: String) -> Amount? {
    var scalars: [UInt32] = []
    for scalar in text.unicodeScalars where !scalar.properties.isWhitespace {
      if scalars.count == maximumLength { return nil }
      scalars.append(minusSigns.contains(scalar.value) ? 0x2D : CharacterFolding.narrow(scalar.value))
    }
    for unit in ["件次", "人次", "件", "条", "项", "个", "人", "次", "份", "宗"] {
      let code = unit.unicodeScalars.map(\.value)
      guard scalars.count > code.count, scalars.suffix(code.count).elementsEqual(code) else { continue }
      scalars.removeLast(code.count)
      break
    }
    let bytes = scalars.compactMap { UInt8(exactly: $0) }
    return bytes.count == scalars.count ? Amount(utf8: bytes) : nil
  }
}

/// Words of the report as a finding quotes them: in one line, and not without end.
enum Quotation {
  private static let maximumLength = 160

  static func line(_ text: String) -> String {
    // Of a text as long as a page no more is looked at than may be shown.
    let beginning = text.prefix(8 * maximumLength)
    let line = beginning.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let isCut = line.count > maximumLength || beginning.endIndex < text.endIndex
    return isCut ? line.prefix(maximumLength) + "……" : line
  }
}

extension Amount {
  /// Whether it is no whole number: 2.5 is none, 2.0 is one.
  var hasFraction: Bool {
    var unit: Int128 = 1
    for _ in 0..<scale { unit *= 10 }
    return significand % unit != 0
  }
}
