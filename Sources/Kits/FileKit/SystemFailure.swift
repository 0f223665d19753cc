import Core

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why a call of the system failed, in the words of both languages.
package enum SystemFailure {
  /// The reason as an argument of a finding. One that is met seldom is given as the system says it.
  package static func reason(_ code: Int32) -> [String: String] {
    guard let word = words.first(where: { $0.code == code })?.word else {
      return ["reason": String(cString: strerror(code))]
    }
    return MessageCatalogue.shared.argument("reason", word: "reason.\(word)")
  }

  private static let words: [(code: Int32, word: String)] = [
    (ENOENT, "missing"), (EACCES, "denied"), (EPERM, "denied"), (EISDIR, "folder"), (ENOTDIR, "not-folder"),
    (ENOSPC, "full"), (EDQUOT, "full"), (EROFS, "read-only"), (ENAMETOOLONG, "long-name"), (EIO, "disk"),
    (EBADF, "closed"), (EPIPE, "closed"), (ENOEXEC, "no-program"), (EMFILE, "many-files"),
  ]
}
