import Core
import DocumentModel
import ReportModel

/// A row whose figures could not be told apart, as its findings speak of it.
struct RowAtFault {
  /// Its label, or the headings over it.
  let name: String
  /// What stands behind its label.
  let raw: String
  let place: Place?
  let cells: [CellID]

  /// - Parameter cells: their positions in the form; the first one's row gives the name.
  init(_ cells: [Int], of form: Form, raw: String, place: Place?) {
    let indicator = form.indicators[form.cells[cells[0]].indicator]
    name =
      indicator.printedLabel.isEmpty ? indicator.block.joined(separator: " / ") : indicator.printedLabel
    self.raw = raw.quoted
    self.place = place
    self.cells = cells.map { form.cells[$0].id }
  }

  fileprivate var places: [Place] { place.map { [$0] } ?? [] }
  fileprivate var cellNames: [String] { cells.map(\.description) }
}

extension String {
  /// As a finding shows it: a cell may hold a page.
  fileprivate var quoted: String {
    let beginning = prefix(400)
    return beginning.endIndex < endIndex ? beginning + "……" : self
  }
}

extension Finding {
  static func noReport(lookedFor forms: [FormID], labels: Int, rows: Int) -> Finding {
    Finding(
      "read.no-report", .error,
      [
        "forms": forms.map(\.description).joined(separator: ", "), "labels": String(labels),
        "rows": String(rows),
      ])
  }

  /// - Parameter number: of the sheet or part, counting from 1.
  static func partLeftOut(_ number: Int, because refusal: Refusal) -> Finding {
    func reason(_ language: Language) -> String { refusal.findings.first?.message(in: language) ?? "" }
    return Finding(
      "read.part-left-out", .note, ["part": String(number)],
      words: ["reason": LocalizedText(chinese: reason(.chinese), english: reason(.english))],
      places: [Place(page: number)])
  }

  static func formTie(chosen: FormID, other: FormID) -> Finding {
    Finding("read.form-tie", .note, ["chosen": chosen.description, "other": other.description])
  }

  static func incompleteForm(_ form: FormID, because reason: LocalizedText) -> Finding {
    Finding("read.incomplete-form", .note, ["form": form.description], words: ["reason": reason])
  }

  static func labelTakenFor(_ indicator: Indicator, _ text: String, _ place: Place?) -> Finding {
    Finding(
      "read.label-taken-for", .note, ["text": text, "label": indicator.printedLabel],
      places: place.map { [$0] } ?? [])
  }

  /// - Parameters:
  ///   - label: the row's, with the headings over it.
  ///   - first: the figures that are printed first, and `second` those that are printed again, of the same cells.
  static func printedTwice(
    _ label: [String], _ first: [Figure], _ second: [Figure], of cells: [CellID]
  ) -> Finding {
    func text(_ figures: [Figure]) -> String {
      figures.map { $0.raw?.quoted ?? $0.amount?.description ?? "" }.joined(separator: ", ")
    }
    return Finding(
      "read.printed-twice", .warning,
      ["row": label.joined(separator: " / "), "first": text(first), "second": text(second)],
      places: [first.first?.place, second.first?.place].compactMap { $0 }, cells: cells.map(\.description))
  }

  /// - Parameters:
  ///   - text: the heading with its figures, as it is kept among what could not be placed.
  ///   - sums: what its parts add up to, column by column.
  static func headingNotSum(_ text: UnplacedText, sums: [Amount]) -> Finding {
    Finding(
      "read.heading-not-sum", .warning,
      ["text": text.text, "sums": sums.map(\.description).joined(separator: ", ")],
      places: text.place.map { [$0] } ?? [])
  }

  /// - Parameter counts: how many pieces of text were left out, by why nobody sees them.
  static func unseen(_ unseen: [UnseenText]) -> Finding {
    let counts = UnseenText.Reason.allCases.compactMap { reason -> (UnseenText.Reason, Int)? in
      let count = unseen.count { $0.reason == reason }
      return count > 0 ? (reason, count) : nil
    }
    func words(_ language: Language) -> String {
      counts.map { "\(MessageCatalogue.shared.word("unseen.\($0.rawValue)", language)) \($1)" }
        .joined(separator: language == .chinese ? "、" : ", ")
    }
    let sample = unseen.lazy.map(\.text).filter { !$0.isEmpty }.prefix(3).map { String($0.prefix(40)) }
    return Finding(
      "read.unseen", .note, ["sample": sample.joined(separator: " | ")],
      words: ["counts": LocalizedText(chinese: words(.chinese), english: words(.english))],
      places: unseen.prefix(3).compactMap(\.place))
  }

  static func rowOfOtherLength(_ row: RowAtFault, expected: Int, found: Int) -> Finding {
    Finding(
      "read.row-of-other-length", .warning,
      ["row": row.name, "raw": row.raw, "expected": String(expected), "found": String(found)],
      places: row.places, cells: row.cellNames)
  }

  static func rowWithParts(_ row: RowAtFault, expected: Int, found: Int) -> Finding {
    Finding(
      "read.row-with-parts", .warning,
      ["row": row.name, "raw": row.raw, "expected": String(expected), "found": String(found)],
      places: row.places, cells: row.cellNames)
  }

  static func unsplittableRow(_ row: RowAtFault, _ readings: String, count: Int) -> Finding {
    Finding(
      "read.unsplittable-row", .warning,
      ["row": row.name, "raw": row.raw, "count": String(count), "readings": readings],
      places: row.places, cells: row.cellNames)
  }

  static func ambiguousRow(_ row: RowAtFault, _ readings: String, count: Int) -> Finding {
    Finding(
      "read.ambiguous-row", .warning,
      ["row": row.name, "raw": row.raw, "count": String(count), "readings": readings],
      places: row.places, cells: row.cellNames)
  }

  static func splitByProse(_ row: RowAtFault, _ readings: String, count: Int) -> Finding {
    Finding(
      "read.split-by-prose", .note,
      ["row": row.name, "raw": row.raw, "count": String(count), "readings": readings],
      places: row.places, cells: row.cellNames)
  }

  static func splitBySums(count: Int, places: [Place], cells: [CellID]) -> Finding {
    Finding(
      "read.split-by-sums", .note, ["count": String(count)], places: places, cells: cells.map(\.description))
  }
}
