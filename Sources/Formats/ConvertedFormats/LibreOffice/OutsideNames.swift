import OfficeKit
import ZIPKit

/// Takes the names of other files from a document before an office program sees it, where they stand in the clear.
/// What is shown stays: a picture that was elsewhere is missing, a field shows what it last showed, and the address of a
/// local file that a compound file shows has another scheme.
///
/// This is one layer of three. The settings of the profile keep the program from what follows links on the web, from
/// updating sections, sheets, cells and DDE, and from scripts. A fence of the system keeps it from opening what is named
/// in ways that are not seen here, such as the bare paths of pictures in a compound file.
enum OutsideNames {
  static func removed(from bytes: [UInt8], of kind: OfficeFileKind) -> [UInt8] {
    switch kind {
    case .rtf: RichTextFields.disarmed(bytes)
    case .fodt, .fods: withoutReferences(bytes) { _ in true }
    case .odt: withoutReferences(inPackage: bytes)
    case .doc, .xls: withoutFileAddresses(bytes)
    // Of these it opens nothing.
    case .wordXML, .excelXML, .encrypted: bytes
    }
  }

  // MARK: OpenDocument

  /// References of other elements than hyperlinks get a name that means nothing. In one piece of XML all of them lead
  /// outside: what is embedded stands within its element.
  private static func withoutReferences(
    _ bytes: [UInt8], where leadsOutside: (ArraySlice<UInt8>) -> Bool
  ) -> [UInt8] {
    let name = Array(":href".utf8)
    var result = bytes
    var tag = 0
    for index in bytes.indices {
      if bytes[index] == UInt8(ascii: "<") { tag = index }
      guard bytes[index] == name[0], bytes[index...].starts(with: name),
        let value = value(bytes[(index + name.count)...]), leadsOutside(value), !isHyperlink(bytes[tag...])
      else { continue }
      result.replaceSubrange(index..<index + name.count, with: ":hrex".utf8)
    }
    return result
  }

  /// What stands between quotes behind an equals sign.
  private static func value(_ rest: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let sign = rest.drop { $0 <= 0x20 }
    guard sign.first == UInt8(ascii: "=") else { return nil }
    let quoted = sign.dropFirst().drop { $0 <= 0x20 }
    guard let quote = quoted.first else { return nil }
    return quoted.dropFirst().prefix { $0 != quote }
  }

  /// `text:a` and `draw:a`, whatever their prefix: nobody follows them.
  private static func isHyperlink(_ tag: ArraySlice<UInt8>) -> Bool {
    let name = tag.dropFirst().prefix(64).prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") }
    return name.suffix(2).elementsEqual(":a".utf8)
  }

  /// The parts of a package refer to each other, by names without a scheme and without a way up.
  private static func withoutReferences(inPackage bytes: [UInt8]) -> [UInt8] {
    do throws(ZIPFailure) {
      let archive = try ZIPArchive(bytes)
      var builder = ZIPBuilder()
      var hasChanged = false
      for entry in archive.entries where !entry.isFolder {
        let contents = try archive.contents(of: entry)
        let kept =
          entry.name.hasSuffix(".xml") ? withoutReferences(contents, where: leadsOutOfPackage) : contents
        if kept != contents { hasChanged = true }
        builder.add(entry.name, kept, isStored: entry.name == "mimetype")
      }
      return hasChanged ? builder.finish() : bytes
    } catch {
      // What cannot be unpacked here is refused by the program, or held by the other layers.
      return bytes
    }
  }

  private static func leadsOutOfPackage(_ value: ArraySlice<UInt8>) -> Bool {
    // An escaped character may be any.
    if value.first == UInt8(ascii: "/") || value.contains(where: { ":&%\\".utf8.contains($0) }) {
      return true
    }
    return value.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("..".utf8) }
  }

  // MARK: Compound files

  /// `file:/` becomes an address that leads nowhere, of the same length, in eight and in sixteen bits.
  private static func withoutFileAddresses(_ bytes: [UInt8]) -> [UInt8] {
    let scheme = Array("file:".utf8)
    var result = bytes
    for width in [1, 2] {
      for index in bytes.indices where bytes[index] | 0x20 == scheme[0] {
        guard index + 6 * width <= bytes.count else { break }
        let matches = (0...5).allSatisfy { offset in
          let byte = bytes[index + offset * width]
          guard width == 1 || bytes[index + offset * width + 1] == 0 else { return false }
          return offset < 5 ? byte | 0x20 == scheme[offset] : byte == 0x2F || byte == 0x5C
        }
        if matches {
          for (offset, byte) in "void".utf8.enumerated() { result[index + offset * width] = byte }
        }
      }
    }
    return result
  }
}

/// The fields and objects of RTF. A field that takes its content from elsewhere gets an instruction that no program knows
/// before its own, and the data of an object a name that none knows, so that they are passed over: what they last showed
/// stays.
private struct RichTextFields {
  private struct Instruction {
    /// Behind the control word that begins it.
    let position: Int
    /// Its first letters, however they are written.
    var letters: [UInt8] = []
  }

  private var bytes: [UInt8]
  private var index = 0
  private var instructions: [Instruction] = []
  /// For each open group the instruction that its text belongs to; -1 for none.
  private var groups: [Int] = [-1]
  /// Characters that stand for a Unicode character where a program knows none.
  private var substitutes = 1

  static func disarmed(_ bytes: [UInt8]) -> [UInt8] {
    var fields = RichTextFields(bytes: bytes)
    fields.scan()
    var result: [UInt8] = []
    var start = 0
    for instruction in fields.instructions where isFromElsewhere(instruction.letters) {
      result += fields.bytes[start..<instruction.position] + Array(" NONE ".utf8)
      start = instruction.position
    }
    return result + fields.bytes[start...]
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private static func isFromElsewhere(_ letters: [UInt8]) -> Bool {
    ["INCLUDE", "IMPORT", "LINK", "DDE", "DATABASE", "AUTOTEXT"].contains { letters.starts(with: $0.utf8) }
  }

  private mutating func scan() {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "{"): groups.append(groups.last ?? -1)
      case UInt8(ascii: "}"): if groups.count > 1 { groups.removeLast() }
      case UInt8(ascii: "\\"):
        readControl()
        continue
      default: add(Int(bytes[index]))
      }
      index += 1
    }
  }

  private mutating func add(_ character: Int) {
    guard let current = groups.last, current >= 0, instructions[current].letters.count < 16,
      let byte = UInt8(exactly: character), (0x41...0x5A).contains(byte & 0xDF)
    else { return }
    instructions[current].letters.append(byte & 0xDF)
  }

  private mutating func readControl() {
    let word = bytes[(index + 1)...].prefix { (0x61...0x7A).contains($0 | 0x20) && $0 >= 0x41 }
    if word.isEmpty {
      if bytes[(index + 1)...].first == UInt8(ascii: "'") {
        let digits = String(decoding: bytes[(index + 2)...].prefix(2), as: UTF8.self)
        add(Int(digits, radix: 16) ?? 0)
        index = min(index + 4, bytes.count)
      } else {
        index = min(index + 2, bytes.count)
      }
      return
    }
    let number = bytes[word.endIndex...].prefix { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    let value = Int(String(decoding: number.prefix(12), as: UTF8.self)) ?? 0
    index = number.endIndex
    if word.elementsEqual("fldinst".utf8) {
      groups[groups.count - 1] = instructions.count
      instructions.append(Instruction(position: index))
    }
    // Only a mark before it has readers pass over what they do not know.
    if word.elementsEqual("objdata".utf8), bytes[..<(word.startIndex - 1)].suffix(2).elementsEqual("\\*".utf8)
    {
      bytes.replaceSubrange(word.startIndex..<word.endIndex, with: "objnone".utf8)
    }
    if index < bytes.count, bytes[index] == 0x20 { index += 1 }
    if word.elementsEqual("u".utf8) {
      add(value)
      for _ in 0..<substitutes where index < bytes.count && !"{}\\".utf8.contains(bytes[index]) { index += 1 }
    } else if word.elementsEqual("uc".utf8) {
      substitutes = max(0, min(value, 8))
    } else if word.elementsEqual("bin".utf8) {
      index = min(index + max(0, value), bytes.count)
    }
  }
}
