import ArgumentParser
import Core
import FileKit
import Records

/// The settings of packages: those of the user's own file, another file, and single values, of which each goes before the
/// one before.
struct SettingsOptions: ParsableArguments {
  @Option(name: .long, help: Help.text("archive.settings", placeholder: "file"), completion: .file())
  var settings: FilePath?

  @Option(name: .long, help: Help.text("archive.set", placeholder: "key=value"))
  var set: [String] = []

  /// All defects of both are named at once.
  func read() throws(Refusal) -> ArchiveSettings {
    var result = ArchiveSettings()
    var defects: [Finding] = []
    var kind = Refusal.Kind.usage
    if let own = try UserSettings.read() { result.take(own.values) }
    do throws(Refusal) {
      if let settings {
        try result.read(
          try FileAccess.read(settings, limit: FileAccess.maximumSettingsSize), name: settings.shown)
      }
    } catch {
      kind = error.kind
      defects += error.findings
    }
    do throws(Refusal) { try result.set(set) } catch { defects += error.findings }
    if !defects.isEmpty { throw Refusal(kind, defects) }
    return result
  }
}
