import Core
import FileKit
import FormatKit
import Foundation
import Gongkai
import ReportModel
import SystemPackage
import TestSupport
import Testing

/// Files that other processes read give what they give in this one.
@Suite struct WorkerTests {
  private static let examples =
    FileManager.default.enumerator(atPath: Repository.root.appendingPathComponent("Examples").path)?
    .compactMap { $0 as? String }.filter { $0.contains("input.") || $0.contains("report.") }.sorted()
    .map { Repository.root.appendingPathComponent("Examples/\($0)").path } ?? []

  /// What reading a file gives, or why it gives nothing.
  private func reports(_ path: String, _ converter: Converter) -> Result<[Report], Refusal> {
    Result { () throws(Refusal) in try converter.readAll(contentsOf: FilePath(path)) }
  }

  @Test func reportsAreTheSame() throws {
    let program = Workshop.products.appendingPathComponent("gongkai").path
    var elsewhere = Converter()
    elsewhere.workers = ReadingWorkers(program: FilePath(program))
    let paths = Self.examples + PublishedReports.documents
    #expect(paths.count >= 8)
    for path in paths {
      #expect(reports(path, elsewhere) == reports(path, Converter()), "\(path)")
    }
  }

  /// Byte for byte, with what is said on the way and how it ends.
  @Test(arguments: [
    "convert Examples --to json", "convert Examples --to csv --edition 2021",
    "convert Examples --to xml --show note",
    "convert Examples --to docx --edition 2021 -o out --ledger ledgers --overwrite", "check Examples --all",
    "check Examples/2021 --against Examples/2019 --format json", "inspect Examples",
    "inspect Examples --json",
  ])
  func outputsAreTheSame(command: String) throws {
    let workshop = try Workshop(root: Repository.root)
    defer { workshop.remove() }
    let outcome = try workshop.run(
      """
      gongkai \(command) > a 2> a.err; echo $? >> a; test -d out && mv out a.out && mv ledgers a.ledgers
      gongkai \(command) --in-process > b 2> b.err; echo $? >> b; test -d out && mv out b.out && mv ledgers b.ledgers
      cmp a b && cmp a.err b.err && test -s a && if [ -d a.out ]; then diff -r a.out b.out && diff -r a.ledgers b.ledgers; fi
      """)
    #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.output) \(outcome.errors)")
  }

  /// A file whose reader ends is refused, and the others are read. Here the reader is ended while it works on a long
  /// one.
  @Test func oneFileHarmsNoOther() throws {
    let workshop = try Workshop(root: Repository.root)
    defer { workshop.remove() }
    let outcome = try workshop.run(
      """
      mkdir in; cp Examples/2021/report.json in/a.json; cp Examples/2019/report.json in/c.json
      (printf '{"gongkai": "1.0", "reports": ['; yes 1, | head -c 40000000) > in/b.json
      gongkai convert in --to json -o out --lang en 2> errors &
      command=$!
      until [ -e out/a.json ] && [ -e out/c.json ]; do sleep 0.1; done
      while kill -0 $command 2>/dev/null; do
        kill -9 $(ps -eo pid=,ppid= | awk -v p=$command '$2 == p { print $1 }') 2>/dev/null; sleep 0.2
      done
      wait $command; echo $?; ls out; grep -o 'worker.crashed\\|2 done, 1 not done' errors
      """)
    #expect(
      outcome.output == "3\na.json\nc.json\nworker.crashed\n2 done, 1 not done\n",
      "\(outcome.output) \(outcome.errors)")
  }

  /// Where the command is ended without a chance to tidy up, its workers end by themselves.
  @Test func workersDoNotOutliveTheirCommand() throws {
    let workshop = try Workshop(root: Repository.root)
    defer { workshop.remove() }
    let outcome = try workshop.run(
      """
      mkfifo wait; cp Examples/2021/report.json a.json
      gongkai convert a.json a.json wait --to json > /dev/null &
      command=$!
      for i in $(seq 100); do
        workers=$(ps -eo pid=,ppid= | awk -v p=$command '$2 == p { print $1 }'); [ -n "$workers" ] && break; sleep 0.1
      done
      kill -9 $command; sleep 1
      test -n "$workers" && for worker in $workers; do ps -o stat= -p $worker | grep -v Z; done
      """)
    #expect(outcome.output.isEmpty, "\(outcome.output)")
  }
}
