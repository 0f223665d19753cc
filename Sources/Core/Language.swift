/// A language that people are addressed in.
public enum Language: String, CaseIterable, Sendable {
  case chinese = "zh"
  case english = "en"

  /// The language of a POSIX locale name such as `zh_CN.UTF-8`: Chinese for `zh`, English for all others.
  public init(locale: String) {
    self = locale.hasPrefix("zh") ? .chinese : .english
  }
}

/// A text in both languages.
public struct LocalizedText: Hashable, Sendable {
  public var chinese: String
  public var english: String

  public init(chinese: String, english: String) {
    self.chinese = chinese
    self.english = english
  }

  public static let empty = LocalizedText(chinese: "", english: "")

  public var isEmpty: Bool { chinese.isEmpty && english.isEmpty }

  public subscript(language: Language) -> String {
    switch language {
    case .chinese: chinese
    case .english: english
    }
  }

  /// The text in that language, or in the other where it has none: better than nothing.
  package func either(_ language: Language) -> String {
    switch language {
    case .chinese: chinese.isEmpty ? english : chinese
    case .english: english.isEmpty ? chinese : english
    }
  }
}
