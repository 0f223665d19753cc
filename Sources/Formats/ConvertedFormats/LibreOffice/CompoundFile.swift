/// The directory of a compound file (OLE 2), the container of Office 97–2003 and WPS: only the names in it.
struct CompoundFile {
  private static let magic: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
  /// The streams that tell one kind from another stand at the beginning.
  private static let maximumSectors = 256

  private var names: Set<String> = []

  /// Nil where the bytes are none. One that is damaged has fewer names.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.starts(with: Self.magic) else { return nil }
    let words = Words(bytes: bytes)
    guard let shift = words.uint16(30), shift == 9 || shift == 12 else { return }
    let size = 1 << shift
    var sector = words.uint32(48)
    for _ in 0..<Self.maximumSectors {
      // From 0xFFFFFFFA on numbers have other meanings, the end among them.
      guard let current = sector, current < 0xFFFF_FFFA else { return }
      let start = (current + 1) << shift
      guard start + size <= bytes.count else { return }
      for entry in stride(from: start, to: start + size, by: 128) {
        if let name = Self.name(words, entry) { names.insert(name) }
      }
      sector = Self.successor(of: current, words, shift)
    }
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
