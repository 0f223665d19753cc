import Core
import DataFiles
import Records

/// The four properties that DA/T 70-2018 asks of electronic records.
public enum VerificationProperty: String, CaseIterable, Sendable {
  case authenticity, integrity, usability, safety
}

/// One item of the check of a package: what is asked, on what it rests, and what to say.
package struct VerificationRule: Hashable, Sendable {
  package let id: VerificationRuleID
  package let property: VerificationProperty
  /// nil for what a person has to do.
  package let severity: Severity?
  package let profiles: Set<ArchiveProfile>
  /// The standard, or the practice, that it is taken from.
  package let basis: String
  /// What is asked.
  package let title: LocalizedText
  /// What is wrong, with placeholders, or what a person has to do.
  package let sentence: LocalizedText
  package let remedy: LocalizedText

  package var needsPerson: Bool { severity == nil }
}

/// All items, in order, and the elements of DA/T 46 that the metadata is held to, which the writer has as well:
/// `Schemas/archive`.
package struct VerificationRules: Sendable {
  package let rules: [VerificationRule]
  let elements: MetadataElements
  private let positions: [VerificationRuleID: Int]

  /// Those that the program carries.
  package static let shared = VerificationRules(DataFile.text("archive/verification.tsv") ?? "")

  init(_ text: String) {
    let table = SectionedTable(text, headless: ["verification"])
    rules = table.rows("items").compactMap { row in
      guard let id = VerificationRuleID(rawValue: row["id"]),
        let property = VerificationProperty(rawValue: row["property"])
      else { return nil }
      // What is found in the same words elsewhere has its sentence there.
      let message = row["zh"].isEmpty ? MessageCatalogue.shared[row["id"]] : nil
      let names = row.list("profiles", separatedBy: " ")
      return VerificationRule(
        id: id, property: property, severity: Severity(rawValue: row["severity"]),
        profiles: names == ["all"]
          ? Set(ArchiveProfile.allCases) : Set(names.compactMap(ArchiveProfile.init(rawValue:))),
        basis: row["basis"], title: LocalizedText(chinese: row["title.zh"], english: row["title.en"]),
        sentence: message?.message ?? LocalizedText(chinese: row["zh"], english: row["en"]),
        remedy: message?.remedy ?? LocalizedText(chinese: row["remedy.zh"], english: row["remedy.en"]))
    }
    elements = MetadataElements(SectionedTable(DataFile.text("archive/da-t-46.tsv") ?? "").rows("elements"))
    positions = Dictionary(
      rules.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  package subscript(id: VerificationRuleID) -> VerificationRule? { positions[id].map { rules[$0] } }

  func position(_ id: VerificationRuleID) -> Int { positions[id] ?? rules.count }
}

/// The elements of DA/T 46-2009: what stands where, in which order, how often and in which form.
struct MetadataElements: Sendable {
  struct Element: Sendable {
    let name: String
    let isRequired: Bool
    let repeats: Bool
    /// `group` where it holds elements.
    let form: String
    let length: Int
    let position: Int
  }

  private let byParent: [String: [String: Element]]

  init(_ rows: [SectionedTable.Row]) {
    var byParent: [String: [String: Element]] = [:]
    for (position, row) in rows.enumerated() {
      byParent[row["parent"], default: [:]][row["element"]] = Element(
        name: row["element"], isRequired: ["1", "+"].contains(row["occurs"]),
        repeats: ["+", "*"].contains(row["occurs"]), form: row["form"], length: Int(row["length"]) ?? 0,
        position: position)
    }
    self.byParent = byParent
  }

  /// The elements below one; empty where it holds text, or what this list does not tell of.
  func elements(of parent: String) -> [Element] {
    (byParent[parent] ?? [:]).values.sorted { $0.position < $1.position }
  }

  func element(_ name: String, of parent: String) -> Element? { byParent[parent]?[name] }
}
