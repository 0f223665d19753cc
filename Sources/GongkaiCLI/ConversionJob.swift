import Core
import Crosswalk
import FileKit
import FormatKit
import Gongkai
import ReportModel

/// What is done with each input: read, convert, and give the bytes.
struct ConversionJob: Sendable {
  struct Result: Sendable {
    var reports: [Report] = []
    var ledgers: [Ledger] = []
    var findings: [Finding] = []
    /// The file that the findings speak of: a canonical file carries those of the file that it came from.
    var findingsPath: String?
    var lossCount: Int { ledgers.reduce(0) { $0 + $1.lossCount } }
  }

  let converter: Converter
  let request: ProcessingRequest
  let to: String
  let options: WriteOptions
  let overwrites: Bool

  func run(_ path: String) throws(Refusal) -> Result {
    var result = Result()
    for processed in try converter.process(SourceBytes(contentsOf: path), request) {
      result.reports.append(processed.converted)
      result.ledgers.append(processed.ledger)
      result.findings += processed.converted.findings
      if let name = processed.converted.source?.name, name != FileAccess.name(of: path) {
        result.findingsPath = name
      }
    }
    return result
  }

  func bytes(_ reports: [Report]) throws(Refusal) -> [UInt8] {
    try converter.bytes(of: reports, as: to, options: options)
  }

  /// The extension that files of the output format are given.
  var fileExtension: String { converter.formats.format(named: to)?.extensions.first ?? "out" }
}

/// Inputs as the user names them: files, standard input, and folders with all readable files in them.
enum InputFiles {
  /// - Parameter outputs: where results go. Below a folder that is read they are no inputs, so that the same
  ///   command can be given again.
  static func expand(
    _ inputs: [String], _ formats: FormatRegistry, leavingOut outputs: [String?] = []
  ) throws(Refusal) -> [String] {
    let left = outputs.compactMap { $0.map(plain) }
    let extensions = formats.formats.filter { $0.reader != nil }.flatMap(\.extensions)
    var paths: [String] = []
    for input in inputs {
      guard input != "-", FileAccess.isFolder(input) else {
        paths.append(input)
        continue
      }
      let found = FileAccess.files(in: input).filter { path in
        FileAccess.pathExtension(of: path).map(extensions.contains) ?? false
          && !left.contains { plain(path) == $0 || plain(path).hasPrefix($0 + "/") }
      }
      if found.isEmpty {
        throw Refusal(
          .input,
          Finding(
            "file.nothing-in-folder", .error,
            ["path": input, "extensions": extensions.joined(separator: ", ")]))
      }
      paths += found
    }
    return paths
  }
}

extension InputFiles {
  /// A path without `.` and repeated or final slashes.
  private static func plain(_ path: String) -> String {
    let parts = path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    return path.hasPrefix("/") ? "/" + parts : parts
  }
}

/// The names of the results of several inputs: that of the input, with a number where it is taken.
struct OutputNames {
  let names: [String]

  init(_ paths: [String], extension fileExtension: String) {
    var taken: Set<String> = []
    names = paths.map { path in
      let stem = path == "-" ? "stdin" : FileAccess.stem(of: path)
      var name = "\(stem).\(fileExtension)"
      var number = 2
      while !taken.insert(name.lowercased()).inserted {
        name = "\(stem)-\(number).\(fileExtension)"
        number += 1
      }
      return name
    }
  }
}
