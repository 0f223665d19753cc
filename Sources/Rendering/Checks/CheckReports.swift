import Core
import JSONKit

/// The outcome of checking one report as it stands in the JSON of many: what is kept of a report that need not stay in
/// memory.
package struct RenderedCheck: Sendable {
  fileprivate let json: [UInt8]
  fileprivate let counts: [Severity: Int]

  package init(_ checked: CheckedReport, _ style: CheckStyle) {
    json = CheckJSON(style).element(checked)
    counts = Dictionary(
      Severity.allCases.map { ($0, checked.count($0)) }, uniquingKeysWith: { first, _ in first })
  }

  /// The same bytes as `CheckFormat.json` writes for a run of these reports.
  package static func json(_ checks: [RenderedCheck]) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("gongkaiCheck", CheckJSON.version)
    writer.key("reports")
    writer.beginArray()
    for check in checks { writer.raw { $0 += check.json } }
    writer.endArray()
    writer.key("refused")
    writer.beginArray()
    writer.endArray()
    writer.key("summary")
    writer.beginObject(inline: true)
    writer.member("reports", checks.count)
    for severity in Severity.allCases.reversed() {
      writer.member("\(severity.rawValue)s", checks.reduce(0) { $0 + ($1.counts[severity] ?? 0) })
    }
    writer.member("accepted", 0)
    writer.member("refused", 0)
    writer.endObject()
    writer.endObject()
    return writer.finish()
  }
}
