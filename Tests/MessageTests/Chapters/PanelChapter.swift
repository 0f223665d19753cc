import Gongkai

@testable import DatabaseKit
@testable import Panels

extension Chapter {
  static let panel = Chapter(
    name: "panel",
    introduction: """
      What is wrong with a panel. What commands say of one is shown in `Tests/GongkaiCLITests/Sessions/panel.md`.
      """,
    cases: [
      MessageCase("panel.busy", "Another run is making the same panel.") { bench in
        let settings = PanelSettings(
          program: "0", edition: .edition2021, policy: .letter, checks: true, reading: [], forms: .shared,
          crosswalks: .shared)
        let folder = FilePath("\(bench.path)/panel")
        let first = try CSVPanel(folder, settings, .updated) { _, _ in false }
        _ = try CSVPanel(folder, settings, .updated) { _, _ in false }
        return first.known.isEmpty ? [] : []
      },
      MessageCase("panel.no-library", "A database is asked for where SQLite is not installed.") { bench in
        _ = try Database(FilePath("\(bench.path)/panel.sqlite"), nil)
        return []
      },
    ])
}
