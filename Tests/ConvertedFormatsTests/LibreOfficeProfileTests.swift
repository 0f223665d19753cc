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
        */0.rtf) printf made > "${word%0.rtf}out/0.docx";;
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
      "for word in \"$@\"; do case $word in */0.rtf) : > \"${word%0.rtf}out/0.docx\";; esac; done",
      in: folder)
    #expect(complaint(office) == "libreoffice.failed")
  }

  /// Files with those contents, converted together by a script that does something about one of them.
  private func convert(_ contents: [String], _ script: String) throws -> (made: [String], starts: Int) {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    var office = try program(
      """
      echo start >> '\(folder.path)/starts'
      for word in "$@"; do case $word in */[0-9]*.rtf)
        name=${word##*/}; made="${word%/*}/out/${name%.rtf}.docx"; echo convert "$word"
        \(script)
        tail -c 2 "$word" | head -c 1 > "$made";;
      esac; done
      """, in: folder)
    (office.timeLimitSeconds, office.patienceSeconds) = (2, 1)
    let sources = contents.map { SourceBytes(name: "a.rtf", bytes: Array("{\\rtf1 \($0)}".utf8)) }
    let made = LibreOfficeReader(program: office).convert(sources).map { result in
      switch result {
      case .success(let file): String(decoding: file.bytes, as: UTF8.self)
      case .failure(let refusal): refusal.findings.first?.id ?? ""
      }
    }
    return (made, String(decoding: try folder.read("starts"), as: UTF8.self).split(separator: "\n").count)
  }

  @Test func manyFilesNeedOneStart() throws {
    let (made, starts) = try convert(["a", "b", "c", "d"], "")
    #expect(made == ["a", "b", "c", "d"])
    #expect(starts == 1)
  }

  /// One that hangs, one that ends the program, and one that is passed over: the others are made.
  @Test(arguments: [
    ("sleep 9", "program.limits"), ("kill -9 $$", "program.crashed"), ("continue", "libreoffice.failed"),
    // Half of a file is none.
    ("echo half > \"$made\"; kill -9 $$", "program.crashed"),
  ])
  func oneFileHarmsNoOther(deed: String, complaint: String) throws {
    for bad in 0..<4 {
      var contents = ["a", "b", "c", "d"]
      contents[bad] = "X"
      let (made, starts) = try convert(contents, "case $(cat \"$word\") in *X*) \(deed);; esac")
      contents[bad] = complaint
      #expect(made == contents)
      #expect(starts <= 5)
    }
  }

  /// Which file a start ends at does not matter to those that would have ended it alone.
  @Test func severalBadFilesAreNamed() throws {
    let (made, _) = try convert(
      ["X", "a", "X", "X", "b"], "case $(cat \"$word\") in *X*) kill -9 $$;; esac")
    #expect(made == ["program.crashed", "a", "program.crashed", "program.crashed", "b"])
  }
}
