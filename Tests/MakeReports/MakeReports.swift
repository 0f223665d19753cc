import Foundation
import Gongkai
import ReportModel
import TestSupport

/// Writes generated reports as canonical JSON and XML, or envelopes and bags, for other software to judge.
///
///     make-reports COUNT FOLDER
///     make-reports archive FOLDER
@main
enum MakeReports {
  static func main() throws {
    let arguments = CommandLine.arguments
    if arguments.count == 3, arguments[1] == "archive" {
      try ArchiveSamples(folder: arguments[2]).write()
      return
    }
    guard arguments.count == 3, let count = Int(arguments[1]) else {
      print("usage: make-reports COUNT FOLDER, or make-reports archive FOLDER")
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
}
