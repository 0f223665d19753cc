import Foundation
import Gongkai
import TestSupport

/// Writes generated reports as canonical JSON and XML, for other software to judge.
///
///     make-reports COUNT FOLDER
@main
enum MakeReports {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let count = Int(arguments[1]) else {
      print("usage: make-reports COUNT FOLDER")
      exit(2)
    }
    let converter = Converter()
    let forms = FormCatalogue.shared.forms
    for index in 0..<count {
      var generator = ReportGenerator(seed: UInt64(index))
      let report = generator.report(
        of: forms[index % forms.count], convertedFrom: forms, hasExtensions: index % 10 == 0)
      for format in ["json", "xml"] {
        try converter.write([report], as: format, to: "\(arguments[2])/\(index).\(format)", overwrites: true)
      }
    }
  }
}
