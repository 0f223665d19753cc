import Core
import DocumentModel
import FormatKit
import OfficeKit

/// Reads the sheets of an OpenDocument spreadsheet (ISO/IEC 26300), each as a document of its own.
enum ODSReader {
  private static let mediaType = "application/vnd.oasis.opendocument.spreadsheet"

  static func read(_ source: SourceBytes, _ options: ReadOptions = ReadOptions()) throws(Refusal)
    -> [Document]
  {
    let package = try source.container()
    var named = ODSStylesPart()
    if package.has("styles.xml") { try package.parse("styles.xml", into: &named) }
    var content = ODSContent(named.styles, options)
    try package.parse("content.xml", into: &content)
    var collector = SheetCollector(options)
    // A file shows one of its sheets at least; where all are hidden, hiding says nothing.
    let areAllHidden = content.sheets.allSatisfy(\.isHidden)
    for sheet in content.sheets {
      if sheet.isHidden, !areAllHidden, !options.includesHidden {
        collector.leaveOut(sheet.grid)
        continue
      }
      collector.add(sheet.unclearNumbers) { .unclearNumbers(in: sheet.name, $0, $1) }
      collector.add(sheet.formulasWithoutValue) { .formulasWithoutValue(in: sheet.name, $0, $1) }
      collector.add(sheet.grid, name: sheet.name)
    }
    return try collector.finish()
  }

  /// The media type stands in a part of its own, or at the very beginning. A template differs by a suffix, and reads
  /// the same.
  static func identify(_ source: SourceBytes) -> Format.Identification {
    if case .plain = source.content { return .no }
    let mediaType = Array(Self.mediaType.utf8)
    let start = source.bytes.dropFirst(30).prefix(128)
    if start.starts(with: "mimetype".utf8), start.dropFirst(8).starts(with: mediaType) { return .yes }
    return source.isContainer { package in
      do throws(Refusal) {
        return try package.openDocumentType()?.hasPrefix(Self.mediaType) == true
      } catch {
        // An entry that cannot be read says nothing of what the file is.
        return false
      }
    }
  }
}
