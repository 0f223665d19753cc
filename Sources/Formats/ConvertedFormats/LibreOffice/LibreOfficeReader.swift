import Core
import FormatKit

/// Has LibreOffice make a file that is read here of one that is not.
struct LibreOfficeReader {
  var program = LibreOffice.installed

  func convert(_ source: SourceBytes) throws(Refusal) -> ConvertedFile {
    guard let kind = OfficeFileKind(source) ?? Self.kind(byNameOf: source) else {
      throw Refusal(.input, .unknownOfficeFile(source.name ?? "-"))
    }
    if kind == .encrypted { throw Refusal(.input, .encryptedOfficeFile()) }
    return ConvertedFile(
      bytes: try program.converted(source.bytes, of: kind), format: kind.target,
      note: .convertedByLibreOffice(kind))
  }

  /// A compound file that does not say what it is, by its name.
  private static func kind(byNameOf source: SourceBytes) -> OfficeFileKind? {
    guard CompoundFile(source.bytes[...]) != nil, let name = source.name, let dot = name.lastIndex(of: ".")
    else { return nil }
    return OfficeFileKind(extension: name[name.index(after: dot)...].lowercased())
  }
}

extension Finding {
  static func unknownOfficeFile(_ path: String) -> Finding {
    Finding("libreoffice.unknown", .error, ["path": path])
  }

  static func encryptedOfficeFile() -> Finding { Finding("libreoffice.encrypted", .error) }

  static func convertedByLibreOffice(_ kind: OfficeFileKind) -> Finding {
    Finding("libreoffice.converted", .note, ["format": kind.rawValue, "target": kind.target])
  }
}
