import Core
import FileKit
import Packages
import ProcessKit
import Records
import Rendering
import Synchronization

/// Works on several reports at once and writes them in the order of the inputs: numbers and bytes are the same on
/// every machine. Each core holds one input at a time, also while it waits for its turn.
struct PackingLine {
  /// How far it came.
  struct Outcome<Writer: RecordWriter>: Sendable {
    var writer: Writer
    /// The gravest of what was found in inputs that were not refused.
    var worst: Severity?
    var refusals: [Refusal] = []
    /// What is no fault of an input and ended the work.
    var failure: Refusal?
  }

  private struct Packed: Sendable {
    let record: RecordMaker.Numbered
    let files: [PackedFile]
  }

  private let maker: RecordMaker
  private let options: ArchiveOptions
  private let packer: FilePacker

  init(_ converter: Converter, _ options: ArchiveOptions, _ packer: FilePacker) {
    maker = RecordMaker(converter, options)
    self.options = options
    self.packer = packer
  }

  func run<Writer: RecordWriter<RenderedCheck>>(
    _ inputs: [FilePath], into writer: Writer, _ tell: ArchiveMaker.Listener
  ) -> Outcome<Writer> {
    let outcome = Mutex(Outcome(writer: writer))
    let items = Mutex<[String: Int]>([:])
    let hasFailed = Atomic(false)
    let numbering = OrderedSection()
    let writing = OrderedSection()
    ParallelWork.forEach(inputs.count, workers: options.workers) { index in
      // Where nothing can be written, the rest need not be read.
      let drafts = Result { () throws(Refusal) in
        hasFailed.load(ordering: .relaxed) ? [] : try maker.drafts(of: inputs[index])
      }
      let numbered = numbering.enter(index) {
        items.withLock { items in
          Result { () throws(Refusal) in try number(try drafts.get(), &items) }
        }
      }
      let packed = Result { () throws(Refusal) in try pack(try numbered.get()) }
      writing.enter(index) {
        outcome.withLock { outcome in
          write(packed, inputs[index], to: &outcome, tell)
          if outcome.failure != nil { hasFailed.store(true, ordering: .relaxed) }
        }
      }
    }
    return outcome.withLock { $0 }
  }

  /// Gives each report of an input the next number of its year; none where one of them cannot be packed.
  private func number(
    _ drafts: [RecordMaker.Draft], _ items: inout [String: Int]
  ) throws(Refusal) -> [RecordMaker.Numbered] {
    let before = items
    var records: [RecordMaker.Numbered] = []
    do throws(Refusal) {
      for draft in drafts {
        let year = ArchiveEntry.year(of: draft.report, options.settings) ?? ""
        let item = items[year] ?? Int(options.settings["起始件号"] ?? "") ?? 1
        records.append(try maker.record(draft, item: item))
        items[year] = item + 1
      }
    } catch {
      items = before
      throw error
    }
    return records
  }

  private func pack(_ records: [RecordMaker.Numbered]) throws(Refusal) -> [Packed] {
    var packed: [Packed] = []
    for record in records { packed.append(Packed(record: record, files: try maker.files(record, packer))) }
    return packed
  }

  private func write<Writer: RecordWriter<RenderedCheck>>(
    _ packed: Result<[Packed], Refusal>, _ input: FilePath, to outcome: inout Outcome<Writer>,
    _ tell: ArchiveMaker.Listener
  ) {
    if outcome.failure != nil { return }
    do throws(Refusal) {
      for record in try packed.get() {
        let findings = record.record.findings
        tell.findings(input, findings)
        outcome.worst = (findings.map(\.severity) + (outcome.worst.map { [$0] } ?? [])).max()
        // After a refusal the rest is looked at, so that all refusals are named at once.
        if outcome.refusals.isEmpty || options.skipsRefused {
          try outcome.writer.add(record.files, record.record.entry, record.record.check)
        }
      }
    } catch {
      // What cannot be written is no fault of the input.
      if error.kind == .output {
        outcome.failure = error
      } else {
        outcome.refusals.append(error)
        tell.findings(input, error.findings)
        tell.refusal(input, error)
      }
    }
  }
}
