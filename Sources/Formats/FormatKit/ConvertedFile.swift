import Core

/// What another program made of a file, to be read in its place.
public struct ConvertedFile: Sendable {
  public let bytes: [UInt8]
  /// The id of the format that it is in.
  public let format: String
  /// What is said of the conversion, before anything that is found in the file that was made.
  public let note: Finding

  public init(bytes: [UInt8], format: String, note: Finding) {
    self.bytes = bytes
    self.format = format
    self.note = note
  }
}
