/// How a figure is printed in a form, and read back.
///
/// | status | printed |
/// | --- | --- |
/// | exact | `12`, or what was typed: `12.5万元`, `22（其中修订16件）` |
/// | derived | `12（推算）` |
/// | presumed | `推定3（0～5）`, `推定3（未知）` without bounds |
/// | range | `0～5`, `≥3` without an upper bound, `≤5` without a lower |
/// | estimate | `约3（0～5）`, `约3（未知）` without bounds |
/// | ambiguous | `［12｜120］` |
/// | blank | nothing |
/// | not applicable | what was typed, or `/` |
/// | unreadable | what was typed and `（无法辨认）` |
/// | unplaced column | what was typed and `（列不明）` |
/// | unknown, or a range without bounds | `未知` |
/// | missing row, or a row that the source does not have | `（缺行）` |
///
/// A unit that the cell itself carries stands behind the numbers: `12万元（推算）`, `0～5万元`, `约3万元（0～5）`,
/// `［12｜120］万元`. No two statuses share a notation: what was typed is printed only where it cannot be taken
/// for another figure.
///
/// A form is a Chinese document, so that its notation is Chinese whatever the reader's language.
package enum FigureNotation {
  package static let missingRow = "（缺行）"
  private static let unknown = "未知"
  private static let derived = "（推算）"
  private static let presumed = "推定"
  private static let estimated = "约"
  private static let unreadable = "（无法辨认）"
  private static let unplacedColumn = "（列不明）"

  // MARK: Printing

  /// The text of a figure; nil stands for a row that the source does not have.
  package static func text(_ figure: Figure?) -> String {
    let (number, remark) = parts(figure)
    return remark.isEmpty ? number : number + remark
  }

  /// The text of a figure in two: what is printed for the number, and the remark in brackets behind it.
  package static func parts(_ figure: Figure?) -> (number: String, remark: String) {
    guard let figure else { return ("", missingRow) }
    let unit = figure.unit.flatMap { isUnit($0[...]) ? $0 : nil } ?? ""
    switch figure.value {
    case .exact(let amount): return remarked(exact(amount, figure))
    case .derived(let amount): return ("\(amount)\(unit)", derived)
    case .range(let bounds):
      return (bounds == Bounds(atLeast: nil, atMost: nil) ? unknown : text(bounds) + unit, "")
    case .presumed(let amount, let bounds): return ("\(presumed)\(amount)\(unit)", "（\(text(bounds))）")
    case .estimate(let amount, let bounds): return ("\(estimated)\(amount)\(unit)", "（\(text(bounds))）")
    case .blank: return ("", "")
    case .notApplicable: return remarked(placeholder(figure.raw))
    case .ambiguous(let amounts):
      return (
        amounts.isEmpty ? unknown : "［" + amounts.map(\.description).joined(separator: "｜") + "］" + unit, ""
      )
    case .unreadable:
      let (number, remark) = remarked(figure.raw ?? "")
      return (number, remark + unreadable)
    case .missingRow: return ("", missingRow)
    case .unplacedColumn:
      let (number, remark) = remarked(figure.raw ?? "")
      return (number, remark + unplacedColumn)
    case .unknown: return (unknown, "")
    }
  }

  /// What was typed, cut before a remark of its own.
  private static func remarked(_ typed: String) -> (number: String, remark: String) {
    if typed.utf8.allSatisfy({ $0 < 0x80 }) { return (typed, "") }
    guard let open = typed.unicodeScalars.firstIndex(of: "（") else { return (typed, "") }
    return (String(typed[..<open]), String(typed[open...]))
  }

  private static func text(_ bounds: Bounds) -> String {
    switch (bounds.atLeast, bounds.atMost) {
    case (let least?, let most?): "\(least)～\(most)"
    case (let least?, nil): "≥\(least)"
    case (nil, let most?): "≤\(most)"
    case (nil, nil): unknown
    }
  }

  /// What was typed where it says this number and nothing else, or the number with its unit and note.
  private static func exact(_ amount: Amount, _ figure: Figure) -> String {
    guard figure.raw != nil || figure.unit != nil || figure.note != nil else { return amount.description }
    let composed = amount.description + (figure.unit ?? "") + (figure.note.map { "（\($0)）" } ?? "")
    for candidate in [figure.raw ?? composed, composed]
    where self.figure(from: candidate) == nil && firstNumber(candidate) == amount {
      return candidate
    }
    return amount.description
  }

  /// What was typed in the place of a figure, where no number stands in it.
  private static func placeholder(_ raw: String?) -> String {
    guard let raw, !raw.isEmpty, figure(from: raw) == nil,
      !raw.unicodeScalars.contains(where: { asciiDigit($0) != nil }),
      raw.unicodeScalars.contains(where: { $0.value > 0x20 && $0 != "\u{3000}" && $0 != "\u{A0}" })
    else { return "/" }
    return raw
  }

  /// The number that a text says: full-width digits, a sign, separators and spaces before it make no
  /// difference, and other digits may stand in brackets behind it only.
  private static func firstNumber(_ text: String) -> Amount? {
    var number: [UInt8] = []
    var rest = text.unicodeScalars[...]
    scan: while let scalar = rest.first {
      switch scalar {
      case " ", "\t", "\n", "\u{3000}", "\u{A0}", "+", "＋": if !number.isEmpty { break scan }
      case "-", "−", "－":
        if !number.isEmpty { break scan }
        number.append(UInt8(ascii: "-"))
      case ",", "，": if number.isEmpty { break scan }
      case ".", "．": number.append(UInt8(ascii: "."))
      default:
        guard let digit = asciiDigit(scalar) else { break scan }
        number.append(digit)
      }
      rest.removeFirst()
    }
    let beforeBrackets = rest.prefix { $0 != "（" && $0 != "(" }
    if beforeBrackets.contains(where: { asciiDigit($0) != nil }) { return nil }
    return Amount(utf8: number)
  }

  private static func asciiDigit(_ scalar: Unicode.Scalar) -> UInt8? {
    switch scalar.value {
    case 0x30...0x39: UInt8(scalar.value)
    case 0xFF10...0xFF19: UInt8(scalar.value - 0xFF10 + 0x30)
    default: nil
    }
  }

  // MARK: Reading

  /// The figure of a text in one of the notations above that a plain number or a placeholder is not; nil for
  /// all others. `（缺行）` is read as unknown.
  package static func figure(from text: String) -> Figure? {
    // Plain numbers are by far the most: nothing but ASCII.
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return nil }
    if text.utf8.elementsEqual(unknown.utf8) { return .unknown }
    if text.unicodeScalars.last == "）" { return bracketed(text) }
    // Labels are the most of what remains.
    guard text.unicodeScalars.contains(where: isMarkOfBounds) else { return nil }
    let (numbers, unit) = split(text[...])
    if numbers.hasPrefix("［"), numbers.hasSuffix("］") {
      let amounts = numbers.dropFirst().dropLast().split(separator: "｜", omittingEmptySubsequences: false)
        .map { Amount(String($0)) }
      let known = amounts.compactMap { $0 }
      return known.count == amounts.count ? Figure(.ambiguous(known), unit: unit) : nil
    }
    return bounds(numbers).map { Figure(.range($0), unit: unit) }
  }

  private static func isMarkOfBounds(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "≥", "≤", "～", "［": true
    default: false
    }
  }

  /// The figure of a text that ends with a bracket.
  private static func bracketed(_ text: String) -> Figure? {
    if text == missingRow { return .unknown }
    if text.hasSuffix(unreadable) {
      let raw = String(text.dropLast(unreadable.count))
      return Figure(.unreadable, raw: raw.isEmpty ? nil : raw)
    }
    if text.hasSuffix(unplacedColumn) {
      let raw = String(text.dropLast(unplacedColumn.count))
      return Figure(.unplacedColumn, raw: raw.isEmpty ? nil : raw)
    }
    // A page breaks the line before the brackets where a column is narrow.
    let text = text.utf8.contains(UInt8(ascii: "\n")) ? text.filter { !$0.isNewline } : text
    if text.hasSuffix(derived) {
      let (number, unit) = split(text.dropLast(derived.count))
      return Amount(String(number)).map { Figure(.derived($0), unit: unit) }
    }
    for mark in [estimated, presumed] where text.hasPrefix(mark) {
      guard let open = text.firstIndex(of: "（") else { return nil }
      let (number, unit) = split(text[..<open].dropFirst(mark.count))
      let inner = text[text.index(after: open)...].dropLast()
      let within = inner == unknown ? Bounds(atLeast: nil, atMost: nil) : bounds(inner)
      guard let amount = Amount(String(number)), let within, within.contains(amount) else { return nil }
      let value: Figure.Value =
        mark == presumed ? .presumed(amount, within: within) : .estimate(amount, within: within)
      return Figure(value, unit: unit)
    }
    return nil
  }

  /// Numbers, and the unit behind them.
  private static func split(_ text: Substring) -> (numbers: Substring, unit: String?) {
    let scalars = text.unicodeScalars
    var end = scalars.endIndex
    while end > scalars.startIndex, isHan(scalars[scalars.index(before: end)]) {
      end = scalars.index(before: end)
    }
    return end == scalars.endIndex ? (text, nil) : (text[..<end], String(text[end...]))
  }

  private static func isUnit(_ text: Substring) -> Bool {
    !text.isEmpty && text.unicodeScalars.allSatisfy(isHan)
  }

  private static func isHan(_ scalar: Unicode.Scalar) -> Bool { (0x4E00...0x9FFF).contains(scalar.value) }

  private static func bounds(_ text: Substring) -> Bounds? {
    if text.hasPrefix("≥") {
      return Amount(String(text.dropFirst())).map { Bounds(atLeast: $0, atMost: nil) }
    }
    if text.hasPrefix("≤") {
      return Amount(String(text.dropFirst())).map { Bounds(atLeast: nil, atMost: $0) }
    }
    let ends = text.split(separator: "～", omittingEmptySubsequences: false)
    guard ends.count == 2, let least = Amount(String(ends[0])), let most = Amount(String(ends[1])),
      least <= most
    else { return nil }
    return Bounds(atLeast: least, atMost: most)
  }
}
