import Core
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

  /// More than a pipe holds, so that neither side may wait for the other.
  @Test func whatGoesInComesOut() throws {
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    #expect(try shell("cat").output(for: bytes) == bytes)
  }

  @Test(arguments: [1, 3, 127])
  func aProgramThatFailsGivesNothing(status: Int32) {
    guard case .failed(status)? = failure(shell("echo 1; exit \(status)")) else {
      Issue.record("status \(status) was not heard")
      return
    }
  }

  @Test func aSignalIsAFailure() {
    guard case .failed(status: 128 + 9)? = failure(shell("kill -9 $$")) else {
      Issue.record("the signal was not heard")
      return
    }
  }

  /// The limit itself may be printed.
  @Test func outputHasALimit() {
    var program = shell("printf 12345678")
    program.outputLimit = 8
    #expect(failure(program) == nil)
    program.outputLimit = 7
    guard case .beyondLimits? = failure(program) else {
      Issue.record("more was printed than may be")
      return
    }
  }

  /// One that sleeps, with its output open and with it closed.
  @Test(arguments: ["exec sleep 20", "exec >&-; exec sleep 20"])
  func timeHasALimit(script: String) {
    var program = shell(script)
    program.timeLimitSeconds = 1
    let start = ContinuousClock.now
    guard case .beyondLimits? = failure(program) else {
      Issue.record("it took longer than it may")
      return
    }
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func aProgramThatIsNotThereCannotStart() {
    guard case .notStarted? = failure(ExternalProgram("/no/such/program")) else {
      Issue.record("it was started")
      return
    }
  }
}

@Suite struct ParallelWorkTests {
  @Test(arguments: [0, 1, 2, 7, 100], [1, 2, nil])
  func allWorkIsDoneInOrder(count: Int, workers: Int?) {
    #expect(ParallelWork.map(count, workers: workers) { $0 * $0 } == (0..<count).map { $0 * $0 })
  }
}
