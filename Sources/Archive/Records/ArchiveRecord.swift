import Core

/// A report as an archive keeps it: the files that make it up, how it is numbered, and what was done with it.
package struct ArchiveRecord: Sendable {
  /// 档号, unique within the fonds.
  package var number: String
  /// The file as received first, then what was made of it.
  package var files: [ArchiveFile]
  /// What was done with it, in order.
  package var history: [ProcessingStep]

  package init(number: String, files: [ArchiveFile], history: [ProcessingStep]) {
    self.number = number
    self.files = files
    self.history = history
  }
}

/// A file of a record or of a package.
package struct ArchiveFile: Hashable, Sendable {
  /// What a file is for.
  package enum Role: String, CaseIterable, Sendable {
    /// The report as it came, byte for byte.
    case received
    /// The report in canonical XML, from which everything else can be made again.
    case canonicalXML
    /// The current form as a page.
    case page
    /// The current form as a Word file.
    case document
    /// What became of each figure.
    case ledger
    /// DA/T 46 metadata.
    case metadata
    /// An envelope with all of the others.
    case envelope
  }

  package var role: Role
  /// Without a folder.
  package var name: String
  package var mediaType: String
  package var bytes: [UInt8]

  package init(_ role: Role, name: String, mediaType: String, bytes: [UInt8]) {
    self.role = role
    self.name = name
    self.mediaType = mediaType
    self.bytes = bytes
  }
}

/// One step in the life of a record: 业务 of DA/T 46.
package struct ProcessingStep: Hashable, Sendable {
  package enum Action: String, CaseIterable, Sendable {
    case received, converted, checked, packed

    /// As DA/T 46 metadata name it.
    package var name: LocalizedText {
      let words = MessageCatalogue.shared
      return switch self {
      case .received: words.word("archive.action.received")
      case .converted: words.word("archive.action.converted")
      case .checked: words.word("archive.action.checked")
      case .packed: words.word("archive.action.packed")
      }
    }
  }

  package var action: Action
  /// ISO 8601 with its zone, such as `2026-11-21T09:00:00+08:00`.
  package var time: String
  /// The program and its version.
  package var program: String
  /// What was done it with: the crosswalk and policy, or the outcome.
  package var description: LocalizedText

  package init(_ action: Action, time: String, program: String, description: LocalizedText) {
    self.action = action
    self.time = time
    self.program = program
    self.description = description
  }
}
