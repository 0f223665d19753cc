import Core
import SystemPackage

extension Finding {
  package static func cannotOpen(_ path: FilePath, _ error: Errno) -> Finding {
    Finding(
      "file.cannot-open", .error, ["path": path.shown],
      words: ["reason": error.reason, "path": streamName(path, "stream.input")])
  }

  package static func cannotRead(_ path: FilePath, _ error: Errno) -> Finding {
    Finding(
      "file.cannot-read", .error, ["path": path.shown],
      words: ["reason": error.reason, "path": streamName(path, "stream.input")])
  }

  package static func cannotWrite(_ path: FilePath, _ error: Errno) -> Finding {
    Finding(
      "file.cannot-write", .error, ["path": path.shown],
      words: ["reason": error.reason, "path": streamName(path, "stream.output")])
  }

  /// What a standard stream goes by; nil for a file.
  private static func streamName(_ path: FilePath, _ word: String) -> LocalizedText? {
    path == .standardStream ? MessageCatalogue.shared.word(word) : nil
  }

  static func isFolder(_ path: FilePath) -> Finding {
    Finding("file.is-folder", .error, ["path": path.shown])
  }

  /// A device or a pipe takes bytes, but no file that is put there whole.
  static func cannotHoldFile(_ path: FilePath) -> Finding {
    Finding("file.cannot-hold-file", .error, ["path": path.shown])
  }

  static func isNoFolder(_ path: FilePath) -> Finding {
    Finding("file.not-folder", .error, ["path": path.shown])
  }

  static func fileExists(_ path: FilePath) -> Finding { Finding("file.exists", .error, ["path": path.shown]) }

  static func folderExists(_ path: FilePath) -> Finding {
    Finding("file.folder-exists", .error, ["path": path.shown])
  }

  /// - Parameter limit: in bytes.
  package static func fileTooLarge(_ name: String, limit: Int) -> Finding {
    Finding("file.too-large", .error, ["path": name, "limit": String(limit >> 20)])
  }

  package static func leadsOutOfFolder(_ path: String) -> Finding {
    Finding("bag.path", .error, ["path": path])
  }
}
