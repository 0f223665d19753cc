import Testing

@testable import DataFiles

@Suite struct ByteIndexTests {
  /// Every name is found, and no other, however many there are.
  @Test(arguments: [0, 1, 15, 16, 17, 1000]) func namesAreFound(count: Int) {
    let names = (0..<count).map { "行政.\($0)" }
    var index = ByteIndex(expecting: 4)
    for (number, name) in names.enumerated() { index.insert(number, ByteIndex.hash(name)) }
    for (number, name) in names.enumerated() {
      #expect(index.number(ByteIndex.hash(Array(name.utf8)[...])) { names[$0] == name } == number)
    }
    #expect(index.number(ByteIndex.hash("行政")) { names[$0] == "行政" } == nil)
  }

  /// Names of one hash are told apart by whoever has them.
  @Test func hashesMayCollide() {
    var index = ByteIndex()
    index.insert(0, 7)
    index.insert(1, 7)
    #expect(index.number(7) { $0 == 1 } == 1 && index.number(7) { $0 == 2 } == nil)
  }
}
