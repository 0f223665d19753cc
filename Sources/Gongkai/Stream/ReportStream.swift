import Core
import FileKit
import FormatKit
import JSONKit
import ProcessKit
import ReportModel
import SystemPackage
import TextKit

/// What one line may take.
package struct StreamLimits: Sendable {
  /// How long a line may be, in bytes.
  package static let lineLength = JSONDocument.maximumSize
  /// How many lines may be written before an answer is read.
  package static let linesAhead = 256
  /// What an answer may say, in bytes.
  package static let answerLength = 64 << 20

  /// How long a file may take.
  package var seconds = ReadingWorkers.timeLimitSeconds
  /// What it may take in memory, in bytes of address space.
  package var memory = ReadingWorkers.memoryLimit

  package init() {}
}

/// Lines that ask for files to be read, and a line for each that answers: what `gongkai stream` does. The work is done
/// by other processes, several at a time; one that ends is replaced, and answers its line alone with `failed`.
package struct ReportStream: Sendable {
  private let answer: @Sendable ([UInt8]) -> [UInt8]
  private var work: OrderedWork

  /// - Parameters:
  ///   - program: the command `gongkai`, and the arguments that make it serve a stream.
  ///   - options: what holds where a line says nothing.
  ///   - jobs: how many files at a time; nil for one on each core.
  package init(
    _ program: FilePath, _ arguments: [String], _ options: StreamOptions, _ limits: StreamLimits, jobs: Int?
  ) {
    var program = ExternalProgram(program.string, arguments)
    program.timeLimitSeconds = limits.seconds
    program.outputLimit = StreamLimits.answerLength
    program.resources = ResourceLimits(memory: limits.memory, canBeRaised: true)
    program.complaints = .dropped
    let workers = StreamWorkers(program, count: jobs, limits, options)
    self.init(jobs: jobs) { workers.answer(to: $0) }
  }

  /// - Parameter answer: answers a line, in this process.
  package init(jobs: Int?, answer: @escaping @Sendable ([UInt8]) -> [UInt8]) {
    self.answer = answer
    work = OrderedWork(workers: jobs)
    work.window = StreamLimits.linesAhead
  }

  /// Answers lines until there are no more.
  ///
  /// - Throws: an `input` refusal where no more can be read, once what was read is answered; an `output` refusal where
  ///   nobody takes the answers.
  package func run(_ input: FileDescriptor, _ output: FileDescriptor) throws(Refusal) {
    let lines = LineSource(input, limit: StreamLimits.lineLength)
    let answer = answer
    try work.run(
      next: { () -> Result<LineSource.Line, Refusal>? in
        do throws(Errno) {
          return try lines.next().map { .success($0) }
        } catch {
          return .failure(Refusal(.input, .cannotRead(.standardStream, error)))
        }
      },
      work: { line -> Result<[UInt8], Refusal> in
        line.map { line in
          switch line {
          case .whole(let bytes): answer(bytes)
          case .tooLong(let beginning):
            StreamAnswer.line(
              Refusal(.usage, .lineTooLong(limit: StreamLimits.lineLength)),
              id: JSONDocument(beginning).streamIdentifier, since: .now)
          }
        }
      },
      size: { answer in (try? answer.get().count) ?? 0 },
      consume: { answer throws(Refusal) in
        let line = try answer.get()
        do throws(Errno) {
          try FileAccess.write(line, to: output)
        } catch {
          throw Refusal(.output, .cannotWrite(.standardStream, error))
        }
      })
  }
}

/// The other processes.
private final class StreamWorkers: Sendable {
  private let program: ExternalProgram
  private let pool: WorkerPool
  private let limits: StreamLimits
  /// What stands before each line that they get.
  private let preface: [UInt8]

  init(_ program: ExternalProgram, count: Int?, _ limits: StreamLimits, _ options: StreamOptions) {
    self.program = program
    self.limits = limits
    pool = WorkerPool(program, count: count)
    preface = options.json
  }

  func answer(to line: [UInt8]) -> [UInt8] {
    let start = ContinuousClock.now
    let finding: Finding
    do throws(ExternalProgram.Failure) {
      let answer = try pool.answer(to: preface + line)
      if answer.firstIndex(of: UInt8(ascii: "\n")) == answer.indices.last { return answer }
      finding = .workerAnswer()
    } catch {
      finding = ReadingWorkers.finding(error, of: program)
    }
    return StreamAnswer.line(
      Refusal(.input, finding), id: JSONDocument(line).streamIdentifier, since: start, as: .failed)
  }
}

extension Converter {
  /// Answers a line of a stream. It never fails: what is wrong is the answer.
  package func answer(toLine line: [UInt8], _ defaults: StreamOptions, _ hello: StreamHello) -> [UInt8] {
    let start = ContinuousClock.now
    func id() -> String? { JSONDocument(line).streamIdentifier }
    do throws(Refusal) {
      let request = try StreamRequest(line, defaults, forms)
      let source: SourceBytes
      switch request.work {
      case .hello: return StreamAnswer.hello(hello, id: id(), since: start)
      case .bytes(let bytes): source = bytes
      case .file(let path):
        // A pipe may never say anything, and that of the lines is not to be read.
        if SystemCalls.exists(path), !FileAccess.isRegularFile(path), !FileAccess.isFolder(path) {
          throw Refusal(.input, .noRegularFile(path))
        }
        source = try SourceBytes(contentsOf: path)
      }
      var converter = self
      converter.options.includesHidden = request.options.includesHidden
      return try StreamAnswer.line(
        try converter.process(source, request.options.processing), request.options, id: id(), since: start)
    } catch {
      return StreamAnswer.line(error, id: id(), since: start)
    }
  }

  /// Answers the lines that another process passes on: what `gongkai worker --stream` does. What holds where a line says
  /// nothing stands in a line before each.
  package func serveStream(_ hello: StreamHello) throws(Errno) {
    try WorkerLoop.serve { message in
      guard let end = message.firstIndex(of: UInt8(ascii: "\n")) else { return [] }
      var options = StreamOptions()
      let defaults = JSONDocument(Array(message[..<end]))
      for (name, value) in defaults.members(0) {
        guard let member = StreamOptions.Member(rawValue: name) else { return [] }
        if options.take(member, value, of: defaults, forms, mayNameProgram: true) != nil { return [] }
      }
      return answer(toLine: Array(message[(end + 1)...]), options, hello)
    }
  }

  /// What is said of this program to whoever asks.
  package func hello(version: String, _ limits: StreamLimits) -> StreamHello {
    StreamHello(
      program: version, limits: limits, forms: forms.forms.map(\.id),
      formats: formats.formats.filter { $0.reader != nil }.map(\.id))
  }
}

extension Finding {
  /// - Parameter limit: in bytes.
  fileprivate static func lineTooLong(limit: Int) -> Finding {
    Finding("stream.line", .error, ["limit": String(limit >> 20)])
  }

  fileprivate static func noRegularFile(_ path: FilePath) -> Finding {
    Finding("stream.no-file", .error, ["path": path.shown])
  }
}
