import Core
import FileKit
import FormatKit
import Records

/// An input of a command that takes several.
struct Input: Sendable {
  let path: FilePath
  /// Why it is not even opened, where that is known: what a folder holds need not be files.
  var refusal: Refusal?
  /// Where it stands below the folder that was named; nil where it was named itself.
  var folders: FilePath?
}

/// Inputs as the user names them: files, standard input, and folders with all readable files in them.
struct InputFiles {
  private(set) var inputs: [Input] = []
  private var known: Set<FileIdentity> = []
  private var notes: [Finding] = []
  private var leftoverCount = 0
  private var otherCounts: [String: Int] = [:]

  private let extensions: Set<String>
  private let results: Set<FileIdentity>

  /// - Parameter outputs: where results go. Below a folder that is read they are no inputs, so that the same
  ///   command can be given again.
  static func expand(
    _ paths: [FilePath], _ formats: FormatRegistry, leavingOut outputs: [FilePath?] = [], quiet: Bool = false
  ) throws(Refusal) -> [Input] {
    var files = InputFiles(formats, outputs)
    for path in paths { try files.add(path, isAlone: paths.count == 1) }
    if !quiet { Console.shared.report(files.notes + files.passedOver, path: nil) }
    return files.inputs
  }

  private init(_ formats: FormatRegistry, _ outputs: [FilePath?]) {
    extensions = Set(formats.formats.filter { $0.reader != nil }.flatMap(\.extensions))
    results = Set(outputs.compactMap { $0.flatMap(FileIdentity.init) })
  }

  private mutating func add(_ path: FilePath, isAlone: Bool) throws(Refusal) {
    // A shell that is given `*` names them all.
    if !isAlone, path != .standardStream, path.lastComponent.map(LeftoverName.matches) ?? false {
      leftoverCount += 1
    } else if path != .standardStream, FileAccess.isFolder(path) {
      try add(folder: path)
    } else {
      add(Input(path: path))
    }
  }

  private mutating func add(folder: FilePath) throws(Refusal) {
    let walk = FolderWalk(folder, leavingOut: results) { file in
      file.lowercasedExtension.map(extensions.contains) ?? false
    }
    notes += walk.leftOut.map { .resultsLeftOut($0) }
    leftoverCount += walk.leftoverCount
    otherCounts.merge(walk.otherCounts, uniquingKeysWith: +)
    if walk.items.isEmpty {
      throw Refusal(
        .input,
        walk.leftOut.contains(folder)
          ? .resultsInInput(folder) : .nothingInFolder(folder, extensions: extensions.sorted()))
    }
    for item in walk.items {
      add(Input(path: item.path, refusal: item.refusal, folders: item.path.folders(below: folder)))
    }
  }

  private mutating func add(_ input: Input) {
    if let identity = FileIdentity(input.path), !known.insert(identity).inserted {
      notes.append(.sameInput(input.path))
    } else {
      inputs.append(input)
    }
  }

  /// What folders hold besides.
  private var passedOver: [Finding] {
    var findings: [Finding] = []
    if leftoverCount > 0 { findings.append(.leftovers(leftoverCount)) }
    let count = otherCounts.values.reduce(0, +)
    if count > 0 {
      let kinds = otherCounts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { kind, count in
        let name = kind.isEmpty ? Console.shared.word("file.no-extension") : ".\(kind)"
        return "\(name) × \(count)"
      }
      findings.append(.otherFiles(count, kinds))
    }
    return findings
  }
}

/// The names of the results of several inputs, below the folder of results: that of the input, in the folders that it
/// stands in below the one that was named, with a number where it is taken.
struct OutputNames {
  private(set) var names: [FilePath] = []
  /// Which of the inputs got a number.
  private(set) var numbered: [Int] = []

  init(_ inputs: [Input], extension fileExtension: String) {
    var taken: Set<String> = []
    for (index, input) in inputs.enumerated() {
      let stem = Self.stem(input.path)
      let folders = input.folders ?? ""
      var name = stem + Array(".\(fileExtension)".utf8)
      var number = 2
      while !taken.insert("\(folders)/\(String(decoding: name, as: UTF8.self))".lowercased()).inserted {
        name = stem + Array("-\(number).\(fileExtension)".utf8)
        number += 1
      }
      if number > 2 { numbered.append(index) }
      names.append(folders.appending(FilePath.Component(bytes: name) ?? "result"))
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

extension Finding {
  fileprivate static func leftovers(_ count: Int) -> Finding {
    Finding("file.leftovers", .note, ["count": String(count)])
  }

  fileprivate static func otherFiles(_ count: Int, _ kinds: [String]) -> Finding {
    Finding("file.others", .note, ["count": String(count), "kinds": kinds.joined(separator: ", ")])
  }
}
