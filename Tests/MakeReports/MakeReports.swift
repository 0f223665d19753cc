import Foundation
import Gongkai
import ReportModel
import TestSupport

/// Writes generated reports as canonical JSON and XML, or envelopes and bags, for other software to judge.
///
///     make-reports COUNT FOLDER
///     make-reports archive FOLDER
///     make-reports office COUNT FOLDER [whole]
@main
enum MakeReports {
  static func main() throws {
    let arguments = CommandLine.arguments
    if arguments.count == 3, arguments[1] == "archive" {
      try ArchiveSamples(folder: arguments[2]).write()
      return
    }
    if arguments.count >= 4, arguments[1] == "office", let count = Int(arguments[2]) {
      return try writeOffice(count, to: arguments[3], isWhole: arguments.last == "whole")
    }
    guard arguments.count == 3, let count = Int(arguments[1]) else {
      print(
        "usage: make-reports COUNT FOLDER, make-reports archive FOLDER, or make-reports office COUNT FOLDER")
      exit(2)
    }
    let converter = Converter()
    let forms = FormCatalogue.shared.forms
    for index in 0..<count {
      var generator = ReportGenerator(seed: UInt64(index))
      let report = generator.report(
        of: forms[index % forms.count], convertedFrom: forms, hasExtensions: index % 10 == 0)
      for format in ["json", "xml"] {
        try converter.write(
          [report], as: format, to: FilePath("\(arguments[2])/\(index).\(format)"), overwrites: true)
      }
    }
  }

  /// A folder as an office has it, with its roster beside.
  private static func writeOffice(_ count: Int, to folder: String, isWhole: Bool) throws {
    let forms = FormCatalogue.shared
    guard let current = forms.form(FormID(.edition2021)), let before = forms.form(FormID(.edition2019)) else {
      return
    }
    // Of a few, each has a fate of its own.
    let fates = isWhole ? [.reported, .copies, .renamed] : OfficeFolder.Fate.allCases
    let office = OfficeFolder(
      seed: 1, count: count, forms: (current, before),
      fates: count < 15 && !isWhole ? Array(fates.dropFirst()) : fates)
    let converter = Converter()
    let manager = FileManager.default
    try manager.createDirectory(atPath: "\(folder)/reports", withIntermediateDirectories: true)
    for file in office.units.flatMap(\.files) {
      let path = "\(folder)/reports/\(file.name)"
      if let report = file.report {
        try converter.write([report], as: file.format, to: FilePath(path), overwrites: true)
      } else {
        try Data("PK\u{3}\u{4}".utf8).write(to: URL(fileURLWithPath: path))
      }
    }
    try converter.write(
      [office.parent(of: current)], as: "text", to: FilePath("\(folder)/parent.txt"), overwrites: true)
    try office.roster.write(toFile: "\(folder)/units.tsv", atomically: true, encoding: .utf8)
  }
}
