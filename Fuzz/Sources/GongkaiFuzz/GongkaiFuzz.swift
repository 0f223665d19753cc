import Foundation

/// `gongkai-fuzz --targets` prints what can be fuzzed, `gongkai-fuzz --seeds FOLDER` gives each a folder of files to
/// begin with and a dictionary beside it. Otherwise libFuzzer runs, with its own options, the target that GONGKAI_FUZZ
/// names.
private let target = named(ProcessInfo.processInfo.environment["GONGKAI_FUZZ"] ?? "text")

private func named(_ name: String) -> FuzzTarget? { FuzzTarget.all.first { $0.name == name } }

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
  let names = FuzzTarget.all.map(\.name)
  if words.dropFirst().first == "--targets" {
    print(names.joined(separator: "\n"))
    return 0
  }
  if words.count == 3, words[1] == "--seeds" {
    do {
      for target in FuzzTarget.all { try writeSeeds(of: target, to: URL(fileURLWithPath: words[2])) }
      return 0
    } catch {
      print(error)
      return 1
    }
  }
  guard target != nil else {
    print("GONGKAI_FUZZ names one of: \(names.joined(separator: ", "))")
    return 2
  }
  var count = count
  var arguments = arguments
  return runDriver(&count, &arguments) { fuzz($0, $1) }
}

private func writeSeeds(of target: FuzzTarget, to folder: URL) throws {
  let place = folder.appendingPathComponent(target.name)
  try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
  for (number, seed) in try target.seeds().enumerated() {
    try Data(seed).write(to: place.appendingPathComponent("example-\(number)"))
  }
  let lines = target.words.map { word in
    let escaped = word.utf8.map { byte in
      (0x20..<0x7F).contains(byte) && byte != 0x22 && byte != 0x5C
        ? String(UnicodeScalar(byte)) : "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "\"\(escaped.joined())\"\n"
  }
  try Data(lines.joined().utf8).write(to: folder.appendingPathComponent("\(target.name).dict"))
}

/// libFuzzer calls this with bytes of its own making.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  target?.run(Array(UnsafeBufferPointer(start: data, count: count)))
  return 0
}
