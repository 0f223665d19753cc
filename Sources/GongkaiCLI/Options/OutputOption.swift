import ArgumentParser
import Core
import FileKit
import FormatKit
import Rendering

/// Where the result goes: a file, or standard output.
struct OutputOption<Command: NamedOptions>: ParsableArguments {
  @Option(
    name: [.customShort("o"), .long],
    help: Help.text(Command.outputHelp.id, placeholder: Command.outputHelp.placeholder), completion: .file())
  var output: OutputPath?

  /// The file or folder; nil for standard output.
  var path: FilePath? { output.flatMap { $0.path == .standardStream ? nil : $0.path } }

  /// Where the results of some inputs go: a file where it has an extension, else a folder where there may be several.
  func destination(of inputs: [Input]) -> Destination {
    guard let path else { return .standardOutput }
    if output?.endsWithSlash ?? false || FileAccess.isFolder(path) { return .folder(path) }
    if path.lowercasedExtension != nil { return .file(path) }
    return inputs.count > 1 || inputs.contains { $0.folders != nil } ? .folder(path) : .file(path)
  }

  func write(_ bytes: [UInt8], _ overwriting: OverwriteFlag) throws(Refusal) {
    try FileAccess.write(bytes, to: path ?? .standardStream, overwrites: overwriting.overwrite)
  }

  /// The choice of that name, or else the one whose files have the extension of the output, or else text.
  func format<Format: OutputFormat>(
    named name: String? = nil, unknown: (String) -> Finding
  ) throws(Refusal) -> Format {
    guard let wanted = name ?? path?.lowercasedExtension else { return Format.text }
    let format =
      name == nil
      ? Format.allCases.first { $0.extensions.contains(wanted) } : Format(rawValue: wanted)
    guard let format else { throw Refusal(.usage, unknown(wanted)) }
    return format
  }
}

/// Where results go.
enum Destination {
  case standardOutput
  case file(FilePath)
  case folder(FilePath)
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

  /// Refuses before any work what could only be refused after it, and what would take away a file that is read.
  ///
  /// - Parameters:
  ///   - outputs: where results go; nil for standard output.
  ///   - updated: files among them that are replaced by design.
  func check(
    _ outputs: [FilePath?], readingFrom inputs: [FilePath?] = [], updating updated: FilePath? = nil
  ) throws(Refusal) {
    var findings: [Finding] = []
    let places = outputs.map { $0 ?? .standardStream }
    var identities: Set<FileIdentity> = []
    for (index, place) in places.enumerated() {
      let isTaken =
        place == .standardStream
        ? places[..<index].contains(place)
        : FileIdentity(place).map { !identities.insert($0).inserted } ?? false
      if isTaken { findings.append(.sameOutput(place)) }
    }
    for case let input? in inputs where FileIdentity(input).map(identities.contains) ?? false {
      findings.append(.inputIsOutput(input))
    }
    if !findings.isEmpty { throw Refusal(.usage, findings) }
    if !overwrite { try FileAccess.refuseExisting(places.filter { $0 != .standardStream && $0 != updated }) }
  }
}

/// Where a result goes. A slash at its end says that it is a folder.
struct OutputPath: ExpressibleByArgument {
  let path: FilePath
  let endsWithSlash: Bool

  init(argument: String) {
    path = FilePath(argument: argument)
    endsWithSlash = argument.hasSuffix("/")
  }
}

extension Finding {
  fileprivate static func sameOutput(_ path: FilePath) -> Finding {
    Finding("command.same-output", .error, ["path": path.shown])
  }

  static func inputIsOutput(_ path: FilePath) -> Finding {
    Finding("command.input-is-output", .error, ["path": path.shown])
  }
}

/// The form of a list or a description.
struct ListingFormatOption: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Option(name: .long, help: Help.text("format"))
  var format = Format.text

  @Flag(name: .customLong("json"), help: .hidden)
  var isJSONAsked = false

  var isJSON: Bool { isJSONAsked || format == .json }
}

extension FormatRegistry {
  /// The format that is named, else that of the file's extension, else canonical JSON.
  func writable(_ name: String?, for path: FilePath?) throws(Refusal) -> String {
    if let name { return try known(name).id }
    guard let path, let named = path.lowercasedExtension else { return "json" }
    let known = formats(extension: named)
    if let format = known.first(where: { $0.writer != nil }) { return format.id }
    // JSON in a file that is called otherwise would deceive whoever opens it.
    throw Refusal(
      .usage, known.isEmpty ? .unknownExtension(of: path, self) : .readOnlyExtension(of: path))
  }
}
