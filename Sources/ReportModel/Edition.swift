/// An edition of the form: the legacy sheet, the trial form of 2019, the form of 2021.
public struct Edition: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public var rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  /// 政府信息公开情况统计表, 国办发〔2014〕32号.
  public static let legacy = Edition(rawValue: "legacy")
  /// 国办公开办函〔2019〕60号.
  public static let edition2019 = Edition(rawValue: "2019")
  /// 国办公开办函〔2021〕30号.
  public static let edition2021 = Edition(rawValue: "2021")

  public var description: String { rawValue }
}

/// A form: an edition, and where a province changed it the dialect. The text form is `legacy/shandong`.
public struct FormID: Hashable, Sendable, LosslessStringConvertible {
  public var edition: Edition
  public var dialect: String?

  public init(_ edition: Edition, dialect: String? = nil) {
    self.edition = edition
    self.dialect = dialect
  }

  public init?(_ description: String) {
    let parts = description.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    self.init(Edition(rawValue: String(parts[0])), dialect: parts.count == 2 ? String(parts[1]) : nil)
  }

  public var description: String {
    guard let dialect else { return edition.rawValue }
    return "\(edition.rawValue)/\(dialect)"
  }
}
