import Core
import FileKit
import ProcessKit

/// poppler's programs, which are run and never linked: they are under the GPL.
struct PopplerPrograms {
  private let textProgram: String
  private let drawingProgram: String

  /// More pages than any report has.
  static let maximumPages = 300
  /// For all that is run for one file.
  static let timeLimitSeconds = 60
  static let outputLimit = 128 << 20
  static let memoryLimit = 1 << 30
  /// For the words of all pages, and for each run that draws some.
  static let secondsForWords = 8
  static let secondsForDrawing = 5
  private let deadline = ContinuousClock.now + .seconds(timeLimitSeconds)

  /// - Parameter find: where a program of that name stands; nil where it is not installed.
  /// - Throws: a refusal that says what to install.
  init(find: (String) -> String? = { ExternalProgram.find([$0]) }) throws(Refusal) {
    let names = ["pdftotext", "pdftocairo"]
    let paths = names.map(find)
    guard let text = paths[0], let drawing = paths[1] else {
      let missing = zip(names, paths).filter { $0.1 == nil }.map(\.0)
      throw Refusal(.usage, .noPoppler(missing: missing))
    }
    textProgram = text
    drawingProgram = drawing
  }

  /// The words of all pages with their boxes, as XHTML. One page more than the limit is asked for, so that a
  /// file that goes beyond it is noticed.
  func words(of file: [UInt8]) throws(Refusal) -> [UInt8] {
    let program = program(
      textProgram, seconds: Self.secondsForWords,
      ["-q", "-cropbox", "-bbox", "-enc", "UTF-8", "-l", String(Self.maximumPages + 1), "-", "-"])
    var heard: [UInt8] = []
    do throws(ExternalProgram.Failure) {
      return try program.output(for: file, heard: &heard)
    } catch {
      guard case .failed = error else { throw program.refusal(.input, error) }
      // It says so whatever it was told to keep quiet about.
      if String(decoding: heard, as: UTF8.self).contains("Out of memory") {
        throw Refusal(.input, .pdfNeedsMemory(limit: Self.memoryLimit))
      }
      throw Refusal(.input, Self.isEncrypted(file) ? .pdfEncrypted : .pdfDamaged)
    }
  }

  /// What is drawn on pages, as SVG: at the places where the words stand, neither shrunk nor moved to fit a paper.
  func drawing(of file: [UInt8], pages: ClosedRange<Int>) throws(ExternalProgram.Failure) -> [UInt8] {
    let words = [
      "-q", "-svg", "-origpagesizes", "-noshrink", "-nocenter", "-f", String(pages.lowerBound), "-l",
      String(pages.upperBound), "-", "-",
    ]
    return try program(drawingProgram, seconds: Self.secondsForDrawing, words).output(for: file)
  }

  var isOutOfTime: Bool { .now >= deadline }

  private func program(_ path: String, seconds: Int, _ arguments: [String]) -> ExternalProgram {
    var program = ExternalProgram(path, arguments)
    program.complaints = .kept
    program.timeLimitSeconds = max(1, Int((deadline - .now).components.seconds))
    program.outputLimit = Self.outputLimit
    program.resources = ResourceLimits(memory: Self.memoryLimit, processorSeconds: seconds)
    return program
  }

  private static func isEncrypted(_ file: [UInt8]) -> Bool {
    let word = Array("/Encrypt".utf8)
    var index = 0
    while let next = file[index...].firstIndex(of: word[0]) {
      if file[next...].starts(with: word) { return true }
      index = next + 1
    }
    return false
  }
}
