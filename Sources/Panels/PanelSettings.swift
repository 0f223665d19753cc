import Core
import Crosswalk
import ReportModel

/// What the rows of a panel depend on besides its inputs: rows made under other settings are not taken over.
package struct PanelSettings: Sendable {
  package var program: String
  package var edition: Edition
  package var policy: Conversion.Policy
  package var checks: Bool
  /// How files are read, as the command says it.
  package var reading: [String]
  package let forms: FormCatalogue
  package let crosswalks: CrosswalkCatalogue

  package init(
    program: String, edition: Edition, policy: Conversion.Policy, checks: Bool, reading: [String],
    forms: FormCatalogue, crosswalks: CrosswalkCatalogue
  ) {
    (self.program, self.edition, self.policy, self.checks) = (program, edition, policy, checks)
    (self.reading, self.forms, self.crosswalks) = (reading, forms, crosswalks)
  }

  /// All of it in one line without tabs.
  var line: String {
    let forms = forms.forms.map { "\($0.id) \($0.version)" }
    let crosswalks = crosswalks.crosswalks.map { "\($0.id) \($0.version)" }
    let parts =
      ["gongkai-panel 1", program, edition.rawValue, policy.rawValue, checks ? "checked" : "unchecked"]
      + reading + forms + crosswalks
    return parts.joined(separator: "; ").map { $0 == "\t" || $0 == "\n" ? " " : $0 }
      .reduce(into: "") { $0.append($1) }
  }
}
