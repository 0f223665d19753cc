import SystemPackage

/// Names of files that no person made: programs and systems leave them beside documents while those are open, or for
/// good.
package enum LeftoverName {
  /// Whether a name is one of them.
  package static func matches(_ name: FilePath.Component) -> Bool {
    let bytes = name.bytes
    if starts.contains(where: { bytes.starts(with: $0.utf8) }) { return true }
    return names.contains(String(decoding: bytes, as: UTF8.self).lowercased())
  }

  /// Owner files of Word, Excel and WPS, locks of LibreOffice and copies of WPS, halves of files of macOS.
  private static let starts = ["~$", ".~", "._"]
  private static let names: Set<String> = [".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini"]
}
