import Core
import Crosswalk
import FileKit
import FormatKit
import Gongkai
import ReportModel

/// What is done with each input: read, convert, and give the bytes.
struct ConversionJob: Sendable {
  struct Result: Sendable {
    var reports: [Report] = []
    var ledgers: [Ledger] = []
    var findings: [Finding] = []
    /// The file that the findings speak of: a canonical file carries those of the file that it came from.
    var findingsPath: String?
    var lossCount: Int { ledgers.reduce(0) { $0 + $1.lossCount } }
  }

  let converter: Converter
  let request: ProcessingRequest
  let to: String
  let options: WriteOptions

  func run(_ path: FilePath) throws(Refusal) -> Result {
    var result = Result()
    for processed in try converter.process(SourceBytes(contentsOf: path), request) {
      result.reports.append(processed.converted)
      result.ledgers.append(processed.ledger)
      result.findings += processed.converted.findings
      if let name = processed.converted.source?.name, name != path.name {
        result.findingsPath = name
      }
    }
    return result
  }

  func bytes(_ reports: [Report]) throws(Refusal) -> [UInt8] {
    try converter.bytes(of: reports, as: to, options: options)
  }

  /// The extension that files of the output format are given.
  var fileExtension: String { converter.formats.format(named: to)?.extensions.first ?? "out" }

  /// Refuses a format that does not hold several reports in a file.
  func requireManyReports(of count: Int, in destination: Destination) throws(Refusal) {
    let format = converter.formats.format(named: to)
    if format?.capabilities.contains(.manyReports) == true { return }
    if case .file(let path) = destination {
      throw Refusal(.usage, .needsFolder(count, format: to, insteadOf: path))
    }
    throw Refusal(.usage, .needsFolder(count, format: to))
  }
}

extension Finding {
  fileprivate static func needsFolder(_ count: Int, format: String, insteadOf path: FilePath) -> Finding {
    var folder = path
    folder.extension = nil
    return Finding(
      "command.one-file", .error,
      ["count": String(count), "format": format, "path": path.shown, "folder": "\(folder.shown)/"])
  }

  fileprivate static func needsFolder(_ count: Int, format: String) -> Finding {
    Finding("command.needs-folder", .error, ["count": String(count), "format": format])
  }
}
