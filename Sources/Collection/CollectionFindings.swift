import Core
import ReportModel

extension Finding {
  // MARK: Rosters

  static func rosterEmpty(_ file: String) -> Finding { Finding("roster.empty", .error, ["file": file]) }

  static func rosterTooLong(_ file: String, count: Int, limit: Int) -> Finding {
    Finding("roster.too-long", .error, ["file": file, "count": String(count), "limit": String(limit)])
  }

  static func rosterUnknownColumn(_ file: String, _ title: String, at place: Place) -> Finding {
    Finding(
      "roster.unknown-column", .error,
      [
        "file": file, "title": title, "known": RosterFile.Column.allCases.map(\.title).joined(separator: "、"),
      ],
      places: [place])
  }

  static func rosterRepeatedColumn(_ file: String, _ title: String, at place: Place) -> Finding {
    Finding("roster.repeated-column", .error, ["file": file, "title": title], places: [place])
  }

  static func rosterNoNames(_ file: String, at place: Place) -> Finding {
    Finding("roster.no-names", .error, ["file": file], places: [place])
  }

  static func rosterNoName(_ file: String, at place: Place) -> Finding {
    Finding("roster.no-name", .error, ["file": file], places: [place])
  }

  static func rosterNeedlessField(_ file: String, _ unit: String, at place: Place) -> Finding {
    Finding("roster.needless-field", .error, ["file": file, "unit": unit], places: [place])
  }

  static func rosterCreditCode(_ file: String, _ code: String, at place: Place) -> Finding {
    let scalars = code.unicodeScalars.map(\.value)
    let check =
      scalars.count == CreditCode.length ? CreditCode.check(of: scalars).flatMap(Unicode.Scalar.init) : nil
    return Finding(
      "roster.credit-code", .error, ["file": file, "code": code],
      words: [
        "why": check.map { .word("roster.code.check", ["check": String($0)]) } ?? .word("roster.code.shape")
      ], places: [place])
  }

  static func rosterDivisionCode(_ file: String, _ code: String, at place: Place) -> Finding {
    Finding("roster.division-code", .error, ["file": file, "code": code], places: [place])
  }

  static func rosterLevel(_ file: String, _ level: String, at place: Place) -> Finding {
    Finding(
      "roster.level", .error,
      [
        "file": file, "level": level,
        "known": RosterUnit.Level.allCases.map { $0.words[0] }.joined(separator: "、"),
      ], places: [place])
  }

  static func rosterYear(_ file: String, _ year: String, at place: Place) -> Finding {
    Finding("roster.year", .error, ["file": file, "year": year], places: [place])
  }

  static func rosterTerm(_ file: String, from first: Int, to last: Int, at place: Place) -> Finding {
    Finding(
      "roster.term", .error, ["file": file, "from": String(first), "to": String(last)], places: [place])
  }

  static func rosterCounted(_ file: String, _ text: String, at place: Place) -> Finding {
    Finding("roster.counted", .error, ["file": file, "text": text], places: [place])
  }

  static func rosterNoReason(_ file: String, _ unit: String, at place: Place) -> Finding {
    Finding("roster.no-reason", .error, ["file": file, "unit": unit], places: [place])
  }

  static func rosterSameName(_ file: String, _ name: String, otherRow: Int, at place: Place) -> Finding {
    Finding(
      "roster.same-name", .error, ["file": file, "name": name, "row": String(otherRow)], places: [place])
  }

  static func rosterSameCode(_ file: String, _ code: String, otherRow: Int, at place: Place) -> Finding {
    Finding(
      "roster.same-code", .error, ["file": file, "code": code, "row": String(otherRow)], places: [place])
  }

  static func rosterParent(_ file: String, _ parent: String, at place: Place) -> Finding {
    Finding("roster.parent", .error, ["file": file, "parent": parent], places: [place])
  }

  static func rosterCircle(_ file: String, _ unit: String, at place: Place) -> Finding {
    Finding("roster.circle", .error, ["file": file, "unit": unit], places: [place])
  }

  static func initNoBody(_ file: String) -> Finding {
    Finding("roster.init-no-body", .warning, ["file": file])
  }

  static func initSharedCode(_ code: String, _ count: Int) -> Finding {
    Finding("roster.init-shared-code", .warning, ["code": code, "count": String(count)])
  }

  // MARK: Whose a report is

  static func codeAndName(_ code: String, _ unit: String, named other: String) -> Finding {
    Finding("collect.code-and-name", .error, ["code": code, "unit": unit, "other": other])
  }

  static func otherName(_ body: String, unit: String, code: String) -> Finding {
    Finding("collect.other-name", .warning, ["body": body, "unit": unit, "code": code])
  }

  static func otherCode(_ unit: String, _ code: String, known: String) -> Finding {
    Finding("collect.other-code", .warning, ["unit": unit, "code": code, "known": known])
  }

  static func likeName(_ body: String, _ units: [String]) -> Finding {
    Finding("collect.like-name", .error, ["body": body, "units": units.joined(separator: "、")])
  }

  static func noBody(_ units: [String]) -> Finding {
    Finding(
      "collect.no-body", .error,
      words: [
        "hint": units.isEmpty
          ? .empty : .word("collect.by-file-name", ["units": units.joined(separator: "、")])
      ])
  }

  static func unknownBody(_ body: String) -> Finding {
    Finding("collect.unknown-body", .warning, ["body": body])
  }

  // MARK: What became of units

  static func absent(_ unit: String, year: Int) -> Finding {
    Finding("collect.absent", .error, ["unit": unit, "year": String(year)])
  }

  static func unreadable(_ unit: String, reason: LocalizedText?) -> Finding {
    Finding("collect.unreadable", .error, ["unit": unit], words: ["reason": reason ?? .empty])
  }

  static func alsoUnreadable(_ unit: String, _ path: String, reason: LocalizedText?) -> Finding {
    Finding(
      "collect.also-unreadable", .warning, ["unit": unit, "path": path], words: ["reason": reason ?? .empty])
  }

  static func unreadableFile(_ path: String, reason: LocalizedText?) -> Finding {
    Finding("collect.unreadable-file", .error, ["path": path], words: ["reason": reason ?? .empty])
  }

  static func wrongYear(_ unit: String, found: Int, year: Int) -> Finding {
    Finding(
      "collect.wrong-year", .error, ["unit": unit, "found": String(found), "year": String(year)])
  }

  static func noYear(_ unit: String, year: Int) -> Finding {
    Finding("collect.no-year", .error, ["unit": unit, "year": String(year)])
  }

  static func alsoOtherYear(_ unit: String, year: Int?) -> Finding {
    Finding(
      "collect.also-other-year", .note, ["unit": unit],
      words: [
        "year": year.map { .word("collect.of-year", ["year": String($0)]) } ?? .word("collect.of-no-year")
      ])
  }

  static func duplicate(_ unit: String, _ files: [String], isCounted: Bool) -> Finding {
    Finding(
      "collect.duplicate", isCounted ? .error : .warning,
      ["unit": unit, "count": String(files.count), "files": files.joined(separator: "、")])
  }

  static func copies(_ unit: String, _ files: [String]) -> Finding {
    Finding(
      "collect.copies", .note,
      ["unit": unit, "count": String(files.count), "files": files.joined(separator: "、"), "file": files[0]])
  }

  static func notDue(_ unit: String, year: Int) -> Finding {
    Finding("collect.not-due", .warning, ["unit": unit, "year": String(year)])
  }

  static func late(_ unit: String, date: String, deadline: String) -> Finding {
    Finding("collect.late", .warning, ["unit": unit, "date": date, "deadline": deadline])
  }

  static func converted(_ unit: String, form: String) -> Finding {
    Finding("collect.converted", .note, ["unit": unit, "form": form])
  }

  static func hasErrors(_ unit: String, count: Int) -> Finding {
    Finding("collect.has-errors", .error, ["unit": unit, "count": String(count)])
  }

  static func doubtfulUnit(_ unit: String) -> Finding {
    Finding("collect.doubtful-unit", .error, ["unit": unit])
  }

  // MARK: The parent's report

  static func parentYear(_ found: Int?, year: Int) -> Finding {
    Finding(
      "collect.parent-year", .error, ["year": String(year)],
      words: [
        "found": found.map { .word("collect.is-of-year", ["year": String($0)]) }
          ?? .word("collect.names-no-year")
      ])
  }

  static func parentDiffers(
    _ labels: [String], _ figure: Amount, _ sum: Bounds, cell: String, at place: Place?
  ) -> Finding {
    return Finding(
      "collect.parent-differs", .error,
      ["label": labels.joined(separator: " / "), "figure": figure.description],
      words: ["sum": .bounds(sum)],
      places: place.map { [$0] } ?? [], cells: [cell])
  }

  // MARK: What may be counted twice

  static func coDefendants(_ count: Int) -> Finding {
    Finding("collect.co-defendants", .note, ["count": String(count)])
  }

  static func includesSubordinates(_ unit: String, _ count: Int) -> Finding {
    Finding("collect.includes-subordinates", .warning, ["unit": unit, "count": String(count)])
  }

  static func mayIncludeSubordinates(_ unit: String, _ count: Int) -> Finding {
    Finding("collect.may-include-subordinates", .note, ["unit": unit, "count": String(count)])
  }

  static func regulations(_ unit: String) -> Finding {
    Finding("collect.regulations", .warning, ["unit": unit])
  }
}

extension LocalizedText {
  /// A word of the catalogue with its placeholders filled.
  fileprivate static func word(_ id: String, _ arguments: [String: String] = [:]) -> LocalizedText {
    let word = MessageCatalogue.shared.word(id)
    return LocalizedText(
      chinese: MessageCatalogue.fill(word.chinese, with: arguments),
      english: MessageCatalogue.fill(word.english, with: arguments))
  }

  fileprivate static func bounds(_ bounds: Bounds) -> LocalizedText {
    let (least, most) = (bounds.atLeast?.description, bounds.atMost?.description)
    switch (least, most) {
    case (let least?, let most?):
      return least == most
        ? LocalizedText(chinese: least, english: least)
        : .word("figure.interval", ["least": least, "most": most])
    case (let least?, nil): return LocalizedText(chinese: "≥\(least)", english: "≥\(least)")
    case (nil, let most?): return LocalizedText(chinese: "≤\(most)", english: "≤\(most)")
    case (nil, nil): return .word("status.unknown")
    }
  }
}
