import Findings
import ZIPContainer

/// Where the files of a bag go.
public protocol BagDestination {
  /// - Parameter path: within the bag, with `/`.
  mutating func add(_ path: String, _ bytes: [UInt8]) throws(Refusal)
  /// Called once, after the last file.
  mutating func finish() throws(Refusal)
}

/// What `bag-info.txt` says. Names and order are those of RFC 8493.
public struct BagInformation: Hashable, Sendable {
  public var sourceOrganization: String?
  public var contactName: String?
  public var externalDescription: String?
  public var externalIdentifier: String?
  /// YYYY-MM-DD.
  public var baggingDate: String
  /// The program and its version.
  public var software: String?

  public init(baggingDate: String) { self.baggingDate = baggingDate }

  fileprivate func lines(payloadOxum: String) -> [(name: String, value: String)] {
    let all: [(String, String?)] = [
      ("Source-Organization", sourceOrganization), ("Contact-Name", contactName),
      ("External-Description", externalDescription), ("Bagging-Date", baggingDate),
      ("External-Identifier", externalIdentifier), ("Payload-Oxum", payloadOxum),
      ("Bag-Software-Agent", software),
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

/// Writes a bag of RFC 8493 with SHA-256, one file after the other: of each only its digest is kept.
public struct BagWriter<Destination: BagDestination> {
  private var destination: Destination
  private var payload: [(path: String, digest: String)] = []
  private var tags: [(path: String, digest: String)] = []
  private var paths: Set<String> = []
  private var size = 0

  public init(_ destination: Destination) { self.destination = destination }

  /// Adds a file below `data/`.
  ///
  /// - Throws: an `output` refusal where the path is none that every system takes, or stands there already.
  public mutating func add(_ path: String, _ bytes: [UInt8]) throws(Refusal) {
    guard Self.isSafe(path), paths.insert(path).inserted else {
      throw Refusal(.output, Finding("bag.path", .error, ["path": path]))
    }
    let digest = ContentDigest.hexadecimal(bytes, .sha256)
    try destination.add("data/\(path)", bytes)
    payload.append(("data/\(path)", digest))
    size += bytes.count
  }

  /// Writes the tag files and ends the bag. There is never a `fetch.txt`: what is not in a bag is not handed over.
  public consuming func finish(_ information: BagInformation) throws(Refusal) -> Destination {
    let lines = information.lines(payloadOxum: "\(size).\(payload.count)")
    try tag("bag-info.txt", lines.map { "\($0.name): \($0.value)\n" }.joined())
    try tag("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    try tag("manifest-sha256.txt", Self.manifest(payload))
    let manifest = Self.manifest(tags)
    try destination.add("tagmanifest-sha256.txt", Array(manifest.utf8))
    try destination.finish()
    return destination
  }

  private mutating func tag(_ path: String, _ text: String) throws(Refusal) {
    let bytes = Array(text.utf8)
    try destination.add(path, bytes)
    tags.append((path, ContentDigest.hexadecimal(bytes, .sha256)))
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

/// A bag as a ZIP: one folder of the bag's name. The directory of the ZIP is all that stays in memory.
public struct ZIPBag<Output: PackageOutput>: BagDestination {
  /// What a ZIP without ZIP64 holds.
  private static var entryLimit: Int { 65_535 }
  private static var sizeLimit: Int { Int(UInt32.max) }

  public private(set) var output: Output
  private let name: String
  private var builder = ZIPBuilder()

  /// - Parameter name: of the bag, and so of its folder.
  public init(_ name: String, _ output: Output) {
    self.name = name
    self.output = output
  }

  public mutating func add(_ path: String, _ bytes: [UInt8]) throws(Refusal) {
    let isFull =
      builder.count == Self.entryLimit
      || builder.size + builder.directorySize + bytes.count + 2_048 > Self.sizeLimit
    if isFull { throw Refusal(.output, Finding("bag.too-large", .error, ["path": name])) }
    builder.add("\(name)/\(path)", bytes)
    try output.write(builder.takeBytes())
  }

  public mutating func finish() throws(Refusal) {
    try output.write(builder.finish())
    builder = ZIPBuilder()
  }
}
