import Core
import Dispatch
import FileKit
import ProcessKit
import SystemPackage

/// A file for LibreOffice.
struct OfficeFile {
  let bytes: [UInt8]
  let kind: OfficeFileKind
}

/// LibreOffice as a converter: without a window, with a profile of its own that is gone afterwards, without
/// macros and without fetching anything. See `OutsideNames` for what keeps it from that.
struct LibreOffice {
  /// Where the program stands; nil where it is not installed.
  var path: String?
  var timeLimitSeconds = 90
  static let memoryLimit = 4 << 30
  /// Where its folders are made.
  var temporaryFolders = TemporaryFolder.parent
  /// Where it may write besides, for tests that look at it.
  var watchedFolders: [String] = []

  static var installed: LibreOffice {
    LibreOffice(
      path: ExternalProgram.find([
        "soffice", "libreoffice", "/usr/lib/libreoffice/program/soffice",
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
      ]))
  }

  /// How long it may be silent about several files before the one that it is at is tried by itself.
  var patienceSeconds = 30

  /// Each takes a processor and some hundred megabytes: a folder of files must not start them all at once.
  private static let places = DispatchSemaphore(value: SystemCalls.coreCount)

  /// Each file as DOCX or XLSX, with as few starts of the program as possible. What a start of several does not give is
  /// tried alone, with the limits of one: what comes of a file never depends on those beside it.
  func converted(_ files: [OfficeFile]) -> [Result<[UInt8], Refusal>] {
    guard let path else { return files.map { .failure(Refusal(.input, .libreOfficeMissing($0.kind))) } }
    var results = [Result<[UInt8], Refusal>?](repeating: nil, count: files.count)
    for isWorkbook in [false, true] {
      var waiting = files.indices.filter { files[$0].kind.isWorkbook == isWorkbook }
      while waiting.count > 1 {
        let run = started(waiting.map { files[$0] }, by: path)
        for (index, bytes) in zip(waiting, run.made) {
          if let bytes { results[index] = .success(bytes) }
        }
        for doubtful in run.doubtful { results[waiting[doubtful]] = alone(files[waiting[doubtful]], path) }
        waiting = Array(waiting[run.end...])
      }
      for index in waiting { results[index] = alone(files[index], path) }
    }
    return zip(files, results).map { file, result in
      result ?? .failure(Refusal(.input, .libreOfficeFailed(file.kind)))
    }
  }

  private func alone(_ file: OfficeFile, _ path: String) -> Result<[UInt8], Refusal> {
    let run = started([file], by: path)
    if let failure = run.failure { return .failure(failure) }
    guard case let made?? = run.made.first else {
      return .failure(Refusal(.input, .libreOfficeFailed(file.kind)))
    }
    return .success(made)
  }

  /// What a start of the program gave.
  private struct Run {
    /// The file that was made of each; nil where none was.
    var made: [[UInt8]?]
    /// Why the program did not come to its end.
    var failure: Refusal?

    /// Files that it left out, and those that it may have been at when it was ended.
    var doubtful: [Int] {
      made.indices.filter { $0 < end && (made[$0] == nil || failure != nil && $0 >= (last ?? 0)) }
    }

    /// Those from here on it has not come to.
    var end: Int { failure == nil ? made.count : min(made.count, (last ?? -1) + 2) }

    /// It takes them in their order.
    private var last: Int? { made.lastIndex { $0 != nil } }
  }

  private func started(_ files: [OfficeFile], by path: String) -> Run {
    Self.places.wait()
    defer { Self.places.signal() }
    var run = Run(made: files.map { _ in nil })
    do throws(Refusal) {
      let folder = try preparedFolder(files)
      do throws(Refusal) {
        _ = try program(path, files, folder).run([], failing: .input)
      } catch {
        run.failure = error
      }
      for (number, file) in files.enumerated() {
        let made = folder.read("out/\(number).\(file.kind.target)", limit: FileAccess.maximumSize)
        if let made, !made.isEmpty { run.made[number] = made }
      }
    } catch {
      run.failure = error
    }
    return run
  }

  private func program(
    _ path: String, _ files: [OfficeFile], _ folder: borrowing TemporaryFolder
  ) -> ExternalProgram {
    let isWorkbook = files.contains(where: \.kind.isWorkbook)
    let filter = isWorkbook ? "xlsx:Calc MS Excel 2007 XML" : "docx:MS Word 2007 XML"
    var program = ExternalProgram(
      path,
      [
        "-env:UserInstallation=\(folder.url(of: "profile"))", "--headless", "--invisible", "--norestore",
        "--nolockcheck", "--nologo", "--nodefault", "--nofirststartwizard", "--convert-to", filter,
        "--outdir", folder.path(of: "out"),
      ])
    for (number, file) in files.enumerated() {
      program.arguments.append(folder.path(of: "\(number).\(file.kind.fileExtension)"))
    }
    // It says a line for each file that it has opened.
    program.timeLimitSeconds = files.count == 1 ? timeLimitSeconds : min(patienceSeconds, timeLimitSeconds)
    program.countsTimeFromOutput = true
    program.outputLimit = 1 << 20
    program.resources = ResourceLimits(
      memory: Self.memoryLimit, processorSeconds: timeLimitSeconds * files.count)
    program.complaints = .dropped
    // What it leaves where it is killed goes with the folder, and nothing of the user's is read or written.
    for name in ["TMPDIR", "TMP", "TEMP"] { program.environment[name] = folder.path(of: "temporary") }
    for name in ["HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"] {
      program.environment[name] = folder.path(of: "home")
    }
    program.fence = fence(around: path, folder.path(of: ""))
    return program
  }

  /// A folder with the profile, the files, and room for what comes of them.
  private func preparedFolder(_ files: [OfficeFile]) throws(Refusal) -> TemporaryFolder {
    do throws(Errno) {
      let folder = try TemporaryFolder(in: temporaryFolders)
      for name in ["profile", "profile/user", "out", "temporary", "home"] { try folder.makeFolder(name) }
      try folder.write(Array(Self.settings.utf8), to: "profile/user/registrymodifications.xcu")
      for (number, file) in files.enumerated() {
        try folder.write(
          OutsideNames.removed(from: file.bytes, of: file.kind), to: "\(number).\(file.kind.fileExtension)")
      }
      return folder
    } catch {
      throw Refusal(.input, .noFolderForLibreOffice())
    }
  }

  /// What the system lets it reach: programs, libraries, fonts and settings of the machine, and its folder. Nil where
  /// it is a snap, which has a fence of its own and cannot start within another.
  private func fence(around path: String, _ folder: String) -> FileFence? {
    let program = SystemCalls.realPath(path) ?? path
    if path.hasPrefix("/snap/") || program.hasSuffix("/snap") { return nil }
    var home = FilePath(program).removingLastComponent()
    if home.lastComponent == "program" { home.removeLastComponent() }
    return FileFence(
      readable: [
        "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt", "/nix/store", "/gnu/store", "/etc",
        "/proc",
        "/sys", "/var/lib/libreoffice", "/var/spool/libreoffice", "/var/cache/fontconfig", home.string,
      ],
      writable: [folder] + watchedFolders,
      // The socket by which a second one would find it; no setting moves it.
      sockets: ["/tmp", "/var/tmp"])
  }

  /// The settings of the profile: no macro runs, no link is followed, and where a connection is tried all the
  /// same it ends at a port of this machine that nobody listens at.
  private static let settings: String = {
    let scripting = "org.openoffice.Office.Common/Security/Scripting"
    let values = [
      (scripting, "MacroSecurityLevel", "3"),
      (scripting, "DisableMacrosExecution", "true"),
      (scripting, "DisableActiveContent", "true"),
      // Pictures and objects of other machines; those of this one it does not hold.
      (scripting, "BlockUntrustedRefererLinks", "true"),
      // Never, which is another number for texts than for sheets: 2 is always for the one and a question for the other.
      ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
      ("org.openoffice.Office.Writer/Content/Update", "Field", "false"),
      ("org.openoffice.Office.Calc/Content/Update", "Link", "1"),
      ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
      ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
      ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
      ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
      ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
      ("org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
    ]
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + "<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">"
      + values.map { path, name, value in
        "<item oor:path=\"/\(path)\"><prop oor:name=\"\(name)\" oor:op=\"fuse\"><value>\(value)</value></prop></item>"
      }.joined() + "</oor:items>\n"
  }()
}

extension Finding {
  fileprivate static func libreOfficeMissing(_ kind: OfficeFileKind) -> Finding {
    Finding("libreoffice.missing", .error, ["format": kind.rawValue])
  }

  static func libreOfficeFailed(_ kind: OfficeFileKind) -> Finding {
    Finding("libreoffice.failed", .error, ["format": kind.rawValue])
  }

  fileprivate static func noFolderForLibreOffice() -> Finding { Finding("libreoffice.no-folder", .error) }
}
