/// Whether bytes are an XML document that may be looked at: well-formed, without a document type, within bounds.
package enum XMLSoundness {
  /// - Throws: the first reason against it.
  package static func check(_ bytes: [UInt8], limits: XMLLimits = XMLLimits()) throws(XMLFailure) {
    let session = XMLSession(limits)
    try XMLText.decoded(bytes).withUnsafeBufferPointer { session.run($0) }
    if let failure = session.failure { throw failure }
  }
}
