import DocumentModel
import MarkupKit

/// The data of a report in a page, in a block that browsers do not run.
enum HTMLAttachedReport {
  /// - Parameter text: what stands between the tags of a script.
  /// - Returns: nil for any other script.
  static func read(
    _ tag: HTMLStartTag, _ text: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> AttachedReport? {
    guard tag.tag == .script, equal(bytes[tag.id], HTMLPage.attachedReportID) else { return nil }
    return AttachedReport(json: Array(bytes[text])) { name in
      value(of: name, HTMLAttributes(bytes, tag.attributes), bytes)
    }
  }

  private static func value(
    of name: StaticString, _ attributes: HTMLAttributes, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> String? {
    var attributes = attributes
    let prefix: StaticString = "data-"
    while let attribute = attributes.next() {
      let start = attribute.name.prefix(prefix.utf8CodeUnitCount)
      if HTMLAttributes.isNamed(prefix, start, in: bytes),
        HTMLAttributes.isNamed(name, start.upperBound..<attribute.name.upperBound, in: bytes)
      {
        return String(decoding: bytes[attribute.value], as: UTF8.self)
      }
    }
    return nil
  }

  private static func equal(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ name: StaticString) -> Bool {
    bytes.count == name.utf8CodeUnitCount && zip(bytes, 0...).allSatisfy { $0 == name.utf8Start[$1] }
  }
}
