import Gongkai

/// Times one thing in a loop, in process and on one core, and prints microseconds for each report.
///
///     gongkai-bench report|json-read|json-write|xml-read ROUNDS FILE…
@main
enum GongkaiBench {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 4, let rounds = Int(arguments[2]) else {
      print("usage: gongkai-bench report|json-read|json-write|xml-read ROUNDS FILE…")
      return
    }
    let converter = Converter()
    var inputs: [(name: String, bytes: [UInt8])] = []
    for path in arguments[3...] { inputs.append((FileAccess.name(of: path), try FileAccess.read(path))) }
    var reports = 0
    var produced = 0
    let work: () throws -> Void
    switch arguments[1] {
    case "report":
      work = {
        for input in inputs {
          let report = try converter.readAll(bytes: input.bytes, name: input.name)[0]
          let (current, _) = try converter.convert(report, to: .edition2021)
          produced &+= try converter.bytes(of: [current], as: "json").count
          reports += 1
        }
      }
    case "json-read", "xml-read":
      work = {
        for input in inputs { reports += try converter.readAll(bytes: input.bytes, name: input.name).count }
      }
    case "json-write":
      let read = try inputs.map { try converter.readAll(bytes: $0.bytes, name: $0.name) }
      work = {
        for some in read {
          produced &+= try converter.bytes(of: some, as: "json").count
          reports += some.count
        }
      }
    default:
      print("no such measurement: \(arguments[1])")
      return
    }
    // Once without the clock: caches and tables are made.
    try work()
    reports = 0
    let time = try ContinuousClock().measure { for _ in 0..<rounds { try work() } }
    let (seconds, attoseconds) = time.components
    let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    print(microseconds * 1000 / Int64(max(reports, 1)))
  }
}
