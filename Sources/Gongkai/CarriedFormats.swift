import CanonicalFormats
import ConvertedFormats
import FormatKit
import PageFormats
import SpreadsheetFormats
import TextFormats
import Verification
import WordFormats

extension FormatRegistry {
  /// The formats that the program carries. The one place where a format is registered.
  public static var carried: [Format] {
    [
      .text, .markdown, .html, .docx, .xlsx, .pdf, .ofd, .libreOffice, .ods, .json, .xml, .csv, .tsv,
    ]
  }

  /// The formats that the program carries.
  public init() { self.init(Self.carried) }
}

extension PackageVerifier {
  /// A verifier that opens files with the formats that the program carries.
  public init() { self.init(formats: FormatRegistry()) }
}
