import Core
import FileKit
import Records
import SystemPackage

/// The user's own settings: options that would be written each time, and the settings of packages, in the syntax of those.
///
/// They come from the working folder or the configuration folder of the user, and never from beside the files that are
/// read. Nothing in them names a file or a program, or allows anything to be replaced.
struct UserSettings {
  static let name: FilePath.Component = "gongkai.conf"

  let path: FilePath
  let values: ArchiveSettings

  /// The settings of this process; nil where there are none.
  ///
  /// - Throws: a refusal with all that is wrong in the file.
  static func read() throws(Refusal) -> UserSettings? {
    guard let path = places.first(where: FileAccess.isRegularFile) else { return nil }
    var values = ArchiveSettings(.withOptions)
    try values.read(
      try FileAccess.read(path, limit: FileAccess.maximumSettingsSize), name: path.shown)
    return UserSettings(path: path, values: values)
  }

  private static var places: [FilePath] {
    var places = [FilePath(root: nil, [name])]
    if let folder = SystemCalls.environmentPath("XDG_CONFIG_HOME"), folder.isAbsolute {
      places.append(folder.appending("gongkai").appending(name))
    } else if let home = SystemCalls.environmentPath("HOME") {
      places.append(home.appending(".config").appending("gongkai").appending(name))
    }
    return places
  }

  /// The arguments of a command with those of the settings before the user's own, which count where both are given.
  static func completed(_ arguments: [String]) throws(Refusal) -> [String] {
    // Most have no settings, and need not know what could stand there.
    guard let command = arguments.first, places.contains(where: FileAccess.isRegularFile),
      SettingsSchema.withOptions.options.contains(where: { $0.commands.contains(command) }),
      let settings = try read()
    else { return arguments }
    let isPart = command == "archive" && ArchiveCommand.isOtherPart(arguments.dropFirst().first)
    let own = isPart ? [] : settings.options(of: command)
    if !own.isEmpty || command == "archive" && !settings.values.isEmpty {
      settings.tell(isQuiet: (own + arguments).contains("--quiet"))
    }
    return [command] + own + arguments.dropFirst()
  }

  private func options(of command: String) -> [String] {
    SettingsSchema.withOptions.options.flatMap { option -> [String] in
      guard option.commands.contains(command), let value = values.value(of: option) else { return [] }
      if option.isFlag { return SettingsSchema.Option.isYes(value) ? ["--\(option.name)"] : [] }
      return ["--\(option.name)", value]
    }
  }

  /// Whatever a command does by them, the user knows why.
  private func tell(isQuiet: Bool) {
    if !CommandLine.arguments.contains(where: { $0 == "--lang" || $0.hasPrefix("--lang=") }),
      let option = SettingsSchema.withOptions.options.first(where: { $0.name == "lang" })
    {
      Console.shared.use(values.value(of: option).flatMap { Language(rawValue: $0) })
    }
    if !isQuiet { Console.shared.report([.settingsUsed(path)], path: nil) }
  }
}

extension Finding {
  fileprivate static func settingsUsed(_ path: FilePath) -> Finding {
    Finding("settings.used", .note, ["path": path.shown])
  }
}
