import OfficeKit

extension OfficePackage {
  /// Whether bytes are a ZIP container that holds certain parts, without inflating anything. One that is cut off
  /// or otherwise refused may be anything: its name decides, and its reader says what is wrong with it.
  package static func identify(
    _ bytes: ArraySlice<UInt8>, where matches: (OfficePackage) -> Bool
  ) -> Format.Identification {
    guard bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) else { return .no }
    guard let package = try? OfficePackage(Array(bytes)) else { return .unknown }
    return matches(package) ? .yes : .no
  }
}
