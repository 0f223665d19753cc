import Core

extension Refusal {
  /// Why a container is refused.
  package init(_ failure: ZIPFailure) { self.init(.input, failure.finding) }
}

extension ZIPFailure {
  fileprivate var finding: Finding {
    // The name stands behind the sentence, where one entry is meant.
    let entry = entry.map { " (\($0))" } ?? ""
    return switch reason {
    case .notZIP: .notZIP()
    case .truncated: .zipTruncated(entry)
    case .inconsistent: .zipInconsistent(entry)
    case .zip64: .zip64()
    case .encrypted: .zipEncrypted(entry)
    case .spanned: .zipSpanned()
    case .unknownMethod: .zipUnknownMethod(entry)
    case .tooManyEntries: .zipTooManyEntries()
    case .entryTooLarge: .zipEntryTooLarge(entry)
    case .totalTooLarge: .zipTotalTooLarge()
    case .ratioTooHigh: .zipRatioTooHigh(entry)
    case .unsafeName: .zipUnsafeName(entry)
    case .backslash: .zipBackslash(entry)
    case .duplicateName: .zipDuplicateName(entry)
    case .damaged: .zipDamaged(entry)
    case .checksum: .zipChecksum(entry)
    }
  }
}

extension Finding {
  fileprivate static func notZIP() -> Finding { Finding("zip.not-zip", .error) }

  fileprivate static func zipTruncated(_ entry: String) -> Finding {
    Finding("zip.truncated", .error, ["entry": entry])
  }

  fileprivate static func zipInconsistent(_ entry: String) -> Finding {
    Finding("zip.inconsistent", .error, ["entry": entry])
  }

  fileprivate static func zip64() -> Finding { Finding("zip.zip64", .error) }

  fileprivate static func zipEncrypted(_ entry: String) -> Finding {
    Finding("zip.encrypted", .error, ["entry": entry])
  }

  fileprivate static func zipSpanned() -> Finding { Finding("zip.spanned", .error) }

  fileprivate static func zipUnknownMethod(_ entry: String) -> Finding {
    Finding("zip.unknown-method", .error, ["entry": entry])
  }

  fileprivate static func zipTooManyEntries() -> Finding { Finding("zip.too-many-entries", .error) }

  fileprivate static func zipEntryTooLarge(_ entry: String) -> Finding {
    Finding("zip.entry-too-large", .error, ["entry": entry])
  }

  fileprivate static func zipTotalTooLarge() -> Finding { Finding("zip.total-too-large", .error) }

  fileprivate static func zipRatioTooHigh(_ entry: String) -> Finding {
    Finding("zip.ratio-too-high", .error, ["entry": entry])
  }

  fileprivate static func zipUnsafeName(_ entry: String) -> Finding {
    Finding("zip.unsafe-name", .error, ["entry": entry])
  }

  fileprivate static func zipBackslash(_ entry: String) -> Finding {
    Finding("zip.backslash", .error, ["entry": entry])
  }

  fileprivate static func zipDuplicateName(_ entry: String) -> Finding {
    Finding("zip.duplicate-name", .error, ["entry": entry])
  }

  fileprivate static func zipDamaged(_ entry: String) -> Finding {
    Finding("zip.damaged", .error, ["entry": entry])
  }

  fileprivate static func zipChecksum(_ entry: String) -> Finding {
    Finding("zip.checksum", .error, ["entry": entry])
  }
}
