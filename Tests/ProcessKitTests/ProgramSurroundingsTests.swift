import Core
import FileKit
import Foundation
import TestSupport
import Testing

@testable import ProcessKit

/// What a program is given besides its input, what it says besides its output, and what it may reach.
@Suite struct ProgramSurroundingsTests {
  private func shell(_ script: String) -> ExternalProgram { ExternalProgram("/bin/sh", ["-c", script]) }

  private func heard(_ program: ExternalProgram) -> (text: String, isSuccess: Bool) {
    var heard: [UInt8] = []
    do throws(ExternalProgram.Failure) {
      _ = try program.output(for: [], heard: &heard)
      return (String(decoding: heard, as: UTF8.self), true)
    } catch {
      return (String(decoding: heard, as: UTF8.self), false)
    }
  }

  /// New ones are added, others replaced, the rest stays.
  @Test func variablesAreSet() throws {
    var program = shell("echo \"$NEW_ONE|$HOME|$PATH\"; env | grep -c '^HOME='")
    program.environment = ["NEW_ONE": "a b=c", "HOME": "/elsewhere"]
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    #expect(
      String(decoding: try program.output(for: []), as: UTF8.self) == "a b=c|/elsewhere|\(path)\n1\n")
  }

  @Test(arguments: [("exit 0", true), ("exit 3", false), ("exec >&-; sleep 0.1; echo more >&2", true)])
  func complaintsAreHeard(end: String, isSuccess: Bool) {
    var program = shell("echo why >&2; \(end)")
    program.complaints = .kept
    let (text, succeeded) = heard(program)
    #expect(text.hasPrefix("why\n") && succeeded == isSuccess)
    #expect(text.hasSuffix("more\n") == end.contains("more"))
  }

  /// More than a pipe holds does not keep a program from its end, before and after it has closed its output, and whether
  /// or not it closes its standard error.
  @Test(arguments: ["", "exec >&-; ", "exec 2>&-; "])
  func complaintsHaveALimit(beginning: String) {
    var program = shell("\(beginning)head -c 3000000 /dev/zero >&2; true")
    program.complaints = .kept
    program.timeLimitSeconds = 30
    let (text, succeeded) = heard(program)
    #expect(succeeded && text.utf8.count == (beginning.contains("2") ? text.utf8.count : 4096))
  }

  @Test func complaintsComeWithTheRefusal() {
    var program = shell("printf 'no\\n\\nfigure' >&2; exit 2")
    program.complaints = .kept
    do throws(Refusal) {
      _ = try program.run([], failing: .input)
      Issue.record("It has not failed.")
    } catch {
      #expect(error.findings.map(\.id) == ["program.failed", "program.says"])
    }
  }

  #if os(Linux)
    /// It reads and writes where it may, and nowhere else; nor does what it starts. Where the kernel has no fences there
    /// is nothing to be seen.
    @Test func aFenceHolds() throws {
      let inside = try TemporaryDirectory()
      let outside = try TemporaryDirectory()
      defer {
        inside.remove()
        outside.remove()
      }
      _ = try inside.write(Array("in".utf8), "file")
      _ = try outside.write(Array("out".utf8), "file")
      var program = shell(
        """
        cat '\(inside.path)/file'; echo new > '\(inside.path)/made'
        sh -c "cat '\(outside.path)/file'; echo new > '\(outside.path)/made'"; true
        """)
      program.complaints = .dropped
      program.fence = FileFence(
        readable: ["/usr", "/bin", "/lib", "/lib64", "/etc"], writable: [inside.path], sockets: [])
      let output = String(decoding: try program.output(for: []), as: UTF8.self)
      if try fencesWork() {
        #expect(output == "in" && (try? outside.read("made")) == nil)
      }
      #expect(try inside.read("made") == Array("new\n".utf8))
    }

    private func fencesWork() throws -> Bool {
      var program = shell("cat /etc/passwd")
      program.complaints = .dropped
      program.fence = FileFence(readable: ["/usr", "/bin", "/lib", "/lib64"], writable: [], sockets: [])
      return !heard(program).isSuccess
    }
  #endif
}
