import CanonicalKit
import Core
import FormatKit
import MarkupKit
import Packages
import TextKit
import ZIPKit

/// What can be told of a file without a person: whether it opens, is what its name says, and can be read.
struct ContentExaminer {
  private let formats: [Format]

  init(_ formats: FormatRegistry) { self.formats = formats.formats }

  /// How much of a text is looked through for garbled characters.
  private static let textLimit = 16 << 20

  static func ask(_ log: inout VerificationLog) { log.ask(group: .content) }

  func examine(_ path: String, _ bytes: [UInt8], into log: inout VerificationLog) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let arguments = ["name": name]
    if bytes.isEmpty { return log.find(.contentEmpty, path: path, arguments) }
    let ending = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
    if Self.programs.contains(ending) || Self.isProgram(bytes) {
      return log.find(.contentProgram, path: path, arguments)
    }
    if name == RecordLayout.canonicalName { return examineCanonicalXML(path, bytes, into: &log) }
    // What can be looked into follows from the formats; of other files only what they begin with is known here.
    let format = formats.first { $0.extensions.contains(ending) }
    switch format?.packaging {
    case .text? where ending != "xml":
      examineText(path, bytes, arguments, into: &log)
      if ending == "json", !Self.isJSON(bytes) { log.find(.contentMisnamed, path: path, arguments) }
    case .page?:
      examineText(path, bytes, arguments, into: &log)
      if Self.hasScript(bytes) { log.find(.contentScript, path: path, arguments) }
      open(path, name, bytes, ending, into: &log)
    case .container?: examineOffice(path, name, bytes, ending, into: &log)
    default: examineOther(path, bytes, ending, arguments, into: &log)
    }
  }

  private func examineOther(
    _ path: String, _ bytes: [UInt8], _ ending: String, _ arguments: [String: String],
    into log: inout VerificationLog
  ) {
    switch ending {
    case "xml", "xsd", "rng":
      do throws(XMLFailure) {
        try XMLSoundness.check(bytes)
      } catch {
        log.find(.contentUnreadable, path: path, arguments, words: ["reason": error.reason.words])
      }
      examineText(path, bytes, arguments, into: &log)
    case "pdf":
      guard Self.find("%PDF-", in: bytes.prefix(1024)) else {
        return log.find(.contentMisnamed, path: path, arguments)
      }
      if !Self.find("%%EOF", in: bytes.suffix(2048)) {
        log.find(
          .contentUnreadable, path: path, arguments,
          words: ["reason": MessageCatalogue.shared.word("verify.reason.pdf-end")])
      } else if Self.find("/Encrypt", in: bytes[...]) {
        log.find(.contentLocked, path: path, arguments)
      }
    case "doc", "xls", "wps", "et":
      guard bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) || bytes.starts(with: Array("{\\rtf".utf8)) else {
        return log.find(.contentMisnamed, path: path, arguments)
      }
      log.find(.contentFormat, path: path, arguments)
    case "zip", "rar", "7z", "gz", "tar": log.find(.contentContainer, path: path, arguments)
    case "jpg", "jpeg", "png", "tif", "tiff", "ofd", "odt", "rtf":
      if !Self.isPicture(ending, bytes) { log.find(.contentMisnamed, path: path, arguments) }
    default: log.find(.contentFormat, path: path, arguments)
    }
  }

  private func examineCanonicalXML(_ path: String, _ bytes: [UInt8], into log: inout VerificationLog) {
    do throws(Refusal) {
      _ = try CanonicalXML.read(bytes)
    } catch {
      log.find(
        .contentCanonicalXML, path: path, line: error.findings.first?.places.first?.line,
        words: ["reason": error.firstSentence])
    }
  }

  // MARK: Opening

  private func open(
    _ path: String, _ name: String, _ bytes: [UInt8], _ ending: String, into log: inout VerificationLog
  ) {
    guard let format = formats.first(where: { $0.extensions.contains(ending) }),
      case .document(let read)? = format.reader
    else { return }
    do throws(Refusal) {
      _ = try read(SourceBytes(name: name, bytes: bytes), ReadOptions())
    } catch {
      log.find(.contentUnreadable, path: path, ["name": name], words: ["reason": error.firstSentence])
    }
  }

  private func examineOffice(
    _ path: String, _ name: String, _ bytes: [UInt8], _ ending: String, into log: inout VerificationLog
  ) {
    // A document with a password is a compound file and no container.
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      return log.find(.contentLocked, path: path, ["name": name])
    }
    guard bytes.starts(with: [0x50, 0x4B]) else {
      return log.find(.contentMisnamed, path: path, ["name": name])
    }
    if let archive = try? ZIPArchive(bytes),
      archive.entries.contains(where: { $0.name.hasSuffix("vbaProject.bin") })
    {
      log.find(.contentMacro, path: path, ["name": name])
    }
    open(path, name, bytes, ending, into: &log)
  }

  // MARK: Text

  private func examineText(
    _ path: String, _ bytes: [UInt8], _ arguments: [String: String], into log: inout VerificationLog
  ) {
    guard let found = GarbledText.first(in: DecodedText(Array(bytes.prefix(Self.textLimit))).utf8) else {
      return
    }
    log.find(.contentGarbled, path: path, arguments.merging(["text": found]) { own, _ in own })
  }

  private static func position(of pattern: [UInt8], in text: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let first = pattern.first, text.count >= pattern.count else { return nil }
    var index = 0
    let last = text.count - pattern.count
    while index <= last {
      if text[index] == first, text[index..<index + pattern.count].elementsEqual(pattern) { return index }
      index += 1
    }
    return nil
  }

  private static func find(_ text: String, in bytes: ArraySlice<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { position(of: Array(text.utf8), in: $0) != nil }
  }

  /// A tag, or an address that runs one; letters in either case.
  private static func hasScript(_ bytes: [UInt8]) -> Bool {
    let lowered = bytes.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    return find("<script", in: lowered[...]) || find("javascript:", in: lowered[...])
  }

  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    guard let first = text.first(where: { $0 > 0x20 }), let last = text.last(where: { $0 > 0x20 }) else {
      return false
    }
    return first == UInt8(ascii: "{") && last == UInt8(ascii: "}")
      || first == UInt8(ascii: "[") && last == UInt8(ascii: "]")
  }

  // MARK: Signatures of formats

  private static let programs: Set<String> = [
    "exe", "dll", "com", "scr", "bat", "cmd", "vbs", "js", "jse", "wsf", "ps1", "sh", "msi", "jar", "lnk",
    "pif", "hta",
  ]

  private static func isProgram(_ bytes: [UInt8]) -> Bool {
    // MZ alone begins texts as well; a program has zeros soon after.
    bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) || bytes.starts(with: [0x23, 0x21, 0x2F])
      || bytes.starts(with: [0x4D, 0x5A]) && bytes.prefix(64).contains(0)
  }

  private static func isPicture(_ ending: String, _ bytes: [UInt8]) -> Bool {
    switch ending {
    case "jpg", "jpeg": bytes.starts(with: [0xFF, 0xD8, 0xFF])
    case "png": bytes.starts(with: [0x89, 0x50, 0x4E, 0x47])
    case "tif", "tiff": bytes.starts(with: [0x49, 0x49]) || bytes.starts(with: [0x4D, 0x4D])
    case "rtf": bytes.starts(with: Array("{\\rtf".utf8))
    default: bytes.starts(with: [0x50, 0x4B])
    }
  }
}

extension Refusal {
  /// The first reason, in both languages.
  var firstSentence: LocalizedText {
    guard let finding = findings.first else { return .empty }
    return LocalizedText(chinese: finding.message(in: .chinese), english: finding.message(in: .english))
  }
}
