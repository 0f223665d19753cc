import Core
import FileKit
import Foundation
import SystemPackage
import Synchronization
import TestSupport
import Testing

@testable import ProcessKit

/// Workers answer one request after the other, and none suffers for another.
@Suite struct WorkerPoolTests {
  /// A worker that answers with its number and the request, or does what the request says.
  private static let script = #"""
    while head=$(dd bs=1 count=4 2>/dev/null | od -An -tu1) && [ -n "$head" ]; do
      set -- $head
      request=$(dd bs=1 count=$(($3 * 256 + $4)) 2>/dev/null)
      case $request in
        die) kill -9 $$;;
        die-of-age) [ -n "$old" ] && kill -9 $$;;
        fail) exit 3;;
        sleep) sleep 30;;
        chatter) printf '\377\0\0\0'; head -c 100000 /dev/zero;;
      esac
      old=1
      answer="$$ $request"
      printf "\\0\\0\\0\\$(printf %03o ${#answer})%s" "$answer"
    done
    """#

  private static func pool() -> WorkerPool {
    var program = ExternalProgram("/bin/sh", ["-c", script])
    program.timeLimitSeconds = 2
    program.outputLimit = 50_000
    return WorkerPool(program)
  }

  /// The number of the worker that has answered; nil where the answer is another's.
  private func worker(_ pool: WorkerPool, _ request: String) throws -> Int? {
    let words = String(decoding: try pool.answer(to: Array(request.utf8)), as: UTF8.self).split(
      separator: " ")
    return words.count == 2 && words[1] == request ? Int(words[0]) : nil
  }

  private func failure(_ pool: WorkerPool, _ request: String) -> ExternalProgram.Failure? {
    do throws(ExternalProgram.Failure) {
      _ = try pool.answer(to: Array(request.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test func aWorkerServesAgain() throws {
    let pool = Self.pool()
    let first = try #require(try worker(pool, "a"))
    #expect(try worker(pool, "b") == first)
  }

  @Test(arguments: [
    ("die", ExternalProgram.Failure.crashed(signal: 9)), ("fail", .failed(status: 3)),
    ("sleep", .outOfTime(seconds: 2)), ("chatter", .saidTooMuch(limit: 50_000)),
  ])
  func aRequestFailsAlone(request: String, expected: ExternalProgram.Failure) throws {
    let pool = Self.pool()
    let first = try #require(try worker(pool, "a"))
    #expect(failure(pool, request) == expected)
    let second = try #require(try worker(pool, "b"))
    #expect(second != first)
  }

  /// What a worker dies of because of the requests before is asked again of a fresh one.
  @Test func noAnswerDependsOnThoseBefore() throws {
    let pool = Self.pool()
    let first = try #require(try worker(pool, "a"))
    let second = try #require(try worker(pool, "die-of-age"))
    #expect(second != first)
  }

  /// One that somebody has ended while it had nothing to do.
  @Test func anIdleWorkerMayBeGone() throws {
    let pool = Self.pool()
    let first = try #require(try worker(pool, "a"))
    kill(Int32(first), SIGKILL)
    #expect(try worker(pool, "b") != nil)
  }

  @Test func whatIsNotThereCannotStart() {
    #expect(
      failure(WorkerPool(ExternalProgram("/no/such/program")), "a") == .notStarted(.noSuchFileOrDirectory))
  }

  @Test func manyAskAtOnce() throws {
    let pool = Self.pool()
    let workers = ParallelWork.map(60, workers: 6) { number in
      do { return try worker(pool, "request-\(number)") } catch { return nil }
    }
    #expect(workers.allSatisfy { $0 != nil })
    #expect(Set(workers).count <= SystemCalls.coreCount)
  }
}
