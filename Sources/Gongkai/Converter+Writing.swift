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
    let presenter = Presenter(language: options.language, omitsPersonalData: options.omitsPersonalData)
    switch writer {
    case .report(let write): return try write(reports, options)
    case .presented(let write): return try write(reports, reports.map(presenter.document), options)
    case .document(let write):
      guard let report = reports.first else {
        throw Refusal(.usage, .oneReportOnly(format, count: 0))
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
    _ reports: [Report], as format: String, to path: FilePath, options: WriteOptions = WriteOptions(),
    overwrites: Bool = false
  ) throws(Refusal) {
    try FileAccess.write(
      try bytes(of: reports, as: format, options: options), to: path, overwrites: overwrites)
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
