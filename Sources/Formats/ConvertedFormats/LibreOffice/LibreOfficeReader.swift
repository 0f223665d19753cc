import Core
import DocumentModel
import FormatKit

/// Reads a file by having LibreOffice convert it first.
struct LibreOfficeReader {
  let documents: Format.Reader?
  let workbooks: Format.Reader?
  var program = LibreOffice.installed

  func read(_ source: SourceBytes) throws(Refusal) -> [Document] {
    guard let kind = OfficeFileKind(source.bytes[...]) ?? Self.kind(byNameOf: source) else {
      throw Refusal(.input, .officeFileUnknown(source.name ?? "-"))
    }
    if kind == .encrypted { throw Refusal(.input, .officeFileEncrypted) }
    guard case .document(let read)? = kind.isWorkbook ? workbooks : documents else {
      throw Refusal(.usage, .cannotRead(kind))
    }
    let converted = try program.converted(source.bytes, of: kind)
    var documents: [Document]
    do throws(Refusal) {
      documents = try read(SourceBytes(name: source.name, bytes: converted))
    } catch {
      // What follows is about the converted file.
      throw Refusal(error.kind, [.converted(kind)] + error.findings)
    }
    for index in documents.indices { documents[index].findings.insert(.converted(kind), at: 0) }
    return documents
  }

  /// A compound file that does not say what it is, by its name.
  private static func kind(byNameOf source: SourceBytes) -> OfficeFileKind? {
    guard CompoundFile(source.bytes[...]) != nil, let name = source.name, let dot = name.lastIndex(of: ".")
    else { return nil }
    return OfficeFileKind(extension: name[name.index(after: dot)...].lowercased())
  }
}
