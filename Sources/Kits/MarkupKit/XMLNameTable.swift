/// The names of a document, each once, as texts that end with a zero and stay where they are.
@usableFromInline
package struct XMLNameTable: ~Copyable {
  @usableFromInline
  struct Entry {
    @usableFromInline let text: UnsafeMutablePointer<UInt8>
    /// Without the zero.
    @usableFromInline let count: Int
    /// Where the local part begins; 0 without a prefix.
    @usableFromInline let localOffset: Int
    @usableFromInline let prefix: UnsafePointer<UInt8>?
    @usableFromInline let isNamespaceDeclaration: Bool
    @usableFromInline var version = 0
    @usableFromInline var namespace: UnsafePointer<UInt8>?
  }

  /// Office files have some hundreds; many more would be made to collide.
  package static let maximumCount = 20_000

  @usableFromInline var entries: [Entry] = []
  private var slots = [Int32](repeating: -1, count: 512)
  /// By their hash, the short names that were met last.
  private var recent = [Recent](repeating: Recent(low: 0, high: 0, number: -1), count: 256)

  private struct Recent {
    let low: UInt64
    let high: UInt64
    let number: Int32
  }

  @usableFromInline package var isFull: Bool { entries.count > Self.maximumCount }

  deinit { for entry in entries { entry.text.deallocate() } }

  @inlinable
  package func text(_ number: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: entries[number].text, count: entries[number].count)
  }

  @inlinable
  package func local(_ number: Int) -> UnsafePointer<UInt8> {
    UnsafePointer(entries[number].text + entries[number].localOffset)
  }

  /// The number of the part of a name behind its prefix.
  package mutating func numberOfLocal(_ number: Int) -> Int {
    let entry = entries[number]
    return self.number(
      UnsafeBufferPointer(start: entry.text + entry.localOffset, count: entry.count - entry.localOffset),
      colon: nil)
  }

  @inlinable
  package func prefix(_ number: Int) -> UnsafePointer<UInt8>? { entries[number].prefix }

  package func isNamespaceDeclaration(_ number: Int) -> Bool { entries[number].isNamespaceDeclaration }

  @inlinable
  package func namespace(of number: Int, version: Int) -> UnsafePointer<UInt8>?? {
    entries[number].version == version ? .some(entries[number].namespace) : nil
  }

  package mutating func remember(_ namespace: UnsafePointer<UInt8>?, of number: Int, version: Int) {
    entries[number].version = version
    entries[number].namespace = namespace
  }

  @usableFromInline
  package mutating func number(_ name: StaticString) -> Int {
    number(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount), colon: nil)
  }

  /// The number of a short name; nil where it was not met lately.
  package func number(_ name: XMLShortName) -> Int? {
    let found = recent[name.hash]
    return found.low == name.low && found.high == name.high && found.number >= 0 ? Int(found.number) : nil
  }

  package mutating func remember(_ name: XMLShortName, _ number: Int) {
    // What was read may be longer or shorter: other marks than those above end names as well.
    guard entries[number].count == name.count else { return }
    recent[name.hash] = Recent(low: name.low, high: name.high, number: Int32(number))
  }

  /// The number of a name; the same for the same text.
  package mutating func number(_ name: UnsafeBufferPointer<UInt8>, colon: Int?) -> Int {
    number(name, XMLNameHash.of(name), colon: colon)
  }

  package mutating func number(_ name: UnsafeBufferPointer<UInt8>, _ hash: XMLNameHash, colon: Int?) -> Int {
    var slot = hash.slot(of: slots.count)
    while case let number = Int(slots[slot]), number >= 0 {
      if entries[number].count == name.count, let start = name.baseAddress,
        XMLBytes.areEqual(entries[number].text, start, name.count)
      {
        return number
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return add(name, hash, colon: colon)
  }

  private mutating func add(_ name: UnsafeBufferPointer<UInt8>, _ hash: XMLNameHash, colon: Int?) -> Int {
    let prefix = colon.map { number(UnsafeBufferPointer(rebasing: name[..<$0]), colon: nil) }
    let text = UnsafeMutablePointer<UInt8>.allocate(capacity: name.count + 1)
    for (index, byte) in name.enumerated() { text[index] = byte }
    text[name.count] = 0
    let isDeclaration = name.prefix(colon ?? name.count).elementsEqual("xmlns".utf8)
    entries.append(
      Entry(
        text: text, count: name.count, localOffset: colon.map { $0 + 1 } ?? 0,
        prefix: prefix.map { local($0) },
        isNamespaceDeclaration: isDeclaration))
    if 2 * entries.count > slots.count {
      grow()
    } else {
      insert(entries.count - 1, hash)
    }
    return entries.count - 1
  }

  private mutating func insert(_ number: Int, _ hash: XMLNameHash) {
    var slot = hash.slot(of: slots.count)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(number)
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: 2 * slots.count)
    for number in entries.indices { insert(number, XMLNameHash.of(text(number))) }
  }
}
