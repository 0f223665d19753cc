import ArgumentParser
import Core
import FileKit
import Rendering

/// Where the result goes: a file, or standard output.
struct OutputOption<Command: NamedOptions>: ParsableArguments {
  @Option(
    name: [.customShort("o"), .long],
    help: Help.text(Command.outputHelp.id, placeholder: Command.outputHelp.placeholder), completion: .file())
  var output: String?

  /// The file; nil for standard output.
  var path: String? { output == "-" ? nil : output }

  func write(_ bytes: [UInt8], _ overwriting: OverwriteFlag) throws(Refusal) {
    if let path {
      try FileAccess.write(bytes, to: path, overwrites: overwriting.overwrite)
    } else {
      try FileAccess.writeToStandardOutput(bytes)
    }
  }

  /// The choice of that name, or else the one whose files have the extension of the output, or else text.
  func format<Format: OutputFormat>(
    named name: String? = nil, unknown: (String) -> Finding
  ) throws(Refusal) -> Format {
    guard let wanted = name ?? path.flatMap(FileAccess.pathExtension) else { return Format.text }
    let format =
      name == nil
      ? Format.allCases.first { $0.extensions.contains(wanted) } : Format(rawValue: wanted)
    guard let format else { throw Refusal(.usage, unknown(wanted)) }
    return format
  }
}

/// A form in which a result is written.
protocol OutputFormat: RawRepresentable<String>, CaseIterable {
  static var text: Self { get }
  var extensions: [String] { get }
}

extension CheckFormat: OutputFormat {}

/// For people in a terminal, for programs, and for browsers.
enum ResultFormat: String, OutputFormat {
  case text, json, html

  var extensions: [String] {
    switch self {
    case .text: ["txt", "text"]
    case .json: ["json"]
    case .html: ["html", "htm"]
    }
  }
}

struct OverwriteFlag: ParsableArguments {
  @Flag(name: .long, help: Help.text("overwrite"))
  var overwrite = false

  /// Refuses before any work what could only be refused after it.
  func refuseExisting(_ paths: [String?]) throws(Refusal) {
    if !overwrite { try FileAccess.refuseExisting(paths.compactMap { $0 }.filter { $0 != "-" }) }
  }
}

struct JSONFlag: ParsableArguments {
  @Flag(name: .long, help: Help.text("json"))
  var json = false
}
