import Core
import FormatKit

/// Has LibreOffice make files that are read here of files that are not.
struct LibreOfficeReader {
  var program = LibreOffice.installed

  /// What comes of each file, in their order.
  func convert(_ sources: [SourceBytes]) -> [Result<ConvertedFile, Refusal>] {
    let files = sources.map { source in Result { () throws(Refusal) in try file(source) } }
    let readable = files.compactMap { if case .success(let file) = $0 { file } else { nil } }
    var made = program.converted(readable)[...]
    return files.map { file in
      file.flatMap { file in
        (made.popFirst() ?? .failure(Refusal(.input, .libreOfficeFailed(file.kind)))).map { bytes in
          ConvertedFile(bytes: bytes, format: file.kind.target, note: .convertedByLibreOffice(file.kind))
        }
      }
    }
  }

  func convert(_ source: SourceBytes) throws(Refusal) -> ConvertedFile { try convert([source])[0].get() }

  private func file(_ source: SourceBytes) throws(Refusal) -> OfficeFile {
    guard let kind = OfficeFileKind(source) ?? Self.kind(byNameOf: source) else {
      throw Refusal(.input, .unknownOfficeFile(source.name ?? "-"))
    }
    if kind == .encrypted { throw Refusal(.input, .encryptedOfficeFile()) }
    return OfficeFile(bytes: source.bytes, kind: kind)
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
