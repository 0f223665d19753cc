import CanonicalKit
import Core
import FileKit
import FormatKit
import JSONKit
import ReportModel
import SystemPackage

/// A line that asks for something.
struct StreamRequest {
  enum Work {
    /// Which program answers, and within what limits.
    case hello
    case file(FilePath)
    case bytes(SourceBytes)
  }

  let work: Work
  let options: StreamOptions

  /// The members that every line may have besides `StreamOptions.Member`.
  private enum Member: String, CaseIterable {
    case id, hello, path, name, base64
  }

  /// - Throws: a refusal that names all that is wrong with the line.
  init(_ line: [UInt8], _ defaults: StreamOptions, _ forms: FormCatalogue) throws(Refusal) {
    let document = JSONDocument(line)
    var violations = JSONViolations()
    for defect in document.defects { violations.add(defect, in: document) }
    guard violations.isEmpty, document.isComplete else {
      throw Refusal(.usage, violations.findings(in: document))
    }
    guard document.kind(0) == .object else {
      violations.add(at: 0, in: document) { [kind = document.kind(0)] in
        .wrongType(expected: "object", found: kind, at: $0)
      }
      throw Refusal(.usage, violations.findings(in: document))
    }
    if let key = document.repeatedKey(in: 0) {
      violations.add(at: key, in: document) { [name = document.string(key)] in .repeatedMember(name, at: $0) }
    }
    var options = defaults
    var values: [Member: Int] = [:]
    var key = document.first(0)
    while key < document.next(0) {
      let (name, value) = (document.string(key), key + 1)
      key = document.next(value)
      if let member = Member(rawValue: name) {
        if let wrong = Self.wrong(member, value, document) {
          violations.add(at: value, in: document, wrong)
        }
        values[member] = value
      } else if let member = StreamOptions.Member(rawValue: name) {
        if let wrong = options.take(member, value, of: document, forms) {
          violations.add(at: value, in: document, wrong)
        }
      } else {
        violations.add(at: 0, in: document) { .unknownMember(name, at: $0) }
      }
    }
    let wanted: [Member] = [.path, .base64, .hello].filter { values[$0] != nil }
    if wanted.isEmpty {
      violations.add(at: 0, in: document) { .missingMember("path | base64 | hello", at: $0) }
    }
    for other in wanted.dropFirst() {
      violations.add(at: 0, in: document) { .unknownMember(other.rawValue, at: $0) }
    }
    if !violations.isEmpty { throw Refusal(.usage, violations.findings(in: document)) }
    self.options = options
    if let path = values[.path] {
      work = .file(Self.path(document.string(path)))
    } else if let base64 = values[.base64] {
      // Without escapes, or it would be no Base64.
      guard let bytes = Base64.decoded(document.bytes[document.range(base64)]) else {
        throw Refusal(.usage, .noBase64())
      }
      work = .bytes(SourceBytes(name: values[.name].map { document.string($0) }, bytes: bytes))
    } else {
      work = .hello
    }
  }

  private static func wrong(
    _ member: Member, _ value: Int, _ document: JSONDocument
  ) -> JSONViolations.Maker? {
    let kind = document.kind(value)
    switch member {
    case .id:
      return [.string, .number].contains(kind)
        ? nil : { .wrongType(expected: "string | number", found: kind, at: $0) }
    case .hello:
      guard kind == .boolean else { return { .wrongType(expected: "boolean", found: kind, at: $0) } }
      return document.isTrue(value) ? nil : { .wrongValue(expected: "true", found: "false", at: $0) }
    case .path, .name, .base64:
      return kind == .string ? nil : { .wrongType(expected: "string", found: kind, at: $0) }
    }
  }

  /// A file that is called `-` is not standard input, on which the lines come.
  private static func path(_ text: String) -> FilePath {
    let path = FilePath(text)
    return path == .standardStream ? FilePath("./\(text)") : path
  }
}

extension JSONDocument {
  /// The longest that is given back.
  private static let maximumIdentifierLength = 1024

  /// What a line calls itself, as it stands there; nil where it does not, or it cannot be told.
  var streamIdentifier: String? {
    guard !tokens.isEmpty, kind(0) == .object else { return nil }
    var key = first(0)
    while key + 1 < tokens.count, kind(key) == .string {
      let value = key + 1
      if string(key) == StreamAnswer.identifier {
        let range = range(value)
        let isWhole = kind(value) == .string || kind(value) == .number && range.upperBound < bytes.count
        let isSound = !defects.contains { $0.offset >= range.lowerBound && $0.offset < range.upperBound }
        return isWhole && isSound && range.count <= Self.maximumIdentifierLength ? compact(value) : nil
      }
      key = next(value)
    }
    return nil
  }
}

extension Finding {
  fileprivate static func noBase64() -> Finding { Finding("stream.base64", .error) }
}
