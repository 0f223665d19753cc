import Core
import FileKit
import FormatKit

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
      if found.isEmpty { throw Refusal(.input, .nothingInFolder(input, extensions: extensions)) }
      paths += found
    }
    return paths
  }

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

extension Finding {
  fileprivate static func nothingInFolder(_ path: String, extensions: [String]) -> Finding {
    Finding(
      "file.nothing-in-folder", .error, ["path": path, "extensions": extensions.joined(separator: ", ")])
  }
}
