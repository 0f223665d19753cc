import FileKit
import Foundation
import Testing

@Suite struct LineSourceTests {
  /// What comes of a text that is written in pieces.
  private func lines(_ pieces: [String], limit: Int = 1000) throws -> [String] {
    let pipe = Pipe()
    let writer = Thread {
      for piece in pieces {
        pipe.fileHandleForWriting.write(Data(piece.utf8))
        usleep(2000)
      }
      try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    let source = LineSource(
      .init(rawValue: pipe.fileHandleForReading.fileDescriptor), limit: limit)
    var lines: [String] = []
    while let line = try source.next() {
      switch line {
      case .whole(let bytes): lines.append(String(decoding: bytes, as: UTF8.self))
      case .tooLong(let beginning): lines.append("… \(String(decoding: beginning, as: UTF8.self).prefix(3))")
      }
    }
    return lines
  }

  @Test func linesAreWhole() throws {
    #expect(try lines(["a\nb", "c\n", "\nd"]) == ["a", "bc", "", "d"])
    #expect(try lines(["a\n"]) == ["a"])
    #expect(try lines([]).isEmpty)
    #expect(try lines(["\n"]) == [""])
  }

  /// Its rest is passed over, and what follows is read.
  @Test func aLineThatIsTooLongIsOne() throws {
    let long = String(repeating: "x", count: 200_000)
    #expect(try lines(["abc\(long)\nnext\n"]) == ["… abc", "next"])
    #expect(try lines(["abc", long, long, "\n", "next"]) == ["… abc", "next"])
    #expect(try lines(["abc", long]) == ["… abc"])
    #expect(try lines(["1234\n12345\n1234"], limit: 4) == ["1234", "… 123", "1234"])
  }
}
