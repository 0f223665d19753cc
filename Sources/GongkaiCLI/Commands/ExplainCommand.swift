import ArgumentParser
import Checks
import Core
import FileKit
import FormatKit
import Gongkai
import Rendering
import ReportModel

struct ExplainCommand: ParsableCommand, NamedOptions {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: Help.abstract("explain"), discussion: Help.discussion("explain"))

  @Argument(help: Help.text("input-or-rule"), completion: .file())
  var input: String

  @Argument(help: Help.text("cell"))
  var cell: String?

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var ruleFiles: RuleFilesOption
  @OptionGroup var target: EditionOption<ExplainCommand>
  @OptionGroup var conversion: PolicyOption

  func run() throws {
    guard let cell else { return try explainRule() }
    if try explainSum(cell) { return }
    let converter = try reading.converter()
    let target = try target.edition(of: converter.forms)
    var report = try converter.read(
      contentsOf: FilePath(argument: input), as: reading.from, edition: try reading.readAs(converter.forms))
    if let target { report = try converter.convert(report, to: target, policy: conversion.policy).report }
    guard let id = report.form.cell(named: cell) else {
      throw Refusal(.usage, .unknownCell(cell, of: report.form))
    }
    try FileAccess.writeToStandardOutput(
      Array(converter.explain(id, in: report, language: Console.shared.language).utf8))
  }

  /// A sum of a roll-up, down to its units.
  ///
  /// - Returns: whether the file is one of sums.
  private func explainSum(_ cell: String) throws(Refusal) -> Bool {
    let path = FilePath(argument: input)
    guard reading.from == nil, path.lowercasedExtension == "json", FileAccess.isRegularFile(path) else {
      return false
    }
    let bytes = try FileAccess.read(path)
    guard RollUpExplanation.isRollUp(bytes) else { return false }
    reading.language.use()
    let explanation = try RollUpExplanation(bytes, name: path.shown, Console.shared.language)
    try FileAccess.writeToStandardOutput(try explanation.text(cell).bytes)
    return true
  }

  /// A rule is named alone, a cell with its file.
  private func explainRule() throws(Refusal) {
    reading.language.use()
    let forms = try reading.formFiles.catalogue()
    let book = try ruleFiles.book(forms)
    guard let rule = book.rule(input) else {
      let isFile = FilePath(argument: input).lowercasedExtension.map {
        !FormatRegistry().formats(extension: $0).isEmpty
      }
      throw Refusal(.usage, isFile ?? false ? .missingCell(of: input) : .unknownRule(input, in: book))
    }
    try FileAccess.writeToStandardOutput(RuleText(forms: forms).text(rule, Console.shared.language).bytes)
  }
}

extension Form {
  /// A cell by its id; an indicator of table 三 alone means its total.
  fileprivate func cell(named name: String) -> CellID? {
    guard let id = CellID(name) else { return nil }
    if index(of: id) != nil { return id }
    let total = CellID(id.indicator, "total")
    return id.applicant == nil && index(of: total) != nil ? total : nil
  }

  /// Indicators that may have been meant: those with the same last word, else those that begin alike.
  fileprivate func indicators(like cell: String) -> [String] {
    let indicator = cell.split(separator: "@").first.map(String.init) ?? cell
    var words = indicator.split(separator: ".").map(String.init)
    var ids: [String] = []
    for cell in cells where ids.last != cell.id.indicator { ids.append(cell.id.indicator) }
    if let last = words.last {
      let same = ids.filter { $0.contains(last) }
      if !same.isEmpty { return Array(same.prefix(6)) }
    }
    while !words.isEmpty {
      words.removeLast()
      let alike = ids.filter { $0.hasPrefix(words.joined(separator: ".")) }
      if !alike.isEmpty { return Array(alike.prefix(6)) }
    }
    return []
  }
}

extension Finding {
  fileprivate static func unknownCell(_ cell: String, of form: Form) -> Finding {
    Finding(
      "command.unknown-cell", .error,
      [
        "cell": cell, "form": form.id.description,
        "near": form.indicators(like: cell).joined(separator: ", "),
      ])
  }

  fileprivate static func missingCell(of path: String) -> Finding {
    Finding("command.missing-cell", .error, ["path": path])
  }
}
