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
      throw Refusal(.input, Finding("libreoffice.unknown", .error, ["path": source.name ?? "-"]))
    }
    if kind == .encrypted { throw Refusal(.input, Finding("libreoffice.encrypted", .error)) }
    guard case .document(let read)? = kind.isWorkbook ? workbooks : documents else {
      throw Refusal(.usage, Finding("format.cannot-read", .error, ["format": kind.rawValue]))
    }
    let converted = try program.converted(source.bytes, of: kind)
    var documents: [Document]
    do throws(Refusal) {
      documents = try read(SourceBytes(name: source.name, bytes: converted))
    } catch {
      // What follows is about the converted file.
      throw Refusal(error.kind, [note(kind)] + error.findings)
    }
    for index in documents.indices { documents[index].findings.insert(note(kind), at: 0) }
    return documents
  }

  private func note(_ kind: OfficeFileKind) -> Finding {
    Finding(
      "libreoffice.converted", .note, ["format": kind.rawValue, "target": kind.isWorkbook ? "xlsx" : "docx"])
  }

  /// A compound file that does not say what it is, by its name.
  private static func kind(byNameOf source: SourceBytes) -> OfficeFileKind? {
    guard CompoundFile(source.bytes[...]) != nil, let name = source.name, let dot = name.lastIndex(of: ".")
    else { return nil }
    return OfficeFileKind(extension: name[name.index(after: dot)...].lowercased())
  }
}
