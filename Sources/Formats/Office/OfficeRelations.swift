/// Reads a part of relationships (ECMA-376 part 2, 9.3): which parts belong to which, and as what.
struct OfficeRelationsHandler: XMLEventHandler {
  private(set) var targets: [(id: String, type: String, target: String)] = []

  static let maximumCount = 10_000

  mutating func startElement(_ tag: XMLStartTag) {
    guard targets.count < Self.maximumCount, let target = tag.text("Target"), let type = tag.text("Type"),
      tag.text("TargetMode") != "External"
    else { return }
    targets.append((tag.text("Id") ?? "", type, target))
  }

  mutating func endElement() {}
  mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
