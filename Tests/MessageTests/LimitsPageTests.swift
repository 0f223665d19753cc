import Foundation
import TestSupport
import Testing

@testable import CanonicalKit
@testable import Collection
@testable import ConvertedFormats
@testable import Core
@testable import DocumentModel
@testable import FileKit
@testable import FormatKit
@testable import Gongkai
@testable import JSONKit
@testable import MarkupKit
@testable import OfficeKit
@testable import PageFormats
@testable import ProcessKit
@testable import Records
@testable import TextFormats
@testable import WorkbookKit
@testable import ZIPKit

/// The page of the documentation on all limits is made from them. GONGKAI_RECORD=1 makes it anew.
@Suite struct LimitsPageTests {
  private struct Row {
    var what: String
    var limit: String
    var place: String
    var refusal: String

    init(_ what: String, _ limit: Int, _ place: String, _ refusal: String) {
      self.what = what
      self.limit = limit >= 1 << 20 && limit % (1 << 20) == 0 ? "\(limit >> 20) MB" : Self.grouped(limit)
      self.place = place
      self.refusal = refusal
    }

    private static func grouped(_ number: Int) -> String {
      let digits = String(number)
      return digits.enumerated().reduce("") { text, digit in
        let left = digits.count - digit.offset
        return text + (digit.offset > 0 && left % 3 == 0 ? "," : "") + String(digit.element)
      }
    }
  }

  private static let document = DocumentSize.Limits()
  private static let xml = XMLLimits()
  private static let zip = ZIPLimits()
  private static let package = PackageLimits()

  private static let sections: [(title: String, rows: [Row])] = [
    (
      "Any file",
      [
        Row("Bytes of a file", FileAccess.maximumSize, "FileKit, before it is read", "file.too-large"),
        Row(
          "Bytes of a form, a crosswalk or rules of one's own", FileAccess.maximumDataSize,
          "FileKit, before it is read", "file.too-large"),
        Row(
          "Bytes of settings", FileAccess.maximumSettingsSize, "FileKit, before it is read", "file.too-large"),
        Row(
          "Folders within each other", FolderWalk.maximumDepth, "FileKit, while they are looked through",
          "file.folders-too-deep"),
        Row("Units of a roster", Roster.maximumUnits, "Collection, while it is read", "roster.too-long"),
      ]
    ),
    (
      "Any document",
      [
        Row(
          "Paragraphs, and rows of tables", document.paragraphs, "DocumentModel, while it is read",
          "read.too-many-paragraphs"),
        Row("Cells of all tables", document.cells, "DocumentModel, while it is read", "read.too-many-cells"),
        Row("Text", document.text, "DocumentModel, while it is read", "read.too-much-text"),
      ]
    ),
    (
      "Text, Markdown and CSV",
      [
        Row(
          "Bytes of a file, blanks and all", TextSize.maximum, "FormatKit, before it is decoded",
          "read.text-too-large"),
        Row("Lines", TextLine.maximumCount, "TextFormats, while they are cut", "read.too-many-lines"),
      ]
    ),
    (
      "Sheets of XLSX, ODS and CSV",
      [
        Row(
          "Filled cells of a sheet", SheetGrid.maximumCells, "WorkbookKit, while it is read",
          "sheet.too-large"),
        Row("Text of a sheet", SheetGrid.maximumText, "WorkbookKit, while it is read", "sheet.too-large"),
        Row("Filled columns that are read", SheetLayout.maximumColumns, "WorkbookKit", "sheet.too-wide"),
      ]
    ),
    (
      "ZIP containers: DOCX, XLSX, ODS, OFD, packages",
      [
        Row("Entries", zip.entryCount, "ZIPKit, in the directory", "zip.too-many-entries"),
        Row(
          "Bytes of an entry when inflated", zip.entrySize,
          "ZIPKit, in the directory and while it is inflated", "zip.entry-too-large"),
        Row("Bytes of all entries", zip.totalSize, "ZIPKit, in the directory", "zip.total-too-large"),
        Row(
          "Times its compressed size that an entry of more than 1 MB may have", zip.ratio,
          "ZIPKit, in the directory and while it is inflated", "zip.ratio-too-high"),
        Row(
          "Elements of a part within each other", OfficeXML.limits.depth, "OfficeKit, while it is read",
          "office.part-limits"),
      ]
    ),
    (
      "XML",
      [
        Row("Bytes", xml.size, "MarkupKit", "xml.too-large"),
        Row("Elements within each other", xml.depth, "MarkupKit, while it is read", "xml.too-deep"),
        Row("Elements", xml.elements, "MarkupKit, while it is read", "xml.too-many-elements"),
        Row(
          "Attributes of an element", xml.attributesOfElement, "MarkupKit, while it is read",
          "xml.too-many-attributes"),
        Row(
          "Names of elements and attributes", xml.names, "MarkupKit, while it is read", "xml.too-many-names"),
        Row("A stretch of text", xml.textLength, "MarkupKit, while it is read", "xml.text-too-long"),
        Row(
          "Elements that are not known and kept", XMLCapture.maximumLength, "CanonicalKit, while it is read",
          "xml.too-much-unknown"),
      ]
    ),
    (
      "JSON",
      [
        Row("Bytes", JSONDocument.maximumSize, "JSONKit", "json.too-large"),
        Row(
          "Objects and arrays within each other", JSONDocument.maximumDepth, "JSONKit, while it is read",
          "json.too-deep"),
        Row(
          "Values and names", JSONDocument.maximumTokens, "JSONKit, while it is read", "json.too-many-values"),
      ]
    ),
    (
      "PDF",
      [
        Row("Pages", PopplerPrograms.maximumPages, "PageFormats", "pdf.too-many-pages"),
        Row("Words", PDFWordParser.maximumWords, "PageFormats, while they are read", "pdf.too-many-words"),
      ]
    ),
    (
      "OFD",
      [
        Row("Pages", OFDReader.maximumPages, "PageFormats", "ofd.too-many-pages"),
        Row("Words", OFDSize.maximumWords, "PageFormats, while they are read", "ofd.too-much"),
        Row("Letters", OFDSize.maximumLetters, "PageFormats, while they are read", "ofd.too-much"),
        Row("Lines that are drawn", OFDSize.maximumRules, "PageFormats, while they are read", "ofd.too-much"),
      ]
    ),
    (
      "Programs that are run; memory and processor time are limited on Linux",
      [
        Row(
          "Seconds in which a file of a batch is read", ReadingWorkers.timeLimitSeconds,
          "Gongkai, by another process", "worker.limits"),
        Row("Memory for that", ReadingWorkers.memoryLimit, "Gongkai, by another process", "worker.crashed"),
        Row("What is read of it", ReadingWorkers.answerLimit, "Gongkai", "worker.output-limit"),
        Row("A line of a stream", StreamLimits.lineLength, "Gongkai, as it comes", "stream.line"),
        Row("What is answered to it", StreamLimits.answerLength, "Gongkai", "worker.output-limit"),
        Row(
          "Seconds of poppler for a file", PopplerPrograms.timeLimitSeconds, "PageFormats", "program.limits"),
        Row(
          "Seconds of a processor for the words of a PDF", PopplerPrograms.secondsForWords, "PageFormats",
          "program.limits"),
        Row("Memory of poppler", PopplerPrograms.memoryLimit, "PageFormats", "pdf.needs-memory"),
        Row("What poppler prints", PopplerPrograms.outputLimit, "PageFormats", "program.output-limit"),
        Row(
          "Seconds of LibreOffice for a file", LibreOffice(path: nil).timeLimitSeconds, "ConvertedFormats",
          "program.limits"),
        Row(
          "Seconds that LibreOffice is silent about several files", LibreOffice(path: nil).patienceSeconds,
          "ConvertedFormats", "program.limits"),
        Row("Memory of LibreOffice", LibreOffice.memoryLimit, "ConvertedFormats", "program.crashed"),
        Row(
          "Seconds of a program named with `exec:`", ExternalProgram("").timeLimitSeconds, "ProcessKit",
          "program.limits"),
        Row(
          "What a program named with `exec:` prints", ExternalProgram("").outputLimit, "ProcessKit",
          "program.output-limit"),
      ]
    ),
    (
      "Packages that are written",
      [
        Row(
          "Bytes of a package", package.packedSize, "Records; more goes into several packages",
          "archive.limit"),
        Row(
          "Bytes of its files", package.unpackedSize, "Records; more goes into several packages",
          "archive.limit"),
        Row("Files", package.entryCount, "Records; more goes into several packages", "archive.limit"),
        Row("Records", package.recordCount, "Records; more goes into several packages", "archive.limit"),
      ]
    ),
  ]

  /// What refuses input for its size, and is named on no line of its own.
  private static let others: Set<String> = [
    // Nothing is refused: tables are found otherwise.
    "page.too-many-lines",
    // What is written, and what is part of a form or a crosswalk.
    "docx.too-many-columns", "sheet.too-many-reports", "crosswalk.lint.too-many-targets",
  ]

  private static var page: String {
    var lines = [
      "# Limits", "", "How large a file may be, and what is said of one that is larger.", "", "## Overview",
      "",
      "Files come from strangers. Each limit is far beyond any report: the longest has some hundreds of pages, the",
      "largest table 2,000 rows of 200 columns. They are counted while a file is read, so that one that is beyond them",
      "costs neither time nor memory.", "",
      "文件可能来自任何人。各项上限都远超任何年度报告，边读边计，超过时立即停止，不耗费时间和内存。",
      "本页由程序中的上限生成。", "",
    ]
    for section in sections {
      lines += [
        "### \(section.title)", "", "| What is limited | Limit | Where it is checked | Refusal |",
        "|---|---|---|---|",
      ]
      lines += section.rows.map { "| \($0.what) | \($0.limit) | \($0.place) | `\($0.refusal)` |" }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  @Test func pageIsCurrent() throws {
    let url = Repository.root.appendingPathComponent("Sources/Gongkai/Gongkai.docc/Limits.md")
    if ProcessInfo.processInfo.environment["GONGKAI_RECORD"] == "1" {
      try Self.page.write(to: url, atomically: true, encoding: .utf8)
    }
    let stored = try? String(contentsOf: url, encoding: .utf8)
    #expect(stored == Self.page, "GONGKAI_RECORD=1 makes the page anew")
  }

  /// Every refusal for size is on the page, and says in both languages what to do.
  @Test func everyRefusalForSizeIsNamed() throws {
    let named = Set(Self.sections.flatMap { $0.rows.map(\.refusal) })
    let refusals = Messages.entries.keys.filter { id in
      id.contains(".too-") || id.contains("-too-") || id.hasSuffix("-limits") || id == "program.limits"
    }
    for id in refusals where !Self.others.contains(id) {
      #expect(named.contains(id), "\(id) is not on the page of limits")
    }
    for id in named {
      let entry = try #require(Messages.entries[id], "\(id)")
      #expect(!entry.remedy.chinese.isEmpty && !entry.remedy.english.isEmpty, "\(id)")
    }
  }
}
