import CanonicalKit
import Core
import FormatKit
import JSONKit
import Rendering
import ReportModel

/// The one line that answers a line.
enum StreamAnswer {
  enum Status: String {
    case ok
    /// The file gives nothing, whoever reads it.
    case refused
    /// The line cannot be understood, or the work could not be done.
    case failed

    init(_ kind: Refusal.Kind) { self = kind == .input ? .refused : .failed }
  }

  static let identifier = "id"

  /// What was made of a file.
  static func line(
    _ processed: [ProcessedReport], _ options: StreamOptions, id: String?,
    since start: ContinuousClock.Instant
  ) throws(Refusal) -> [UInt8] {
    let reports = processed.map(\.converted)
    let report =
      options.output == .report
      ? try CanonicalJSON.write(reports, omitsPersonalData: options.omitsPersonalData, isOneLine: true) : []
    return line(.ok, id: id, since: start) { writer in
      switch options.output {
      case .report:
        writer.key("report")
        // Without the end of its line.
        writer.raw { $0 += report.dropLast() }
      case .figures:
        writer.key("figures")
        TidyJSON.write(reports, to: &writer)
      case .findings: break
      }
      writer.key("findings")
      writer.beginArray()
      for report in reports {
        for finding in report.findings { writer.finding(finding, of: report.key) }
      }
      writer.endArray()
    }
  }

  /// Why there is nothing.
  static func line(
    _ refusal: Refusal, id: String?, since start: ContinuousClock.Instant, as status: Status? = nil
  ) -> [UInt8] {
    line(status ?? Status(refusal.kind), id: id, since: start) { writer in
      writer.key("findings")
      writer.beginArray()
      for finding in refusal.findings { writer.finding(finding) }
      writer.endArray()
    }
  }

  /// Which program answers, and within what limits.
  static func hello(_ hello: StreamHello, id: String?, since start: ContinuousClock.Instant) -> [UInt8] {
    line(.ok, id: id, since: start) { hello.write(to: &$0) }
  }

  private static func line(
    _ status: Status, id: String?, since start: ContinuousClock.Instant, _ content: (inout JSONWriter) -> Void
  ) -> [UInt8] {
    var writer = JSONWriter(isCompact: true)
    writer.beginObject()
    writer.key(identifier)
    if let id { writer.raw { $0 += Array(id.utf8) } } else { writer.null() }
    writer.member("status", status.rawValue)
    content(&writer)
    writer.member("ms", milliseconds(since: start))
    writer.endObject()
    return writer.finish()
  }

  private static func milliseconds(since start: ContinuousClock.Instant) -> Int {
    let time = start.duration(to: .now).components
    return Int(time.seconds) * 1000 + Int(time.attoseconds / 1_000_000_000_000_000)
  }
}

/// What a caller may want to know first.
package struct StreamHello: Sendable {
  package var program: String
  package var limits: StreamLimits
  let forms: [FormID]
  let formats: [String]

  /// The version of the lines.
  static let version = "1.0"

  func write(to writer: inout JSONWriter) {
    writer.key("hello")
    writer.beginObject()
    writer.member("gongkai", program)
    writer.member("stream", Self.version)
    writer.member("report", CanonicalJSON.version)
    writer.member("forms", forms.map(\.description))
    writer.member("formats", formats)
    writer.key("limits")
    writer.beginObject()
    writer.member("lineBytes", StreamLimits.lineLength)
    writer.member("linesAhead", StreamLimits.linesAhead)
    writer.member("seconds", limits.seconds)
    writer.member("memoryBytes", limits.memory)
    writer.endObject()
    writer.endObject()
  }
}
