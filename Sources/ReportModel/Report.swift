import Core

/// What a body reported for one year. Knows nothing of files; see `Document` for those.
public struct Report: Hashable, Sendable {
  public var identity: Identity
  public var statistics: Statistics
  /// The prose, in the order of the source.
  public var sections: [ProseSection]
  /// Figures that are known together although not one by one.
  public var jointFigures: [JointFigure]
  /// How the report came to be in its edition, where it was converted.
  public var conversion: Conversion?
  /// Why the edition was taken to be what it is.
  public var evidence: [Evidence]
  /// Figures and labels of the source that no cell could take.
  public var unplaced: [UnplacedText]
  /// What became of every number of the tables that the report was read from.
  public var account: ReadingAccount?
  public var findings: [Finding]
  public var source: SourceFile?
  /// Members of a newer minor version of the canonical formats, kept as they were.
  public var extensions: [Extension]

  public init(
    identity: Identity = Identity(), statistics: Statistics, sections: [ProseSection] = [],
    jointFigures: [JointFigure] = [], conversion: Conversion? = nil, evidence: [Evidence] = [],
    unplaced: [UnplacedText] = [], findings: [Finding] = [], source: SourceFile? = nil,
    extensions: [Extension] = []
  ) {
    self.identity = identity
    self.statistics = statistics
    self.sections = sections
    self.jointFigures = jointFigures
    self.conversion = conversion
    self.evidence = evidence
    self.unplaced = unplaced
    self.findings = findings
    self.source = source
    self.extensions = extensions
  }

  public var form: Form { statistics.form }
}

/// Who reports, for when, and what else is said about the report as a whole.
public struct Identity: Hashable, Sendable {
  public var body: String?
  /// The year reported on, not that of publication.
  public var year: Int?
  public var title: String?
  /// The statistics period, as ISO dates.
  public var periodStart: String?
  public var periodEnd: String?
  /// Whether the figures are the body's own or those of all it governs, where the report says so.
  public var scope: Scope?
  /// The number of the notice that the report cites, such as 国办公开办函〔2021〕30号.
  public var citedNotice: String?
  /// The sentence or lines that say whom to ask. Personal data.
  public var contact: String?
  /// Numbers that name the document or the body.
  public var identifiers: [Identifier]
  /// The years that the report names as its own, each with the words that do; `year` is chosen from them.
  public var statedYears: [StatedYear]
  /// The bodies named under the text, above the date.
  public var signatures: [Signature]
  /// The persons named under the sheet. Personal data.
  public var signatories: [Signatory]
  /// Dates in the report, in the order of the source.
  public var dates: [ReportDate]

  public init(
    body: String? = nil, year: Int? = nil, title: String? = nil, periodStart: String? = nil,
    periodEnd: String? = nil, scope: Scope? = nil, citedNotice: String? = nil, contact: String? = nil,
    identifiers: [Identifier] = [], statedYears: [StatedYear] = [], signatures: [Signature] = [],
    signatories: [Signatory] = [], dates: [ReportDate] = []
  ) {
    self.body = body
    self.year = year
    self.title = title
    self.periodStart = periodStart
    self.periodEnd = periodEnd
    self.scope = scope
    self.citedNotice = citedNotice
    self.contact = contact
    self.identifiers = identifiers
    self.statedYears = statedYears
    self.signatures = signatures
    self.signatories = signatories
    self.dates = dates
  }
}

extension Identity {
  /// The 统一社会信用代码 of the body; nil where none was read, or more than one.
  public var creditCode: String? {
    var codes = identifiers.lazy.filter { $0.scheme == .creditCode }.map(\.value).makeIterator()
    guard let first = codes.next() else { return nil }
    while let other = codes.next() { if other != first { return nil } }
    return first
  }
}

/// Whose figures a report gives.
public enum Scope: String, CaseIterable, Sendable {
  /// 本级: those of the body itself.
  case own
  /// 全市, 全县 and the like: those of all bodies of the region or the system.
  case whole
}

/// A number that names the document or the body that reports. No personal data.
public struct Identifier: Hashable, Sendable {
  public enum Scheme: String, CaseIterable, Sendable {
    /// 索引号 of the document in its site's catalogue.
    case indexNumber
    /// 文号 of the document.
    case documentNumber
    /// 统一社会信用代码 of the body, by GB 32100; its check character is right.
    case creditCode
  }

  public var scheme: Scheme
  public var value: String
  public var place: Place?

  public init(_ scheme: Scheme, _ value: String, place: Place? = nil) {
    self.scheme = scheme
    self.value = value
    self.place = place
  }
}

/// A year that a report names as the one that it reports on.
public struct StatedYear: Hashable, Sendable {
  public enum Role: String, CaseIterable, Sendable {
    case title
    /// The sentence that announces the report.
    case announcement
    /// Above the sheet, or over its column of figures.
    case sheet
  }

  public var role: Role
  /// nil where what was typed is no year, such as 202020年.
  public var year: Int?
  /// What was typed.
  public var raw: String
  public var place: Place?

  public init(_ role: Role, _ year: Int?, raw: String, place: Place? = nil) {
    self.role = role
    self.year = year
    self.raw = raw
    self.place = place
  }
}

/// A body named under the text.
public struct Signature: Hashable, Sendable {
  public var body: String
  public var place: Place?

  public init(_ body: String, place: Place? = nil) {
    self.body = body
    self.place = place
  }
}

/// A line of the sheet's footer: 单位负责人, 审核人, 填报人 or 联系电话, and what stands behind it.
public struct Signatory: Hashable, Sendable {
  public enum Role: String, CaseIterable, Sendable {
    case head, reviewer, preparer, telephone

    /// The word printed on the sheet.
    public var label: String {
      switch self {
      case .head: "单位负责人"
      case .reviewer: "审核人"
      case .preparer: "填报人"
      case .telephone: "联系电话"
      }
    }
  }

  public var role: Role
  public var value: String
  public var place: Place?

  public init(_ role: Role, _ value: String, place: Place? = nil) {
    self.role = role
    self.value = value
    self.place = place
  }
}

/// A date that the report gives of itself.
public struct ReportDate: Hashable, Sendable {
  public enum Role: String, CaseIterable, Sendable {
    /// Under the text, or beside the body's name.
    case issued
    /// 填报日期 on the sheet.
    case filled
    /// 发布时间, 公开日期 of the page.
    case published
    /// 成文日期, 发文日期: when the document was made.
    case written
    /// An end of the statistics period that is no date.
    case period
  }

  public var role: Role
  /// `2018-01-23`; nil where what was typed is not a date.
  public var iso: String?
  /// What was typed.
  public var raw: String
  public var place: Place?

  public init(_ role: Role, iso: String?, raw: String, place: Place? = nil) {
    self.role = role
    self.iso = iso
    self.raw = raw
    self.place = place
  }
}

/// A stretch of prose under one heading.
public struct ProseSection: Hashable, Sendable {
  /// The heading as printed; nil for the text before the first.
  public var heading: String?
  /// 1 for 一、, 2 for （一）; 0 without a heading.
  public var level: Int
  public var paragraphs: [ProseParagraph]
  public var place: Place?

  public init(heading: String?, level: Int, paragraphs: [ProseParagraph] = [], place: Place? = nil) {
    self.heading = heading
    self.level = level
    self.paragraphs = paragraphs
    self.place = place
  }
}

public struct ProseParagraph: Hashable, Sendable {
  public var text: String
  public var place: Place?

  public init(_ text: String, place: Place? = nil) {
    self.text = text
    self.place = place
  }
}

/// Bounds on a sum of cells that are tighter than those of the cells taken one by one.
public struct JointFigure: Hashable, Sendable {
  /// A cell and the sign that it is counted with.
  public struct Term: Hashable, Sendable {
    public var cell: CellID
    public var isSubtracted: Bool

    public init(_ cell: CellID, isSubtracted: Bool = false) {
      self.cell = cell
      self.isSubtracted = isSubtracted
    }
  }

  public var terms: [Term]
  public var bounds: Bounds
  public var lineage: Lineage?

  public init(_ terms: [Term], _ bounds: Bounds, lineage: Lineage? = nil) {
    self.terms = terms
    self.bounds = bounds
    self.lineage = lineage
  }
}

/// How a report was converted to its edition, and what is needed to convert it back.
public struct Conversion: Hashable, Sendable {
  /// What is said of a figure that practice leaves open.
  public enum Policy: String, CaseIterable, Sendable {
    /// Exact figures, ranges, and within its bounds what the letter of the Regulation alone leaves: presumed.
    case letter
    /// Exact figures and ranges.
    case bounds
    /// As `letter`, and what the letter leaves open goes to the declared default targets, marked as an estimate.
    case bestFit = "best-fit"
  }

  /// A crosswalk that was used.
  public struct CrosswalkReference: Hashable, Sendable {
    public var id: String
    public var version: String

    public init(id: String, version: String) {
      self.id = id
      self.version = version
    }
  }

  /// All figures of the edition before, whether they found a place or not.
  public var original: Statistics
  /// The cells of `original` that the new form has no place for.
  public var carried: [CellID]
  /// In the order of their use.
  public var crosswalks: [CrosswalkReference]
  public var policy: Policy

  public init(
    original: Statistics, carried: [CellID], crosswalks: [CrosswalkReference], policy: Policy
  ) {
    self.original = original
    self.carried = carried
    self.crosswalks = crosswalks
    self.policy = policy
  }
}

/// Something in the source that speaks for a form.
public struct Evidence: Hashable, Sendable {
  /// The form that it speaks for.
  public var form: FormID
  /// The label or header as printed.
  public var text: String
  public var place: Place?

  public init(form: FormID, text: String, place: Place? = nil) {
    self.form = form
    self.text = text
    self.place = place
  }
}

/// A piece of a table that no cell of the form could take.
public struct UnplacedText: Hashable, Sendable {
  public var text: String
  public var place: Place?

  public init(_ text: String, place: Place? = nil) {
    self.text = text
    self.place = place
  }
}

extension Finding {
  package static func otherFormRow(_ text: UnplacedText, form: String, chosen: String) -> Finding {
    Finding(
      "read.other-form-row", .warning, ["text": text.text, "form": form, "chosen": chosen],
      places: text.place.map { [$0] } ?? [])
  }
}

extension UnplacedText {
  /// Whether a finding of reading has told of it.
  package func isTold(by finding: Finding) -> Bool {
    finding.origin == .reading && finding.arguments["text"] == text && finding.places.first == place
  }
}

/// The file that a report was read from.
public struct SourceFile: Hashable, Sendable {
  /// Without its folder.
  public var name: String?
  /// In bytes.
  public var size: Int
  /// Lower-case hexadecimal.
  public var sha256: String
  /// The id of the format that read it.
  public var format: String
  /// The character encoding, where the format has a choice: `UTF-8`, `GB18030`, `UTF-16LE`, `UTF-16BE`.
  public var encoding: String?
  /// Which of several reports in the file it is, from 1; nil where the file holds one.
  public var number: Int?

  public init(
    name: String?, size: Int, sha256: String, format: String, encoding: String? = nil, number: Int? = nil
  ) {
    self.name = name
    self.size = size
    self.sha256 = sha256
    self.format = format
    self.encoding = encoding
    self.number = number
  }
}

extension Report {
  /// What names the report wherever its figures go: the first 16 digits of the SHA-256 of the file that it was read
  /// from, followed by `-2` for the second of several in that file. The same file under another path, the report in
  /// canonical JSON or XML, and what it is converted to have the same key; another file has another. nil where the
  /// report was read from no file.
  public var key: String? {
    guard let source, !source.sha256.isEmpty else { return nil }
    let digits = String(source.sha256.prefix(16))
    return source.number.map { "\(digits)-\($0)" } ?? digits
  }
}

/// A member that this version of the canonical formats does not know, kept for the next writer.
public struct Extension: Hashable, Sendable {
  /// The JSON pointer of the object that holds it; empty for the root.
  public var parent: String
  public var name: String
  /// The value as compact JSON.
  public var json: String

  public init(parent: String, name: String, json: String) {
    self.parent = parent
    self.name = name
    self.json = json
  }
}
