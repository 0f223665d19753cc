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

/// Has another program make files that are read here of files that are not. It is started once for several.
public struct FileConversion: Sendable {
  private let convert: @Sendable ([SourceBytes]) -> [Result<ConvertedFile, Refusal>]

  /// - Parameter convert: what comes of each file, in their order; that of one does not depend on the others.
  public init(_ convert: @escaping @Sendable ([SourceBytes]) -> [Result<ConvertedFile, Refusal>]) {
    self.convert = convert
  }

  public func callAsFunction(_ sources: [SourceBytes]) -> [Result<ConvertedFile, Refusal>] {
    convert(sources)
  }

  public func callAsFunction(_ source: SourceBytes) throws(Refusal) -> ConvertedFile {
    // One for one, as it says of itself.
    try convert([source])[0].get()
  }
}
