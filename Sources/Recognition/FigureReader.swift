import Core
import ReportModel

/// Reads one cell: a number as people type it, or what they put in its place.
struct FigureReader {
  let scan: Scan

  /// - Parameters:
  ///   - range: the cell's glyphs.
  ///   - indicator: whose figure it is; its unit is the one that need not be said.
  func figure(_ range: Range<Int>, piece: Int, indicator: @autoclosure () -> Indicator) -> Figure {
    if !scan.unreadable.isEmpty, let figure = scan.unreadable[piece] { return figure }
    let place = scan.place(piece)
    if let amount = plainNumber(range, piece: piece) { return Figure(.exact(amount), place: place) }
    let raw = scan.text(range, piece: piece)
    if range.isEmpty { return Figure(.blank, raw: nil, place: place) }
    var figure = parse(range, raw: raw, indicator: indicator())
    figure.place = place
    if let amount = figure.certainAmount, figure.raw == amount.description { figure.raw = nil }
    return figure
  }

  /// The number of a cell that is nothing but a few digits, as most are.
  private func plainNumber(_ range: Range<Int>, piece: Int) -> Amount? {
    guard range.count <= 9, range == scan.pieces[piece].glyphs,
      scan.pieces[piece].text.utf8.count == range.count
    else { return nil }
    var value = 0
    for index in range {
      let glyph = scan.glyphs[index]
      guard glyph.kind == .digit else { return nil }
      value = value * 10 + Int(glyph.code) - 0x30
    }
    if scan.glyphs[range.lowerBound].code == "0", range.count > 1 { return nil }
    return Amount(value)
  }

  private func parse(_ range: Range<Int>, raw: String, indicator: Indicator) -> Figure {
    if let written = FigureNotation.figure(from: raw) { return written }
    let (core, marks) = withoutMarks(range)
    let unreadable = Figure(.unreadable, raw: raw)
    if let placeholder = placeholder(core, raw: raw) {
      var figure = placeholder
      if figure.value == .notApplicable, !marks.isEmpty { figure.note = marks.joined(separator: " ") }
      return figure
    }
    guard let (amount, end) = change(core, indicator.kind) ?? number(core, indicator.kind) else {
      return unreadable
    }
    var figure = Figure(.exact(amount), raw: raw)
    guard let (unit, start) = unit(end..<core.upperBound, indicator) else { return unreadable }
    figure.unit = unit
    guard let remark = remark(start..<core.upperBound) else { return unreadable }
    let notes = (remark.isEmpty ? [] : [remark]) + marks
    if !notes.isEmpty { figure.note = notes.joined(separator: " ") }
    return figure
  }

  /// Nothing but dashes or strokes, or a word.
  private func placeholder(_ range: Range<Int>, raw: String) -> Figure? {
    let glyphs = scan.glyphs[range]
    if glyphs.allSatisfy({ $0.kind == .mark }) {
      let isPlaceholder = glyphs.allSatisfy { $0.code == "/" || $0.code == "-" || $0.code == "\\" }
      return Figure(isPlaceholder ? .notApplicable : .unreadable, raw: raw)
    }
    return FigureWords.isNotApplicable(scan.codes(range)) ? Figure(.notApplicable, raw: raw) : nil
  }

  // MARK: Marks of notes

  /// The rest of a cell without the marks of notes before and behind it, and those marks.
  private func withoutMarks(_ range: Range<Int>) -> (Range<Int>, marks: [String]) {
    var range = range
    var before: [String] = []
    var behind: [String] = []
    while let (mark, rest) = mark(endOf: range) {
      behind.insert(mark, at: 0)
      range = rest
    }
    while let (mark, rest) = mark(startOf: range) {
      before.append(mark)
      range = rest
    }
    // Programs write ="61" and '61 for numbers that are to stay as they are typed.
    let glyphs = scan.glyphs
    if range.count > 3, glyphs[range.lowerBound].isMark("="), glyphs[range.lowerBound + 1].isMark("\""),
      glyphs[range.upperBound - 1].isMark("\"")
    {
      range = range.lowerBound + 2..<range.upperBound - 1
    } else if range.count > 1, glyphs[range.lowerBound].isMark("'"),
      glyphs[range.lowerBound + 1].kind == .digit || glyphs[range.lowerBound + 1].isMark("-")
    {
      range = range.lowerBound + 1..<range.upperBound
    }
    return (range, before + behind)
  }

  /// A raised digit, a star, or a number in square brackets.
  private func mark(endOf range: Range<Int>) -> (String, Range<Int>)? {
    guard range.count > 1 else { return nil }
    let last = range.upperBound - 1
    if FigureWords.isNoteMark(scan.glyphs[last].code) {
      return (text(last..<last + 1), range.lowerBound..<last)
    }
    guard FigureWords.isClosingMark(scan.glyphs[last].code),
      let open = range.suffix(Self.longestMark).first(where: {
        FigureWords.isOpeningMark(scan.glyphs[$0].code)
      }),
      open > range.lowerBound, open + 1 < last
    else { return nil }
    return (text(open + 1..<last), range.lowerBound..<open)
  }

  private func mark(startOf range: Range<Int>) -> (String, Range<Int>)? {
    guard let first = range.first, range.count > 1 else { return nil }
    if FigureWords.isNoteMark(scan.glyphs[first].code) {
      return (text(first..<first + 1), first + 1..<range.upperBound)
    }
    guard FigureWords.isOpeningMark(scan.glyphs[first].code),
      let close = range.prefix(Self.longestMark).first(where: {
        FigureWords.isClosingMark(scan.glyphs[$0].code)
      }),
      close > first + 1, close + 1 < range.upperBound
    else { return nil }
    return (text(first + 1..<close), close + 1..<range.upperBound)
  }

  private static let longestMark = 6

  // MARK: Number and unit

  /// The number behind the word that is its sign, as in 减3, and where it ends.
  private func change(_ range: Range<Int>, _ kind: Indicator.Kind) -> (Amount, end: Int)? {
    guard kind == .signed, let (isNegative, length) = FigureWords.change(scan.codes(range.prefix(2))),
      let digit = range.dropFirst(length).first, scan.glyphs[digit].kind == .digit,
      let (amount, end) = number(digit..<range.upperBound, kind)
    else { return nil }
    return (isNegative ? -amount : amount, end)
  }

  /// The number that begins a cell, and where it ends.
  private func number(_ range: Range<Int>, _ kind: Indicator.Kind) -> (Amount, end: Int)? {
    guard let first = range.first else { return nil }
    let glyphs = scan.glyphs
    var number: [UInt8] = []
    var index = first
    if glyphs[index].isMark("-") || glyphs[index].isMark("+") {
      guard isSign(index, in: range, kind) else { return nil }
      if glyphs[index].isMark("-") { number.append(UInt8(ascii: "-")) }
      index += 1
    }
    let firstDigit = index
    var separator: Unicode.Scalar?
    var hasPoint = false
    while index < range.upperBound {
      let glyph = glyphs[index]
      if glyph.kind == .digit {
        if glyph.hasSpaceBefore, index > firstDigit {
          guard !hasPoint, let space = spaceOfThousands(index, in: range),
            separator ?? space == space, separator != nil || index - firstDigit <= 3
          else { return nil }
          separator = space
        }
        number.append(UInt8(glyph.code))
      } else if glyph.isMark("."), !glyph.hasSpaceBefore, index + 1 < range.upperBound,
        glyphs[index + 1].kind == .digit
      {
        number.append(UInt8(ascii: "."))
        hasPoint = true
      } else if glyph.isMark(","), !hasPoint, isGroupOfThree(index + 1, in: range) {
        // 11,398,889: groups of three, the first of one to three.
        guard separator ?? "," == ",", separator != nil || index - firstDigit <= 3 else { return nil }
        separator = ","
      } else {
        break
      }
      index += 1
    }
    guard let amount = Amount(utf8: number), !hasLeadingZero(number) else { return nil }
    if kind == .money { return (amount, index) }
    guard let whole = amount.whole else { return isAlone(first..<index) ? (amount, index) : nil }
    // 61.0 is 61.
    return (whole, index)
  }

  private func isGroupOfThree(_ start: Int, in range: Range<Int>) -> Bool {
    guard start + 3 <= range.upperBound else { return false }
    return scan.glyphs[start..<start + 3].allSatisfy { $0.kind == .digit }
      && !scan.glyphs[start + 1..<start + 3].contains(where: \.hasSpaceBefore)
      && (start + 3 == range.upperBound || scan.glyphs[start + 3].kind != .digit
        || scan.glyphs[start + 3].hasSpaceBefore)
  }

  /// The space that divides thousands before a digit: one that no line is broken at, or a thin one, and the cell holds
  /// nothing else.
  private func spaceOfThousands(_ index: Int, in range: Range<Int>) -> Unicode.Scalar? {
    guard scan.pieces[piece(index)].kind == .cell, isGroupOfThree(index, in: range) else { return nil }
    let between = scan.source(index - 1..<index).unicodeScalars.dropFirst()
    guard let space = between.first, between.count == 1, FigureWords.isSpaceOfThousands(space) else {
      return nil
    }
    return space
  }

  /// Whether a dash or a plus is the sign of the number behind it: a count that is negative stands apart, and is
  /// written with a dash that can be a minus.
  private func isSign(_ index: Int, in range: Range<Int>, _ kind: Indicator.Kind) -> Bool {
    guard index + 1 < range.upperBound, scan.glyphs[index + 1].kind == .digit else { return false }
    if kind == .signed { return true }
    guard scan.glyphs[index].isMark("-"), !scan.glyphs[index + 1].hasSpaceBefore,
      scan.source(index..<index + 1).unicodeScalars.first.map(FigureWords.isMinus) ?? false
    else { return false }
    var end = index + 1
    while end < range.upperBound, scan.glyphs[end].kind == .digit || scan.glyphs[end].isMark(".") { end += 1 }
    return isAlone(index..<end)
  }

  /// Whether nothing stands directly before or behind, or only marks of notes and units.
  private func isAlone(_ range: Range<Int>) -> Bool {
    let piece = scan.pieces[piece(range.lowerBound)]
    if piece.kind == .cell { return true }
    let glyphs = scan.glyphs
    return (range.lowerBound == piece.glyphs.lowerBound || glyphs[range.lowerBound].hasSpaceBefore)
      && (range.upperBound >= piece.glyphs.upperBound || glyphs[range.upperBound].hasSpaceBefore)
  }

  /// The unit behind a number, nil where it is the indicator's, and where it ends; nil where there is another word, or
  /// a unit that the indicator cannot have.
  private func unit(_ range: Range<Int>, _ indicator: Indicator) -> (unit: String?, end: Int)? {
    let letters = scan.glyphs[range].prefix { $0.kind == .letter }.map(\.code)
    if letters.isEmpty || FigureWords.beginsRemark(letters) { return (nil, range.lowerBound) }
    guard let (unit, isMoney, length) = FigureWords.unit(letters), isMoney == (indicator.kind == .money)
    else {
      return nil
    }
    return (unit == indicator.unit ? nil : unit, range.lowerBound + length)
  }

  /// What stands behind number and unit: a remark in brackets, or behind a comma, or one that says that it is one.
  /// nil where anything else makes the number doubtful.
  private func remark(_ range: Range<Int>) -> String? {
    guard let first = range.first else { return "" }
    let glyphs = scan.glyphs
    var inside = range
    if glyphs[first].isMark("("), glyphs[range.upperBound - 1].isMark(")") {
      inside = first + 1..<range.upperBound - 1
    } else if FigureWords.isComma(glyphs[first].code), range.count > 1, glyphs[first + 1].kind == .letter {
      inside = first + 1..<range.upperBound
    } else if !FigureWords.beginsRemark(glyphs[range].prefix { $0.kind == .letter }.map(\.code)) {
      return nil
    }
    return FigureWords.isVague(scan.codes(inside)) ? nil : text(inside)
  }

  private func text(_ range: Range<Int>) -> String {
    guard let first = range.first else { return "" }
    return scan.text(range, piece: piece(first))
  }

  private func piece(_ glyph: Int) -> Int { scan.pieces.firstIndex { $0.glyphs.contains(glyph) } ?? 0 }

  private func hasLeadingZero(_ number: [UInt8]) -> Bool {
    let digits = number.drop { $0 == UInt8(ascii: "-") }
    return digits.count > 1 && digits.first == UInt8(ascii: "0")
      && digits.dropFirst().first != UInt8(ascii: ".")
  }
}

extension Scan {
  /// The text from where a glyph of a piece begins to where the last one does, or to the end of the piece.
  fileprivate func source(_ range: Range<Int>) -> Substring {
    guard let piece = pieces.first(where: { $0.glyphs.contains(range.lowerBound) }) else { return "" }
    let utf8 = piece.text.utf8
    let start = utf8.index(utf8.startIndex, offsetBy: Int(glyphs[range.lowerBound].offset))
    guard range.upperBound < piece.glyphs.upperBound else { return piece.text[start...] }
    return piece.text[start..<utf8.index(utf8.startIndex, offsetBy: Int(glyphs[range.upperBound].offset))]
  }
}
