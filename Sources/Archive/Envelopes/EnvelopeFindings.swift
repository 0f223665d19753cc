import Core

/// What keeps an envelope from being read, made or signed.
extension Finding {
  static func notEnvelope(_ element: String, line: Int) -> Finding {
    Finding("eep.not-envelope", .error, ["element": element], places: [Place(line: line)])
  }

  static func envelopeNotUTF8() -> Finding { Finding("eep.not-utf8", .error) }

  // MARK: Making

  static func envelopeWithoutMetadata(_ number: String) -> Finding {
    Finding("eep.no-metadata", .error, ["number": number])
  }

  static func recordLacking(_ number: String, _ element: String, in parent: String) -> Finding {
    Finding("eep.lacking", .error, ["number": number, "parent": parent, "element": element])
  }

  static func recordUnfit(_ number: String, _ element: String, _ found: String, _ expected: String) -> Finding
  {
    Finding(
      "eep.unfit", .error, ["number": number, "element": element, "found": found, "expected": expected])
  }

  static func envelopeCharacter(in element: String) -> Finding {
    Finding("eep.character", .error, ["element": element])
  }

  /// - Parameter reason: what is wrong with the original envelope, which keeps it from being modified.
  static func originalEnvelope(_ reason: Finding) -> Finding {
    let words = LocalizedText(
      chinese: reason.message(in: .chinese), english: reason.message(in: .english))
    return Finding("eep.original", .error, words: ["reason": words], places: reason.places)
  }

  // MARK: Signing

  static func nothingToSign(_ element: String) -> Finding {
    Finding("eep.no-signed-object", .error, ["element": element])
  }

  static func signatureEmpty() -> Finding { Finding("eep.no-signature", .error) }

  static func envelopeLocked() -> Finding { Finding("eep.locked", .error) }

  static func lockNext(_ signature: String) -> Finding {
    Finding("eep.lock-next", .note, ["signature": signature])
  }

  static func noCertificate(_ file: String) -> Finding {
    Finding("eep.no-certificate", .error, ["file": file])
  }

  // MARK: Packages

  static func envelopeNameTwice(_ name: String) -> Finding {
    Finding("eep.name-twice", .error, ["name": name])
  }

  static func noEnvelope() -> Finding { Finding("eep.no-envelope", .error) }

  static func signatureStray() -> Finding { Finding("eep.signature-stray", .error) }

  static func signatureMissing(_ name: String) -> Finding {
    Finding("eep.signature-missing", .error, ["name": name])
  }
}
