import Foundation
import TestSupport
import Testing

/// A command that is told to end leaves nothing: no program that it has started, no file that is not finished.
@Suite struct TerminationTests {
  /// The programs speak up, and then sleep; the command is told to end while they do.
  @Test(arguments: [("INT", 130), ("TERM", 143), ("HUP", 129)])
  func nothingStays(signal: String, status: Int32) throws {
    let workshop = try Workshop(root: Repository.root)
    defer { workshop.remove() }
    let outcome = try workshop.run(
      """
      mkdir in tmp; for i in 1 2 3 4; do cp Examples/2021/report.json in/$i.json; done
      printf '#!/bin/sh\\nsleep 300 & echo $! >> pids; echo $$ >> pids; wait\\n' > slow; chmod +x slow
      (until [ -s pids ]; do sleep 0.05; done; sleep 0.2; kill -\(signal) $(cat pid)) &
      sh -c 'echo $$ > pid; TMPDIR=$PWD/tmp exec gongkai convert in --from exec:./slow --to json -o out'; echo $?
      ls -A out tmp | grep -v :; ps -o stat= -p "$(paste -sd, pids)" | grep -v Z
      """)
    #expect(outcome.output.split(whereSeparator: \.isWhitespace) == ["\(status)"], "\(outcome.errors)")
  }

  /// What a shell has told it to ignore.
  @Test func nohupIsHeeded() throws {
    let workshop = try Workshop(root: Repository.root)
    defer { workshop.remove() }
    let outcome = try workshop.run(
      """
      printf '#!/bin/sh\\n: > begun; sleep 1; cat\\n' > slow; chmod +x slow
      trap '' HUP; gongkai convert Examples/2021/report.json --from exec:./slow --to json -o out.json &
      until [ -e begun ]; do sleep 0.05; done
      kill -HUP $!; wait $!; echo $?; ls out.json
      """)
    #expect(outcome.output == "0\nout.json\n", "\(outcome.errors)")
  }
}
