import CLibXML2
import Foundation

/// libxml2's judgement of a document by an XML Schema.
public enum XMLSchemaValidator {
  public struct Failure: Error {}

  /// - Parameter schema: its path in the repository.
  /// - Returns: what is wrong first; nil where the document is valid.
  public static func complaint(_ bytes: [UInt8], schema: String) throws -> String? {
    let path = Repository.root.appendingPathComponent(schema).path
    guard let parser = xmlSchemaNewParserCtxt(path) else { throw Failure() }
    defer { xmlSchemaFreeParserCtxt(parser) }
    guard let schema = xmlSchemaParse(parser) else { throw Failure() }
    defer { xmlSchemaFree(schema) }
    let flags = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
    let document = bytes.withUnsafeBytes { buffer in
      xmlReadMemory(
        buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), nil, nil, flags)
    }
    guard let document else { return "not well-formed" }
    defer { xmlFreeDoc(document) }
    guard let validator = xmlSchemaNewValidCtxt(schema) else { throw Failure() }
    defer { xmlSchemaFreeValidCtxt(validator) }
    let complaints = Complaints()
    xmlSchemaSetValidStructuredErrors(
      validator,
      { opaque, error in
        guard let opaque, let message = error?.pointee.message else { return }
        Unmanaged<Complaints>.fromOpaque(opaque).takeUnretainedValue().all.append(String(cString: message))
      }, Unmanaged.passUnretained(complaints).toOpaque())
    let status = withExtendedLifetime(complaints) { xmlSchemaValidateDoc(validator, document) }
    if status < 0 { throw Failure() }
    return status == 0 ? nil : complaints.all.first ?? "invalid"
  }

  private final class Complaints {
    var all: [String] = []
  }
}
