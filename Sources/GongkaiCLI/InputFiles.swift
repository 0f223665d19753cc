import Core
import FileKit
import FormatKit
import Records

/// An input of a command that takes several.
struct Input: Sendable {
  let path: FilePath
  /// Why it is not even opened, where that is known: what a folder holds need not be files.
  var refusal: Refusal?
}

/// Inputs as the user names them: files, standard input, and folders with all readable files in them.
enum InputFiles {
  /// - Parameter outputs: where results go. Below a folder that is read they are no inputs, so that the same
  ///   command can be given again.
  static func expand(
    _ paths: [FilePath], _ formats: FormatRegistry, leavingOut outputs: [FilePath?] = []
  ) throws(Refusal) -> [Input] {
    let extensions = Set(formats.formats.filter { $0.reader != nil }.flatMap(\.extensions))
    let results = Set(outputs.compactMap { $0.flatMap(FileIdentity.init) })
    var inputs: [Input] = []
    var known: Set<FileIdentity> = []
    var notes: [Finding] = []
    func add(_ input: Input) {
      if let identity = FileIdentity(input.path), !known.insert(identity).inserted {
        notes.append(.sameInput(input.path))
      } else {
        inputs.append(input)
      }
    }
    for path in paths {
      guard path != .standardStream, FileAccess.isFolder(path) else {
        add(Input(path: path))
        continue
      }
      let walk = FolderWalk(path, leavingOut: results) { file in
        file.lowercasedExtension.map(extensions.contains) ?? false
      }
      notes += walk.leftOut.map { .resultsLeftOut($0) }
      if walk.items.isEmpty {
        throw Refusal(
          .input,
          walk.leftOut.contains(path)
            ? .resultsInInput(path) : .nothingInFolder(path, extensions: extensions.sorted()))
      }
      for item in walk.items { add(Input(path: item.path, refusal: item.refusal)) }
    }
    Console.shared.report(notes, path: nil)
    return inputs
  }
}

/// The names of the results of several inputs: that of the input, with a number where it is taken.
struct OutputNames {
  let names: [FilePath.Component]

  init(_ paths: [FilePath], extension fileExtension: String) {
    var taken: Set<String> = []
    names = paths.map { path in
      let stem = Self.stem(path)
      var name = stem + Array(".\(fileExtension)".utf8)
      var number = 2
      while !taken.insert(String(decoding: name, as: UTF8.self).lowercased()).inserted {
        name = stem + Array("-\(number).\(fileExtension)".utf8)
        number += 1
      }
      return FilePath.Component(bytes: name) ?? "result"
    }
  }

  private static func stem(_ path: FilePath) -> [UInt8] {
    if path == .standardStream { return Array("stdin".utf8) }
    var stem = path.stemBytes
    // Windows takes points and spaces away that stand at an end.
    while let last = stem.last, [UInt8(ascii: "."), UInt8(ascii: " ")].contains(last) { stem.removeLast() }
    if stem.isEmpty { return Array("_".utf8) }
    return PathPart.isDevice(String(decoding: stem, as: UTF8.self)) ? [UInt8(ascii: "_")] + stem : stem
  }
}

extension Finding {
  fileprivate static func nothingInFolder(_ path: FilePath, extensions: [String]) -> Finding {
    Finding(
      "file.nothing-in-folder", .error,
      ["path": path.shown, "extensions": extensions.joined(separator: ", ")])
  }

  fileprivate static func resultsInInput(_ path: FilePath) -> Finding {
    Finding("command.results-in-input", .error, ["path": path.shown])
  }

  fileprivate static func resultsLeftOut(_ path: FilePath) -> Finding {
    Finding("command.results-left-out", .note, ["path": path.shown])
  }

  fileprivate static func sameInput(_ path: FilePath) -> Finding {
    Finding("command.same-input", .note, ["path": path.shown])
  }
}
