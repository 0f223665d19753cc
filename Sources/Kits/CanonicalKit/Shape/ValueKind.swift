import Core
import ReportModel

/// What a member, an attribute or a text may say: its reading, and its types in both schemas.
package enum ValueKind: Hashable, Sendable {
  /// Any text; in XML with `XMLEscapes`.
  case text
  /// Read by nobody: it stands there for people.
  case caption
  case version, edition, dialect, formVersion, formID, table, indicator, applicant
  case cell, cells, date, place, amount, amounts, checksum, boolean
  case integer(ClosedRange<Int>)
  case status, lineageRule, policy, severity, signatoryRole, dateRole, yearRole, identifierScheme, scope
  case origin, language
  /// A cell behind its sign, which XML has as an attribute of its own.
  case term
  /// Texts by their names.
  case texts
  /// The figures of a form by indicator and applicant, or what is known of them by cell.
  case figures
  case object(ObjectKind)
}

extension ValueKind {
  /// The words of an enumeration; nil for other kinds.
  package var words: [String]? {
    switch self {
    case .status: FigureStatus.allCases.map(\.rawValue)
    case .lineageRule: Lineage.Rule.allCases.map(\.rawValue)
    case .policy: Conversion.Policy.allCases.map(\.rawValue)
    case .severity: Severity.allCases.map(\.rawValue)
    case .signatoryRole: Signatory.Role.allCases.map(\.rawValue)
    case .dateRole: ReportDate.Role.allCases.map(\.rawValue)
    case .yearRole: StatedYear.Role.allCases.map(\.rawValue)
    case .identifierScheme: Identifier.Scheme.known.map(\.rawValue)
    case .scope: Scope.allCases.map(\.rawValue)
    // The others follow from the lineage.
    case .origin: [FigureOrigin.entered.rawValue]
    case .language: Language.allCases.map(\.rawValue)
    default: nil
    }
  }

  /// What a type of its own is called in a schema, and so in classes that are made from it. The types of XML's
  /// elements have the names of the elements.
  package var typeName: String {
    switch self {
    case .integer(let range): "integer.\(range.lowerBound)-\(range.upperBound)"
    case .cell: "cellID"
    case .date: "isoDate"
    case .place: "position"
    case .table: "tableID"
    case .status: "figureStatus"
    case .policy: "conversionPolicy"
    case .origin: "figureOrigin"
    default: String(describing: self)
    }
  }

  /// Whether a newer minor version may have other words.
  package var isOpen: Bool { self == .identifierScheme }

  /// How a value looks, for those who wrote another.
  package var expectation: String {
    if let words { return words.joined(separator: " | ") }
    return switch self {
    case .version: CanonicalJSON.version
    case .formID: "2021 | legacy/shandong"
    case .boolean: "true | false"
    case .cell: "indicator@applicant"
    case .cells: "indicator@applicant indicator@applicant"
    case .term: "+indicator@applicant | -indicator@applicant"
    case .date: "YYYY-MM-DD | YYYY-MM | YYYY"
    case .place: "p1 t1 r1 c1 l1 b0-1"
    case .amount: "12 | -0.5"
    case .amounts: "12 120"
    case .checksum: "[0-9a-f]{64}"
    case .integer(let range): "\(range.lowerBound) … \(range.upperBound)"
    default: ""
    }
  }
}

/// The kinds of objects that a report is made of. Those that the JSON Schema defines by name come first, in its
/// order.
package enum ObjectKind: String, CaseIterable, Sendable {
  case bundle, report, identity, section, text, jointFigure, conversion, evidence, account, finding
  case localizedText, source, entry, lineage
  case period, identifier, statedYear, signature, signatory, date, crosswalk

  package var rows: [NamedRow] { shape.rows }
  /// The title and the description of the object in the JSON Schema.
  package var words: LocalizedText { shape.words }

  private var shape: any ShapeRows {
    switch self {
    case .bundle: BundleMember.shape
    case .report: ReportMember.shape
    case .identity: IdentityMember.shape
    case .section: SectionMember.shape
    case .text: TextMember.shape
    case .jointFigure: JointFigureMember.shape
    case .conversion: ConversionMember.shape
    case .evidence: EvidenceMember.shape
    case .account: AccountMember.shape
    case .finding: FindingMember.shape
    case .localizedText: LocalizedTextMember.shape
    case .source: SourceMember.shape
    case .entry: EntryMember.shape
    case .lineage: LineageMember.shape
    case .period: PeriodMember.shape
    case .identifier: IdentifierMember.shape
    case .statedYear: StatedYearMember.shape
    case .signature: SignatureMember.shape
    case .signatory: SignatoryMember.shape
    case .date: DateMember.shape
    case .crosswalk: CrosswalkMember.shape
    }
  }
}
