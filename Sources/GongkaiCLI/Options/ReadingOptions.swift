import ArgumentParser
import Core
import Crosswalk
import FileKit
import FormatKit
import Gongkai
import ReportModel
import SystemPackage

/// The options of every command that reads reports.
struct ReadingOptions: ParsableArguments {
  @Option(name: .long, help: Help.text("from"), completion: Help.formats { $0.reader != nil })
  var from: String?

  @Option(name: .customLong("from-edition"), help: Help.text("from-edition"), completion: Help.editions)
  var fromEdition: String?

  @Flag(name: .customLong("include-hidden"), help: Help.text("include-hidden"))
  var includeHidden = false

  @Flag(name: .customLong("in-process"), help: Help.text("in-process"))
  var inProcess = false

  @OptionGroup var formFiles: FormOption

  @OptionGroup var crosswalkFiles: CrosswalkOption

  @OptionGroup var language: LanguageOption

  /// A converter that knows the user's own forms, crosswalks and rules.
  func converter(_ ruleOptions: RuleOptions? = nil) throws(Refusal) -> Converter {
    language.use()
    let forms = try formFiles.catalogue()
    return Converter(
      forms: forms, crosswalks: try crosswalkFiles.catalogue(forms),
      rules: try ruleOptions?.book(forms) ?? .shared,
      options: ReadOptions(includesHidden: includeHidden))
  }

  /// The same, which has copies of this program read the inputs where there are several, so that one of them cannot
  /// end the work on the others, and has other programs make several of them readable at once.
  func distributed(_ converter: Converter, over inputs: [Input]) -> Converter {
    var converter = converter
    converter.conversions = FileConversions(inputs.map(\.path), converter.formats)
    // What is no file can be read only once, and an argument is a text.
    let forms = formFiles.form
    guard inputs.count > 1, !inProcess,
      forms.allSatisfy({ FileAccess.isRegularFile($0) && String(validating: $0) != nil }),
      let program = SystemCalls.executablePath
    else { return converter }
    converter.workers = ReadingWorkers(program: program, forms: formFiles.form)
    return converter
  }

  /// The edition that inputs are read as, where the user names it.
  func readAs(_ forms: FormCatalogue) throws(Refusal) -> Edition? { try forms.edition(named: fromEdition) }
}

/// The forms that the program carries, and those of the user.
struct FormOption: ParsableArguments {
  @Option(name: .long, help: Help.text("form", placeholder: "file"), completion: .file())
  var form: [FilePath] = []

  func catalogue() throws(Refusal) -> FormCatalogue { try FormCatalogue.carried(with: form) }
}

/// The crosswalks that the program carries, and those of the user.
struct CrosswalkOption: ParsableArguments {
  @Option(name: .long, help: Help.text("crosswalk", placeholder: "file"), completion: .file())
  var crosswalk: [FilePath] = []

  func catalogue(_ forms: FormCatalogue) throws(Refusal) -> CrosswalkCatalogue {
    var crosswalks = CrosswalkCatalogue.shared
    for path in crosswalk {
      let own = try Crosswalk.read(contentsOf: path)
      let defects = own.lint(against: forms).filter { $0.severity == .error }
      if !defects.isEmpty { throw Refusal(.input, defects) }
      crosswalks.add(own)
    }
    return crosswalks
  }
}

extension FormCatalogue {
  static func carried(with paths: [FilePath]) throws(Refusal) -> FormCatalogue {
    var forms = FormCatalogue.shared
    for path in paths {
      for form in try FormFile.read(try FileAccess.text(path), name: path.shown) { forms.add(form) }
    }
    return forms
  }
}

extension Crosswalk {
  static func read(contentsOf path: FilePath) throws(Refusal) -> Crosswalk {
    try read(try FileAccess.text(path), name: path.shown)
  }
}

extension FileAccess {
  /// A file of the user's own data.
  static func text(_ path: FilePath, limit: Int = maximumDataSize) throws(Refusal) -> String {
    String(decoding: try read(path, limit: limit), as: UTF8.self)
  }
}
