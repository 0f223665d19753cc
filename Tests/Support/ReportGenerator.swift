import Core
import ReportModel

/// Makes up reports of any form, the same ones for the same seed: figures of every status, text that is hard
/// to write (quotes, markup, line ends, characters outside the first plane), empty pieces, conversions,
/// extensions. What it makes keeps the rules of `Report`, so that every lossless format must return it as it was.
///
///     var generator = ReportGenerator(seed: 7)
///     let report = generator.report(of: form, convertedFrom: otherForms)
public struct ReportGenerator: Sendable {
  public var random: SplitMix64

  public init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// - Parameter originals: forms that the report may have been converted from; with none it is as read.
  /// - Parameter hasExtensions: whether members of a newer minor version may occur.
  public mutating func report(
    of form: Form, convertedFrom originals: [Form] = [], hasExtensions: Bool = false
  ) -> Report {
    var report = Report(identity: identity(), statistics: statistics(of: form))
    report.sections = list(upTo: 6) { $0.section() }
    if !originals.isEmpty, random.chance(1, of: 2) {
      report.conversion = conversion(from: random.pick(originals))
      report.jointFigures = list(upTo: 3) { $0.jointFigure(of: form) }
    }
    report.evidence = list(upTo: 4) { generator in
      Evidence(form: form.id, text: generator.text(), place: generator.place())
    }
    if random.chance(1, of: 2) {
      report.account = ReadingAccount { _ in Int.random(in: 0...300, using: &random) }
    }
    report.unplaced = list(upTo: 4) { UnplacedText($0.text(), place: $0.place()) }
    report.findings = list(upTo: 4) { $0.finding(of: form) }
    report.source = random.chance(3, of: 4) ? source() : nil
    if hasExtensions, random.chance(2, of: 3) { report.extensions = extensions(of: report) }
    return report
  }

  /// A whole and simple report, as most are: every cell exact and small with its place, some prose.
  public mutating func plainReport(of form: Form) -> Report {
    var statistics = Statistics(form)
    for index in form.cells.indices {
      let column = 2 + index % 7
      let line = 40 + index
      statistics[index] = Figure(
        .exact(random.chance(2, of: 3) ? .zero : Amount(Int.random(in: 1...4000, using: &random))),
        place: Place(
          table: 1 + index % 3, row: 3 + index / 7, column: column, line: line,
          bytes: 4000 + index * 9..<4004 + index * 9))
    }
    let identity = Identity(
      body: "某市某区人民政府", year: 2023, title: "某市某区人民政府2023年政府信息公开工作年度报告",
      periodStart: "2023-01-01", periodEnd: "2023-12-31", citedNotice: "国办公开办函〔2021〕30号",
      contact: "某区政府办公室，电话：0000-0000000")
    let sections = form.sections.enumerated().map { number, title in
      ProseSection(
        heading: Numbering.chinese.number(number + 1) + title, level: 1,
        paragraphs: (0..<4).map { part in
          ProseParagraph(
            String(repeating: "本年度依法公开政府信息，及时回应社会关切。", count: 4),
            place: Place(line: 10 + number * 4 + part))
        }, place: Place(line: 9 + number * 4))
    }
    return Report(identity: identity, statistics: statistics, sections: sections, source: source())
  }

  // MARK: Figures

  public mutating func statistics(of form: Form) -> Statistics {
    var statistics = Statistics(form)
    // Some reports are nearly empty, some nearly whole.
    let filled = random.pick([0, 1, 8, 10])
    for index in form.cells.indices where random.chance(filled, of: 10) {
      statistics[index] = figure(of: form.indicator(of: form.cells[index]).kind)
    }
    return statistics
  }

  public mutating func figure(of kind: Indicator.Kind) -> Figure {
    var figure = Figure(value(of: random.pick(FigureStatus.allCases + [.exact, .exact, .exact]), kind))
    if random.chance(1, of: 4) {
      figure.raw = text()
      if let amount = figure.amount, figure.raw == amount.description { figure.raw = "\(amount)件" }
    }
    figure.place = place()
    if random.chance(1, of: 8) { figure.unit = random.pick(["万元", "元", "件", ""]) }
    if random.chance(1, of: 8) { figure.note = text() }
    if random.chance(1, of: 4) { figure.lineage = lineage() }
    return figure
  }

  public mutating func value(of status: FigureStatus, _ kind: Indicator.Kind) -> Figure.Value {
    switch status {
    case .exact: return .exact(amount(kind))
    case .derived: return .derived(amount(kind))
    case .presumed:
      let (amount, bounds) = amountWithinBounds(kind)
      return .presumed(amount, within: bounds)
    case .range: return .range(bounds(kind))
    case .estimate:
      let (amount, bounds) = amountWithinBounds(kind)
      return .estimate(amount, within: bounds)
    case .blank: return .blank
    case .notApplicable: return .notApplicable
    case .ambiguous:
      var amounts: [Amount] = []
      for amount in (0..<4).map({ _ in self.amount(kind) }).sorted() where amounts.last != amount {
        amounts.append(amount)
      }
      return .ambiguous(amounts)
    case .unreadable: return .unreadable
    case .missingRow: return .missingRow
    case .unplacedColumn: return .unplacedColumn
    case .unknown: return .unknown
    }
  }

  public mutating func amount(_ kind: Indicator.Kind) -> Amount {
    let limit = random.pick([10, 100, 10_000, 11_398_890])
    let whole = Int.random(in: 0..<limit, using: &random)
    switch kind {
    case .count:
      return random.chance(1, of: 60) ? Amount(significand: 999_999_999_999_999_999, scale: 0) : Amount(whole)
    case .signed: return Amount(random.chance(1, of: 2) ? -whole : whole)
    case .money:
      return Amount(
        significand: Int128(whole), scale: UInt8.random(in: 0...UInt8(Amount.maximumScale), using: &random))
    }
  }

  private mutating func bounds(_ kind: Indicator.Kind) -> Bounds {
    let ends = [amount(kind), amount(kind)].sorted()
    return switch random.pick([0, 1, 2, 3, 3, 3]) {
    case 0: Bounds(atLeast: nil, atMost: ends[1])
    case 1: Bounds(atLeast: ends[0], atMost: nil)
    case 2: Bounds(atLeast: nil, atMost: nil)
    default: Bounds(atLeast: ends[0], atMost: ends[1])
    }
  }

  private mutating func amountWithinBounds(_ kind: Indicator.Kind) -> (Amount, Bounds) {
    let bounds = bounds(kind)
    let amount = amount(kind)
    if bounds.contains(amount) { return (amount, bounds) }
    return (bounds.atLeast ?? bounds.atMost ?? amount, bounds)
  }

  public mutating func lineage() -> Lineage {
    Lineage(
      random.pick([.crosswalk, .sum, .structuralZero]),
      reference: random.chance(1, of: 2) ? random.pick(["row-12", "sum.review.total", ""]) : nil,
      sources: list(upTo: 3) { generator in
        CellID(
          generator.random.pick(["applications.replied.total", "review.total", "fees"]),
          generator.random.pick([nil, "total", "organisation.other"]))
      })
  }

  private mutating func jointFigure(of form: Form) -> JointFigure {
    JointFigure(
      list(from: 1, upTo: 4) { generator in
        JointFigure.Term(
          generator.random.pick(form.cells).id, isSubtracted: generator.random.chance(1, of: 3))
      }, bounds(.signed), lineage: random.chance(1, of: 2) ? lineage() : nil)
  }

  private mutating func conversion(from form: Form) -> Conversion {
    let original = statistics(of: form)
    let present = form.cells.indices.filter { original[$0] != nil }
    return Conversion(
      original: original, carried: present.filter { _ in random.chance(1, of: 5) }.map { form.cells[$0].id },
      crosswalks: list(upTo: 2) { generator in
        Conversion.CrosswalkReference(
          id: generator.random.pick(["legacy-2021", "2019-2021"]),
          version: generator.random.pick(["1.0", "2.13"]))
      }, policy: random.pick(Conversion.Policy.allCases))
  }

  // MARK: Everything else

  public mutating func identity() -> Identity {
    Identity(
      body: optionalText(), year: random.chance(3, of: 4) ? Int.random(in: 2008...2030, using: &random) : nil,
      title: optionalText(), periodStart: random.chance(1, of: 2) ? date() : nil,
      periodEnd: random.chance(1, of: 2) ? date() : nil, scope: random.pick([nil] + Scope.allCases),
      citedNotice: optionalText(), contact: optionalText(),
      identifiers: list(upTo: 3) { generator in
        Identifier(
          generator.random.pick(Identifier.Scheme.allCases), generator.text(), place: generator.place())
      },
      statedYears: list(upTo: 3) { generator in
        StatedYear(
          generator.random.pick(StatedYear.Role.allCases), generator.random.pick([nil, 2020, 2023]),
          raw: generator.text(), place: generator.place())
      },
      signatures: list(upTo: 2) { generator in Signature(generator.text(), place: generator.place()) },
      signatories: list(upTo: 4) { generator in
        Signatory(generator.random.pick(Signatory.Role.allCases), generator.text(), place: generator.place())
      },
      dates: list(upTo: 3) { generator in
        ReportDate(
          generator.random.pick(ReportDate.Role.allCases),
          iso: generator.random.chance(1, of: 2) ? generator.date() : nil,
          raw: generator.text(), place: generator.place())
      })
  }

  private mutating func section() -> ProseSection {
    let heading = optionalText()
    return ProseSection(
      heading: heading, level: heading == nil ? 0 : Int.random(in: 1...4, using: &random),
      paragraphs: list(upTo: 4) { ProseParagraph($0.text(), place: $0.place()) }, place: place())
  }

  private mutating func finding(of form: Form) -> Finding {
    var arguments: [String: String] = [:]
    for name in ["row", "value", "引号\"", "a/b~c"] where random.chance(1, of: 3) { arguments[name] = text() }
    return Finding(
      random.pick(["read.ambiguous-row", "check.sum"]), random.pick(Severity.allCases), arguments,
      places: list(upTo: 3) { generator in generator.place() ?? Place(line: 1) },
      cells: list(upTo: 3) { $0.random.pick(form.cells).id.description })
  }

  public mutating func source() -> SourceFile {
    SourceFile(
      name: optionalText(), size: Int.random(in: 0...5_000_000, using: &random),
      sha256: String((0..<64).map { _ in random.pick(Array("0123456789abcdef")) }), format: "text",
      encoding: random.pick([nil, "UTF-8", "GB18030"]), number: random.pick([nil, nil, 1, 2, 17]))
  }

  /// Members of version 1.7, in the order of their parents and names. The version itself is one of them.
  private mutating func extensions(of report: Report) -> [Extension] {
    var extensions = [
      Extension(parent: "", name: "gongkai", json: "\"1.7\""),
      Extension(parent: "", name: "重要", json: "{\"a\":[1,2.50,{}],\"b\":null}"),
    ]
    let values = ["true", "\"\\u4e2d \\\"x\\\"\"", "[]", "-0.0e+7", "{\"x\":{\"y\":[[],{}]}}"]
    let parents =
      ["/identity", "/statistics", "/cells"] + report.sections.indices.map { "/sections/\($0)" }
      + report.findings.indices.map { "/findings/\($0)" } + (report.source == nil ? [] : ["/source"])
      + (report.conversion == nil ? [] : ["/conversion"])
    for parent in parents where random.chance(1, of: 3) {
      for name in ["future", "x/y~z", "将来"] where random.chance(1, of: 2) {
        extensions.append(Extension(parent: parent, name: name, json: random.pick(values)))
      }
    }
    return extensions.sorted { ($0.parent, $0.name) < ($1.parent, $1.name) }
  }

  private mutating func date() -> String {
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "20\(Int.random(in: 10...29, using: &random))-\(padded(Int.random(in: 1...12, using: &random)))"
      + "-\(padded(Int.random(in: 1...28, using: &random)))"
  }

  public mutating func place() -> Place? {
    if random.chance(1, of: 5) { return nil }
    var place = Place(line: Int.random(in: 1...90_000, using: &random))
    if random.chance(1, of: 3) { place.page = Int.random(in: 1...40, using: &random) }
    if random.chance(1, of: 2) {
      place.table = Int.random(in: 1...9, using: &random)
      place.row = Int.random(in: 1...60, using: &random)
      place.column = Int.random(in: 1...9, using: &random)
    }
    if random.chance(1, of: 2) {
      let start = Int.random(in: 0...3_000_000, using: &random)
      place.bytes = start..<start + Int.random(in: 0...40, using: &random)
    }
    return place
  }

  private mutating func optionalText() -> String? { random.chance(2, of: 3) ? text() : nil }

  private static let pieces = [
    "政府信息公开", "2023年", "（一）", "“引号”", "\"", "\\", "/", "&amp;", "<td>", "]]>", " ", "  ", "\n", "\r\n", "\t",
    "𠮷野家", "👨‍👩‍👧", "é", "e\u{301}", "\u{2028}", "\u{FEFF}", "\u{A0}", "\u{10FFFD}", "0", "-12.50", "a,b", "=1+1",
    "\u{7F}",
    "'", "\u{85}",
  ]

  /// Text of some pieces, sometimes empty. No control characters other than tab and line ends, which XML 1.0
  /// could not hold.
  public mutating func text() -> String {
    (0..<random.pick([0, 1, 2, 5, 12])).map { _ in random.pick(Self.pieces) }.joined()
  }

  private mutating func list<Element>(
    from least: Int = 0, upTo most: Int, _ make: (inout Self) -> Element
  ) -> [Element] {
    (0..<Int.random(in: least...most, using: &random)).map { _ in make(&self) }
  }
}
