import Core
import TextKit

extension Finding {
  static var ofdWithoutPages: Finding { Finding("ofd.no-pages", .error) }

  static func ofdWithoutText(pages: Int) -> Finding {
    Finding("ofd.no-text", .error, ["pages": String(pages)])
  }

  static func ofdTooManyPages(limit: Int) -> Finding {
    Finding("ofd.too-many-pages", .error, ["limit": String(limit)])
  }

  static var ofdTooMuch: Finding { Finding("ofd.too-much", .error) }

  static func ofdBadNumber(_ number: OFDNumberFault, in part: String) -> Finding {
    Finding(
      "ofd.bad-number", .error,
      [
        "part": part, "name": number.name, "value": PrintableText.cleaned(String(number.value.prefix(40))),
      ])
  }

  static func ofdBadLocation(_ location: String, in part: String) -> Finding {
    Finding(
      "ofd.bad-location", .error,
      ["location": PrintableText.cleaned(String(location.prefix(200))), "part": part])
  }

  static func ofdTemplateMissing(_ id: String, in part: String) -> Finding {
    Finding(
      "ofd.template-missing", .error, ["id": PrintableText.cleaned(String(id.prefix(40))), "part": part])
  }

  static func ofdTemplateCycle(_ part: String) -> Finding {
    Finding("ofd.template-cycle", .error, ["part": part])
  }

  static var ofdSigned: Finding { Finding("ofd.signed", .note) }
  static var ofdAnnotated: Finding { Finding("ofd.annotations", .note) }
}
