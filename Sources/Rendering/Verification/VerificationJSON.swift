import Core
import JSONKit
import Verification

extension [VerificationResult] {
  /// For programs, as `Schemas/json/verification-1.schema.json` describes it: all items, whatever is shown.
  package func json() -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("gongkaiVerification", "1.0")
    writer.key("packages")
    writer.beginArray()
    for result in self { writer.write(result) }
    writer.endArray()
    writer.endObject()
    return writer.finish()
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ result: VerificationResult) {
    beginObject()
    member("package", result.name)
    member("profile", result.profile.rawValue)
    member("size", result.size)
    member("sha256", result.sha256)
    member("files", result.fileCount)
    member("records", result.recordCount)
    key("summary")
    beginObject(inline: true)
    for state in VerificationItem.State.allCases { member(state.rawValue, result.items(state).count) }
    endObject()
    key("items")
    beginArray()
    for item in result.items { write(item) }
    endArray()
    endObject()
  }

  private mutating func write(_ item: VerificationItem) {
    beginObject()
    member("rule", item.rule.id.rawValue)
    member("property", item.rule.property.rawValue)
    member("state", item.state.rawValue)
    member("basis", item.rule.basis)
    member("title") { item.rule.title[$0] }
    if item.state != .passed, item.state != .notAssessed { member("message") { item.sentence($0) } }
    if item.remedy(.english) != nil { member("remedy") { item.remedy($0) ?? "" } }
    member("path", item.path)
    member("line", item.line)
    endObject()
  }
}
