import Gongkai

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private let converter = Converter()
private let format = getenv("GONGKAI_FUZZ").map { String(cString: $0) } ?? "text"

/// libFuzzer calls this with bytes of its own making: whatever they are, a reader reads or refuses them, and what
/// it read can be converted and written.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  guard let reports = try? converter.readAll(bytes: bytes, name: nil, as: format) else { return 0 }
  for report in reports {
    guard let (current, _) = try? converter.convert(report, to: .edition2021) else { continue }
    _ = try? converter.bytes(of: [current], as: "json")
  }
  return 0
}
