/// How a figure is printed in a form, and read back.
///
/// | status | printed |
/// | --- | --- |
/// | exact | `12`, or what was typed: `12.5万元`, `22（其中修订16件）` |
/// | derived | `12（推算）` |
/// | range | `0～5`, `≥3` without an upper bound, `≤5` without a lower |
/// | estimate | `约3（0～5）` |
/// | ambiguous | `［12｜120］` |
/// | blank | nothing |
/// | not applicable | what was typed, or `/` |
/// | unreadable | what was typed and `（无法辨认）` |
/// | unknown | `未知` |
/// | a row that the source does not have | `（缺行）` |
///
/// A form is a Chinese document, so that its notation is Chinese whatever the reader's language.
public enum FigureNotation {
  public static let missingRow = "（缺行）"
  private static let unknown = "未知"
  private static let derived = "（推算）"
  private static let unreadable = "（无法辨认）"

  /// The text of a figure; nil stands for a row that the source does not have.
  public static func text(_ figure: Figure?) -> String {
    guard let figure else { return missingRow }
    switch figure.value {
    case .exact(let amount): return figure.raw ?? amount.description
    case .derived(let amount): return amount.description + derived
    case .range(let bounds): return text(bounds)
    case .estimate(let amount, let bounds): return "约\(amount)（\(text(bounds))）"
    case .blank: return ""
    case .notApplicable: return figure.raw ?? "/"
    case .ambiguous(let amounts): return "［" + amounts.map(\.description).joined(separator: "｜") + "］"
    case .unreadable: return (figure.raw ?? "") + unreadable
    case .unknown: return unknown
    }
  }

  private static func text(_ bounds: Bounds) -> String {
    switch (bounds.atLeast, bounds.atMost) {
    case (let least?, let most?): "\(least)～\(most)"
    case (let least?, nil): "≥\(least)"
    case (nil, let most?): "≤\(most)"
    case (nil, nil): unknown
    }
  }

  /// The figure of a text in one of the notations above that a plain number or a placeholder is not; nil for
  /// all others.
  public static func figure(from text: String) -> Figure? {
    // Plain numbers are by far the most: nothing but ASCII.
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return nil }
    if text == unknown || text == missingRow { return .unknown }
    if text.hasSuffix(unreadable) {
      let raw = String(text.dropLast(unreadable.count))
      return Figure(.unreadable, raw: raw.isEmpty ? nil : raw)
    }
    if text.hasSuffix(derived) {
      return Amount(String(text.dropLast(derived.count))).map { Figure(.derived($0)) }
    }
    if text.hasPrefix("约"), text.hasSuffix("）"), let open = text.firstIndex(of: "（") {
      let number = Amount(String(text[text.index(after: text.startIndex)..<open]))
      let inner = text[text.index(after: open)...].dropLast()
      guard let number, let bounds = bounds(inner), bounds.contains(number) else { return nil }
      return Figure(.estimate(number, within: bounds))
    }
    if text.hasPrefix("［"), text.hasSuffix("］") {
      let amounts = text.dropFirst().dropLast().split(separator: "｜").map { Amount(String($0)) }
      let known = amounts.compactMap { $0 }
      return known.count == amounts.count && known.count > 1 ? Figure(.ambiguous(known)) : nil
    }
    return bounds(text[...]).map { Figure(.range($0)) }
  }

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
