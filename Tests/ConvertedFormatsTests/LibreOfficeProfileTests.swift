import Foundation
import TestSupport
import Testing

@testable import ConvertedFormats
@testable import Core
@testable import FileKit
@testable import FormatKit

/// What LibreOffice is told before it opens a stranger's file. A script stands in for it, which keeps what it was
/// given.
@Suite struct LibreOfficeProfileTests {
  private func program(_ script: String, in folder: TemporaryDirectory) throws -> LibreOffice {
    let path = try folder.write(Array("#!/bin/sh\n\(script)\n".utf8), "soffice")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return LibreOffice(path: path, temporaryFolders: FilePath(folder.path), watchedFolders: [folder.path])
  }

  private static let file = Array("{\\rtf1 }".utf8)

  /// Why a file cannot be converted; nil where it can.
  private func complaint(_ program: LibreOffice, _ bytes: [UInt8] = file) -> String? {
    do throws(Refusal) {
      _ = try LibreOfficeReader(program: program).convert(SourceBytes(name: "a.rtf", bytes: bytes))
      return nil
    } catch {
      return error.findings.first?.id
    }
  }

  @Test func nothingOfAFileIsRun() throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let office = try program(
      """
      for word in "$@"; do case $word in
        -env:UserInstallation=file://*) profile=${word#-env:UserInstallation=file://};;
        *input.rtf) printf made > "${word%input.rtf}out/input.docx";;
      esac; done
      cp "$profile/user/registrymodifications.xcu" '\(folder.path)/settings'
      """, in: folder)
    #expect(complaint(office) == nil)
    let settings = String(decoding: try folder.read("settings"), as: UTF8.self)
    for (name, value) in [
      ("MacroSecurityLevel", "3"), ("DisableMacrosExecution", "true"), ("DisableActiveContent", "true"),
      ("BlockUntrustedRefererLinks", "true"), ("Link", "0"), ("Link", "1"),
      ("ooInetHTTPProxyName", "127.0.0.1"),
    ] {
      #expect(settings.contains("oor:name=\"\(name)\" oor:op=\"fuse\"><value>\(value)</value>"), "\(name)")
    }
    // Nothing of it stays.
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["settings", "soffice"])
  }

  @Test func anEmptyFileIsNoneThatWasMade() throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let office = try program(
      "for word in \"$@\"; do case $word in *input.rtf) : > \"${word%input.rtf}out/input.docx\";; esac; done",
      in: folder)
    #expect(complaint(office) == "libreoffice.failed")
  }
}
