import Records

/// A layout of packages that can be verified. Another is one more of these, given to `PackageVerifier`.
package protocol PackageProfile: Sendable {
  var profile: ArchiveProfile { get }

  /// Whether the files look like a package of this layout, by what is there and not by a name outside.
  func recognises(_ contents: PackageContents) -> Bool

  /// Asks every item of the layout.
  ///
  /// - Returns: the number of records, where that is known.
  func verify(_ contents: PackageContents, _ limits: PackageLimits, into log: inout VerificationLog) -> Int?
}
