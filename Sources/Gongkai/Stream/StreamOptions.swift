import CanonicalKit
import Core
import FormatKit
import JSONKit
import ReportModel

/// What is to become of the file of a line: what the command says, and the line where it says otherwise.
package struct StreamOptions: Sendable {
  /// What an answer gives of the reports of a file.
  package enum Output: String, CaseIterable, Sendable {
    /// Canonical JSON.
    case report
    /// Tidy rows.
    case figures
    /// Nothing but what was found.
    case findings
  }

  package var processing = ProcessingRequest()
  package var output = Output.report
  package var omitsPersonalData = false
  package var includesHidden = false

  package init() {}

  /// The members of a line, in the order of the schema.
  enum Member: String, CaseIterable {
    case from, fromEdition, edition, policy, output, check, omitPersonalData, includeHidden
  }

  /// Takes the value of a member.
  ///
  /// - Parameter mayNameProgram: whether it comes from whoever has started the command.
  /// - Returns: what is wrong with it.
  mutating func take(
    _ member: Member, _ token: Int, of document: JSONDocument, _ forms: FormCatalogue,
    mayNameProgram: Bool = false
  ) -> JSONViolations.Maker? {
    let isFlag = [.check, .omitPersonalData, .includeHidden].contains(member)
    let kind = document.kind(token)
    guard kind == (isFlag ? .boolean : .string) else {
      return { .wrongType(expected: isFlag ? "boolean" : "string", found: kind, at: $0) }
    }
    let text = isFlag ? "" : document.string(token)
    func unknown(_ choices: [String]) -> JSONViolations.Maker {
      { .wrongValue(expected: choices.joined(separator: " | "), found: text, at: $0) }
    }
    switch member {
    case .from:
      if text.hasPrefix("exec:"), !mayNameProgram {
        return unknown(FormatRegistry.carried.filter { $0.reader != nil }.map(\.id))
      }
      processing.format = text
    case .fromEdition, .edition:
      guard forms.editions.contains(Edition(rawValue: text)) else {
        return unknown(forms.editions.map(\.rawValue))
      }
      if member == .edition {
        processing.edition = Edition(rawValue: text)
      } else {
        processing.readsAs = Edition(rawValue: text)
      }
    case .policy:
      guard let policy = Conversion.Policy(rawValue: text) else {
        return unknown(Conversion.Policy.allCases.map(\.rawValue))
      }
      processing.policy = policy
    case .output:
      guard let output = Output(rawValue: text) else { return unknown(Output.allCases.map(\.rawValue)) }
      self.output = output
    case .check: processing.checks = document.isTrue(token)
    // What the command leaves out no line brings back.
    case .omitPersonalData: omitsPersonalData = omitsPersonalData || document.isTrue(token)
    case .includeHidden: includesHidden = document.isTrue(token)
    }
    return nil
  }

  /// As a line says it, for another process.
  package var json: [UInt8] {
    var writer = JSONWriter(isCompact: true)
    writer.beginObject()
    for member in Member.allCases {
      let name = member.rawValue
      switch member {
      case .from: writer.member(name, processing.format)
      case .fromEdition: writer.member(name, processing.readsAs?.rawValue)
      case .edition: writer.member(name, processing.edition?.rawValue)
      case .policy: writer.member(name, processing.policy.rawValue)
      case .output: writer.member(name, output.rawValue)
      case .check: writer.member(name, processing.checks)
      case .omitPersonalData: writer.member(name, omitsPersonalData)
      case .includeHidden: writer.member(name, includesHidden)
      }
    }
    writer.endObject()
    return writer.finish()
  }
}
