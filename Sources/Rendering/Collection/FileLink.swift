/// Links from a result to the files that it speaks of.
struct FileLink {
  /// The folder that the result stands in, as the user named it; empty for the current one.
  let folder: String

  /// The address of a file, relative where both are; nil where the way from one to the other is not known.
  func address(of path: String) -> String? {
    if path == "-" || path.isEmpty { return nil }
    // Which of several reports in a file it is, no program asks for.
    let path = path.split(separator: "#").first.map(String.init) ?? path
    if path.hasPrefix("/") { return URIReference.path(path) }
    if folder.hasPrefix("/") { return nil }
    let own = folder.split(separator: "/").filter { $0 != "." }
    if own.contains("..") { return nil }
    var target = path.split(separator: "/").filter { $0 != "." }
    var shared = 0
    while shared < own.count, shared + 1 < target.count, own[shared] == target[shared] { shared += 1 }
    target.removeFirst(shared)
    let up = Array(repeating: "..", count: own.count - shared)
    return (up + target.map { URIReference.escaped(String($0)) }).joined(separator: "/")
  }
}
