import Gongkai
import ZIPContainer

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private let converter = Converter()
private let target = FuzzTarget(getenv("GONGKAI_FUZZ").map { String(cString: $0) } ?? "text")

/// What the fuzzer's bytes are taken for.
private struct FuzzTarget {
  let format: String
  /// The part of a ZIP container that the bytes become, because a container of random bytes is never opened.
  let part: String?

  init(_ name: String) {
    switch name {
    case "docx": (format, part) = ("docx", "word/document.xml")
    case "xlsx": (format, part) = ("xlsx", "xl/worksheets/sheet1.xml")
    case "ods": (format, part) = ("ods", "content.xml")
    case "zip": (format, part) = ("docx", nil)
    default: (format, part) = (name, nil)
    }
  }

  func file(_ bytes: [UInt8]) -> [UInt8] {
    guard let part else { return bytes }
    var builder = ZIPBuilder()
    if format == "ods" {
      builder.add("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8), isStored: true)
    }
    builder.add(part, bytes, isStored: true)
    if format == "xlsx" {
      builder.add("xl/workbook.xml", Array(Self.workbook.utf8), isStored: true)
      builder.add("xl/_rels/workbook.xml.rels", Array(Self.relationships.utf8), isStored: true)
    }
    return builder.finish()
  }

  private static let workbook = """
    <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" \
    xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>\
    <sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>
    """

  private static let relationships = """
    <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
    <Relationship Id="rId1" Target="worksheets/sheet1.xml" \
    Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>
    """
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ callback: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt

/// The package manager names the main function of an executable so; it hands over to libFuzzer.
@_cdecl("gongkai_fuzz_main")
public func main(
  _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
  var count = count
  var arguments = arguments
  return runDriver(&count, &arguments) { fuzz($0, $1) }
}

/// libFuzzer calls this with bytes of its own making: whatever they are, a reader reads or refuses them, and what
/// it read can be converted and written.
private func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = target.file(Array(UnsafeBufferPointer(start: data, count: count)))
  guard let reports = try? converter.readAll(bytes: bytes, name: nil, as: target.format) else { return 0 }
  for report in reports {
    guard let (current, _) = try? converter.convert(report, to: .edition2021) else { continue }
    for format in ["json", "docx", "xlsx"] { _ = try? converter.bytes(of: [current], as: format) }
  }
  return 0
}
