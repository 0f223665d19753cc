import Core
import ReportModel

/// A column of a panel's table. Headers, types, descriptors and the codebook follow from it.
package struct PanelColumn: Sendable {
  package enum Kind: Sendable {
    case text
    case integer
    case decimal
    /// One of some words.
    case word([String])
  }

  package let name: String
  package let kind: Kind
  /// Whether each row has it.
  package let isRequired: Bool
  package let meaning: LocalizedText

  init(_ name: String, _ kind: Kind, isRequired: Bool = false, _ chinese: String, _ english: String) {
    (self.name, self.kind, self.isRequired) = (name, kind, isRequired)
    meaning = LocalizedText(chinese: chinese, english: english)
  }
}

/// A field of a row.
package enum PanelValue: Sendable {
  case none
  case text(String)
  case integer(Int)
  /// A plain decimal.
  case decimal(String)

  init(_ text: String?) {
    if let text, !text.isEmpty { self = .text(text) } else { self = .none }
  }

  init(_ number: Int?) {
    if let number { self = .integer(number) } else { self = .none }
  }

  init(_ amount: Amount?) {
    if let amount { self = .decimal(amount.description) } else { self = .none }
  }
}

package typealias PanelRow = [PanelValue]
