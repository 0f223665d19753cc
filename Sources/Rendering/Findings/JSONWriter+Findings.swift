import Core
import JSONKit
import ReportModel

extension JSONWriter {
  /// A finding in whatever output: what it says and what to do in both languages, its cells and its first place.
  ///
  /// - Parameter report: the key of the report that it is of, where there may be several.
  package mutating func finding(_ finding: Finding, of report: String? = nil) {
    beginObject()
    member("report", report)
    member("id", finding.id)
    member("severity", finding.severity.rawValue)
    sentences(of: finding)
    if !finding.cells.isEmpty {
      key("cells")
      strings(finding.cells)
    }
    place(finding.places.first)
    endObject()
  }

  /// What a finding says, and what to do about it.
  mutating func sentences(of finding: Finding) {
    member("message") { finding.message(in: $0) }
    if finding.remedy(in: .english) != nil { member("remedy") { finding.remedy(in: $0) ?? "" } }
  }

  /// The text form, and its parts for those who do not want to take it apart.
  mutating func place(_ place: Place?) {
    guard let place else { return }
    key("place")
    beginObject(inline: true)
    member("text", place.description)
    for (name, number) in [
      ("page", place.page), ("table", place.table), ("row", place.row), ("column", place.column),
      ("line", place.line),
    ] {
      member(name, number)
    }
    if let bytes = place.bytes {
      key("bytes")
      range(bytes)
    }
    endObject()
  }
}

// MARK: Members; those that are not known are left out

extension JSONWriter {
  mutating func member(_ name: String, _ value: Amount?) {
    guard let value else { return }
    key(name)
    amount(value)
  }

  /// A text in both languages.
  mutating func member(_ name: String, inline: Bool = false, _ text: (Language) -> String) {
    key(name)
    beginObject(inline: inline)
    for language in Language.allCases { member(language.rawValue, text(language)) }
    endObject()
  }

  mutating func amount(_ value: Amount) {
    raw(atMost: Amount.maximumTextCount) { value.write(to: $0) }
  }

  /// First, and one behind the last.
  mutating func range(_ range: Range<Int>) {
    beginArray(inline: true)
    integer(range.lowerBound)
    integer(range.upperBound)
    endArray()
  }
}
