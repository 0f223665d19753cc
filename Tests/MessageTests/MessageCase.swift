import Findings
import Foundation
import Gongkai
import Testing

/// One message: what produces it, and the call that must give it.
struct MessageCase: Sendable {
  let id: String
  /// A sentence on what produces it.
  let situation: String
  /// What it is made from, where a person can read that.
  let shown: String?
  /// The call; findings that it gives or that its refusal holds are what it produced.
  private let call: @Sendable (Workbench) throws -> [Finding]

  init(
    _ id: String, _ situation: String, showing shown: String? = nil,
    _ call: @escaping @Sendable (Workbench) throws -> [Finding]
  ) {
    self.id = id
    self.situation = situation
    self.shown = shown
    self.call = call
  }

  /// A file of that content is read, and this comes with its reports or with the refusal.
  init(_ id: String, _ situation: String, reading text: String, named name: String) {
    self.init(id, situation, showing: text) { _ in try read(Array(text.utf8), name) }
  }

  func result() -> Result {
    let bench = Workbench()
    defer { bench.remove() }
    do {
      try bench.make()
      return Result(id: id, refusal: nil, findings: try call(bench), bench: bench.path)
    } catch let refusal as Refusal {
      return Result(id: id, refusal: refusal.kind, findings: refusal.findings, bench: bench.path)
    } catch {
      // The case itself is wrong. It has produced nothing, and the tests say so.
      return Result(id: id, refusal: nil, findings: [], bench: bench.path, failure: "\(error)")
    }
  }

  /// What a case gave when it was run.
  struct Result: Sendable {
    let id: String
    let refusal: Refusal.Kind?
    let findings: [Finding]
    /// The folder that it was run in, whose name is another each time.
    let bench: String
    /// What went wrong where it was no refusal.
    var failure: String?

    /// Those of the message. A rule of a user's own has an id of its own and speaks with its group's sentence.
    var own: [Finding] {
      findings.filter { finding in
        finding.id == id || finding.id.hasPrefix("\(id).") && Messages.entries[finding.id] == nil
      }
    }
  }
}

/// The messages of one area, whose document is `Cases/<name>.md`.
struct Chapter: Sendable, CustomTestStringConvertible {
  let name: String
  let introduction: String
  let cases: [MessageCase]

  var testDescription: String { name }
}

/// A folder of a case's own, and small things that many cases need.
struct Workbench: Sendable {
  let path: String

  init() {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("messages-\(UUID().uuidString)").path
  }

  func make() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = "\(path)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  func write(_ text: String, to name: String) throws -> String { try write(Array(text.utf8), to: name) }

  /// A script for the shell that stands in for a program.
  func program(_ name: String, _ script: String) throws -> String {
    let file = try write("#!/bin/sh\n\(script)\n", to: name)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
    return file
  }
}

/// The findings of all reports in a file.
func read(
  _ bytes: [UInt8], _ name: String?, as format: String? = nil, with converter: Converter = Converter()
) throws -> [Finding] {
  try converter.readAll(bytes: bytes, name: name, as: format).flatMap(\.findings)
}

/// Reports with a few figures.
enum Figures {
  struct NoSuchCell: Error { let id: String }

  static func statistics(_ form: Form, _ figures: [String: Int]) throws -> Statistics {
    var statistics = Statistics(form)
    for (id, number) in figures {
      guard let cell = CellID(id), form.index(of: cell) != nil else { throw NoSuchCell(id: id) }
      statistics[cell] = Figure(.exact(Amount(number)))
    }
    return statistics
  }

  /// How they are shown: a cell a line.
  static func lines(_ figures: [String: Int], mark: String = "") -> String {
    figures.sorted { $0.key < $1.key }.map { "\(mark)\($0.key) = \($0.value)" }.joined(separator: "\n")
  }
}

/// All messages: those of the catalogue, and the sentences of the rules.
enum Messages {
  static let entries = MessageCatalogue(
    DataFile.paths.filter { $0.hasPrefix("messages/") || $0.hasPrefix("checks/") }
      .compactMap { DataFile.text($0) }
  ).entries

  /// The placeholders of all four sentences of a message.
  static func placeholders(_ entry: MessageCatalogue.Entry) -> Set<String> {
    Language.allCases.reduce(into: []) {
      $0.formUnion(MessageCatalogue.placeholders(of: entry.message[$1]))
      $0.formUnion(MessageCatalogue.placeholders(of: entry.remedy[$1]))
    }
  }

  /// An argument that reads differently in each language is given as `name.zh` and `name.en`.
  static func placeholders(filledBy arguments: some Sequence<String>) -> Set<String> {
    Set(arguments.map { $0.hasSuffix(".zh") || $0.hasSuffix(".en") ? String($0.dropLast(3)) : $0 })
  }
}
