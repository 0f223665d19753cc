import Core
import JSONKit
import ReportModel

/// Canonical JSON, version 1.0: everything that a report holds, and back.
///
/// A report is one object:
///
///     {
///       "gongkai": "1.0",             version of this format
///       "edition": "2021",            the form: edition, dialect where it has one, and the form's own version
///       "form": "1.0",
///       "identity": { "body": …, "year": 2023, "title": …, "period": {"start": …, "end": …}, … },
///       "statistics": {               figures by indicator and applicant, their ids split at the points
///         "applications": { "received": { "naturalPerson": 12, …, "total": 14 }, … }, …
///       },
///       "cells": {                    what does not follow from the plain number
///         "applications.received@total": {"status": "derived", "place": "t2 r3 c8 l57"}, …
///       },
///       "sections": [ {"heading": …, "level": 1, "paragraphs": [ {"text": …, "place": …} ]} ],
///       "jointFigures": [ {"terms": ["+a@total", "-b@total"], "atLeast": 3, "atMost": 3} ],
///       "conversion": { "edition": "legacy", …, "statistics": …, "cells": …, "carried": ["response.topics"] },
///       "evidence": …, "unplaced": …, "findings": …, "source": {"name": …, "size": …, "sha256": …, …}
///     }
///
/// In `statistics` stands a number where the figure is exact or derived, with the digits as printed; `null` for
/// any other figure, whose entry in `cells` says what it is; and nothing where the source has no such row. What
/// an entry does not say is as in an exact figure of which nothing more is known. Lists without elements and
/// members without a value are left out. Members stand in the order above, cells in the order of the form:
/// the same report gives the same bytes. Several reports are `{"gongkai": "1.0", "reports": [ … ]}`.
///
/// Members may stand in any order when read. A newer minor version may bring members that this one does not
/// know; they are kept in `Report.extensions`, with the version as the member `gongkai` of the root, and
/// written again. Members that stood beside `reports` are kept by the first report under the parent `..`. So is
/// `$schema`, which any version may have and which changes nothing; none is written of our own, since `gongkai`
/// names the format and both schemas describe it. Newer words for the scheme of an identifier are kept too.
///
/// Findings carry their sentences in both languages for those who have no catalogue. Where the catalogue has the
/// id, they are not read but written anew from the id and the arguments.
package enum CanonicalJSON {
  /// The version that is written.
  package static let version = "1.0"
  package static let majorVersion = 1

  /// - Parameter forms: the forms that reports may be in.
  /// - Throws: a refusal that names every violation with its JSON pointer and line; the first 100 in full.
  package static func read(_ bytes: [UInt8], forms: FormCatalogue = .shared) throws(Refusal) -> [Report] {
    var reader = CanonicalJSONReader(JSONDocument(bytes), forms)
    return try reader.read()
  }

  /// - Parameter omitsPersonalData: leaves out the contact and the signatories.
  /// - Parameter omitsFindingTexts: leaves out the sentences of findings, which their ids and arguments give.
  /// - Parameter isCompact: leaves out places, lineage, spaces and line ends. The schema holds: it requires neither.
  /// - Parameter isOneLine: leaves out spaces and line ends alone.
  /// - Throws: a refusal where an extension is not JSON.
  package static func write(
    _ reports: [Report], omitsPersonalData: Bool = false, omitsFindingTexts: Bool = false,
    isCompact: Bool = false, isOneLine: Bool = false
  ) throws(Refusal) -> [UInt8] {
    var reports = reports
    if omitsPersonalData {
      for index in reports.indices {
        reports[index].identity.contact = nil
        reports[index].identity.signatories = []
      }
    }
    var writer = CanonicalJSONWriter(
      omitsFindingTexts: omitsFindingTexts, isCompact: isCompact, isOneLine: isOneLine)
    let bytes = writer.write(reports)
    if reports.allSatisfy(\.extensions.isEmpty) { return bytes }
    return try JSONExtensions.merge(
      into: bytes, of: reports, isCompact: isCompact, isOneLine: isOneLine)
  }
}
