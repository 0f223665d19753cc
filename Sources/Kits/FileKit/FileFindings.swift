import Core
import SystemPackage

extension Finding {
  package static func cannotOpen(_ path: String, _ error: Errno) -> Finding {
    Finding("file.cannot-open", .error, ["path": path], words: words(path, error, stream: "stream.input"))
  }

  static func cannotRead(_ path: String, _ error: Errno) -> Finding {
    Finding("file.cannot-read", .error, ["path": path], words: words(path, error, stream: "stream.input"))
  }

  static func cannotWrite(_ path: String, _ error: Errno) -> Finding {
    Finding("file.cannot-write", .error, ["path": path], words: words(path, error, stream: "stream.output"))
  }

  /// A standard stream goes by its name.
  private static func words(_ path: String, _ error: Errno, stream: String) -> [String: LocalizedText] {
    path == "-"
      ? ["reason": error.reason, "path": MessageCatalogue.shared.word(stream)] : ["reason": error.reason]
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

  static func leadsOutOfFolder(_ path: String) -> Finding { Finding("bag.path", .error, ["path": path]) }
}
