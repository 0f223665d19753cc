import Foundation
import TestSupport
import Testing

@testable import Core
@testable import Gongkai
@testable import ReportModel

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

  func result() -> CaseResult {
    let bench = Workbench()
    defer { bench.remove() }
    var result = CaseResult(id, situation, showing: shown)
    result.folder = bench.path
    do {
      try bench.make()
      result.findings = try call(bench)
    } catch let refusal as Refusal {
      result.refusal = refusal.kind
      result.findings = refusal.findings
    } catch {
      // The case itself is wrong. It has produced nothing, and the tests say so.
      result.failure = "\(error)"
    }
    return result
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
