/// The layouts of packages.
public enum ArchiveProfile: String, CaseIterable, Sendable {
  /// 档发〔2012〕7号, annex 2, and DA/T 93-2022.
  case transfer
  /// DA/T 48-2009.
  case eep
  /// RFC 8493.
  case bagit
}
