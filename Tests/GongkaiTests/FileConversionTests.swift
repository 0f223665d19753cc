import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Core
@testable import FileKit
@testable import FormatKit
@testable import Gongkai
@testable import ProcessKit
@testable import ReportModel

/// Files that another program makes readable, asked for one by one and made several at a time.
@Suite struct FileConversionTests {
  private final class Starts: Sendable {
    let sizes = Mutex<[Int]>([])
  }

  /// A program that undoes what was done to a text: everything behind `fake:`.
  private func format(_ starts: Starts) -> Format {
    let convert = FileConversion { sources in
      starts.sizes.withLock { $0.append(sources.count) }
      return sources.map { source in
        let text = String(decoding: source.bytes.dropFirst(5), as: UTF8.self)
        if text.isEmpty {
          return .failure(Refusal(.input, Finding("libreoffice.failed", .error, ["format": "doc"])))
        }
        return .success(
          ConvertedFile(
            bytes: Array(text.utf8), format: "text",
            note: Finding("libreoffice.converted", .note, ["format": "doc", "target": "text"])))
      }
    }
    return Format(
      id: "fake", name: LocalizedText(chinese: "假", english: "Fake"), extensions: ["fake"], mediaTypes: [],
      reader: .conversion(convert),
      identify: { $0.bytes.starts(with: "fake:".utf8) ? .yes : .no })
  }

  @Test func severalAreMadeAtOnce() throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let example = try String(
      contentsOf: Repository.root.appendingPathComponent("Examples/2021/input.txt"), encoding: .utf8)
    var paths: [FilePath] = []
    // Some are the same file under other names, and one is broken.
    for number in 0..<60 {
      let text = number == 7 ? "" : example.replacing("青禾市", with: "青禾\(number % 50)市")
      paths.append(
        FilePath(
          try folder.write(Array("fake:\(text)".utf8), number % 3 == 1 ? "\(number).txt" : "\(number).fake")))
    }
    let starts = Starts()
    var converter = Converter()
    converter.register(format(starts))
    let conversions = try #require(FileConversions(paths, converter.formats))
    converter.conversions = conversions
    let (inputs, reader) = (paths, converter)
    let bodies = ParallelWork.map(inputs.count) { index -> String in
      do throws(Refusal) {
        let report = try reader.read(contentsOf: inputs[index])
        return
          "\(report.identity.body ?? "") \(report.source?.name ?? "") \(report.findings.map(\.id).first { $0 != "format.misnamed" } ?? "")"
      } catch {
        return error.findings.map(\.id).joined()
      }
    }
    for number in 0..<60 {
      // Every third is called a text.
      let name = number % 3 == 1 ? "\(number).txt" : "\(number).fake"
      let expected = "青禾\(number % 50)市水务局 \(name) libreoffice.converted"
      #expect(bodies[number] == (number == 7 ? "libreoffice.failed" : expected))
    }
    let sizes = starts.sizes.withLock { $0 }
    #expect(sizes.reduce(0, +) <= 60 && sizes.count <= 14, "\(sizes)")
    #expect(FileConversions([paths[0], "a.txt"], converter.formats) == nil)
  }

  /// What was made goes to another process with the file that it was made of.
  @Test func requestsCarryWhatWasMade() throws {
    let made = ConvertedFile(
      bytes: [1, 0, 255], format: "docx",
      note: Finding("libreoffice.converted", .warning, ["format": "doc", "target": "报告"]))
    for made in [nil, made] {
      let request = ReadingRequest(
        SourceBytes(name: "a.doc", bytes: [9, 8]), format: nil, edition: .edition2021,
        options: ReadOptions(includesHidden: true), made: made)
      let message = try request.message()
      let read = try ReadingRequest(message)
      #expect(read.source.bytes == [9, 8] && read.source.name == "a.doc" && read.edition == .edition2021)
      #expect(read.made?.bytes == made?.bytes && read.made?.note == made?.note)
      #expect(read.made?.format == made?.format)
      if made != nil {
        for count in 0..<message.count - 2 {
          #expect(throws: Refusal.self) { _ = try ReadingRequest(Array(message.prefix(count))) }
        }
      }
    }
  }
}
