/// The directory of a compound file (OLE 2), the container of Office 97–2003 and WPS: only the names of what stands in it
/// itself. What is embedded in it has folders of its own, and may be a file of another kind.
struct CompoundFile {
  private static let magic: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
  /// The streams that tell one kind from another stand at the beginning.
  private static let maximumSectors = 256

  private var names: Set<String> = []

  private struct Entry {
    let name: String?
    /// The numbers of the entries before and after it in its folder, and of one in it.
    let before: Int?
    let after: Int?
    let child: Int?
  }

  /// Nil where the bytes are none. One that is damaged has fewer names.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.starts(with: Self.magic) else { return nil }
    let words = Words(bytes: bytes)
    guard let shift = words.uint16(30), shift == 9 || shift == 12 else { return }
    let size = 1 << shift
    var sector = words.uint32(48)
    var entries: [Entry] = []
    for _ in 0..<Self.maximumSectors {
      // From 0xFFFFFFFA on numbers have other meanings, the end among them.
      guard let current = sector, current < 0xFFFF_FFFA else { break }
      let start = (current + 1) << shift
      guard start + size <= bytes.count else { break }
      for entry in stride(from: start, to: start + size, by: 128) {
        entries.append(
          Entry(
            name: Self.name(words, entry), before: words.uint32(entry + 68), after: words.uint32(entry + 72),
            child: words.uint32(entry + 76)))
      }
      sector = Self.successor(of: current, words, shift)
    }
    addNames(entries)
  }

  /// The names of the folder that the first entry is; where it leads nowhere, all names.
  private mutating func addNames(_ entries: [Entry]) {
    var waiting = [entries.first?.child]
    var seen: Set<Int> = [0]
    while let next = waiting.popLast() {
      guard let number = next, entries.indices.contains(number), seen.insert(number).inserted else {
        continue
      }
      if let name = entries[number].name { names.insert(name) }
      waiting += [entries[number].before, entries[number].after]
    }
    if names.isEmpty { names = Set(entries.compactMap(\.name)) }
  }

  func holds(_ name: String) -> Bool { names.contains(name) }

  private static func name(_ words: Words, _ entry: Int) -> String? {
    guard let length = words.uint16(entry + 64), (2...64).contains(length) else { return nil }
    let units = (0..<length / 2 - 1).compactMap { words.uint16(entry + 2 * $0).map { UInt16($0) } }
    return String(decoding: units, as: UTF16.self)
  }

  /// The sector after another by the allocation table, as far as the header knows its sectors.
  private static func successor(of sector: Int, _ words: Words, _ shift: Int) -> Int? {
    let perSector = 1 << (shift - 2)
    let table = sector / perSector
    guard table < 109, let tableSector = words.uint32(76 + 4 * table), tableSector < 0xFFFF_FFFA else {
      return nil
    }
    return words.uint32((tableSector + 1) << shift + 4 * (sector % perSector))
  }

  /// Numbers at offsets from the beginning; nil beyond the end.
  private struct Words {
    let bytes: ArraySlice<UInt8>

    func uint16(_ offset: Int) -> Int? {
      guard offset >= 0, offset + 2 <= bytes.count else { return nil }
      let start = bytes.startIndex + offset
      return Int(bytes[start]) | Int(bytes[start + 1]) << 8
    }

    func uint32(_ offset: Int) -> Int? {
      guard let low = uint16(offset), let high = uint16(offset + 2) else { return nil }
      return low | high << 16
    }
  }
}
