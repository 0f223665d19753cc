import Crosswalk
import Envelopes
import FileKit
import Packages
import Records
import ReportModel

/// How packages are made.
public struct ArchiveOptions: Sendable {
  public var settings: ArchiveSettings
  /// The only time in the bytes.
  public var time: ArchiveTime
  /// The program and its version, as they stand in the history of each record.
  public var program: String
  public var profile = ArchiveProfile.transfer
  /// Whether the documents of envelopes stand beside them.
  public var isDetached = false
  public var algorithms: [DigestAlgorithm] = [.sha256]
  public var limits = PackageLimits()
  /// The edition of the tables beside the report.
  public var edition = Edition.edition2021
  public var policy = Conversion.Policy.letter
  /// The format and edition to read as; nil to find out.
  public var format: String?
  public var readsAs: Edition?
  public var overwrites = false
  /// Whether packages are made although an input was refused.
  public var skipsRefused = false
  /// Whether packages are put into their place although verifying finds something wrong: what came garbled has to be
  /// kept as it came, where a person decides so.
  public var keepsFailed = false
  /// How many reports are worked on at a time; nil for one on each core. The bytes are the same.
  public var workers: Int?

  public init(_ settings: ArchiveSettings, time: ArchiveTime, program: String) {
    self.settings = settings
    self.time = time
    self.program = program
  }

  /// What stands for each record.
  var form: RecordForm {
    guard profile == .eep else { return .files }
    var options = EnvelopeOptions(
      creator: settings["移交单位"] ?? settings["立档单位"] ?? settings["全宗名称"] ?? "", time: time.text)
    options.isDetached = isDetached
    return .envelope(options)
  }

  var bagInformation: BagInformation {
    var information = BagInformation(baggingDate: time.day)
    information.sourceOrganization = settings["移交单位"]
    information.contactName = settings["经办人"]
    information.externalDescription = settings["内容描述"]
    information.software = program
    return information
  }
}
