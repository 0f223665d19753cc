import DatabaseKit
import FileKit
import Foundation
import TestSupport
import Testing

/// What a panel holds depends on its inputs alone, however it came to be.
@Suite struct PanelTests {
  /// Six inputs, and a script that changes them in every way.
  private static let inputs = """
    mkdir in; for name in 2019 2021 legacy-national legacy-fujian; do cp Examples/$name/input.txt in/b-$name.txt; done
    cp Examples/2021/input.txt in/c-copy.txt; echo nothing > in/d.txt
    """
  private static let changes = """
    rm in/b-2019.txt; mv in/b-legacy-fujian.txt in/e.txt; cp in/b-2021.txt in/a-first.txt; cp in/b-2021.txt in/d.txt
    sed -i.bak 's/年度报告/年度报告 /' in/b-legacy-national.txt; rm in/*.bak; cp Examples/legacy-shandong/input.txt in/f.txt
    """

  @Test func anUpdateGivesWhatANewPanelHolds() throws {
    let workshop = try Workshop(root: Repository.root)
    defer { workshop.remove() }
    let outcome = try workshop.run(
      """
      \(Self.inputs)
      gongkai panel in -o panel/ --quiet 2>/dev/null; echo $?; cp -r panel before
      gongkai panel in -o panel/ --update --quiet 2>/dev/null; diff -r before panel && echo as before
      \(Self.changes)
      gongkai panel in -o panel/ --update --quiet 2>/dev/null
      gongkai panel in -o new/ --quiet 2>/dev/null; diff -r panel new && echo as new
      gongkai panel in -o new/ --policy bounds --update --quiet 2>/dev/null
      gongkai panel in -o bounds/ --policy bounds --quiet 2>/dev/null; diff -r bounds new && echo as bounds
      """)
    #expect(outcome.output == "3\nas before\nas new\nas bounds\n", "\(outcome)")
  }

  /// Killed at any moment, a run goes on where it was.
  @Test(arguments: ["panel/", "panel.sqlite"]) func aRunThatIsKilledGoesOn(place: String) throws {
    let workshop = try Workshop(root: Repository.root)
    defer { workshop.remove() }
    let outcome = try workshop.run(
      """
      mkdir in; for i in $(seq 60); do (cat Examples/2021/input.txt; echo "第$i号") > in/$i.txt; done
      for seconds in 0.4 0.9 0.6; do
        gongkai panel in -o \(place) --update --quiet 2>/dev/null & sleep $seconds; kill -9 $! 2>/dev/null; wait $! 2>/dev/null
      done
      gongkai panel in -o \(place) --update --lang en; ls -A
      gongkai panel in -o new-\(place) --quiet; test -d panel && diff -r panel new-panel && echo same
      """)
    #expect(outcome.errors.contains("reports 60") && !outcome.output.contains(".part"), "\(outcome)")
    if place == "panel/" {
      #expect(outcome.output.hasSuffix("same\n"), "\(outcome)")
    } else {
      let tables = try Self.differing(workshop.path("panel.sqlite"), workshop.path("new-panel.sqlite"))
      #expect(tables.isEmpty)
    }
  }

  @Test func databasesAreBroughtUpToDate() throws {
    let workshop = try Workshop(root: Repository.root)
    defer { workshop.remove() }
    _ = try workshop.run(
      """
      \(Self.inputs)
      gongkai panel in -o panel.sqlite --quiet; \(Self.changes)
      gongkai panel in -o panel.sqlite --update --quiet; gongkai panel in -o new.sqlite --quiet
      gongkai panel in -o new/ --quiet
      """)
    #expect(try Self.differing(workshop.path("panel.sqlite"), workshop.path("new.sqlite")).isEmpty)
    for (table, rows) in try Self.rows(of: workshop.path("panel.sqlite")) {
      let csv = try String(contentsOfFile: workshop.path("new/\(table).csv"), encoding: .utf8)
      let count = csv.split(separator: "\n").count - 1
      #expect(count >= rows.count && !rows.isEmpty, "\(table)")
    }
    let database = try Database(FilePath(workshop.path("panel.sqlite")))
    #expect(try database.run("PRAGMA foreign_key_check", []).isEmpty)
    #expect(
      try database.run(
        "SELECT * FROM figures WHERE status = 'exact' AND (lower <> value OR upper <> value OR lower IS NULL)",
        []
      ).isEmpty)
    #expect(
      try database.run(
        "SELECT i.path FROM inputs i WHERE NOT EXISTS (SELECT 1 FROM reports r WHERE r.path = i.path) "
          + "AND NOT EXISTS (SELECT 1 FROM refused r WHERE r.path = i.path)", []
      ).isEmpty)
    #expect(
      try database.run("SELECT count(DISTINCT sourceEdition) FROM series WHERE form = '2021'", []) == [["2"]])
  }

  /// The tables whose rows are not the same.
  private static func differing(_ left: String, _ right: String) throws -> [String] {
    let (left, right) = (try rows(of: left), try rows(of: right))
    return left.keys.filter { left[$0] != right[$0] }.sorted()
  }

  private static func rows(of path: String) throws -> [String: [[String]]] {
    let database = try Database(FilePath(path))
    return try ["inputs", "reports", "figures", "indicators", "crosswalk", "findings", "refused"].reduce(
      into: [:]) {
        $0[$1] = try database.run("SELECT * FROM \($1) ORDER BY 1, 2, 3", [])
      }
  }
}
