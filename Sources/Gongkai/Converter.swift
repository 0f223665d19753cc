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
  private var recognizer: Recognizer
  private var crosswalkConverter: CrosswalkConverter
  let checker: Checker

  public init(
    formats: FormatRegistry = FormatRegistry(), forms: FormCatalogue = .shared,
    crosswalks: CrosswalkCatalogue = .shared, rules: RuleBook = .shared
  ) {
    checker = Checker(rules)
    self.formats = formats
    self.forms = forms
    self.crosswalks = crosswalks
    recognizer = Recognizer(forms: forms)
    crosswalkConverter = CrosswalkConverter(crosswalks: crosswalks, forms: forms)
  }

  /// Registers a format of the user's own; one of the same id is replaced.
  public mutating func register(_ format: Format) { formats.register(format) }

  // MARK: Reading

  /// The one report of a file.
  ///
  /// - Parameters:
  ///   - path: a file, or `-` for standard input.
  ///   - format: the id or alias of its format, or `exec:` and a program; nil to find out.
  ///   - edition: the edition to read it as; nil to decide from what is there.
  /// - Throws: an `input` refusal where the file cannot be read or holds no report, or more than one.
  public func read(
    contentsOf path: String, as format: String? = nil, edition: Edition? = nil
  ) throws(Refusal) -> Report {
    let reports = try readAll(contentsOf: path, as: format, edition: edition)
    guard reports.count == 1, let report = reports.first else {
      throw Refusal(
        .input, Finding("read.several-reports", .error, ["path": path, "count": String(reports.count)]))
    }
    return report
  }

  /// All reports of a file, in order.
  public func readAll(
    contentsOf path: String, as format: String? = nil, edition: Edition? = nil
  ) throws(Refusal) -> [Report] {
    let bytes = try FileAccess.read(path)
    return try readAll(
      bytes: bytes, name: path == "-" ? nil : FileAccess.name(of: path), as: format, edition: edition)
  }

  /// All reports in bytes that came from anywhere.
  ///
  /// - Parameter name: what the file is called; its extension may tell the format.
  public func readAll(
    bytes: [UInt8], name: String?, as formatName: String? = nil, edition: Edition? = nil
  ) throws(Refusal) -> [Report] {
    guard bytes.count <= FileAccess.maximumSize else {
      throw Refusal(
        .input,
        Finding(
          "file.too-large", .error, ["path": name ?? "-", "limit": String(FileAccess.maximumSize >> 20)]))
    }
    if let formatName, let program = ExternalProgram(named: formatName) {
      let output = try program.run(bytes, failing: .input)
      var reports: [Report]
      do throws(Refusal) {
        reports = try readAll(bytes: output, name: nil, as: "json", edition: edition)
      } catch {
        // The places that follow are those of the program's output.
        throw Refusal(
          .input, [Finding("program.output", .error, ["path": program.path])] + error.findings)
      }
      for index in reports.indices where reports[index].source == nil {
        reports[index].source = SourceFile(
          name: name, size: bytes.count, sha256: ContentDigest.hexadecimal(bytes),
          format: "exec:\(FileAccess.name(of: program.path))")
      }
      return reports
    }
    let (format, notes) = try identify(bytes, name: name, as: formatName)
    guard let reader = format.reader else {
      throw Refusal(.usage, Finding("format.cannot-read", .error, ["format": format.id]))
    }
    let source = SourceBytes(name: name, bytes: bytes)
    switch reader {
    case .report(let read):
      var reports = try read(source, forms)
      for index in reports.indices { reports[index].findings = notes + reports[index].findings }
      return reports
    case .document(let read):
      let documents = try read(source)
      let encoding = documents.first?.encoding
      var reports = try recognizer.reports(in: documents, as: edition)
      for index in reports.indices {
        reports[index].findings = notes + reports[index].findings
        reports[index].source = SourceFile(
          name: name, size: bytes.count, sha256: ContentDigest.hexadecimal(bytes), format: format.id,
          encoding: encoding)
      }
      return reports
    }
  }

  /// The format of some bytes: the one that is named, else what their beginning says, else the extension.
  ///
  /// - Returns: the format, and a note where content and name disagree.
  /// - Throws: a refusal where no format or more than one may be meant.
  public func identify(
    _ bytes: [UInt8], name: String?, as formatName: String? = nil
  ) throws(Refusal) -> (format: Format, notes: [Finding]) {
    if let formatName {
      let format = try formats.known(formatName)
      return (format, [])
    }
    if bytes.isEmpty { throw Refusal(.input, Finding("read.empty", .error, ["path": name ?? "-"])) }
    let named = name.flatMap(FileAccess.pathExtension).map { formats.formats(extension: $0) } ?? []
    let namedReadable = named.filter { $0.reader != nil }
    // Where name and content agree nobody else need be asked.
    if namedReadable.count == 1, namedReadable[0].identify(bytes[...]) == .yes {
      return (namedReadable[0], [])
    }
    let readable = formats.formats.filter { $0.reader != nil }
    let verdicts = readable.map { ($0, $0.identify(bytes[...])) }
    let certain = verdicts.filter { $0.1 == .yes }.map(\.0)
    if certain.count == 1 {
      let format = certain[0]
      if let wrong = named.first, wrong.id != format.id {
        return (format, [Finding("format.misnamed", .note, ["path": name ?? "", "format": format.id])])
      }
      return (format, [])
    }
    let possible = certain.isEmpty ? verdicts.filter { $0.1 == .unknown }.map(\.0) : certain
    let agreed = namedReadable.filter { format in possible.contains { $0.id == format.id } }
    if agreed.count == 1 { return (agreed[0], []) }
    if certain.isEmpty, agreed.isEmpty {
      if let format = possible.first(where: { $0.id == "text" }) { return (format, []) }
      throw Refusal(
        .input,
        Finding(
          "format.not-recognised", .error,
          ["path": name ?? "-", "formats": readable.map(\.id).joined(separator: ", ")]))
    }
    let ids = (agreed.isEmpty ? possible : agreed).map(\.id).joined(separator: ", ")
    throw Refusal(.input, Finding("format.several", .error, ["path": name ?? "-", "formats": ids]))
  }

  // MARK: Converting

  /// A report in another edition, and the account of what became of each figure.
  public func convert(
    _ report: Report, to edition: Edition, policy: Conversion.Policy = .bounds
  ) throws(Refusal) -> (report: Report, ledger: Ledger) {
    try crosswalkConverter.convert(report, to: edition, policy: policy)
  }

  /// In words, where the figure of a cell comes from.
  public func explain(_ cell: CellID, in report: Report, language: Language) -> String {
    crosswalkConverter.explain(cell, in: report, language: language).string
  }

  // MARK: Writing

  /// Reports as the bytes of a file.
  ///
  /// - Parameter format: the id or alias of a format that can be written, or `exec:` and a program.
  public func bytes(
    of reports: [Report], as formatName: String, options: WriteOptions = WriteOptions()
  ) throws(Refusal) -> [UInt8] {
    if let program = ExternalProgram(named: formatName) {
      return try program.run(try bytes(of: reports, as: "json", options: options), failing: .output)
    }
    let format = try formats.known(formatName)
    guard let writer = format.writer else {
      throw Refusal(.usage, Finding("format.cannot-write", .error, ["format": format.id]))
    }
    guard reports.count == 1 || format.capabilities.contains(.manyReports) else {
      throw Refusal(
        .usage, Finding("format.one-report", .error, ["format": format.id, "count": String(reports.count)]))
    }
    let presenter = Presenter(language: options.language, omitsPersonalData: options.omitsPersonalData)
    switch writer {
    case .report(let write): return try write(reports, options)
    case .presented(let write): return try write(reports, reports.map(presenter.document), options)
    case .document(let write):
      guard let report = reports.first else {
        throw Refusal(.usage, Finding("format.one-report", .error, ["format": format.id, "count": "0"]))
      }
      return try write(presenter.document(for: report), options)
    }
  }

  /// One report as the bytes of several files. What they all show is laid out once.
  public func bytes(
    of report: Report, asEachOf formatNames: [String], options: WriteOptions = WriteOptions()
  ) throws(Refusal) -> [[UInt8]] {
    var document: Document?
    var result: [[UInt8]] = []
    for name in formatNames {
      if case .document(let write) = formats.format(named: name)?.writer {
        let presented =
          document
          ?? Presenter(language: options.language, omitsPersonalData: options.omitsPersonalData)
          .document(for: report)
        document = presented
        result.append(try write(presented, options))
      } else {
        result.append(try bytes(of: [report], as: name, options: options))
      }
    }
    return result
  }

  /// Writes a file, whole or not at all.
  public func write(
    _ reports: [Report], as format: String, to path: String, options: WriteOptions = WriteOptions(),
    overwrites: Bool = false
  ) throws(Refusal) {
    try FileAccess.write(
      try bytes(of: reports, as: format, options: options), to: path, overwrites: overwrites)
  }
}

extension ExternalProgram {
  /// A program of the user's that reads or writes a format that this toolkit does not know, with canonical JSON
  /// on the other side. It is run only where the user names it as `exec:PATH`.
  fileprivate init?(named name: String) {
    guard name.hasPrefix("exec:") else { return nil }
    self.init(String(name.dropFirst("exec:".count)))
  }
}
