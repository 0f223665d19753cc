import TestSupport
import Testing

@testable import Core

/// The text form of a place is the same in every output, and is read back as the same place.
@Suite struct PlaceTests {
  @Test(arguments: [
    (Place(page: 3), "p3"), (Place(line: 57), "l57"),
    (Place(page: 3, table: 2, row: 4, column: 7, line: 57, bytes: 1204..<1210), "p3 t2 r4 c7 l57 b1204-1210"),
    (Place(bytes: 0..<0), "b0-0"), (Place(row: 1, column: 1), "r1 c1"),
    (Place(page: Place.maximum), "p4294967294"),
  ])
  func textForm(place: Place, text: String) {
    #expect(place.description == text)
    #expect(Place(text) == place)
  }

  @Test(arguments: [
    "p0", "p", "p01", "x1", "p1  r2", " p1", "p1 ", "r2 p1", "p1 p2", "b1", "b5-4", "b1-", "b01-2",
    "p4294967295",
    "p1,r2", "p-1", "",
  ])
  func nothingElseIsAPlace(text: String) {
    #expect(Place(text) == nil)
  }

  @Test func everyPlaceComesBack() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<300 {
      func number() -> Int? {
        random.chance(1, of: 2) ? Int.random(in: 1...Place.maximum, using: &random) : nil
      }
      let start = Int.random(in: 0..<1000, using: &random)
      let place = Place(
        page: number(), table: number(), row: number(), column: number(), line: number(),
        bytes: random.chance(1, of: 2) ? start..<start + Int.random(in: 0..<9, using: &random) : nil)
      #expect(place == Place() ? place.description.isEmpty : Place(place.description) == place)
      #expect(place.description.utf8.count <= Place.maximumTextCount)
    }
  }

  /// Out of range is not another place.
  @Test func numbersAreKeptWithinTheirRange() {
    #expect(Place(page: 0).page == nil)
    #expect(Place(page: -4).page == nil)
    var place = Place(page: 1, bytes: 1..<2)
    place.page = nil
    place.bytes = nil
    #expect(place == Place())
  }
}
