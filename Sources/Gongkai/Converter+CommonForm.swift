import Comparison
import Core
import ReportModel

extension Converter {
  /// A report's figures in a form, so that they stand beside those of another report: by a crosswalk where the
  /// edition is another, by the ids of the cells where only the dialect is.
  ///
  /// - Throws: a refusal where no crosswalk leads there.
  func inForm(_ form: Form, _ report: Report) throws(Refusal) -> ComparedReport {
    if report.form.id.edition == form.id.edition {
      let conversion = report.conversion
      if report.form.id == form.id {
        return ComparedReport(
          report, statistics: report.statistics.rearranged(for: form),
          crosswalks: conversion?.crosswalks ?? [],
          original: conversion?.original ?? report.statistics,
          carried: conversion?.carried ?? report.statistics.cells(without: form))
      }
      if conversion == nil {
        return ComparedReport(
          report, statistics: report.statistics.rearranged(for: form), original: report.statistics,
          carried: report.statistics.cells(without: form))
      }
    }
    let published = report.asPublished
    if published.form.id.edition == form.id.edition {
      var same = try inForm(form, published)
      same.report = report
      return same
    }
    let converted = try convert(published, to: form.id.edition).report
    return ComparedReport(
      report, statistics: converted.statistics.rearranged(for: form),
      crosswalks: converted.conversion?.crosswalks ?? [], original: published.statistics,
      carried: converted.conversion?.carried ?? [])
  }
}

extension Statistics {
  /// The figures of the cells that another form has as well, in that form.
  func rearranged(for other: Form) -> Statistics {
    if form === other { return self }
    var same = Statistics(other)
    for (index, cell) in other.cells.enumerated() { same[index] = self[cell.id] }
    return same
  }

  /// The cells with figures that another form does not have.
  fileprivate func cells(without other: Form) -> [CellID] {
    if form === other { return [] }
    return form.cells.enumerated().filter { self[$0.offset] != nil && other.index(of: $0.element.id) == nil }
      .map(\.element.id)
  }
}
