import Foundation
import TestSupport
import Testing

/// Each line is answered by one, in order, whatever happens.
@Suite struct StreamTests {
  private func answers(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  /// Processes that answer are killed all the time; 1,000 times in the proof.
  @Test func killsCostTheirLineAlone() throws {
    let kills = ProcessInfo.processInfo.environment["GONGKAI_PROOF"] == nil ? 25 : 1000
    let workshop = try Workshop(root: Repository.root)
    defer { workshop.remove() }
    let outcome = try workshop.run(
      """
      mkfifo lines; cp Examples/2021/report.json a.json
      gongkai stream --output findings --jobs 3 < lines > answers & command=$!
      (i=0; while [ ! -e enough ]; do echo "{\\"id\\":$i,\\"path\\":\\"a.json\\"}"; i=$((i + 1)); done > lines; echo $i > count) &
      kills=0; while [ $kills -lt \(kills) ]; do
        children=$(ps -eo pid=,ppid=,stat= | awk -v p=$command '$2 == p && $3 !~ /Z/ { print $1 }')
        for child in $children; do kill -9 $child 2>/dev/null && kills=$((kills + 1)); break; done
        sleep 0.0$((kills % 7))
      done
      touch enough; wait; wait $command; echo status $? of $(cat count)
      sed 's/^{"id":\\([0-9]*\\),.*/\\1/' answers > ids; seq 0 $(($(cat count) - 1)) | cmp - ids && echo in order
      grep -v '"status":"ok"' answers | grep -vc 'worker.crashed'
      echo failed $(grep -c '"status":"failed"' answers)
      """)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(
      lines.count == 4 && lines[0].hasPrefix("status 0 of ") && lines[1] == "in order" && lines[2] == "0",
      "\(outcome)")
    let failed = lines.last.flatMap { Int($0.dropFirst("failed ".count)) }
    #expect(try #require(failed) <= kills, "\(outcome)")
  }

  /// What is answered is what the command for files writes.
  @Test func reportsAreThoseOfConvert() throws {
    let workshop = try Workshop(root: Repository.root)
    defer { workshop.remove() }
    for (arguments, files) in [
      ("", "Examples/2021/input.txt"),
      ("--edition 2021 --omit-personal-data", "Examples/legacy-national/input.txt"),
      ("--edition 2021 --policy best-fit --no-check", "Examples/legacy-fujian/input.txt"),
    ] {
      let outcome = try workshop.run(
        """
        gongkai convert \(files) \(arguments) --to json --quiet 2>/dev/null; echo '{"path":"\(files)"}' | gongkai stream \(arguments)
        """)
      let parts = outcome.output.components(separatedBy: "\n{\"id\"")
      try #require(parts.count == 2, "\(outcome)")
      let report = try #require(try answers("{\"id\"" + parts[1])[0]["report"] as? NSDictionary)
      let expected = try JSONSerialization.jsonObject(with: Data(parts[0].utf8)) as? NSDictionary
      #expect(report == expected, "\(files)")
    }
  }

  /// As many lines may be written before the first answer is read as the help says.
  @Test func aCallerMayWriteAhead() throws {
    let workshop = try Workshop(root: Repository.root)
    defer { workshop.remove() }
    let outcome = try workshop.run(
      """
      mkfifo lines answers; cp Examples/2021/report.json a.json
      gongkai stream --output figures --no-check < lines > answers &
      exec 3> lines 4< answers
      for i in $(seq 256); do echo "{\\"id\\":$i,\\"path\\":\\"a.json\\"}" >&3; done; exec 3>&-
      grep -c '"status":"ok"' <&4
      """)
    #expect(outcome.output == "256\n", "\(outcome)")
  }

  /// A line that waits for nothing is answered at once, and the input may stay open.
  @Test func answersAreNotHeldBack() throws {
    let workshop = try Workshop(root: Repository.root)
    defer { workshop.remove() }
    let outcome = try workshop.run(
      """
      mkfifo lines answers
      gongkai stream < lines > answers &
      exec 3> lines 4< answers
      for i in 1 2 3; do echo "{\\"id\\":$i,\\"hello\\":true}" >&3; read -r answer <&4; echo "$answer" | cut -c1-20; done
      """)
    #expect(
      outcome.output == (1...3).map { "{\"id\":\($0),\"status\":\"ok\"".prefix(20) + "\n" }.joined(),
      "\(outcome)")
  }

  /// A file that a reader does not survive is answered, and so are the others.
  @Test func limitsHoldForEachFile() throws {
    let workshop = try Workshop(root: Repository.root)
    defer { workshop.remove() }
    let outcome = try workshop.run(
      """
      cp Examples/2021/report.json a.json; printf '#!/bin/sh\\ngrep -q 2019 && sleep 30\\ncat Examples/2021/report.json\\n' > slow; chmod +x slow
      printf '{"id":"%s","path":"%s"}\\n' 1 a.json 2 Examples/2019/report.json 3 a.json |
        gongkai stream --from exec:./slow --time-limit 1 --output findings | grep -o '"id":"[0-9]"\\|"status":"[a-z]*"\\|worker.limits' | tr '\\n' ' '
      """)
    #expect(
      outcome.output
        == #""id":"1" "status":"ok" "id":"2" "status":"failed" worker.limits "id":"3" "status":"ok" "#,
      "\(outcome)")
  }

  /// The reader that is given a closed output ends, and says so.
  @Test func nobodyListens() throws {
    let workshop = try Workshop(root: Repository.root)
    defer { workshop.remove() }
    let outcome = try workshop.run(
      """
      (yes '{"path":"Examples/2021/report.json"}' | gongkai stream; echo $? > status) | head -n 1 > /dev/null; cat status
      """)
    #expect(outcome.output == "5\n" || outcome.output == "141\n", "\(outcome)")
  }
}
