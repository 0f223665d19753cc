import Core

/// What keeps records from being packed.
extension Finding {
  static func recordNumberTwice(_ number: String) -> Finding {
    Finding("archive.number-twice", .error, ["number": number])
  }

  static func packagePathTwice(_ path: String) -> Finding {
    Finding("archive.path-twice", .error, ["path": path])
  }

  /// - Parameter what: what there is too much of, such as files.
  static func packageLimit(_ what: LocalizedText, _ count: Int, _ limit: Int) -> Finding {
    Finding(
      "archive.limit", .error, ["count": String(count), "limit": String(limit)], words: ["what": what])
  }

  static func oneEnvelope() -> Finding { Finding("archive.one-envelope", .error) }

  static func detachedInFile() -> Finding { Finding("archive.detached-file", .error) }
}
