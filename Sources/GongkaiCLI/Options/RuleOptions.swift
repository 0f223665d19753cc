import ArgumentParser
import Checks
import Core
import FileKit
import ReportModel

/// Which rules a report is checked by.
struct RuleOptions: ParsableArguments {
  @OptionGroup var files: RuleFilesOption

  @Option(name: .long, help: Help.text("without", placeholder: "rule"))
  var without: [String] = []

  func book(_ forms: FormCatalogue) throws(Refusal) -> RuleBook {
    var book = try files.book(forms)
    let unknown = without.filter { !book.switchOff($0) }
    if unknown.isEmpty { return book }
    throw Refusal(.usage, unknown.map { .unknownRule($0, in: book) })
  }
}

/// The rules that the program carries, and those of the user.
struct RuleFilesOption: ParsableArguments {
  @Option(name: .long, help: Help.text("rules", placeholder: "file"), completion: .file())
  var rules: [FilePath] = []

  func book(_ forms: FormCatalogue) throws(Refusal) -> RuleBook {
    var book = RuleBook.shared
    for path in rules { try book.add(try FileAccess.text(path), name: path.shown, forms: forms) }
    return book
  }
}

extension Finding {
  static func unknownRule(_ id: String, in book: RuleBook) -> Finding {
    Finding(
      "command.unknown-rule", .error, ["rule": id, "rules": book.rules.map(\.id).joined(separator: ", ")])
  }
}
