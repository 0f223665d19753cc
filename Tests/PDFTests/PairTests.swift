import Foundation
import Gongkai
import Testing

@Suite struct PairTests {
  @Test(.enabled(if: ProcessInfo.processInfo.environment["PAIRS"] != nil)) func pairs() throws {
    let folder = ProcessInfo.processInfo.environment["PAIRS"] ?? ""
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/v").filter { $0.hasSuffix(".pdf") }
    for name in names.sorted() {
      let stem = name.split(separator: ".")[0]
      let expected = try #require(try Converter().readAll(contentsOf: "\(folder)/src/\(stem).json").first)
      do {
        let report = try #require(try Converter().readAll(contentsOf: "\(folder)/v/\(name)").first)
        var (right, wrong, open) = (0, [String](), [String]())
        for cell in expected.form.cells {
          if expected.form.indicator(of: cell).role == .subtotal { continue }
          guard let old = expected.statistics[cell.id] else { continue }
          guard let new = report.statistics[cell.id] else { open.append("\(cell.id)"); continue }
          if new.value == old.value { right += 1 }
          else if case .exact = new.value { wrong.append("\(cell.id) \(old.value) \(new.value)") }
          else { open.append("\(cell.id):\(new.value) \(new.raw ?? "")") }
        }
        print("\(name): \(right) right, \(wrong.count) wrong, \(open.count) open; \(report.form.id) \(wrong.prefix(4)) \(open.prefix(3)) \(report.unplaced.count) unplaced \(Set(report.findings.map(\.id)).sorted())")
      } catch let error as Refusal {
        print("\(name): REFUSED \(error.findings.map(\.id))")
      }
    }
  }
}
