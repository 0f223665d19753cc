import Core

extension Finding {
  static func officeFileUnknown(_ path: String) -> Finding {
    Finding("libreoffice.unknown", .error, ["path": path])
  }

  static var officeFileEncrypted: Finding { Finding("libreoffice.encrypted", .error) }

  /// No reader is registered for what LibreOffice makes of it.
  static func cannotRead(_ kind: OfficeFileKind) -> Finding {
    Finding("format.cannot-read", .error, ["format": kind.rawValue])
  }

  static func libreOfficeMissing(for kind: OfficeFileKind) -> Finding {
    Finding("libreoffice.missing", .error, ["format": kind.rawValue])
  }

  static func libreOfficeFailed(_ kind: OfficeFileKind) -> Finding {
    Finding("libreoffice.failed", .error, ["format": kind.rawValue])
  }

  static var noTemporaryFolder: Finding { Finding("libreoffice.no-folder", .error) }

  static func converted(_ kind: OfficeFileKind) -> Finding {
    Finding(
      "libreoffice.converted", .note, ["format": kind.rawValue, "target": kind.isWorkbook ? "xlsx" : "docx"])
  }
}
