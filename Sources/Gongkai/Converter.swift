import Checks
import Core
import Crosswalk
import DocumentModel
import FileKit
import FormatKit
import Presentation
import ProcessKit
import Recognition
import ReportModel
import TextKit

/// Reads reports, converts them between editions and writes them: the main job in three lines.
///
/// ```swift
/// let converter = Converter()
/// let report = try converter.read(contentsOf: "2017.txt")
/// let (current, ledger) = try converter.convert(report, to: .edition2021)
/// try converter.write([current], as: "json", to: "2017.json")
/// ```
public struct Converter: Sendable {
  public private(set) var formats: FormatRegistry
  public private(set) var forms: FormCatalogue
  public private(set) var crosswalks: CrosswalkCatalogue
  let recognizer: Recognizer
  /// How files are read.
  public var options: ReadOptions
  /// Other processes that read files, so that none can end this one; nil where they are read in this process.
  public var workers: ReadingWorkers?
  /// Files that another program is to make readable, several with each start of it.
  package var conversions: FileConversions?
  /// The ids of formats that workers do not know.
  private(set) var ownFormats: Set<String> = []
  private var crosswalkConverter: CrosswalkConverter
  let checker: Checker

  public init(
    formats: FormatRegistry = FormatRegistry(), forms: FormCatalogue = .shared,
    crosswalks: CrosswalkCatalogue = .shared, rules: RuleBook = .shared, options: ReadOptions = ReadOptions()
  ) {
    checker = Checker(rules)
    self.formats = formats
    self.options = options
    self.forms = forms
    self.crosswalks = crosswalks
    recognizer = Recognizer(forms: forms)
    crosswalkConverter = CrosswalkConverter(crosswalks: crosswalks, forms: forms)
  }

  /// Registers a format of the user's own; one of the same id is replaced.
  public mutating func register(_ format: Format) {
    formats.register(format)
    ownFormats.insert(format.id)
  }

  /// A report in another edition, and the account of what became of each figure.
  public func convert(
    _ report: Report, to edition: Edition, policy: Conversion.Policy = .letter
  ) throws(Refusal) -> (report: Report, ledger: Ledger) {
    try crosswalkConverter.convert(report, to: edition, policy: policy)
  }

  /// In words, where the figure of a cell comes from.
  public func explain(_ cell: CellID, in report: Report, language: Language) -> String {
    crosswalkConverter.explain(cell, in: report, language: language).string
  }
}
