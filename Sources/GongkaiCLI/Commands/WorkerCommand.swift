import ArgumentParser
import FileKit
import Gongkai
import SystemPackage

/// Reads files for another process of this program. It is no command for people.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "worker", shouldDisplay: false)

  /// Whether it answers the lines of a stream.
  @Flag(name: .customLong("stream")) var isOfStream = false

  @OptionGroup var limits: LimitOptions
  @OptionGroup var formFiles: FormOption
  @OptionGroup var crosswalkFiles: CrosswalkOption

  func run() throws {
    let forms = try formFiles.catalogue()
    let converter = Converter(forms: forms, crosswalks: try crosswalkFiles.catalogue(forms))
    do throws(Errno) {
      if isOfStream {
        try converter.serveStream(converter.hello(version: GongkaiCommand.version, limits.limits))
      } else {
        try converter.serve()
      }
    } catch {
      // Whoever asked is gone.
      throw ExitStatus.output
    }
  }
}
