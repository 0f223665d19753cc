import Findings
import ReportModel

/// Writes records into transfer packages, as many as the limits of one ask for. Only the record at hand is in memory.
///
/// - `Output`: where the bytes of a package go.
/// - `Check`: what checking found in one report.
public struct TransferWriter<Output: PackageOutput, Check> {
  private let fixed: TransferPackage.Fixed
  private let open: (Int) throws(Refusal) -> Output
  private let report: ([Check]) -> [UInt8]
  private var package: TransferPackage
  private var checks: [Check] = []
  private var checkSize = 0
  private var numbers: Set<String> = []
  /// The packages so far; the last is complete after `finish`.
  public private(set) var outputs: [Output] = []
  /// The 档号 in each of them.
  public private(set) var contents: [[String]] = []

  /// - Parameters:
  ///   - report: the check report of a package, from what each record brings.
  ///   - open: begins the package of that number, counting from 1.
  public init(
    _ settings: ArchiveSettings, algorithms: [DigestAlgorithm] = [.sha256],
    limits: PackageLimits = PackageLimits(), report: @escaping ([Check]) -> [UInt8],
    open: @escaping (Int) throws(Refusal) -> Output
  ) {
    fixed = TransferPackage.Fixed(settings, algorithms, limits)
    package = TransferPackage(fixed)
    self.report = report
    self.open = open
  }

  /// Adds a record, to the next package where this one would become too large.
  ///
  /// - Throws: a refusal where its 档号 is there already, or where it is too large for a package of its own.
  public mutating func add(_ record: ArchiveRecord, _ entry: ArchiveEntry, _ check: Check) throws(Refusal) {
    if numbers.contains(entry.number) {
      throw Refusal(.usage, Finding("archive.number-twice", .error, ["number": entry.number]))
    }
    let files = try RecordLayout.files(record, entry, fixed.settings)
    var names: Set<String> = []
    for file in files where !names.insert(file.path).inserted {
      throw Refusal(.usage, Finding("archive.path-twice", .error, ["path": file.path]))
    }
    let size = report([check]).count
    var larger = package
    larger.add(files, entry)
    var excess = larger.excess(checkReportSize: checkSize + size)
    if !excess.isEmpty {
      if package.recordCount > 0 {
        larger = TransferPackage(fixed)
        larger.add(files, entry)
        excess = larger.excess(checkReportSize: size)
        if excess.isEmpty { try close() }
      }
      if !excess.isEmpty { throw Refusal(.input, excess) }
    }
    if outputs.count == contents.count {
      outputs.append(try open(outputs.count + 1))
    }
    package = larger
    checks.append(check)
    checkSize += size
    numbers.insert(entry.number)
    try outputs[outputs.count - 1].write(package.takeBytes())
  }

  /// Completes the last package.
  public mutating func finish() throws(Refusal) {
    if package.recordCount > 0 { try close() }
  }

  private mutating func close() throws(Refusal) {
    try outputs[outputs.count - 1].write(package.finish(checkReport: report(checks)))
    contents.append(package.numbers)
    package = TransferPackage(fixed)
    checks = []
    checkSize = 0
  }
}
