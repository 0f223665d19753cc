import Testing

@testable import DocumentModel
@testable import FormatKit
@testable import Recognition
@testable import ReportModel
@testable import TextFormats

/// What is read of files that stand in the tests themselves.
enum ReportsOfFiles {
  static let recognizer = Recognizer()

  static func text(_ text: String) throws -> Report {
    try report(try TextReader.read(SourceBytes(name: "a.txt", bytes: Array(text.utf8))))
  }

  static func page(_ html: String) throws -> Report {
    try report(try HTMLReader.read(SourceBytes(name: "a.html", bytes: Array(html.utf8))))
  }

  private static func report(_ document: Document) throws -> Report {
    try #require(try recognizer.reports(in: document).first)
  }
}
