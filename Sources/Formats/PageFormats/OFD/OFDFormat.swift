import Core
import FormatKit

extension Format {
  /// OFD (GB/T 33190), the national format of fixed pages.
  public static var ofd: Format {
    Format(
      id: "ofd", name: LocalizedText(chinese: "OFD 文档", english: "OFD document"),
      extensions: ["ofd"], mediaTypes: ["application/ofd"],
      packaging: .container(mainPart: OFDWriter.firstPage),
      capabilities: [.publication],
      reader: .document { source, _ throws(Refusal) in try OFDReader.read(source) },
      writer: .document { document, options throws(Refusal) in try OFDWriter.write(document, options) },
      identify: { source in source.isContainer { $0.has(OFDReader.entry) } })
  }
}
