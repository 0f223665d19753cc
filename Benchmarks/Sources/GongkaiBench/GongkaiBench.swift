import CZlib
import Core
import FileKit
import FormatKit
import Foundation
import Gongkai
import Records
import ReportModel

/// Times one thing in a loop, in process, and prints nanoseconds for each report or file.
///
///     gongkai-bench report|identify|read|tables|check|check-years|archive|digest-and-deflate|scan-xml|sax-xml|write-FORMAT[-clock] ROUNDS FILE…
///
/// Processor time is counted, so that it matters less what else the machine does; with `-clock` the time that passes,
/// for work that may use several cores.
///
/// `report` reads, converts to the current form and writes JSON; `identify` finds out the format; `read` reads to figures; `tables` reads only to
/// the document of headings, paragraphs and tables; `check` checks what was read before, and `check-years` does so
/// against itself as the year before; `archive` packs all of them into a transfer package; `digest-and-deflate` takes
/// the SHA-256 of files and deflates them, as is done to those of a package at least; `scan-xml` and `sax-xml` parse the
/// XML part of an office file by our scanner and by libxml2.
@main
enum GongkaiBench {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 4, let rounds = Int(arguments[2]) else {
      print(
        "usage: gongkai-bench report|identify|read|tables|check|check-years|archive|digest-and-deflate|scan-xml|sax-xml|",
        "write-FORMAT[-clock] ROUNDS FILE…", separator: "")
      return
    }
    let converter = Converter()
    var inputs: [(name: String, bytes: [UInt8])] = []
    for path in arguments[3...] { inputs.append((FilePath(path).name, try FileAccess.read(FilePath(path)))) }
    var reports = 0
    var produced = 0
    let work: () throws -> Void
    let isElapsed = arguments[1].hasSuffix("-clock")
    let mode = String(arguments[1].dropLast(isElapsed ? "-clock".count : 0))
    switch mode {
    case "report":
      work = {
        for input in inputs {
          let report = try converter.readAll(bytes: input.bytes, name: input.name)[0]
          let (current, _) = try converter.convert(report, to: .edition2021)
          produced &+= try converter.bytes(of: [current], as: "json").count
          reports += 1
        }
      }
    case "read":
      work = {
        for input in inputs { reports += try converter.readAll(bytes: input.bytes, name: input.name).count }
      }
    case "identify":
      work = {
        for input in inputs {
          produced &+= try converter.identify(SourceBytes(name: input.name, bytes: input.bytes)).format.id
            .utf8.count
          reports += 1
        }
      }
    case "tables":
      work = {
        for input in inputs {
          let format = try converter.identify(SourceBytes(name: input.name, bytes: input.bytes)).format
          guard case .document(let read) = format.reader else { continue }
          reports += try read(SourceBytes(name: input.name, bytes: input.bytes), ReadOptions()).count
        }
      }
    case "check", "check-years":
      let read = try inputs.flatMap { try converter.readAll(bytes: $0.bytes, name: $0.name) }
      let previous = read.map { report in
        var report = report
        report.identity.year = report.identity.year.map { $0 - 1 }
        return report
      }
      let comparesYears = mode == "check-years"
      work = {
        for (report, earlier) in zip(read, previous) {
          produced &+= converter.check(report, against: comparesYears ? earlier : nil).assessments.count
          reports += 1
        }
      }
    case "archive":
      let paths = Array(arguments[3...])
      var settings = ArchiveSettings()
      try settings.set(["全宗号=0123", "全宗名称=测试", "类别号=WS", "保管期限=永久"])
      guard let time = ArchiveTime("2026-01-31T09:00:00+08:00") else { return }
      var options = ArchiveOptions(settings, time: time, program: "gongkai-bench")
      options.overwrites = true
      let maker = ArchiveMaker(converter, options)
      let target = ".build/bench/measured-\(getpid()).zip"
      work = {
        for package in try maker.make(of: paths.map { FilePath($0) }, at: FilePath(target)).packages {
          produced &+= package.size
          reports += package.numbers.count
        }
      }
    case "digest-and-deflate":
      work = {
        for input in inputs {
          produced &+= Int(ContentDigest.of(input.bytes, .sha256)[0]) + deflatedSize(of: input.bytes)
          reports += 1
        }
      }
    case "scan-xml", "sax-xml":
      let parse = mode == "scan-xml" ? XMLParsing.scan : XMLParsing.sax
      work = {
        for input in inputs {
          produced &+= try parse(input.bytes)
          reports += 1
        }
      }
    case let mode where mode.hasPrefix("write-"):
      let format = String(mode.dropFirst("write-".count))
      let read = try inputs.map { try converter.readAll(bytes: $0.bytes, name: $0.name) }
      work = {
        for some in read {
          produced &+= try converter.bytes(of: some, as: format).count
          reports += some.count
        }
      }
    default:
      print("no such measurement: \(mode)")
      return
    }
    // Once without the clock: caches and tables are made.
    try work()
    reports = 0
    let start = nanoseconds(isElapsed)
    for _ in 0..<rounds { try work() }
    print((nanoseconds(isElapsed) - start) / Int64(max(reports, 1)))
  }

  private static func nanoseconds(_ isElapsed: Bool) -> Int64 {
    var time = timespec()
    clock_gettime(isElapsed ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// By zlib itself, at the level that ZIP files have as a rule.
  private static func deflatedSize(of bytes: [UInt8]) -> Int {
    var bytes = bytes
    var stream = z_stream()
    guard gongkai_deflate_init(&stream, 6, -MAX_WBITS) == Z_OK else { return 0 }
    defer { deflateEnd(&stream) }
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
    return bytes.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        _ = deflate(&stream, Z_FINISH)
        return target.count - Int(stream.avail_out)
      }
    }
  }
}
