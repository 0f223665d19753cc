import Foundation
import ReportModel

@testable import FormatKit
@testable import Gongkai
@testable import ZIPKit

extension FuzzTarget {
  /// Every format whose files are text or containers; containers as a whole; pages saved as a message; and what says
  /// which format a file has. Canonical JSON is what programs of the user's answer with as well.
  static let readers: [FuzzTarget] =
    converter.formats.formats.filter { $0.reader != nil && $0.packaging != .opaque }.map(reader)
    + [
      FuzzTarget(name: "zip", seeds: { try files(of: "docx") }) { read($0, as: "docx") },
      FuzzTarget(name: "mhtml", seeds: { try files(of: "html").map(message) }, words: messageWords) {
        read($0, as: "html")
      },
      FuzzTarget(name: "identify", seeds: identified) { bytes in
        for name in [nil, "a.doc", "a.et", "a.pdf", "a.html"] {
          _ = try? converter.identify(SourceBytes(name: name, bytes: bytes))
        }
      },
    ]

  private static func reader(of format: Format) -> FuzzTarget {
    guard case .container(let part) = format.packaging else {
      return FuzzTarget(name: format.id, seeds: { try files(of: format.id) }, words: labels) {
        read($0, as: format.id)
      }
    }
    // Of a whole file the fuzzer replaces the part that matters: a container of random bytes is never opened.
    let template = (try? files(of: format.id).first).flatMap { try? ZIPArchive($0) }
    return FuzzTarget(
      name: format.id,
      seeds: { try files(of: format.id).compactMap { try ZIPArchive($0).contents(of: part) } }
    ) { bytes in
      guard let template else { return }
      read(template.file(replacing: { $0 == part ? bytes : nil }), as: format.id)
    }
  }

  /// Whatever the bytes are, a reader reads or refuses them, and what it read can be checked, converted, compared and
  /// written.
  private static func read(_ bytes: [UInt8], as format: String) {
    guard let reports = try? converter.readAll(bytes: bytes, name: nil, as: format) else { return }
    // The rest costs more than reading, and needs fewer inputs.
    for report in reports where bytes.count % 4 == 0 {
      _ = converter.check(report)
      guard let (current, _) = try? converter.convert(report, to: .edition2021) else { continue }
      _ = try? converter.compare(report, current)
      guard bytes.count % 8 == 0 else { continue }
      for written in ["json", "xml", "docx", "xlsx", "html", "csv"] {
        _ = try? converter.bytes(of: [current], as: written)
      }
    }
  }

  // MARK: Seeds

  /// A file of each example, or the sample that stands beside the page of a format that is not written.
  private static func files(of id: String) throws -> [[UInt8]] {
    guard let format = converter.formats.format(named: id), let ending = format.extensions.first else {
      return []
    }
    if format.writer == nil { return try Examples.named("sample.\(ending)") }
    return try Examples.named("2021.\(ending)") + (id == "text" ? Examples.named("input.txt") : [])
  }

  private static func identified() throws -> [[UInt8]] {
    try ["sample.doc", "sample.ods", "sample.pdf", "2021.docx", "2021.html", "2021.json", "2021.csv"]
      .flatMap { try Examples.named($0).prefix(1) }
  }

  private static let messageWords = [
    "MIME-Version: 1.0", "Content-Type: multipart/related; boundary=\"b\"", "Content-Type: text/html",
    "Content-Type: text/css", "Content-Transfer-Encoding: base64", "quoted-printable", "\r\n--b\r\n",
    "--b--", "=\r\n", "=3D",
  ]

  private static func message(_ page: [UInt8]) -> [UInt8] {
    let body = Data(page).base64EncodedString(options: [.lineLength76Characters])
    let head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n"
    let part = "--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    let sheet = "\r\n--b\r\nContent-Type: text/css\r\n\r\n.a=3D{display:none}\r\n--b--\r\n"
    return Array((head + part + body + sheet).utf8)
  }

  /// The labels of all forms, which open the ways into recognition.
  static let labels: [String] = {
    let forms = FormCatalogue.shared.forms
    return Array(Set(forms.flatMap { $0.indicators.map(\.label) + $0.sections })).sorted()
      + ["自然人", "总计", "统计指标", "信息内容", "单位：件", "<td colspan=", "rowspan=", "hidden", "display:none"]
  }()
}

extension ZIPArchive {
  /// The same container with other contents, where there are some for an entry's name.
  func file(replacing contents: (String) -> [UInt8]?) -> [UInt8] {
    var builder = ZIPBuilder()
    for entry in entries where !entry.isFolder {
      guard let bytes = contents(entry.name) ?? (try? self.contents(of: entry)) else { continue }
      builder.add(entry.name, bytes, isStored: true)
    }
    return builder.finish()
  }
}
