import Core
import SystemPackage

extension Errno {
  /// Why a call of the system failed, in the words of both languages. What is met seldom goes by its number in Chinese.
  package var reason: LocalizedText {
    guard let word = Self.words.first(where: { $0.error == self })?.word else {
      return LocalizedText(chinese: "系统错误 \(rawValue)", english: description)
    }
    return MessageCatalogue.shared.word("reason.\(word)")
  }

  private static let words: [(error: Errno, word: String)] = [
    (.noSuchFileOrDirectory, "missing"), (.permissionDenied, "denied"), (.notPermitted, "denied"),
    (.isDirectory, "folder"), (.notDirectory, "not-folder"), (.noSpace, "full"), (.diskQuotaExceeded, "full"),
    (.readOnlyFileSystem, "read-only"), (.fileNameTooLong, "long-name"), (.ioError, "disk"),
    (.badFileDescriptor, "closed"), (.brokenPipe, "closed"), (.execFormatError, "no-program"),
    (.tooManyOpenFiles, "many-files"),
  ]
}
