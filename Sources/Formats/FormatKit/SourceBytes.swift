import Core
import OfficeKit
import Synchronization
import TextKit

/// A file as received: its bytes, what it is called, and what they begin with. It is looked at once, when that is first
/// asked for, and every format says of what was seen whether it is theirs.
public struct SourceBytes: Sendable {
  /// The name without its folder; nil for standard input.
  public let name: String?
  public let bytes: [UInt8]
  private let sniffed = Sniffed()

  public init(name: String?, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  package var content: SniffedContent {
    sniffed.content.withLock { content in
      if let content { return content }
      let seen = SniffedContent(bytes)
      content = seen
      return seen
    }
  }

  /// What was seen; nil before it was asked for.
  private final class Sniffed: Sendable {
    let content = Mutex<SniffedContent?>(nil)
  }

  /// Whether the bytes may be a text in any encoding; what is nothing but text says no more.
  public var mayBeText: Bool {
    if case .plain(let head) = content { head.mayBeText } else { false }
  }

  /// Refuses what no reader can make anything of.
  func refuseUnreadable() throws(Refusal) {
    if case .plain(let head) = content, head.isUTF32 { throw Refusal(.input, .utf32Text()) }
  }

  /// Yes or no where the file is a ZIP container of parts, by a look at their names. One that cannot be opened may be
  /// anything: its name decides, and its reader says what is wrong with it.
  package func isContainer(where matches: (OfficePackage) -> Bool) -> Format.Identification {
    switch content {
    case .container(let package): matches(package) ? .yes : .no
    case .brokenContainer: .unknown
    case .plain: .no
    }
  }

  /// The container that the file is.
  ///
  /// - Throws: a refusal where it is none, or cannot be opened.
  package func container() throws(Refusal) -> OfficePackage {
    switch content {
    case .container(let package): return package
    case .brokenContainer(let reason): throw reason
    case .plain: return try OfficePackage(bytes)
    }
  }
}

/// What a file is at first sight.
package enum SniffedContent: Sendable {
  /// A ZIP container, with its directory read and checked.
  case container(OfficePackage)
  /// It begins like a ZIP container, and cannot be opened.
  case brokenContainer(Refusal)
  /// Anything else.
  case plain(FileHead)

  init(_ bytes: [UInt8]) {
    guard bytes.starts(with: [0x50, 0x4B, 3, 4]) else {
      self = .plain(FileHead(bytes))
      return
    }
    do throws(Refusal) {
      self = .container(try OfficePackage(bytes))
    } catch {
      self = .brokenContainer(error)
    }
  }
}

/// The beginning of a file that is no container.
package struct FileHead: Sendable {
  /// How many bytes are enough to tell text from anything else.
  private static let length = 4096

  /// As it stands in the file.
  package let bytes: ArraySlice<UInt8>
  /// Without a byte order mark, and as UTF-8 where the mark says UTF-16; markup can be looked for in it.
  package let text: ArraySlice<UInt8>
  /// Text with a control character is hardly a report in plain text; anything else may be.
  package let mayBeText: Bool
  /// Text in an encoding that is known and not read.
  let isUTF32: Bool

  init(_ file: [UInt8]) {
    bytes = file.prefix(Self.length)
    isUTF32 = bytes.contains(0) && DecodedText.isUTF32(bytes)
    let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    if isUTF16 {
      text = DecodedText(Array(bytes.prefix(bytes.count & ~1))).utf8[...]
    } else {
      text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
    }
    mayBeText = isUTF16 || isUTF32 || Self.mayBeText(bytes)
  }

  private static func mayBeText(_ head: ArraySlice<UInt8>) -> Bool {
    if head.contains(0) {
      switch DecodedText(Array(head)).encoding {
      case .utf16LittleEndian, .utf16BigEndian: return true
      case .utf8, .gb18030: break
      }
    }
    // Programs leave zeros in texts and behind them, and some the mark of an end of old; pictures and the like have
    // other control characters as well.
    var hasPrintable = false
    for (index, byte) in head.enumerated() {
      let isEnd = byte == 0x1A && index == head.count - 1
      if byte < 0x20, byte != 0, byte < 0x09 || byte > 0x0D, !isEnd { return false }
      hasPrintable = hasPrintable || byte > 0x20
    }
    return hasPrintable
  }
}

extension Finding {
  fileprivate static func utf32Text() -> Finding { Finding("read.utf-32", .error) }
}
