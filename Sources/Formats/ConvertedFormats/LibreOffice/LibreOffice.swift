import Core
import FileKit
import ProcessKit
import Synchronization
import SystemPackage

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

  /// Each takes a processor and some hundred megabytes: a folder of files must not start them all at once.
  private static let oneAtATime = Mutex(())

  /// The file as DOCX or XLSX.
  func converted(_ bytes: [UInt8], of kind: OfficeFileKind) throws(Refusal) -> [UInt8] {
    guard let path else {
      throw Refusal(.input, .libreOfficeMissing(kind))
    }
    return try Self.oneAtATime.withLock { _ throws(Refusal) in
      try converted(bytes, of: kind, by: path)
    }
  }

  private func converted(
    _ bytes: [UInt8], of kind: OfficeFileKind, by path: String
  ) throws(Refusal) -> [UInt8] {
    let target = kind.target
    let folder = try preparedFolder(bytes, kind)
    let filter = kind.isWorkbook ? "xlsx:Calc MS Excel 2007 XML" : "docx:MS Word 2007 XML"
    var program = ExternalProgram(
      path,
      [
        "-env:UserInstallation=\(folder.url(of: "profile"))", "--headless", "--invisible", "--norestore",
        "--nolockcheck", "--nologo", "--nodefault", "--nofirststartwizard", "--convert-to", filter,
        "--outdir",
        folder.path(of: "out"), folder.path(of: "input.\(kind.fileExtension)"),
      ])
    program.timeLimitSeconds = timeLimitSeconds
    program.outputLimit = 1 << 20
    program.resources = ResourceLimits(memory: Self.memoryLimit, processorSeconds: timeLimitSeconds)
    program.complaints = .dropped
    // What it leaves where it is killed goes with the folder, and nothing of the user's is read or written.
    for name in ["TMPDIR", "TMP", "TEMP"] { program.environment[name] = folder.path(of: "temporary") }
    for name in ["HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"] {
      program.environment[name] = folder.path(of: "home")
    }
    program.fence = fence(around: path, folder.path(of: ""))
    _ = try program.run([], failing: .input)
    guard let output = folder.read("out/input.\(target)", limit: FileAccess.maximumSize), !output.isEmpty
    else {
      throw Refusal(.input, .libreOfficeFailed(kind))
    }
    return output
  }

  /// A folder with the profile, the file, and room for what comes of it.
  private func preparedFolder(_ bytes: [UInt8], _ kind: OfficeFileKind) throws(Refusal) -> TemporaryFolder {
    do throws(Errno) {
      let folder = try TemporaryFolder(in: temporaryFolders)
      for name in ["profile", "profile/user", "out", "temporary", "home"] { try folder.makeFolder(name) }
      try folder.write(Array(Self.settings.utf8), to: "profile/user/registrymodifications.xcu")
      try folder.write(OutsideNames.removed(from: bytes, of: kind), to: "input.\(kind.fileExtension)")
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

  fileprivate static func libreOfficeFailed(_ kind: OfficeFileKind) -> Finding {
    Finding("libreoffice.failed", .error, ["format": kind.rawValue])
  }

  fileprivate static func noFolderForLibreOffice() -> Finding { Finding("libreoffice.no-folder", .error) }
}
