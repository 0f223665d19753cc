import CanonicalKit
import Core
import FormatKit
import ProcessKit
import ReportModel

/// A file that a worker is to read, and how.
struct ReadingRequest {
  let source: SourceBytes
  /// The id or alias of its format; nil to find out.
  let format: String?
  let edition: Edition?
  let options: ReadOptions
  /// What another program has made of the file, where that is done already.
  let made: ConvertedFile?

  init(
    _ source: SourceBytes, format: String?, edition: Edition?, options: ReadOptions,
    made: ConvertedFile? = nil
  ) {
    self.source = source
    self.format = format
    self.edition = edition
    self.options = options
    self.made = made
  }

  /// - Throws: a refusal where the bytes are none.
  init(_ bytes: [UInt8]) throws(Refusal) {
    var message = WorkerMessage(bytes)
    guard let name = message.next(), let format = message.next(), let edition = message.next(),
      let hidden = message.next(), let converted = message.next()
    else { throw Refusal(.input, .workerAnswer()) }
    var made: ConvertedFile?
    if let format = converted.text {
      guard let findings = message.block(), let file = message.block(),
        let note = try CanonicalJSON.read(Array(findings)).first?.findings.first
      else { throw Refusal(.input, .workerAnswer()) }
      made = ConvertedFile(bytes: Array(file), format: format, note: note)
    }
    self.init(
      SourceBytes(name: name.text, bytes: Array(message.bytes)), format: format.text,
      edition: edition.text.map { Edition(rawValue: $0) },
      options: ReadOptions(includesHidden: hidden.text != nil), made: made)
  }

  func message() throws(Refusal) -> [UInt8] {
    var message = WorkerMessage()
    message.append(source.name)
    message.append(format)
    message.append(edition?.rawValue)
    message.append(options.includesHidden ? "hidden" : nil)
    message.append(made?.format)
    if let made {
      message.append(block: try Report.message(of: [made.note]))
      message.append(block: made.bytes)
    }
    return message.bytes + source.bytes
  }
}

extension Converter.Reading {
  /// What reading a file gave, or why it gave nothing, as a worker says it. Reports are canonical JSON, and so are the
  /// findings of a refusal.
  static func message(_ result: Result<Converter.Reading, Refusal>) throws(Refusal) -> [UInt8] {
    var message = WorkerMessage()
    switch result {
    case .success(let reading):
      message.append(nil)
      message.append(reading.format)
      return message.bytes + (try CanonicalJSON.write(reading.reports, omitsFindingTexts: true))
    case .failure(let refusal):
      message.append(refusal.kind.rawValue)
      message.append(nil)
      return message.bytes + (try Report.message(of: refusal.findings))
    }
  }

  /// - Throws: the refusal that the worker says, or one where the bytes are no answer.
  init(_ bytes: [UInt8], forms: FormCatalogue) throws(Refusal) {
    var message = WorkerMessage(bytes)
    guard let kind = message.next(), let format = message.next() else {
      throw Refusal(.input, .workerAnswer())
    }
    let json = Array(message.bytes)
    if let kind = kind.text {
      guard let kind = Refusal.Kind(rawValue: kind), let report = try CanonicalJSON.read(json).first else {
        throw Refusal(.input, .workerAnswer())
      }
      throw Refusal(kind, report.findings)
    }
    self.init(format: format.text ?? "", reports: try CanonicalJSON.read(json, forms: forms))
  }
}

extension Report {
  /// Findings as canonical JSON: they stand in a report that has nothing else.
  fileprivate static func message(of findings: [Finding]) throws(Refusal) -> [UInt8] {
    let reports = FormCatalogue.shared.forms.prefix(1).map {
      Report(statistics: Statistics($0), findings: findings)
    }
    return try CanonicalJSON.write(Array(reports), omitsFindingTexts: true)
  }
}

/// Texts that stand before the bytes of a message, each with its length as frames have theirs.
private struct WorkerMessage {
  struct Field {
    let text: String?
  }

  private static let none = Int(UInt32.max)
  private(set) var bytes: ArraySlice<UInt8>

  init(_ bytes: [UInt8] = []) { self.bytes = bytes[...] }

  mutating func append(_ text: String?) {
    bytes += Frame.header(text?.utf8.count ?? Self.none)
    bytes += Array((text ?? "").utf8)
  }

  mutating func append(block: [UInt8]) { bytes += Frame.header(block.count) + block }

  mutating func block() -> ArraySlice<UInt8>? {
    guard let length = Frame.length(bytes), bytes.count - Frame.headerLength >= length else { return nil }
    bytes = bytes.dropFirst(Frame.headerLength)
    defer { bytes = bytes.dropFirst(length) }
    return bytes.prefix(length)
  }

  /// The next text; nil where there is none.
  mutating func next() -> Field? {
    guard let length = Frame.length(bytes) else { return nil }
    bytes = bytes.dropFirst(Frame.headerLength)
    if length == Self.none { return Field(text: nil) }
    guard bytes.count >= length else { return nil }
    defer { bytes = bytes.dropFirst(length) }
    return Field(text: String(decoding: bytes.prefix(length), as: UTF8.self))
  }
}

extension Finding {
  static func workerAnswer() -> Finding { Finding("worker.answer", .error) }
}
