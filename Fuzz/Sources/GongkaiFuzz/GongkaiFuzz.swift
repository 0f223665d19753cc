import Foundation

/// `gongkai-fuzz --targets` prints what can be fuzzed, `gongkai-fuzz --seeds FOLDER` gives each a folder of files to begin
/// with. Otherwise libFuzzer runs, with its own options, the target that GONGKAI_FUZZ names.
private let target = try? FuzzTarget(ProcessInfo.processInfo.environment["GONGKAI_FUZZ"] ?? "text")

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
  let words = CommandLine.arguments
  if words.dropFirst().first == "--targets" {
    print(FuzzTarget.names.joined(separator: "\n"))
    return 0
  }
  if words.count == 3, words[1] == "--seeds" {
    do {
      try writeSeeds(to: URL(fileURLWithPath: words[2]))
      return 0
    } catch {
      print(error)
      return 1
    }
  }
  guard target != nil else {
    print("GONGKAI_FUZZ names one of: \(FuzzTarget.names.joined(separator: ", "))")
    return 2
  }
  var count = count
  var arguments = arguments
  return runDriver(&count, &arguments) { fuzz($0, $1) }
}

private func writeSeeds(to folder: URL) throws {
  for name in FuzzTarget.names {
    let place = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    for (number, seed) in try (FuzzTarget(name)?.seeds() ?? []).enumerated() {
      try Data(seed).write(to: place.appendingPathComponent("example-\(number)"))
    }
  }
}

/// libFuzzer calls this with bytes of its own making.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  target?.run(Array(UnsafeBufferPointer(start: data, count: count)))
  return 0
}
