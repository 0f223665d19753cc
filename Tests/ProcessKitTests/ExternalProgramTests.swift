import Core
import FileKit
import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import ProcessKit

/// Programs are held to their limits, and what they say of themselves is heard.
@Suite struct ExternalProgramTests {
  private func shell(_ script: String) -> ExternalProgram { ExternalProgram("/bin/sh", ["-c", script]) }

  /// Why a program gave nothing; nil where it did.
  private func failure(_ program: ExternalProgram, _ input: [UInt8] = []) -> ExternalProgram.Failure? {
    do throws(ExternalProgram.Failure) {
      _ = try program.output(for: input)
      return nil
    } catch {
      return error
    }
  }

  /// What has ended and whose end nobody has taken does not run.
  private func isRunning(_ process: String) throws -> Bool {
    var program = ExternalProgram("/bin/ps", ["-o", "stat=", "-p", process.filter(\.isNumber)])
    program.complaints = .dropped
    do throws(ExternalProgram.Failure) {
      return String(decoding: try program.output(for: []), as: UTF8.self).first.map { $0 != "Z" } ?? false
    } catch {
      return false
    }
  }

  /// More than a pipe holds, so that neither side may wait for the other.
  @Test func whatGoesInComesOut() throws {
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    #expect(try shell("cat").output(for: bytes) == bytes)
  }

  @Test(arguments: [1, 3, 127])
  func aProgramThatFailsGivesNothing(status: Int32) {
    #expect(failure(shell("echo 1; exit \(status)")) == .failed(status: status))
  }

  @Test func aSignalIsAFailure() {
    #expect(failure(shell("kill -9 $$")) == .crashed(signal: 9))
  }

  /// The limit itself may be printed.
  @Test func outputHasALimit() {
    var program = shell("printf 12345678")
    program.outputLimit = 8
    #expect(failure(program) == nil)
    program.outputLimit = 7
    #expect(failure(program) == .saidTooMuch(limit: 7))
  }

  /// One that sleeps, with its output open and with it closed, and one that does not want to end.
  @Test(arguments: ["exec sleep 20", "exec >&-; exec sleep 20", "trap '' TERM; sleep 20; sleep 20"])
  func timeHasALimit(script: String) {
    var program = shell(script)
    program.timeLimitSeconds = 1
    let start = ContinuousClock.now
    #expect(failure(program) == .outOfTime(seconds: 1))
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func aProgramThatIsNotThereCannotStart() {
    #expect(failure(ExternalProgram("/no/such/program")) == .notStarted(.noSuchFileOrDirectory))
  }

  #if os(Linux)
    /// Darwin has no such limits.
    @Test func processorTimeHasALimit() {
      var program = shell("while :; do :; done")
      program.resources.processorSeconds = 1
      #expect(failure(program) == .outOfTime(seconds: 1))
    }

    /// It is set when the program has begun.
    @Test(arguments: [false, true])
    func memoryHasALimit(canBeRaised: Bool) throws {
      var program = shell("sleep 0.5; ulimit -v; ulimit -Hv")
      program.resources = ResourceLimits(memory: 512 << 20, canBeRaised: canBeRaised)
      let limits = String(decoding: try program.output(for: []), as: UTF8.self).split(separator: "\n")
      #expect(limits.count == 2 && limits[0] == "524288" && (limits[1] == limits[0]) == !canBeRaised)
    }
  #endif

  /// One that another program has started and that keeps the output open.
  @Test func whatWasStartedDoesNotDelay() throws {
    let start = ContinuousClock.now
    #expect(try shell("sleep 20 & echo done").output(for: []) == Array("done\n".utf8))
    #expect(ContinuousClock.now - start < .seconds(5))
  }

  /// In success, in failure and beyond a limit.
  @Test(arguments: ["exit 0", "exit 1", "sleep 30"])
  func whatWasStartedEndsWithIt(end: String) throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    var program = shell("sleep 30 & echo $! > '\(folder.path)/child'; \(end)")
    program.timeLimitSeconds = 1
    _ = failure(program)
    let child = String(decoding: try folder.read("child"), as: UTF8.self)
    for _ in 0..<100 where try isRunning(child) { usleep(10_000) }
    #expect(try !child.isEmpty && !isRunning(child))
  }

  /// A host that blocks or ignores signals does not pass that on.
  @Test func signalsAreThoseOfAFreshProgram() throws {
    guard FileManager.default.fileExists(atPath: "/proc/self/status") else { return }
    let output = try ExternalProgram("/bin/grep", ["-E", "^Sig(Blk|Ign)", "/proc/self/status"]).output(for: []
    )
    let sets = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isWhitespace)
      .compactMap { UInt64($0, radix: 16) }
    // The C library has two signals of its own behind the usual ones.
    #expect(sets.count == 2 && sets.allSatisfy { $0 & 0x7FFF_FFFF == 0 })
  }
}

@Suite struct ParallelWorkTests {
  @Test(arguments: [0, 1, 2, 7, 100], [1, 2, nil])
  func allWorkIsDoneInOrder(count: Int, workers: Int?) {
    #expect(ParallelWork.map(count, workers: workers) { $0 * $0 } == (0..<count).map { $0 * $0 })
  }
}
