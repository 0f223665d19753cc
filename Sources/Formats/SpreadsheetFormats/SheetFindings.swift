import Core

extension Finding {
  // MARK: Files

  static var noSheets: Finding { Finding("sheet.none", .error) }
  static var emptySheets: Finding { Finding("sheet.empty", .error) }
  static var onlyTidySheets: Finding { Finding("sheet.only-tidy", .error) }

  static func openQuote(line: Int) -> Finding {
    Finding("csv.open-quote", .warning, ["line": String(line)], places: [Place(line: line)])
  }

  static func tooManyReports(_ count: Int, limit: Int) -> Finding {
    Finding("sheet.too-many-reports", .error, ["count": String(count), "limit": String(limit)])
  }

  // MARK: Sheets

  static func sheetTooLarge(_ sheet: String, cells: Int, megabytes: Int) -> Finding {
    Finding("sheet.too-large", .warning, ["sheet": sheet, "cells": String(cells), "size": String(megabytes)])
  }

  static func sheetTooWide(_ sheet: String, limit: Int, dropped: Int) -> Finding {
    Finding("sheet.too-wide", .warning, ["sheet": sheet, "limit": String(limit), "count": String(dropped)])
  }

  // MARK: Cells

  static func stringsMissing(in sheet: String, _ count: Int, _ places: [Place]) -> Finding {
    Finding("sheet.string-missing", .warning, ["sheet": sheet, "count": String(count)], places: places)
  }

  static func formulasWithoutValue(in sheet: String, _ count: Int, _ places: [Place]) -> Finding {
    Finding(
      "sheet.formula-without-value", .warning, ["sheet": sheet, "count": String(count)], places: places)
  }

  static func staleFormulas(in sheet: String, _ count: Int, _ places: [Place]) -> Finding {
    Finding("sheet.stale-formula", .warning, ["sheet": sheet, "count": String(count)], places: places)
  }

  static func unclearNumbers(in sheet: String, _ count: Int, _ places: [Place]) -> Finding {
    Finding("sheet.unclear-number", .warning, ["sheet": sheet, "count": String(count)], places: places)
  }

  static func repeatedCells(in sheet: String, _ count: Int) -> Finding {
    Finding("sheet.repeated-cells", .warning, ["sheet": sheet, "count": String(count)])
  }

  static func coveredCells(in sheet: String, _ count: Int) -> Finding {
    Finding("sheet.covered-cells", .note, ["sheet": sheet, "count": String(count)])
  }
}
