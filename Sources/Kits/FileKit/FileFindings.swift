import Core
import SystemPackage

extension Finding {
  package static func cannotOpen(_ path: String, _ error: Errno) -> Finding {
    Finding(
      "file.cannot-open", .error, ["path": path],
      words: ["reason": error.reason, "path": streamName(path, "stream.input")])
  }

  static func cannotRead(_ path: String, _ error: Errno) -> Finding {
    Finding(
      "file.cannot-read", .error, ["path": path],
      words: ["reason": error.reason, "path": streamName(path, "stream.input")])
  }

  static func cannotWrite(_ path: String, _ error: Errno) -> Finding {
    Finding(
      "file.cannot-write", .error, ["path": path],
      words: ["reason": error.reason, "path": streamName(path, "stream.output")])
  }

  /// What a standard stream goes by; nil for a file.
  private static func streamName(_ path: String, _ word: String) -> LocalizedText? {
    path == "-" ? MessageCatalogue.shared.word(word) : nil
  }

  static func isFolder(_ path: String) -> Finding { Finding("file.is-folder", .error, ["path": path]) }

  static func isNoFolder(_ path: String) -> Finding { Finding("file.not-folder", .error, ["path": path]) }

  static func fileExists(_ path: String) -> Finding { Finding("file.exists", .error, ["path": path]) }

  static func folderExists(_ path: String) -> Finding {
    Finding("file.folder-exists", .error, ["path": path])
  }

  /// - Parameter limit: in bytes.
  package static func fileTooLarge(_ path: String, limit: Int) -> Finding {
    Finding("file.too-large", .error, ["path": path, "limit": String(limit >> 20)])
  }

  package static func leadsOutOfFolder(_ path: String) -> Finding {
    Finding("bag.path", .error, ["path": path])
  }
}
