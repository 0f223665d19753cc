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
    let glyphs = scan.glyphs
    var index = range.lowerBound
    let unreadable = Figure(.unreadable, raw: raw)
    if let written = FigureNotation.figure(from: raw) { return written }
    // Placeholders: nothing but dashes or strokes, or a word.
    if glyphs[range].allSatisfy({ $0.kind == .mark }) {
      let isPlaceholder = glyphs[range].allSatisfy { $0.code == "/" || $0.code == "-" || $0.code == "\\" }
      return isPlaceholder ? Figure(.notApplicable, raw: raw) : unreadable
    }
    if FigureWords.isNotApplicable(scan.codes(range)) { return Figure(.notApplicable, raw: raw) }

    var number: [UInt8] = []
    if let sign = sign(glyphs[index]) {
      if indicator.kind != .signed { return unreadable }
      if sign == UInt8(ascii: "-") { number.append(sign) }
      index += 1
    }
    let firstDigit = index
    var groupStart: Int?
    while index < range.upperBound {
      let glyph = glyphs[index]
      if glyph.kind == .digit {
        // A space within a number is a number too many.
        if glyph.hasSpaceBefore, index > firstDigit { return unreadable }
        number.append(UInt8(glyph.code))
      } else if glyph.isMark("."), !glyph.hasSpaceBefore, index + 1 < range.upperBound,
        glyphs[index + 1].kind == .digit
      {
        number.append(UInt8(ascii: "."))
        groupStart = nil
      } else if glyph.isMark(","), index + 3 < range.upperBound,
        (index + 1...index + 3).allSatisfy({ glyphs[$0].kind == .digit }),
        index + 4 == range.upperBound || glyphs[index + 4].kind != .digit,
        !number.contains(UInt8(ascii: "."))
      {
        // 11,398,889: groups of three, the first of one to three.
        if groupStart == nil, index - firstDigit > 3 { return unreadable }
        groupStart = index
      } else {
        break
      }
      index += 1
    }
    guard let amount = Amount(utf8: number) else { return unreadable }
    if hasLeadingZero(number) { return unreadable }
    if indicator.kind != .money, amount.scale > 0 { return unreadable }

    var figure = Figure(.exact(amount), raw: raw)
    if index < range.upperBound, glyphs[index].kind == .letter {
      let letters = glyphs[index..<min(index + 3, range.upperBound)].filter { $0.kind == .letter }.map(\.code)
      let length = FigureWords.unitLength(letters)
      if length == 0 { return unreadable }
      let unit = String(String.UnicodeScalarView(letters.prefix(length).compactMap(Unicode.Scalar.init)))
      if unit != indicator.unit { figure.unit = unit }
      index += length
    }
    if index == range.upperBound { return figure }
    // A remark in brackets; anything else makes the number doubtful.
    guard glyphs[index].isMark("("), glyphs[range.upperBound - 1].isMark(")") else { return unreadable }
    figure.note = scan.text(index + 1..<range.upperBound - 1, piece: pieceText(range))
    return figure
  }

  private func pieceText(_ range: Range<Int>) -> Int {
    scan.pieces.firstIndex { $0.glyphs.contains(range.lowerBound) } ?? 0
  }

  private func sign(_ glyph: Glyph) -> UInt8? {
    if glyph.isMark("+") { return UInt8(ascii: "+") }
    if glyph.isMark("-") { return UInt8(ascii: "-") }
    return nil
  }

  private func hasLeadingZero(_ number: [UInt8]) -> Bool {
    let digits = number.drop { $0 == UInt8(ascii: "-") }
    return digits.count > 1 && digits.first == UInt8(ascii: "0")
      && digits.dropFirst().first != UInt8(ascii: ".")
  }
}
