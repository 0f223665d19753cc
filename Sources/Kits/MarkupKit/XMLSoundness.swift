import Core

/// Whether bytes are an XML document that may be looked at: well-formed, without a document type, within bounds.
package enum XMLSoundness {
  /// - Parameter textLength: how long the text between two tags may be.
  /// - Returns: the document as UTF-8; the bytes themselves where they are that already.
  /// - Throws: an `input` refusal with the first reason against it.
  package static func utf8(_ bytes: [UInt8], elements: Int, textLength: Int) throws(Refusal) -> [UInt8] {
    let decoded = try XMLText.utf8(bytes)
    var limits = XMLLimits()
    limits.elements = elements
    limits.textLength = textLength
    var violations = XMLViolations()
    var nobody = Nobody()
    let failure = decoded.withUnsafeBufferPointer { buffer -> XMLFailure? in
      do throws(XMLFailure) {
        try XMLEventParser.parse(buffer, limits: limits, into: &nobody)
        return nil
      } catch {
        return error
      }
    }
    if let failure {
      violations.add(failure, limits)
      throw Refusal(.input, violations.findings)
    }
    // As many bytes may still be others.
    return decoded == bytes[...] ? bytes : Array(decoded)
  }

  private struct Nobody: XMLEventHandler {
    mutating func startElement(_ tag: XMLStartTag) {}
    mutating func endElement() {}
    mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {}
  }
}
