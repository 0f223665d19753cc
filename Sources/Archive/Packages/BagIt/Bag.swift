import Core
import Records

/// What `bag-info.txt` says. Names and order are those of RFC 8493.
package struct BagInformation: Hashable, Sendable {
  package var sourceOrganization: String?
  package var contactName: String?
  package var externalDescription: String?
  /// YYYY-MM-DD.
  package var baggingDate: String
  /// The program and its version.
  package var software: String?

  package init(baggingDate: String) { self.baggingDate = baggingDate }

  fileprivate func lines(payloadOxum: String) -> [(name: String, value: String)] {
    let all: [(String, String?)] = [
      ("Source-Organization", sourceOrganization), ("Contact-Name", contactName),
      ("External-Description", externalDescription), ("Bagging-Date", baggingDate),
      ("Payload-Oxum", payloadOxum), ("Bag-Software-Agent", software),
    ]
    return all.compactMap { name, value in
      value.flatMap { $0.isEmpty ? nil : (name, Self.line($0)) }
    }
  }

  /// A value takes one line here, so that nothing in it can look like another name.
  private static func line(_ value: String) -> String {
    value.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}

/// A bag of RFC 8493 with SHA-256 in a ZIP or a folder: of each file only its digest is kept.
package struct Bag<Base: PackageContainer>: PackageContainer {
  package private(set) var base: Base
  private let information: BagInformation
  private var payload: [(path: String, digest: String)] = []
  private var tags: [(path: String, digest: String)] = []
  private var paths: Set<String> = []
  private var size = 0

  package init(_ base: Base, _ information: BagInformation) {
    self.base = base
    self.information = information
  }

  /// Adds a file below `data/`.
  ///
  /// - Throws: an `output` refusal where the path is none that every system takes, or stands there already.
  package mutating func add(_ path: String, _ file: PackedFile) throws(Refusal) {
    guard Self.isSafe(path), paths.insert(path).inserted else {
      throw Refusal(.output, .leadsOutOfFolder(path))
    }
    try base.add("data/\(path)", file)
    payload.append(("data/\(path)", file.digests[.sha256] ?? ""))
    size += file.bytes.count
  }

  /// Writes the tag files and ends the bag. There is never a `fetch.txt`: what is not in a bag is not handed over.
  package mutating func finish() throws(Refusal) {
    let lines = information.lines(payloadOxum: "\(size).\(payload.count)")
    try tag("bag-info.txt", lines.map { "\($0.name): \($0.value)\n" }.joined())
    try tag("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    try tag("manifest-sha256.txt", Self.manifest(payload))
    try tag("tagmanifest-sha256.txt", Self.manifest(tags))
    try base.finish()
  }

  private mutating func tag(_ path: String, _ text: String) throws(Refusal) {
    let file = FilePacker([.sha256], isDeflating: false).pack(path, Array(text.utf8))
    try base.add(path, file)
    tags.append((path, file.digests[.sha256] ?? ""))
  }

  /// Sorted by the bytes of the paths. RFC 8493 writes line ends and percent signs of names in percent.
  /// Python's bagit does not undo that for percent signs: callers better give names without them.
  private static func manifest(_ files: [(path: String, digest: String)]) -> String {
    files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
      .map { "\($0.digest)  \(escaped($0.path))\n" }.joined()
  }

  private static func escaped(_ path: String) -> String {
    path.unicodeScalars.map { scalar in
      switch scalar {
      case "%": "%25"
      case "\n": "%0A"
      case "\r": "%0D"
      default: String(Character(scalar))
      }
    }.joined()
  }

  /// Relative, downwards, without what other systems read as something else.
  private static func isSafe(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return !path.unicodeScalars.contains { $0 == "\\" || $0 == ":" || $0.value < 0x20 || $0.value == 0x7F }
      && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." && $0.utf8.count <= 255 }
  }
}
