import Testing

@testable import Core
@testable import FormatKit
@testable import OfficeKit
@testable import ZIPKit

/// What a file is at first sight, and which format is meant by a name.
@Suite struct SniffingTests {
  private func source(_ bytes: [UInt8]) -> SourceBytes { SourceBytes(name: nil, bytes: bytes) }

  private static let container: [UInt8] = {
    var builder = ZIPBuilder()
    builder.add("word/document.xml", Array("<a/>".utf8))
    return builder.finish()
  }()

  /// One that cannot be opened may be any container: its name decides, and its reader says what is wrong.
  @Test func aBrokenContainerMayBeAnyContainer() {
    func isContainer(_ bytes: [UInt8]) -> Format.Identification {
      source(bytes).isContainer { $0.has("word/document.xml") }
    }
    #expect(isContainer(Self.container) == .yes)
    #expect(source(Self.container).isContainer { $0.has("content.xml") } == .no)
    #expect(isContainer(Self.container.dropLast(20)) == .unknown)
    #expect(isContainer(Array("PK, as text".utf8)) == .no)
  }

  @Test(
    arguments: [
      (Array("第一行\n第二行\t三\r\n".utf8), true), ([0xB5, 0xDA, 0xD2, 0xBB], true),
      ([0xFF, 0xFE, 0x2C, 0x7B], true), (Array("1\u{0}2\u{0}\n\u{0}".utf8), true), ([], false),
      ([0x7F, 0x45, 0x4C, 0x46, 0x02, 0x01, 0x01], false),
      ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D], false),
      (Array("a\u{1B}[31m".utf8), false), (container, false),
    ] as [([UInt8], Bool)])
  func controlCharactersAreNoText(bytes: [UInt8], isText: Bool) {
    #expect(source(bytes).mayBeText == isText)
  }

  @Test func aFormatOfTheUsersOwnReplacesOneOfItsID() throws {
    func format(_ id: String, _ ending: String) -> Format {
      Format(
        id: id, aliases: ["\(id)-alias"], name: .empty, extensions: [ending], mediaTypes: [],
        identify: { _ in .unknown })
    }
    var registry = FormatRegistry([format("a", "aa"), format("b", "bb")])
    registry.register(format("a", "new"))
    #expect(registry.formats.map(\.id) == ["b", "a"])
    #expect(try registry.known("a-alias").extensions == ["new"])
    #expect(registry.formats(extension: "AA").isEmpty)
    #expect(registry.formats(extension: "NEW").map(\.id) == ["a"])
    #expect(throws: Refusal.self) { try registry.known("aa") }
  }
}
