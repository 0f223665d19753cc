import MarkupKit

/// The two XML engines on the same bytes, with a handler that does as little as one can.
enum XMLParsing {
  struct Failure: Error {
    let failure: XMLFailure
  }

  private struct Counter: XMLEventHandler {
    var count = 0
    mutating func startElement(_ tag: XMLStartTag) { count &+= 1 + tag.attributeCount }
    mutating func endElement() { count &+= 1 }
    mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) { count &+= bytes.count }
  }

  /// How much `XMLScanner` finds in a part of an office file.
  static func scan(_ bytes: [UInt8]) throws -> Int { try parse(bytes, isScanning: true) }

  /// How much libxml2's SAX finds.
  static func sax(_ bytes: [UInt8]) throws -> Int { try parse(bytes, isScanning: false) }

  private static func parse(_ bytes: [UInt8], isScanning: Bool) throws -> Int {
    let limits = XMLLimits(depth: 256)
    var counter = Counter()
    let failure = bytes.withUnsafeBufferPointer { buffer -> XMLFailure? in
      do throws(XMLFailure) {
        if isScanning {
          try XMLScanner.parse(buffer, limits: limits, into: &counter)
        } else {
          try XMLEventParser.parse(buffer, limits: limits, into: &counter)
        }
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw Failure(failure: failure) }
    return counter.count
  }
}
