import Findings
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
public enum CanonicalXML {
  /// The version that is written.
  public static let version = "1.0"
  public static let namespace = namespacePrefix + "1"
  static let namespacePrefix = "urn:gongkai:report:"

  /// - Parameter forms: the forms that reports may be in.
  /// - Throws: a refusal that names every violation with its line; the first 100 in full.
  public static func read(_ bytes: [UInt8], forms: FormCatalogue = .shared) throws(Refusal) -> [Report] {
    var reader = CanonicalXMLReader(forms)
    return try reader.read(bytes)
  }

  /// - Parameter omitsPersonalData: leaves out the contact and the signatories.
  public static func write(_ reports: [Report], omitsPersonalData: Bool = false) -> [UInt8] {
    var writer = CanonicalXMLWriter(omitsPersonalData: omitsPersonalData)
    return writer.write(reports)
  }
}

extension Format {
  /// Canonical XML, for archives; see `CanonicalXML`.
  public static var xml: Format {
    Format(
      id: "xml", name: LocalizedText(chinese: "规范 XML", english: "Canonical XML"), extensions: ["xml"],
      mediaTypes: ["application/xml", "text/xml"], capabilities: [.lossless, .manyReports],
      reader: .report { source, forms throws(Refusal) in
        try CanonicalXML.read(source.bytes, forms: forms)
      },
      writer: .report { reports, options throws(Refusal) in
        CanonicalXML.write(reports, omitsPersonalData: options.omitsPersonalData)
      },
      identify: { identifyXML($0.prefix(headLength)) })
  }

  /// Yes where the root element is `report` or `reports` and its tag names the namespace, of any major version:
  /// the reader says best what is wrong with another.
  private static func identifyXML(_ head: ArraySlice<UInt8>) -> Identification {
    var head = head
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      head = DecodedText(Array(head.prefix(head.count & ~1))).utf8[...]
    } else if head.starts(with: [0xEF, 0xBB, 0xBF]) {
      head = head.dropFirst(3)
    }
    head = head.drop { $0 <= 0x20 }
    guard let first = head.first else { return .unknown }
    guard first == UInt8(ascii: "<") else { return .no }
    while let rest = skip("<?", "?>", head) ?? skip("<!--", "-->", head) {
      head = rest.drop { $0 <= 0x20 }
    }
    let tag = head.prefix { $0 != UInt8(ascii: ">") }
    let name = tag.dropFirst().prefix { $0 > 0x20 }
    let localName = name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
    guard localName.elementsEqual("report".utf8) || localName.elementsEqual("reports".utf8) else {
      return .unknown
    }
    let namespace = Array(CanonicalXML.namespacePrefix.utf8)
    return tag.indices.contains { tag[$0] == namespace[0] && tag[$0...].starts(with: namespace) }
      ? .yes : .unknown
  }

  /// What follows a piece of markup; nothing where it does not end, nil where there is none.
  private static func skip(
    _ opening: String, _ closing: String, _ text: ArraySlice<UInt8>
  ) -> ArraySlice<UInt8>? {
    guard text.starts(with: opening.utf8) else { return nil }
    let end = Array(closing.utf8)
    for index in text.indices where text[index] == end[0] && text[index...].starts(with: end) {
      return text[(index + end.count)...]
    }
    return []
  }
}
