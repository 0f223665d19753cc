import Core
import ReportModel

/// Canonical XML, version 1.0: everything that a report holds, and back.
///
/// ```xml
/// <report xmlns="urn:gongkai:report:1" version="1.0" edition="2021" form="1.0">
///   <identity year="2021"><body>…</body><title>…</title></identity>
///   <statistics>
///     <table id="三" title="三、收到和处理政府信息公开申请情况">
///       <row indicator="applications.received" label="一、本年新收政府信息公开申请数量" unit="件">
///         <figure applicant="naturalPerson" label="自然人" place="t3 r4 c2 l57">3</figure>
/// ```
///
/// A figure's text is its number; `status` is left out where it is exact, and a figure is left out where the
/// source has no such row. Titles, labels and the units of rows stand there for people and are not read. Lists
/// without elements and values that are not known are left out. Elements stand in the order of
/// `XMLElement.structure`, figures in the order of the form: the same report gives the same bytes. Several
/// reports stand in `<reports>`. What XML 1.0 cannot hold is written as `XMLEscapes` says.
///
/// A newer minor version may bring elements and attributes that this one does not know. They are kept, as the
/// XML that they were, in `Report.extensions` under the names `xml:element` and `xml:element@attribute`, and so
/// are elements of other namespaces, which may end any element that holds elements. Attributes of other
/// namespaces are not read. A newer major version is refused.
package enum CanonicalXML {
  /// The version that is written.
  package static let version = "1.0"
  package static let namespace = namespacePrefix + "1"
  package static let namespacePrefix = "urn:gongkai:report:"

  /// - Parameter forms: the forms that reports may be in.
  /// - Throws: a refusal that names every violation with its line; the first 100 in full.
  package static func read(_ bytes: [UInt8], forms: FormCatalogue = .shared) throws(Refusal) -> [Report] {
    var reader = CanonicalXMLReader(forms)
    return try reader.read(bytes)
  }

  /// - Parameter omitsPersonalData: leaves out the contact and the signatories.
  /// - Parameter omitsFindingTexts: leaves out the sentences of findings, which their ids and arguments give.
  package static func write(
    _ reports: [Report], omitsPersonalData: Bool = false, omitsFindingTexts: Bool = false
  ) -> [UInt8] {
    var writer = CanonicalXMLWriter(
      omitsPersonalData: omitsPersonalData, omitsFindingTexts: omitsFindingTexts)
    return writer.write(reports)
  }
}
