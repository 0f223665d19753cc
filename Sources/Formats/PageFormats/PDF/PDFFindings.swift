import Core

extension Finding {
  static func noPoppler(missing programs: [String]) -> Finding {
    Finding("pdf.no-poppler", .error, ["programs": programs.joined(separator: ", ")])
  }

  static var pdfDamaged: Finding { Finding("pdf.damaged", .error) }
  static var pdfEncrypted: Finding { Finding("pdf.encrypted", .error) }
  /// - Parameter limit: in bytes.
  static func pdfNeedsMemory(limit: Int) -> Finding {
    Finding("pdf.needs-memory", .error, ["limit": String(limit >> 20)])
  }

  static var pdfTooManyWords: Finding { Finding("pdf.too-many-words", .error) }

  static func pdfTooManyPages(limit: Int) -> Finding {
    Finding("pdf.too-many-pages", .error, ["limit": String(limit)])
  }

  static func pdfWithoutText(pages: Int) -> Finding {
    Finding("pdf.no-text", .error, ["pages": String(pages)])
  }

  static func noLines(onPage page: Int) -> Finding {
    Finding("pdf.no-lines", .warning, ["page": String(page)], places: [Place(page: page)])
  }
}
