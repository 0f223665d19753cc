/// A number as a sheet prints it, apart from the words around it: `-1,280.4万元`.
private struct PrintedNumber {
  /// What stands before and behind it, without signs and brackets.
  let before: String
  let after: String
  let isNegative: Bool
  /// As it may be meant, with its decimals: a comma may stand before them.
  let readings: [(number: SheetNumber.Decimal, decimals: Int)]

  private static let separators: Set<Unicode.Scalar> = [",", " ", "\u{A0}", "\u{2009}", "\u{202F}", "'"]

  /// nil where there is no number, or more than one.
  init?(_ text: String) {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: Self.isDigit) else { return nil }
    let end = scalars[first...].firstIndex { !Self.isDigit($0) && $0 != "." && !Self.separators.contains($0) }
    let rest = scalars[(end ?? scalars.endIndex)...]
    if rest.contains(where: { $0.properties.numericType == .decimal }) { return nil }
    let token = String(scalars[first..<(end ?? scalars.endIndex)]).split(separator: " ").joined()
    let before = String(scalars[..<first])
    let after = String(rest)
    let isInBrackets =
      before.unicodeScalars.contains(where: FormatCodeScan.brackets.contains)
      && after.unicodeScalars.contains(where: FormatCodeScan.brackets.contains)
    isNegative = isInBrackets || before.unicodeScalars.contains(where: FormatCodeScan.minus.contains)
    let marks = FormatCodeScan.dress.union(FormatCodeScan.minus).union(FormatCodeScan.brackets)
    self.before = FormatCodeScan.bare(before, without: isNegative ? marks : FormatCodeScan.dress)
    self.after = FormatCodeScan.bare(
      after,
      without: isInBrackets ? FormatCodeScan.dress.union(FormatCodeScan.brackets) : FormatCodeScan.dress)
    readings = [Self.reading(token, point: "."), Self.reading(token, point: ",")].compactMap { $0 }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func reading(
    _ token: String, point: Unicode.Scalar
  ) -> (number: SheetNumber.Decimal, decimals: Int)? {
    var text = String.UnicodeScalarView()
    for scalar in token.unicodeScalars {
      if scalar == point { text.append(".") } else if isDigit(scalar) { text.append(scalar) }
    }
    var number = String(text)
    let decimals = text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
    return number.withUTF8 { SheetNumber.Decimal($0) }.map { ($0, decimals) }
  }
}

extension SheetNumber {
  /// What a number says that is stored and printed: the stored one, scaled as the printed one is, with the words around
  /// it. Both must be the same number but for rounding.
  package static func shown(_ bytes: UnsafeBufferPointer<UInt8>, as text: String) -> ShownText {
    if SheetText.isBlank(text) { return .nothing }
    guard let stored = Decimal(bytes) else { return .unclear }
    guard let printed = PrintedNumber(text) else {
      // Nothing but words, as many a sheet has them for zero.
      let isInWords = !text.unicodeScalars.contains { $0.properties.numericType == .decimal }
      if isInWords, stored.digits.isEmpty { return .text(text) }
      return isScientific(text) ? .text(Self.text(bytes)) : .unclear
    }
    var found: Decimal?
    for power in [0] + (text.contains("%") ? [2] : Array(-12 ... -1)) {
      var scaled = stored
      scaled.round(to: digits)
      if !scaled.digits.isEmpty { scaled.exponent += power }
      guard printed.isNegative == scaled.isNegative || !printed.isNegative,
        printed.readings.prefix(power == 0 ? 2 : 1).contains(where: { reading in
          var rounded = scaled
          rounded.isNegative = false
          rounded.round(decimals: reading.decimals)
          return rounded == reading.number
            && (printed.isNegative == scaled.isNegative || rounded.digits.isEmpty)
        })
      else { continue }
      if power == 0 {
        // As it is, however many other ways there are to print zero.
        found = scaled
        break
      }
      if found != nil { return .unclear }
      found = scaled
    }
    guard let number = found?.text else { return .unclear }
    return .text(printed.before + number + printed.after)
  }

  /// `1.28E+07`
  private static func isScientific(_ text: String) -> Bool {
    var text = text
    return (text.contains("E") || text.contains("e")) && text.withUTF8 { Decimal($0) } != nil
  }
}
