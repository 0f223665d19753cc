import Core
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
    self.raw = raw
    self.place = place
    self.cells = cells.map { form.cells[$0].id }
  }

  fileprivate var places: [Place] { place.map { [$0] } ?? [] }
  fileprivate var cellNames: [String] { cells.map(\.description) }
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

  static func labelTakenFor(_ indicator: Indicator, _ text: String, _ place: Place?) -> Finding {
    Finding(
      "read.label-taken-for", .note, ["text": text, "label": indicator.printedLabel],
      places: place.map { [$0] } ?? [])
  }

  static func printedTwice(_ cell: CellID, of form: Form, _ first: Figure, _ second: Figure) -> Finding {
    func text(_ figure: Figure) -> String { figure.raw ?? figure.amount?.description ?? "" }
    return Finding(
      "read.printed-twice", .warning,
      [
        "row": form.labelPath(of: cell).joined(separator: " / "), "first": text(first),
        "second": text(second),
      ],
      places: [first.place, second.place].compactMap { $0 }, cells: [cell.description])
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
