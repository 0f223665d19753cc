import Core
import DocumentModel
import FileKit
import FormatKit
import Presentation
import ProcessKit
import ReportModel

extension Converter {
  /// Reports as the bytes of a file.
  ///
  /// - Parameter format: the id or alias of a format that can be written, or `exec:` and a program.
  public func bytes(
    of reports: [Report], as formatName: String, options: WriteOptions = WriteOptions()
  ) throws(Refusal) -> [UInt8] {
    if let program = ExternalProgram(named: formatName) {
      return try program.run(try bytes(of: reports, as: "json", options: options), failing: .output).output
    }
    let format = try formats.known(formatName)
    guard let writer = format.writer else {
      throw Refusal(.usage, .cannotWrite(format))
    }
    guard reports.count == 1 || format.capabilities.contains(.manyReports) else {
      throw Refusal(.usage, .oneReportOnly(format, count: reports.count))
    }
    let presenter = Presenter(for: format, options)
    switch writer {
    case .report(let write): return try write(reports, options)
    case .rows(let head, let rows): return head + (try rows(reports, options))
    case .presented(let write):
      var documents = reports.map(presenter.document)
      for index in documents.indices {
        try attach(reports[index], to: &documents[index], format, presenter, options)
      }
      return try write(reports, documents, options)
    case .document(let write):
      guard let report = reports.first else {
        throw Refusal(.usage, .oneReportOnly(format, count: 0))
      }
      var document = presenter.document(for: report)
      try attach(report, to: &document, format, presenter, options)
      return try write(document, options)
    }
  }

  /// Reports as what each adds to a file of a format that is written report by report.
  package struct RowWriter: Sendable {
    /// What the file begins with.
    package let head: [UInt8]
    package let rows: @Sendable ([Report]) throws(Refusal) -> [UInt8]
  }

  /// nil where a file of that format is made of all its reports at once.
  package func rowWriter(
    _ formatName: String, options: WriteOptions = WriteOptions()
  ) -> RowWriter? {
    guard case .rows(let head, let rows)? = formats.format(named: formatName)?.writer else { return nil }
    return RowWriter(head: head) { reports throws(Refusal) in try rows(reports, options) }
  }

  /// Attaches the data of a report to the document that shows it, where its format is for that.
  private func attach(
    _ report: Report, to document: inout Document, _ format: Format, _ presenter: Presenter,
    _ options: WriteOptions
  ) throws(Refusal) {
    guard options.attachesData, !options.isToBeFilledIn, format.capabilities.contains(.publication),
      document.attachedReports.isEmpty
    else { return }
    document.attachedReports = [try attachedReport(of: report, shownBy: presenter, options)]
  }

  /// One report as the bytes of several files. What they all show is laid out once.
  public func bytes(
    of report: Report, asEachOf formatNames: [String], options: WriteOptions = WriteOptions()
  ) throws(Refusal) -> [[UInt8]] {
    var documents: [Presenter: Document] = [:]
    var result: [[UInt8]] = []
    for name in formatNames {
      if let format = formats.format(named: name), case .document(let write) = format.writer {
        let presenter = Presenter(for: format, options)
        var document = documents[presenter] ?? presenter.document(for: report)
        try attach(report, to: &document, format, presenter, options)
        documents[presenter] = document
        result.append(try write(document, options))
      } else {
        result.append(try bytes(of: [report], as: name, options: options))
      }
    }
    return result
  }

  /// Writes a file, whole or not at all.
  public func write(
    _ reports: [Report], as format: String, to path: FilePath, options: WriteOptions = WriteOptions(),
    overwrites: Bool = false
  ) throws(Refusal) {
    try FileAccess.write(
      try bytes(of: reports, as: format, options: options), to: path, overwrites: overwrites)
  }
}

extension Presenter {
  /// What a format shows of a report: one that is not for publication shows how it was made.
  fileprivate init(for format: Format, _ options: WriteOptions) {
    self.init(
      language: options.language, omitsPersonalData: options.omitsPersonalData,
      hasAppendix: options.hasAppendix || !format.capabilities.contains(.publication))
  }
}

extension ExternalProgram {
  /// A program of the user's that reads or writes a format that this toolkit does not know, with canonical JSON
  /// on the other side. It is run only where the user names it as `exec:PATH`.
  init?(named name: String) {
    guard name.hasPrefix("exec:") else { return nil }
    self.init(String(name.dropFirst("exec:".count)))
    complaints = .kept
  }
}

extension Finding {
  fileprivate static func cannotWrite(_ format: Format) -> Finding {
    Finding("format.cannot-write", .error, ["format": format.id])
  }

  fileprivate static func oneReportOnly(_ format: Format, count: Int) -> Finding {
    Finding("format.one-report", .error, ["format": format.id, "count": String(count)])
  }
}
