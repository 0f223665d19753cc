import Core
import DocumentModel
import FileKit
import FormatKit
import ProcessKit
import Recognition
import ReportModel

extension Converter {
  /// The one report of a file.
  ///
  /// - Parameters:
  ///   - path: a file, or `-` for standard input.
  ///   - format: the id or alias of its format, or `exec:` and a program; nil to find out.
  ///   - edition: the edition to read it as; nil to decide from what is there.
  /// - Throws: an `input` refusal where the file cannot be read or holds no report, or more than one.
  public func read(
    contentsOf path: FilePath, as format: String? = nil, edition: Edition? = nil
  ) throws(Refusal) -> Report {
    let reports = try readAll(contentsOf: path, as: format, edition: edition)
    guard reports.count == 1, let report = reports.first else {
      throw Refusal(.input, .severalReports(path.shown, count: reports.count))
    }
    return report
  }

  /// All reports of a file, in order.
  public func readAll(
    contentsOf path: FilePath, as format: String? = nil, edition: Edition? = nil
  ) throws(Refusal) -> [Report] {
    try readAll(SourceBytes(contentsOf: path), as: format, edition: edition)
  }

  /// All reports of a file that came from anywhere.
  public func readAll(
    _ source: SourceBytes, as formatName: String? = nil, edition: Edition? = nil
  ) throws(Refusal) -> [Report] {
    try reading(source, as: formatName, edition: edition).reports
  }

  /// What reading a file gave.
  package struct Reading: Sendable {
    /// The id of the format that the file is in; `exec:` and a program where that was named.
    package let format: String
    package var reports: [Report]
  }

  /// All reports of a file, and what the file itself is: a canonical one tells besides what it was made from.
  package func reading(
    _ source: SourceBytes, as formatName: String? = nil, edition: Edition? = nil
  ) throws(Refusal) -> Reading {
    try reading(source, as: formatName, edition: edition, made: nil)
  }

  /// - Parameter made: what another program has made of the file, where that is done already.
  func reading(
    _ source: SourceBytes, as formatName: String?, edition: Edition?, made: ConvertedFile?
  ) throws(Refusal) -> Reading {
    guard source.bytes.count <= FileAccess.maximumSize else {
      throw Refusal(.input, .fileTooLarge(source.name ?? "-", limit: FileAccess.maximumSize))
    }
    if let formatName, let program = ExternalProgram(named: formatName) {
      return Reading(format: formatName, reports: try readAll(source, by: program, edition: edition))
    }
    var made = made
    if made == nil, let conversions { made = try conversions.converted(source, as: formatName) }
    if let workers, ownFormats.isEmpty {
      return try workers.read(
        ReadingRequest(source, format: formatName, edition: edition, options: options, made: made),
        forms: forms)
    }
    let (format, notes) = try identify(source, as: formatName)
    var reading: Reading
    if let workers, !ownFormats.contains(format.id) {
      reading = try workers.read(
        ReadingRequest(source, format: format.id, edition: edition, options: options, made: made),
        forms: forms)
    } else {
      let reports = try reports(in: source, format, edition, made: made)
      reading = Reading(
        format: format.id, reports: reports.from(SourceFile(source, format: format.id, encoding: nil)))
    }
    for index in reading.reports.indices {
      reading.reports[index].findings = notes + reading.reports[index].findings
    }
    return reading
  }

  /// The same of bytes and the name that they go by.
  public func readAll(
    bytes: [UInt8], name: String?, as format: String? = nil, edition: Edition? = nil
  ) throws(Refusal) -> [Report] {
    try readAll(SourceBytes(name: name, bytes: bytes), as: format, edition: edition)
  }

  /// What a program of the user's makes of a file is canonical JSON.
  private func readAll(
    _ source: SourceBytes, by program: ExternalProgram, edition: Edition?
  ) throws(Refusal) -> [Report] {
    let (output, notes) = try program.run(source.bytes, failing: .input)
    let reports: [Report]
    do throws(Refusal) {
      reports = try self.reports(
        in: SourceBytes(name: nil, bytes: output), try formats.known("json"), edition)
    } catch {
      // The places that follow are those of the program's output.
      throw Refusal(.input, [.outputOfProgram(program.path)] + error.findings + notes)
    }
    let file = SourceFile(source, format: "exec:\(FilePath(program.path).name)", encoding: nil)
    return reports.from(file).map { report in
      var report = report
      report.findings = notes + report.findings
      // The program was given the file without its name.
      if report.source?.name == nil, report.source?.sha256 == file.sha256 { report.source?.name = file.name }
      return report
    }
  }

  func reports(
    in source: SourceBytes, _ format: Format, _ edition: Edition?, made: ConvertedFile? = nil
  ) throws(Refusal) -> [Report] {
    guard let reader = format.reader else { throw Refusal(.usage, .cannotRead(format.id)) }
    let (read, converted): (Reader, ConvertedFile?)
    switch reader {
    case .report(let read): return try read(source, forms)
    case .document(let reader): (read, converted) = (reader, nil)
    case .conversion(let convert):
      let file: ConvertedFile
      if let made { file = made } else { file = try convert(source) }
      guard case .document(let reader)? = formats.format(named: file.format)?.reader else {
        throw Refusal(.usage, .cannotRead(file.format))
      }
      (read, converted) = (reader, file)
    }
    func documents(_ options: ReadOptions) throws(Refusal) -> [Document] {
      guard let converted else { return try read(source, options) }
      return try Self.documents(of: converted, source, read, options)
    }
    let shown = try documents(options)
    var reports: [Report]
    do throws(Refusal) {
      reports = try recognizer.reports(in: shown, as: edition)
    } catch {
      // Tables that only a script would show are better than none.
      guard shown.contains(where: \.hidesText) else { throw error }
      do throws(Refusal) {
        reports = try recognizer.reports(in: try documents(ReadOptions(includesHidden: true)), as: edition)
      } catch _ {
        throw error
      }
      for index in reports.indices { reports[index].findings.append(.hiddenOnly()) }
    }
    reports = withAttachedData(reports, shown.flatMap(\.attachedReports))
    return reports.from(SourceFile(source, format: format.id, encoding: shown.first?.encoding))
  }

  private typealias Reader = @Sendable (SourceBytes, ReadOptions) throws(Refusal) -> [Document]

  /// What a program made of a file is read as any other file is; its findings begin with how it was made.
  private static func documents(
    of made: ConvertedFile, _ source: SourceBytes, _ read: Reader, _ options: ReadOptions
  ) throws(Refusal) -> [Document] {
    var documents: [Document]
    do throws(Refusal) {
      documents = try read(SourceBytes(name: source.name, bytes: made.bytes), options)
    } catch {
      throw Refusal(error.kind, [made.note] + error.findings)
    }
    for index in documents.indices { documents[index].findings.insert(made.note, at: 0) }
    return documents
  }

  /// The format of a file: the one that is named, else what its beginning says, else the extension.
  ///
  /// - Returns: the format, and a note where content and name disagree.
  /// - Throws: a refusal where no format or more than one may be meant.
  public func identify(
    _ source: SourceBytes, as formatName: String? = nil
  ) throws(Refusal) -> (format: Format, notes: [Finding]) {
    let name = source.name
    if let formatName {
      return (try formats.known(formatName), [])
    }
    if source.bytes.isEmpty { throw Refusal(.input, .emptyFile(name ?? "-")) }
    let named = name.flatMap { FilePath($0).lowercasedExtension }.map { formats.formats(extension: $0) } ?? []
    let namedReadable = named.filter { $0.reader != nil }
    // Where name and content agree nobody else need be asked.
    if namedReadable.count == 1, namedReadable[0].identify(source) == .yes {
      return (namedReadable[0], [])
    }
    let readable = formats.formats.filter { $0.reader != nil }
    let verdicts = readable.map { ($0, $0.identify(source)) }
    let certain = verdicts.filter { $0.1 == .yes }.map(\.0)
    if certain.count == 1 {
      let format = certain[0]
      if let wrong = named.first, wrong.id != format.id {
        return (format, [.misnamedFile(name ?? "", format)])
      }
      return (format, [])
    }
    let possible = certain.isEmpty ? verdicts.filter { $0.1 == .unknown }.map(\.0) : certain
    let agreed = namedReadable.filter { format in possible.contains { $0.id == format.id } }
    if agreed.count == 1 { return (agreed[0], []) }
    if certain.isEmpty, agreed.isEmpty {
      if let format = possible.first(where: { $0.id == "text" }) { return (format, []) }
      throw Refusal(.input, .formatNotRecognised(name ?? "-", readable))
    }
    throw Refusal(.input, .severalFormats(name ?? "-", agreed.isEmpty ? possible : agreed))
  }
}

extension SourceBytes {
  /// A file of this machine, or standard input for `-`.
  public init(contentsOf path: FilePath) throws(Refusal) {
    self.init(name: path == .standardStream ? nil : path.name, bytes: try FileAccess.read(path))
  }
}

extension SourceFile {
  /// What is kept of the file that a report came from.
  fileprivate init(_ source: SourceBytes, format: String, encoding: String?) {
    self.init(
      name: source.name, size: source.bytes.count, sha256: ContentDigest.hexadecimal(source.bytes),
      format: format,
      encoding: encoding)
  }
}

extension [Report] {
  /// The same, with a file as the source of those that name none.
  fileprivate func from(_ file: @autoclosure () -> SourceFile) -> [Report] {
    guard contains(where: { $0.source == nil }) else { return self }
    let file = file()
    var reports = self
    for index in indices where reports[index].source == nil {
      reports[index].source = file
      if count > 1 { reports[index].source?.number = index + 1 }
    }
    return reports
  }
}

extension Document {
  /// Whether something was left out that would be shown if it were not hidden.
  fileprivate var hidesText: Bool { unseen.contains { $0.reason != .struckOut } }
}

extension Finding {
  fileprivate static func hiddenOnly() -> Finding { Finding("read.hidden-only", .note) }

  static func severalReports(_ path: String, count: Int) -> Finding {
    Finding("read.several-reports", .error, ["path": path, "count": String(count)])
  }

  fileprivate static func emptyFile(_ path: String) -> Finding {
    Finding("read.empty", .error, ["path": path])
  }

  fileprivate static func outputOfProgram(_ path: String) -> Finding {
    Finding("program.output", .error, ["path": path])
  }

  fileprivate static func cannotRead(_ format: String) -> Finding {
    Finding("format.cannot-read", .error, ["format": format])
  }

  fileprivate static func misnamedFile(_ path: String, _ format: Format) -> Finding {
    Finding("format.misnamed", .note, ["path": path, "format": format.id])
  }

  fileprivate static func formatNotRecognised(_ path: String, _ formats: [Format]) -> Finding {
    Finding(
      "format.not-recognised", .error, ["path": path, "formats": formats.map(\.id).joined(separator: ", ")])
  }

  fileprivate static func severalFormats(_ path: String, _ formats: [Format]) -> Finding {
    Finding("format.several", .error, ["path": path, "formats": formats.map(\.id).joined(separator: ", ")])
  }
}
