import Core
import DocumentModel
import ReportModel

/// A container that reports are read from or written to.
///
/// A format describes itself and brings its reader and writer; registering it is one line. Those that hold a
/// `Document` meet every form through recognition and presentation; those that hold a `Report` need neither.
public struct Format: Sendable {
  /// What a format can do.
  public enum Capability: String, CaseIterable, Sendable {
    case read, write
    /// What is written can be read back without loss.
    case lossless
    /// One file can hold many reports.
    case manyReports = "many-reports"
    /// What is written is for publication: it shows the report and nothing of its making, unless that is asked for, and
    /// carries the report's data for programs.
    case publication
  }

  /// What a file is made of, for those who look at it without reading a report from it.
  public enum Packaging: Hashable, Sendable {
    /// Text that a person can read as it is.
    case text
    /// Text with markup that a browser runs.
    case page
    /// A ZIP container of parts; what the file shows stands in one of them.
    case container(mainPart: String)
    /// What only its own programs can look into.
    case opaque
  }

  /// What a format says of a file.
  public enum Identification: Sendable {
    case yes, no, unknown
  }

  public enum Reader: Sendable {
    /// A file is one document, or several that may hold a report each, such as the sheets of a workbook.
    case document(@Sendable (SourceBytes, ReadOptions) throws(Refusal) -> [Document])
    case report(@Sendable (SourceBytes, FormCatalogue) throws(Refusal) -> [Report])
    /// Another program makes a file of it that goes back to the registry.
    case conversion(FileConversion)

    /// The same for files that a reader can make something of.
    fileprivate var guarded: Reader {
      switch self {
      case .document(let read):
        .document { source, options throws(Refusal) in
          try source.refuseUnreadable()
          return try read(source, options)
        }
      case .report(let read):
        .report { source, forms throws(Refusal) in
          try source.refuseUnreadable()
          return try read(source, forms)
        }
      case .conversion: self
      }
    }
  }

  public enum Writer: Sendable {
    case document(@Sendable (Document, WriteOptions) throws(Refusal) -> [UInt8])
    case report(@Sendable ([Report], WriteOptions) throws(Refusal) -> [UInt8])
    /// For files that begin with a head and go on with what each report adds, however many there are.
    case rows(head: [UInt8], @Sendable ([Report], WriteOptions) throws(Refusal) -> [UInt8])
    /// For files that show a report and carry its data as well: the reports, and each of them as a document.
    case presented(@Sendable ([Report], [Document], WriteOptions) throws(Refusal) -> [UInt8])
  }

  public let id: String
  public let aliases: [String]
  public let name: LocalizedText
  /// Without the dot; the first is the one that files are given.
  public let extensions: [String]
  public let mediaTypes: [String]
  public let packaging: Packaging
  public let reader: Reader?
  public let writer: Writer?
  private let otherCapabilities: Set<Capability>
  /// Says of a file whether it is this format's. It never fails, and looks at no more than it needs.
  public let identify: @Sendable (SourceBytes) -> Identification

  public init(
    id: String, aliases: [String] = [], name: LocalizedText, extensions: [String], mediaTypes: [String],
    packaging: Packaging = .opaque, capabilities: Set<Capability> = [], reader: Reader? = nil,
    writer: Writer? = nil,
    identify: @escaping @Sendable (SourceBytes) -> Identification = { _ in .unknown }
  ) {
    self.id = id
    self.aliases = aliases
    self.name = name
    self.extensions = extensions
    self.mediaTypes = mediaTypes
    self.packaging = packaging
    self.reader = reader?.guarded
    self.writer = writer
    otherCapabilities = capabilities
    self.identify = identify
  }

  public var capabilities: [Capability] {
    Capability.allCases.filter {
      switch $0 {
      case .read: reader != nil
      case .write: writer != nil
      case .lossless, .manyReports, .publication: otherCapabilities.contains($0)
      }
    }
  }

  /// Whether a name that a user gives means this format.
  public func isNamed(_ name: String) -> Bool { id == name || aliases.contains(name) }
}

/// What a user may ask of any reader.
public struct ReadOptions: Hashable, Sendable {
  /// Reads what no reader of the file sees as well: hidden rows, columns, sheets and parts of pages. Text that is
  /// struck out stays unread.
  public var includesHidden: Bool

  public init(includesHidden: Bool = false) { self.includesHidden = includesHidden }
}

/// What a user may ask of any writer.
public struct WriteOptions: Hashable, Sendable {
  /// The language of everything that is not the report's own.
  public var language: Language
  /// Leaves out names and telephone numbers.
  public var omitsPersonalData: Bool
  /// Leaves out the sentences of carried findings, which their ids and arguments give to those who have a catalogue.
  public var omitsFindingTexts: Bool
  /// Behind a report that is for publication, what is known of its making as well: the source with its digest, the
  /// crosswalks, and the figures that its form has no place for. Canonical files and ledgers always have it.
  public var hasAppendix: Bool
  /// Attaches the report's data to a file that is for publication, so that reading it gives back what the file cannot
  /// show.
  public var attachesData: Bool
  /// Canonical JSON without places, lineage and indentation: the figures themselves. Other formats are as ever.
  public var isCompact: Bool
  /// A workbook that a person fills in: sums are formulas, cells to fill take figures only, all others are protected,
  /// and lines under the tables say what does not add up. Other formats are as ever.
  public var isToBeFilledIn: Bool

  public init(
    language: Language = .chinese, omitsPersonalData: Bool = false, omitsFindingTexts: Bool = false,
    hasAppendix: Bool = false, attachesData: Bool = true, isCompact: Bool = false,
    isToBeFilledIn: Bool = false
  ) {
    self.language = language
    self.omitsPersonalData = omitsPersonalData
    self.omitsFindingTexts = omitsFindingTexts
    self.hasAppendix = hasAppendix
    self.attachesData = attachesData
    self.isCompact = isCompact
    self.isToBeFilledIn = isToBeFilledIn
  }
}
