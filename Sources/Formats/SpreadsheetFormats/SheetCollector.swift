import CanonicalKit
import Core
import DocumentModel
import FormatKit
import ReportModel
import WorkbookKit

/// Collects the sheets of a file, and what is to be said of those that are left out.
struct SheetCollector {
  private var documents: [Document] = []
  private var findings: [Finding] = []
  private var unseen: [UnseenText] = []
  private var hasTidySheet = false
  private var textLength = 0
  private let includesHidden: Bool
  private static let shownPlaces = 5

  init(_ options: ReadOptions = ReadOptions()) { includesHidden = options.includesHidden }

  mutating func add(_ finding: Finding) { findings.append(finding) }

  /// Adds what is to be said of places, the first of which are shown.
  mutating func add(_ places: [Place], _ finding: (_ count: Int, _ shown: [Place]) -> Finding) {
    if places.isEmpty { return }
    findings.append(finding(places.count, Array(places.prefix(Self.shownPlaces))))
  }

  /// Leaves out a sheet that is not shown.
  mutating func leaveOut(_ grid: SheetGrid) {
    var grid = grid
    grid.leaveOutAll()
    unseen += grid.unseen
  }

  mutating func add(_ grid: SheetGrid, name: String) {
    var grid = grid
    if !includesHidden { grid.leaveOutHidden() }
    unseen += grid.unseen
    let repeated = grid.sort()
    if repeated > 0 {
      findings.append(.repeatedCells(in: name, repeated))
    }
    if grid.cells.isEmpty { return }
    if TidyTable.headers.contains(where: grid.begins) {
      hasTidySheet = true
      return
    }
    let layout = SheetLayout(grid)
    textLength += grid.textLength
    if grid.isTooLarge || layout.isTooLarge || textLength > 2 * SheetGrid.maximumText {
      findings.append(
        .sheetTooLarge(name, cells: SheetGrid.maximumCells, megabytes: SheetGrid.maximumText >> 20))
      return
    }
    if layout.droppedColumns > 0 {
      findings.append(
        .sheetTooWide(name, limit: SheetLayout.maximumColumns, dropped: layout.droppedColumns))
    }
    if layout.coveredTexts > 0 {
      findings.append(.coveredCells(in: name, layout.coveredTexts))
    }
    documents.append(
      Document(
        SheetBlocks.blocks(of: layout, page: grid.page) { FigureNotation.figure(from: $0) != nil }))
  }

  /// The documents, the first of them with the findings of all and what was left out. Where all was, it is an empty one.
  ///
  /// - Throws: a refusal where there is nothing at all.
  func finish() throws(Refusal) -> [Document] {
    if documents.isEmpty, !unseen.isEmpty { return [Document(findings: findings, unseen: unseen)] }
    guard !documents.isEmpty else {
      throw Refusal(.input, findings + [hasTidySheet ? .onlyTidySheets : .emptySheets])
    }
    var documents = documents
    documents[0].findings = findings
    documents[0].unseen = unseen
    return documents
  }
}
