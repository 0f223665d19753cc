import ArgumentParser

/// What a command says of the options that many have and each means in its own way.
protocol NamedOptions {
  /// What `-o` gives, and what its value is called.
  static var outputHelp: (id: String, placeholder: String) { get }
  /// What `--edition` chooses.
  static var editionHelp: String { get }
}

extension NamedOptions {
  static var outputHelp: (id: String, placeholder: String) { ("output", "path") }
  static var editionHelp: String { "edition" }
}
