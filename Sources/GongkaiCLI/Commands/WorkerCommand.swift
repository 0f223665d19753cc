import ArgumentParser
import Gongkai
import SystemPackage

/// Reads files for another process of this program. It is no command for people.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "worker", shouldDisplay: false)

  @OptionGroup var formFiles: FormOption

  func run() throws {
    let converter = Converter(forms: try formFiles.catalogue())
    do throws(Errno) {
      try converter.serve()
    } catch {
      // Whoever asked is gone.
      throw ExitStatus.output
    }
  }
}
