import JSONKit
import MarkupKit
import TextKit

/// Writes elements that are not known as the XML that they were, so that a report keeps them. Prefixes are
/// resolved: each element states its namespace where it is not its parent's.
package struct XMLCapture {
  /// The most that all of one document may come to.
  package static let maximumLength = 16 << 20

  private var bytes: [UInt8] = []
  private var open: [(name: [UInt8], namespace: [UInt8])] = []
  private var isInTag = false
  private var total = 0
  /// Whether there was more than may be kept.
  package private(set) var isOverfull = false

  package var isOpen: Bool { !open.isEmpty }

  package mutating func start(_ tag: XMLStartTag) {
    closeTag()
    let name = Self.bytes(tag.name)
    let namespace = tag.namespace.map(Self.bytes) ?? []
    append("<")
    append(name)
    if namespace != open.last?.namespace ?? Array(CanonicalXML.namespace.utf8) {
      append(" xmlns=\"")
      escape(namespace)
      append("\"")
    }
    var prefixes: Set<[UInt8]> = [Array("xml".utf8)]
    for index in 0..<tag.attributeCount {
      guard let attributeName = tag.attributeName(index) else { continue }
      append(" ")
      if let namespace = tag.attributeNamespace(index), let prefix = tag.attributePrefix(index) {
        let prefix = Self.bytes(prefix)
        if prefixes.insert(prefix).inserted {
          append("xmlns:")
          append(prefix)
          append("=\"")
          escape(Self.bytes(namespace))
          append("\" ")
        }
        append(prefix)
        append(":")
      }
      append(Self.bytes(attributeName))
      append("=\"")
      escape(Array(tag.attributeValue(index)))
      append("\"")
    }
    open.append((name, namespace))
    isInTag = true
  }

  package mutating func text(_ text: UnsafeBufferPointer<UInt8>) {
    closeTag()
    escape(Array(text))
  }

  /// - Returns: the whole element where it was the outermost.
  package mutating func end() -> (name: String, xml: String)? {
    guard let (name, _) = open.popLast() else { return nil }
    if isInTag {
      append("/>")
      isInTag = false
    } else {
      append("</")
      append(name)
      append(">")
    }
    guard open.isEmpty else { return nil }
    defer { bytes = [] }
    return (String(decoding: name, as: UTF8.self), String(decoding: bytes, as: UTF8.self))
  }

  private mutating func closeTag() {
    if isInTag { append(">") }
    isInTag = false
  }

  private mutating func append(_ text: StaticString) { text.withUTF8Buffer { append(Array($0)) } }

  private mutating func append(_ more: [UInt8]) {
    total += more.count
    if total > Self.maximumLength {
      isOverfull = true
      return
    }
    bytes.append(contentsOf: more)
  }

  /// As XML asks for; its own escapes, if the text has any, stay as they are.
  private mutating func escape(_ text: [UInt8]) {
    var escaped: [UInt8] = []
    escaped.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let byte = text[index]
      if PrintableText.mayBeginSteering(byte),
        let (scalar, length) = text.withUnsafeBufferPointer({ PrintableText.steering($0, at: index) })
      {
        XMLOutput.appendReference(to: scalar, &escaped)
        index += length
        continue
      }
      index += 1
      switch byte {
      case UInt8(ascii: "<"): escaped.append(contentsOf: "&lt;".utf8)
      case UInt8(ascii: ">"): escaped.append(contentsOf: "&gt;".utf8)
      case UInt8(ascii: "&"): escaped.append(contentsOf: "&amp;".utf8)
      case UInt8(ascii: "\""): escaped.append(contentsOf: "&quot;".utf8)
      case 0x09, 0x0A, 0x0D: escaped.append(contentsOf: "&#\(byte);".utf8)
      default: escaped.append(byte)
      }
    }
    append(escaped)
  }

  private static func bytes(_ text: UnsafePointer<UInt8>) -> [UInt8] {
    var length = 0
    while text[length] != 0 { length += 1 }
    return Array(UnsafeBufferPointer(start: text, count: length))
  }

  /// A text as a JSON string.
  package static func json(_ text: String) -> String {
    var writer = JSONWriter(isCompact: true)
    writer.string(text)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
