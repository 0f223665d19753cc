import Findings
import ReportModel

/// Canonical XML, version 1.0: everything that a report holds, and back.
///
/// ```xml
/// <report xmlns="urn:gongkai:report:1" version="1.0" edition="2021" form="1.0">
///   <identity year="2021"><body>…</body><title>…</title></identity>
///   <statistics>
///     <table id="三">
///       <row indicator="applications.received" label="一、本年新收政府信息公开申请数量" unit="件">
///         <figure applicant="naturalPerson" place="t3 r4 c2 l57">3</figure>
/// ```
///
/// A figure's text is its number; `status` is left out where it is exact. Labels and the units of rows are for
/// people: they are not read. Several reports stand in `<reports>`. A newer minor version may bring elements
/// and attributes that this one does not know; a newer major version is refused.
public enum CanonicalXML {
  /// The version that is written.
  public static let version = "1.0"
  public static let namespace = "urn:gongkai:report:1"

  /// How a row is called; a sheet's further columns by their headers too.
  static func label(_ indicator: Indicator, _ cell: FormCell, _ form: Form) -> String {
    let label = form.fullLabel(of: indicator)
    guard let table = form.table(cell.table), table.layout == .sheet, let column = cell.column, column > 0
    else {
      return label
    }
    return "\(label) × \(table.columns[column].label)"
  }
}

extension Format {
  /// Canonical XML, for archives.
  public static var xml: Format {
    Format(
      id: "xml", name: LocalizedText(chinese: "规范 XML", english: "Canonical XML"), extensions: ["xml"],
      mediaTypes: ["application/xml", "text/xml"], capabilities: [.lossless, .manyReports],
      reader: .report { source, forms throws(Refusal) in try CanonicalXMLReader.read(source, forms) },
      writer: .report { reports, options throws(Refusal) in CanonicalXMLWriter.write(reports, options) },
      identify: { head in
        let start = head.drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
        if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) { return .unknown }
        guard start.first == UInt8(ascii: "<") else { return .no }
        let text = String(decoding: start, as: UTF8.self)
        if text.contains(CanonicalXML.namespace) { return .yes }
        return text.hasPrefix("<?xml") ? .unknown : .no
      })
  }
}
