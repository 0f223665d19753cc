/// The hash algorithm of GB/T 32905-2016, piece by piece. The names are those of the standard.
struct SM3: Sendable {
  private static let blockSize = 64

  private var chain = SIMD8<UInt32>(
    0x7380_166F, 0x4914_B2B9, 0x1724_42D7, 0xDA8A_0600, 0xA96F_30BC, 0x1631_38AA, 0xE38D_EE4D, 0xB0FB_0E4E)
  /// What does not fill a block yet.
  private var rest: [UInt8] = []
  private var count: UInt64 = 0

  init() { rest.reserveCapacity(2 * Self.blockSize) }

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    count += UInt64(bytes.count)
    var start = 0
    if !rest.isEmpty {
      start = min(Self.blockSize - rest.count, bytes.count)
      rest.append(contentsOf: bytes[..<start])
      if rest.count < Self.blockSize { return }
      let block = rest
      block.withUnsafeBytes { compress($0) }
      rest.removeAll(keepingCapacity: true)
    }
    let whole = (bytes.count - start) / Self.blockSize * Self.blockSize
    if whole > 0 { compress(UnsafeRawBufferPointer(rebasing: bytes[start..<start + whole])) }
    rest.append(contentsOf: bytes[(start + whole)...])
  }

  consuming func finish() -> [UInt8] {
    let bitCount = count &* 8
    var tail = rest
    tail.append(0x80)
    while tail.count % Self.blockSize != 56 { tail.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      tail.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
    }
    tail.withUnsafeBytes { compress($0) }
    return (0..<8).flatMap { index in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: chain[index] >> UInt32($0)) }
    }
  }

  /// CF over whole blocks.
  private mutating func compress(_ bytes: UnsafeRawBufferPointer) {
    var chain = chain
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 68) { words in
      // Bounds are known: 68 words, and blocks of 64 bytes.
      guard let word = words.baseAddress, let source = bytes.baseAddress else { return }
      for offset in stride(from: 0, to: bytes.count, by: Self.blockSize) {
        for index in 0..<16 {
          word[index] = UInt32(
            bigEndian: source.loadUnaligned(fromByteOffset: offset + 4 * index, as: UInt32.self))
        }
        for index in 16..<68 {
          let mixed = word[index - 16] ^ word[index - 9] ^ word[index - 3].rotated(15)
          let permuted = mixed ^ mixed.rotated(15) ^ mixed.rotated(23)
          word[index] = permuted ^ word[index - 13].rotated(7) ^ word[index - 6]
        }
        chain ^= Self.rounds(chain, word)
      }
    }
    self.chain = chain
  }

  private static func rounds(_ chain: SIMD8<UInt32>, _ word: UnsafeMutablePointer<UInt32>) -> SIMD8<UInt32> {
    var (a, b, c, d) = (chain[0], chain[1], chain[2], chain[3])
    var (e, f, g, h) = (chain[4], chain[5], chain[6], chain[7])
    var constant: UInt32 = 0x79CC_4519
    for round in 0..<16 {
      let turned = a.rotated(12)
      let ss1 = (turned &+ e &+ constant).rotated(7)
      let tt1 = (a ^ b ^ c) &+ d &+ (ss1 ^ turned) &+ (word[round] ^ word[round + 4])
      let tt2 = (e ^ f ^ g) &+ h &+ ss1 &+ word[round]
      (d, c, b, a) = (c, b.rotated(9), a, tt1)
      (h, g, f, e) = (g, f.rotated(19), e, tt2 ^ tt2.rotated(9) ^ tt2.rotated(17))
      constant = constant.rotated(1)
    }
    // T of the later rounds, turned by 16.
    constant = (0x7A87_9D8A as UInt32).rotated(16)
    for round in 16..<64 {
      let turned = a.rotated(12)
      let ss1 = (turned &+ e &+ constant).rotated(7)
      let majority = (a & b) | (a & c) | (b & c)
      let choice = (e & f) | (~e & g)
      let tt1 = majority &+ d &+ (ss1 ^ turned) &+ (word[round] ^ word[round + 4])
      let tt2 = choice &+ h &+ ss1 &+ word[round]
      (d, c, b, a) = (c, b.rotated(9), a, tt1)
      (h, g, f, e) = (g, f.rotated(19), e, tt2 ^ tt2.rotated(9) ^ tt2.rotated(17))
      constant = constant.rotated(1)
    }
    return SIMD8(a, b, c, d, e, f, g, h)
  }
}

extension UInt32 {
  @inline(__always)
  fileprivate func rotated(_ count: UInt32) -> UInt32 { self << count | self >> (32 - count) }
}
