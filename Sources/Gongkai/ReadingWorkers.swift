import Core
import FormatKit
import ProcessKit
import ReportModel
import SystemPackage

/// Other processes that read files for a converter, so that a file that a reader does not survive is refused, and harms
/// nobody else. They are started when they are needed, at most one for each core, and each reads many files. Each has
/// limits of memory and time.
///
/// ```swift
/// var converter = Converter()
/// converter.workers = ReadingWorkers(program: "/usr/bin/gongkai")
/// ```
///
/// They know the formats that the program carries. A format of one's own, and a program named with `exec:`, work in
/// this process as before.
public final class ReadingWorkers: Sendable {
  /// What one may take in memory, in bytes of address space.
  package static let memoryLimit = 2 << 30
  /// How long one may read a file.
  package static let timeLimitSeconds = 180
  /// What one may say of a file, in bytes.
  package static let answerLimit = 512 << 20

  private let program: ExternalProgram
  private let pool: WorkerPool

  /// - Parameters:
  ///   - program: the command `gongkai`, of the same version.
  ///   - forms: the files of forms of one's own that the converter knows.
  public convenience init(program path: FilePath, forms: [FilePath] = []) {
    var program = ExternalProgram(
      path.string, ["worker"] + forms.flatMap { ["--form", $0.string] })
    program.timeLimitSeconds = Self.timeLimitSeconds
    program.outputLimit = Self.answerLimit
    program.resources = ResourceLimits(memory: Self.memoryLimit, canBeRaised: true)
    // What it says when it breaks is for nobody.
    program.complaints = .dropped
    self.init(program)
  }

  init(_ program: ExternalProgram) {
    self.program = program
    pool = WorkerPool(program)
  }

  func read(_ request: ReadingRequest, forms: FormCatalogue) throws(Refusal) -> Converter.Reading {
    let message = try request.message()
    let answer: [UInt8]
    do throws(ExternalProgram.Failure) {
      answer = try pool.answer(to: message)
    } catch {
      throw Refusal(.input, Self.finding(error, of: program))
    }
    return try Converter.Reading(answer, forms: forms)
  }

  static func finding(_ failure: ExternalProgram.Failure, of program: ExternalProgram) -> Finding {
    switch failure {
    case .notStarted(let error): .workerNotStarted(program.path, error)
    case .outOfTime(let seconds): .workerTooSlow(seconds: seconds)
    case .saidTooMuch(let limit): .workerSaysTooMuch(limit: limit)
    case .crashed(let signal): .workerCrashed(signal: signal, memory: program.resources.memory ?? memoryLimit)
    case .failed(let status): .workerFailed(program.path, status: status)
    }
  }
}

extension Converter {
  /// Reads the files that another process asks for, until it asks no more or is gone: what `gongkai worker` does. It
  /// speaks on standard input and output.
  package func serve() throws(Errno) {
    try WorkerLoop.serve { bytes in
      let result = Result { () throws(Refusal) in
        let request = try ReadingRequest(bytes)
        var converter = self
        converter.options = request.options
        return try converter.reading(
          request.source, as: request.format, edition: request.edition, made: request.made)
      }
      do throws(Refusal) {
        return try Reading.message(result)
      } catch {
        // Without an answer the file is refused.
        return []
      }
    }
  }
}

extension Finding {
  fileprivate static func workerNotStarted(_ path: String, _ error: Errno) -> Finding {
    Finding("worker.cannot-start", .error, ["path": path], words: ["reason": error.reason])
  }

  fileprivate static func workerTooSlow(seconds: Int) -> Finding {
    Finding("worker.limits", .error, ["seconds": String(seconds)])
  }

  /// - Parameter limit: in bytes.
  fileprivate static func workerSaysTooMuch(limit: Int) -> Finding {
    Finding("worker.output-limit", .error, ["limit": String(limit >> 20)])
  }

  /// - Parameter memory: what it may take, in bytes.
  fileprivate static func workerCrashed(signal: Int32, memory: Int) -> Finding {
    Finding("worker.crashed", .error, ["signal": String(signal), "memory": String(memory >> 30)])
  }

  fileprivate static func workerFailed(_ path: String, status: Int32) -> Finding {
    Finding("worker.failed", .error, ["path": path, "status": String(status)])
  }
}
