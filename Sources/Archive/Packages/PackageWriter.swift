import Core
import Records

/// Takes records one at a time, in the order of the catalogue.
package protocol RecordWriter<Check>: Sendable {
  /// What checking found in one report.
  associatedtype Check: Sendable

  /// - Throws: a refusal where a record cannot be taken; those before stay.
  mutating func add(_ files: [PackedFile], _ entry: ArchiveEntry, _ check: Check) throws(Refusal)
  /// Called once, after the last record.
  mutating func finish() throws(Refusal)
}

/// Writes records into packages, as many as the limits of one ask for. Only the record at hand is in memory.
package struct PackageWriter<Container: PackageContainer, Check: Sendable>: RecordWriter {
  private let fixed: PackageInventory.Fixed
  private let open: @Sendable (Int) throws(Refusal) -> Container
  private let report: @Sendable ([Check]) -> [UInt8]
  private var inventory: PackageInventory
  private var checks: [Check] = []
  private var checkSize = 0
  private var numbers: Set<String> = []
  /// The packages so far; the last is complete after `finish`.
  package private(set) var containers: [Container] = []
  /// The 档号 in each of them.
  package private(set) var contents: [[String]] = []

  /// - Parameters:
  ///   - limits: of one package; nil where nothing is to be split.
  ///   - report: the check report of a package, from what each record brings.
  ///   - open: begins the package of that number, counting from 1.
  package init(
    _ settings: ArchiveSettings, _ packer: FilePacker, form: RecordForm = .files,
    limits: PackageLimits? = PackageLimits(), report: @escaping @Sendable ([Check]) -> [UInt8],
    open: @escaping @Sendable (Int) throws(Refusal) -> Container
  ) {
    fixed = PackageInventory.Fixed(settings, packer, limits, form)
    inventory = PackageInventory(fixed)
    self.report = report
    self.open = open
  }

  /// Adds a record, to the next package where this one would become too large.
  ///
  /// - Throws: a refusal where its 档号 is there already, or where it is too large for a package of its own.
  package mutating func add(_ files: [PackedFile], _ entry: ArchiveEntry, _ check: Check) throws(Refusal) {
    if numbers.contains(entry.number) {
      throw Refusal(.usage, .recordNumberTwice(entry.number))
    }
    var names: Set<String> = []
    for file in files where !names.insert(file.path).inserted {
      throw Refusal(.usage, .packagePathTwice(file.path))
    }
    let size = report([check]).count
    var larger = inventory
    larger.add(files, entry)
    var excess = larger.excess(checkReportSize: checkSize + size)
    if !excess.isEmpty {
      if !inventory.numbers.isEmpty {
        larger = PackageInventory(fixed)
        larger.add(files, entry)
        excess = larger.excess(checkReportSize: size)
        if excess.isEmpty { try close() }
      }
      if !excess.isEmpty { throw Refusal(.input, excess) }
    }
    if containers.count == contents.count { containers.append(try open(containers.count + 1)) }
    inventory = larger
    checks.append(check)
    checkSize += size
    numbers.insert(entry.number)
    for file in files { try containers[containers.count - 1].add(file.path, file) }
  }

  /// Completes the last package.
  package mutating func finish() throws(Refusal) {
    if !inventory.numbers.isEmpty { try close() }
  }

  private mutating func close() throws(Refusal) {
    for file in inventory.closing(checkReport: report(checks)) {
      try containers[containers.count - 1].add(file.path, file)
    }
    try containers[containers.count - 1].finish()
    contents.append(inventory.numbers)
    inventory = PackageInventory(fixed)
    checks = []
    checkSize = 0
  }
}

/// Writes the envelope of one record as a file by itself.
package struct EnvelopeFileWriter<Output: PackageOutput, Check: Sendable>: RecordWriter {
  private let open: @Sendable () throws(Refusal) -> Output
  package private(set) var output: Output?
  package private(set) var number: String?

  package init(open: @escaping @Sendable () throws(Refusal) -> Output) { self.open = open }

  /// - Throws: a `usage` refusal where there is a record already, or its documents stand beside the envelope.
  package mutating func add(_ files: [PackedFile], _ entry: ArchiveEntry, _ check: Check) throws(Refusal) {
    guard number == nil, let envelope = files.first, files.count == 1 else {
      throw Refusal(.usage, files.count == 1 ? .oneEnvelope() : .detachedInFile())
    }
    var output = try open()
    self.output = output
    try output.write(envelope.bytes)
    self.output = output
    number = entry.number
  }

  package mutating func finish() throws(Refusal) {}
}
