import ArgumentParser
import Core
import FileKit
import FormatKit

/// What a command reads: files, folders, and lists of them.
struct InputOptions: ParsableArguments {
  @Argument(help: Help.text("inputs"), completion: .file())
  var inputs: [FilePath] = []

  @Option(
    name: .customLong("files-from"), help: Help.text("files-from", placeholder: "file"), completion: .file())
  var filesFrom: FilePath?

  @Flag(name: .customLong("null"), help: Help.text("null"))
  var isNullSeparated = false

  @Option(name: .long, help: Help.text("jobs", placeholder: "count"))
  var jobs: JobCount?

  @OptionGroup var quietness: QuietFlag

  /// How many inputs at a time; nil for one on each core.
  var workers: Int? { jobs?.count }

  func expand(
    _ formats: FormatRegistry, leavingOut outputs: [FilePath?] = []
  ) throws(Refusal) -> [Input] {
    let paths = inputs + (try filesFrom.map { path throws(Refusal) in try listed(in: path) } ?? [])
    if paths.isEmpty { throw Refusal(.usage, filesFrom.map { .emptyList($0) } ?? .noInput()) }
    if filesFrom == .standardStream, inputs.contains(.standardStream) {
      throw Refusal(.usage, .listAndInput())
    }
    return try InputFiles.expand(paths, formats, leavingOut: outputs, quiet: quietness.quiet)
  }

  /// The paths of a list, one on a line; or parted by zeros, which no path contains.
  private func listed(in path: FilePath) throws(Refusal) -> [FilePath] {
    let bytes = try FileAccess.read(path)
    let zero: UInt8 = 0
    let hasZeros = isNullSeparated || bytes.contains(zero)
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    return text.split(separator: hasZeros ? zero : UInt8(ascii: "\n")).compactMap { line in
      let name = !hasZeros && line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      return name.isEmpty ? nil : FilePath(bytes: Array(name))
    }
  }
}

/// How many things are done at a time.
struct JobCount: ExpressibleByArgument {
  let count: Int

  init?(argument: String) {
    guard let count = Int(argument), (1...1024).contains(count) else { return nil }
    self.count = count
  }
}

struct QuietFlag: ParsableArguments {
  @Flag(name: .long, help: Help.text("quiet"))
  var quiet = false
}

extension Finding {
  fileprivate static func noInput() -> Finding { Finding("command.no-input", .error) }

  fileprivate static func emptyList(_ path: FilePath) -> Finding {
    Finding("command.empty-list", .error, ["path": path.shown])
  }

  fileprivate static func listAndInput() -> Finding { Finding("command.list-and-input", .error) }
}
