import Core
import ReportModel
import TextKit

/// Whether title, period, dates, notice and body agree with one another and with the tables.
struct IdentityCheck: Check {
  static let rules = [
    "check.part.identity", "check.part.year", "check.part.yearMalformed", "check.part.period",
    "check.part.dateEarly", "check.part.dateLate", "check.part.dateUnreadable", "check.part.notice",
    "check.part.editionYear",
    "check.part.signature", "check.part.regulations",
  ]

  private let powers = RegulatoryPowers()

  func run(_ subject: CheckInput, _ log: inout CheckLog) {
    let identity = subject.report.identity
    if identity.body == nil || identity.year == nil {
      let missing = [
        identity.body == nil ? ("报告机关名称", "the body") : nil, identity.year == nil ? ("年度", "the year") : nil,
      ].compactMap { $0 }
      log.report(
        "check.part.identity",
        [
          "missing.zh": missing.map(\.0).joined(separator: "、"),
          "missing.en": missing.map(\.1).joined(separator: " and "),
        ], [])
    }
    checkYears(subject, &log)
    checkMalformedYears(subject, &log)
    checkDates(subject, &log)
    checkEdition(subject, &log)
    checkSignature(subject, &log)
    checkRegulations(subject, &log)
  }

  // MARK: Year and period

  private func checkYears(_ subject: CheckInput, _ log: inout CheckLog) {
    let identity = subject.report.identity
    let titleYear = identity.title.flatMap(Self.year)
    if let year = titleYear ?? identity.year, let title = identity.title ?? identity.year.map(String.init) {
      let other = otherYear(than: year, subject.report)
      if let other {
        log.report(
          "check.part.year", ["title": String(year), "other": String(other.year)],
          [Witness(.left, labels: [], text: title), other.witness])
        return
      }
    }
    guard let start = identity.periodStart, let end = identity.periodEnd, start.prefix(4) == end.prefix(4)
    else {
      if let start = identity.periodStart, let end = identity.periodEnd, titleYear == nil {
        log.report("check.part.period", ["start": start, "end": end], [])
      }
      return
    }
    if !start.hasSuffix("-01-01") || !end.hasSuffix("-12-31") {
      log.report("check.part.period", ["start": start, "end": end], [])
    }
  }

  /// Another year that the period or a table is said to be for.
  private func otherYear(than year: Int, _ report: Report) -> (year: Int, witness: Witness)? {
    let identity = report.identity
    for date in [identity.periodStart, identity.periodEnd] {
      guard let other = date.flatMap({ Int($0.prefix(4)) }), other != year else { continue }
      let period = "\(identity.periodStart ?? "")～\(identity.periodEnd ?? "")"
      return (other, Witness(.right, labels: ["统计期限"], text: period))
    }
    if let table = tableYear(other: year, report) { return table }
    for stated in identity.statedYears where stated.role == .sheet {
      guard let other = stated.year, other != year else { continue }
      return (other, Witness(.right, labels: ["表格年度"], text: stated.raw, place: stated.place))
    }
    return AnnouncedYear.other(than: year, in: report)
  }

  /// Another year over a table, in the order of the report.
  private func tableYear(other year: Int, _ report: Report) -> (year: Int, witness: Witness)? {
    func other(_ text: String, _ place: Place?) -> (year: Int, witness: Witness)? {
      guard text.utf8.count <= Self.maximumTableTitle, let other = Self.year(text), other != year,
        Self.isTableYear(text)
      else { return nil }
      return (other, Witness(.right, labels: ["表格年度"], text: text, place: place))
    }
    for evidence in report.evidence {
      if let found = other(evidence.text, evidence.place) { return found }
    }
    for section in report.sections {
      for paragraph in section.paragraphs {
        if let found = other(paragraph.text, paragraph.place) { return found }
      }
      if let heading = section.heading, let found = other(heading, section.place) { return found }
    }
    return nil
  }

  /// In bytes.
  private static let maximumTableTitle = 120

  /// 2017年度 over a column of figures or alone on a line above a table, and titles of sheets.
  private static func isTableYear(_ text: String) -> Bool {
    if text.utf8.count <= 24, PlainText(text).isYear { return true }
    return ["统计表", "情况表", "统计年度", "填报年度", "统计时间"].contains { text.contains($0) }
      && !text.contains { "，。；".contains($0) }
  }

  /// 202020年: digits typed twice.
  private func checkMalformedYears(_ subject: CheckInput, _ log: inout CheckLog) {
    func look(in text: String, _ place: Place?) {
      guard let found = Self.malformedYear(in: text) else { return }
      let witness = Witness(
        .subject, labels: [], text: text, marked: PlainText.range(of: found, in: text), place: place)
      log.report("check.part.yearMalformed", ["year": found], [witness])
    }
    if let title = subject.report.identity.title { look(in: title, nil) }
    for section in subject.report.sections {
      for paragraph in section.paragraphs { look(in: paragraph.text, paragraph.place) }
    }
  }

  private static func malformedYear(in text: String) -> String? {
    var digits: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      if CharacterFolding.narrow(scalar.value) &- 0x30 < 10 {
        digits.append(scalar)
        continue
      }
      if digits.isEmpty { continue }
      if scalar == "年", (5...8).contains(digits.count), CharacterFolding.narrow(digits[0].value) == 0x32,
        CharacterFolding.narrow(digits[1].value) == 0x30
      {
        return String(String.UnicodeScalarView(digits)) + "年"
      }
      digits.removeAll(keepingCapacity: true)
    }
    return nil
  }

  /// The first four digits before 年.
  private static func year(_ text: String) -> Int? {
    var (year, count) = (0, 0)
    for scalar in text.unicodeScalars {
      let value = CharacterFolding.narrow(scalar.value)
      if (0x30...0x39).contains(value) {
        // More than four are no year, however many.
        year = count < 4 ? year * 10 + Int(value) - 0x30 : 0
        count += 1
      } else if !scalar.isSpace {
        if scalar == "年", count == 4 { return year }
        (year, count) = (0, 0)
      }
    }
    return nil
  }

  // MARK: Dates

  private func checkDates(_ subject: CheckInput, _ log: inout CheckLog) {
    let year = subject.report.identity.year
    for date in subject.report.identity.dates {
      let witness = Witness(.subject, labels: [Self.label(date.role)], text: date.raw, place: date.place)
      // 发布时间： with nothing behind it says nothing wrong.
      if date.iso == nil, !date.raw.contains(where: \.isNumber) { continue }
      guard let iso = date.iso, Self.isDay(iso) else {
        log.report("check.part.dateUnreadable", ["date": Quotation.line(date.raw)], [witness])
        continue
      }
      guard let year else { continue }
      if iso < "\(year)-12-31" {
        log.report("check.part.dateEarly", ["date": iso, "year": String(year)], [witness])
      }
      // Pages are moved and dated anew for years; within the year that a report is due in the date is its own.
      let isOwn = date.role != .published || iso.hasPrefix("\(year + 1)-")
      let deadline = deadline(subject, year)
      if isOwn, iso > deadline {
        log.report("check.part.dateLate", ["date": iso, "deadline": deadline], [witness])
      }
    }
  }

  /// Whether the calendar has the day.
  private static func isDay(_ iso: String) -> Bool {
    let parts = iso.split(separator: "-").map { Int($0) ?? 0 }
    guard parts.count == 3, (1...12).contains(parts[1]) else { return false }
    let isLeap = parts[0] % 4 == 0 && (parts[0] % 100 != 0 || parts[0] % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...lengths[parts[1] - 1]).contains(parts[2])
  }

  private static func label(_ role: ReportDate.Role) -> String {
    switch role {
    case .issued: "落款日期"
    case .filled: "填报日期"
    case .published: "发布时间"
    case .written: "成文日期"
    case .period: "统计期限"
    }
  }

  /// Article 49 of the Regulation of 2019: departments by 31 January, governments by 31 March; article 31 of that
  /// of 2007: all by 31 March.
  private func deadline(_ subject: CheckInput, _ year: Int) -> String {
    let isDepartment =
      year >= 2019 && subject.report.identity.body.map { BodyName($0).isDepartment } ?? false
    return "\(year + 1)-\(isDepartment ? "01" : "03")-31"
  }

  // MARK: Edition

  private func checkEdition(_ subject: CheckInput, _ log: inout CheckLog) {
    let form = subject.form
    if let notice = subject.report.identity.citedNotice {
      let cited = PlainText(notice)
      if cited != PlainText(form.basis), Self.knownNotices.contains(where: { PlainText($0) == cited }) {
        log.report(
          "check.part.notice", ["notice": notice, "basis": form.basis],
          [Witness(.subject, labels: [], text: notice)])
      }
    }
    if let year = subject.report.identity.year {
      let isEarly = form.firstYear.map { year < $0 } ?? false
      let isLate = form.lastYear.map { year > $0 } ?? false
      if isEarly || isLate {
        let (first, last) = (form.firstYear.map(String.init) ?? "", form.lastYear.map(String.init) ?? "")
        log.report(
          "check.part.editionYear",
          [
            "year": String(year), "form.zh": form.name.chinese, "form.en": form.name.english,
            "years.zh": "\(first)—\(last)", "years.en": "\(first)–\(last)",
          ], [])
      }
    }
  }

  /// The notices that prescribe a form.
  private static let knownNotices = FormCatalogue.shared.forms.map(\.basis).filter { $0.contains("〔") }

  // MARK: Body

  /// A name under the text that is nearly, but not quite, that of the body.
  private func checkSignature(_ subject: CheckInput, _ log: inout CheckLog) {
    guard let body = subject.report.identity.body else { return }
    let name = PlainText(body)
    guard name.count >= 6 else { return }
    for signature in subject.report.identity.signatures {
      guard let near = name.nearMiss(in: PlainText(signature.body)) else { continue }
      log.report(
        "check.part.signature", ["signature": near, "body": body],
        [
          Witness(
            .subject, labels: [], text: signature.body, marked: PlainText.range(of: near, in: signature.body),
            place: signature.place)
        ])
      return
    }
    let paragraphs = subject.report.sections.suffix(2).flatMap { section in
      section.paragraphs.map { (section, $0) }
    }
    for (section, paragraph) in paragraphs.suffix(4) {
      let end = String(paragraph.text.suffix(80))
      guard let near = name.nearMiss(in: PlainText(end)), isSignature(near, in: end) else { continue }
      log.report(
        "check.part.signature", ["signature": near, "body": body],
        [
          Witness(
            .subject, labels: [section.heading].compactMap { $0 }, text: paragraph.text,
            marked: PlainText.range(of: near, in: paragraph.text), place: paragraph.place)
        ])
      return
    }
  }

  /// Whether a name stands alone or with a date, as a signature does; a sentence or a line of a website's may name
  /// others.
  private func isSignature(_ name: String, in text: String) -> Bool {
    // The name of a website differs from that of its body where the kind of body is said.
    if ["网", "站", "报", "群", "栏"].contains(where: name.hasSuffix) { return false }
    let whole = PlainText(text)
    guard let range = whole.ranges(of: PlainText(name)).last else { return false }
    let dates = Set("0123456789〇○零一二三四五六七八九十年月日".unicodeScalars.map(\.value))
    guard whole.scalars[range.upperBound...].allSatisfy(dates.contains) else { return false }
    if range.lowerBound == 0 { return true }
    // Behind a sentence, apart from it by a full stop, a bracket or a space.
    guard let found = text.ranges(of: name).last else { return false }
    let before = text[..<found.lowerBound].last
    return before.map { $0.isWhitespace || "。．.〕】）)".contains($0) } ?? true
  }

  private func checkRegulations(_ subject: CheckInput, _ log: inout CheckLog) {
    guard let body = subject.report.identity.body else { return }
    let cells = subject.form.cells.indices.filter { cell in
      subject.known.amounts[cell] > .zero
        && subject.form.cells[cell].id.indicator.hasPrefix("proactive.regulations.")
    }
    guard !cells.isEmpty, powers.power(of: body, in: subject.report.identity.year) == .none else { return }
    log.report(
      "check.part.regulations",
      [
        "body": body,
        "figures": cells.map { subject.known.amounts[$0].description }.joined(separator: "、"),
      ],
      cells.map { subject.witness($0, .subject) })
  }
}

/// What the name of a body tells of its powers.
struct BodyName {
  private let name: String

  init(_ name: String) { self.name = name.filter { !$0.isWhitespace } }

  /// A department of a government rather than a government or a committee in its place.
  var isDepartment: Bool {
    let departments = ["局", "厅", "委员会", "办公室", "办"]
    let governments = ["人民政府", "管理委员会", "管委会", "政府", "人民政府办公室", "政府办公室", "街道办事处"]
    return departments.contains { name.hasSuffix($0) } && !governments.contains { name.hasSuffix($0) }
  }
}

extension PlainText {
  /// 2017年 or 2017年度, and nothing else.
  var isYear: Bool {
    let digits = scalars.prefix { (0x30...0x39).contains($0) }
    guard digits.count == 4 else { return false }
    return [PlainText("年"), PlainText("年度")].contains { scalars.dropFirst(4).elementsEqual($0.scalars) }
  }

  /// A stretch of a text that differs from this one in few characters and begins or ends like it; nil where the
  /// text has the very same, or nothing like it.
  func nearMiss(in text: PlainText) -> String? {
    guard text.count >= count else { return nil }
    let most = max(1, count / 6)
    var near: Int?
    for start in 0...(text.count - count) {
      var differences = 0
      for offset in 0..<count where scalars[offset] != text.scalars[start + offset] {
        differences += 1
        if differences > most { break }
      }
      if differences == 0 { return nil }
      if differences <= most, near == nil { near = start }
    }
    guard let near else { return nil }
    return String(String.UnicodeScalarView(text.scalars[near..<near + count].compactMap(Unicode.Scalar.init)))
  }

  /// Where words stand in a text, in characters; nil where other characters stand between.
  static func range(of words: String, in text: String) -> Range<Int>? {
    guard let found = text.firstRange(of: words) else { return nil }
    let start = text.distance(from: text.startIndex, to: found.lowerBound)
    return start..<start + words.count
  }
}
