import ReportModel

@testable import Core
@testable import Crosswalk

/// How the pages on the crosswalks name things.
struct CrosswalkTexts {
  let guide: CrosswalkGuide
  let forms: FormCatalogue

  func word(_ id: String) -> LocalizedText {
    guide.words[id] ?? LocalizedText(chinese: id, english: id)
  }

  /// Both languages side by side.
  func both(_ id: String) -> String { "\(word(id).chinese) · \(word(id).english)" }

  func fill(_ id: String, _ values: [String: String]) -> LocalizedText {
    LocalizedText(
      chinese: MessageCatalogue.fill(word(id).chinese, with: values),
      english: MessageCatalogue.fill(word(id).english, with: values))
  }

  var countsOfCases: LocalizedText {
    fill(
      "cases.count",
      [
        "count": String(guide.cases.count), "own": String(guide.cases.count { $0.basis == nil }),
        "open": String(guide.cases.count { !$0.open.isEmpty }),
      ])
  }

  // MARK: Rows

  /// The labels that lead to a row, without the heading that all outcomes stand under.
  func label(_ indicator: String, in form: FormID) -> String {
    if indicator == Crosswalk.none { return both("none") }
    let cell = CellID(indicator: indicator)
    // A crosswalk of several dialects has rows that some of them lack.
    let meant = forms.forms.filter { $0.id == form || $0.id.edition == form.edition && form.dialect == nil }
    guard let form = meant.first(where: { $0.indicator(indicator) != nil || $0.index(of: cell) != nil })
    else {
      return indicator
    }
    var path = form.labelPath(of: cell)
    if path.count > 1, path.first == form.indicator("applications.outcome")?.label { path.removeFirst() }
    return path.joined(separator: " / ")
  }

  /// A row of today with the article that it rests on.
  func place(_ indicator: String, in form: FormID) -> String {
    let label = label(indicator, in: form)
    guard let article = guide.articles[indicator] else { return label }
    return "\(label)（\(article.chinese) · \(article.english)）"
  }

  func link(_ text: String, _ url: String) -> String { url.isEmpty ? text : "[\(text)](\(url))" }

  // MARK: Conditions

  func isOwnReading(_ link: Crosswalk.Practice.Link, of crosswalk: Crosswalk) -> Bool {
    link.practice.flatMap { crosswalk.practice($0) }?.basis == nil
  }

  /// A condition in words; empty where there is none.
  func condition(_ text: String, in form: FormID) -> String {
    let clauses = text.split(separator: "&").map { clause -> LocalizedText in
      let clause = clause.split(separator: " ").joined(separator: " ")
      func rest(_ prefix: String) -> String? {
        clause.hasPrefix(prefix) ? String(clause.dropFirst(prefix.count)) : nil
      }
      if let year = rest("year<") { return fill("before", ["year": year]) }
      if let year = rest("year>=") { return fill("from", ["year": year]) }
      if let row = rest("missing:") { return fill("missing", ["row": label(row, in: form)]) }
      let phrases = (rest("says:") ?? clause).split(separator: "|").map { "“\($0)”" }
      return LocalizedText(
        chinese: fill("says", ["phrases": phrases.joined(separator: "或")]).chinese,
        english: fill("says", ["phrases": phrases.joined(separator: " or ")]).english)
    }
    if clauses.isEmpty { return "" }
    return clauses.map(\.chinese).joined(separator: "，") + " · "
      + clauses.map(\.english).joined(separator: ", ")
  }
}
