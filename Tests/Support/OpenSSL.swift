import Foundation

/// The program that judges digests and signatures.
public enum OpenSSL {
  public struct Failure: Error {
    public let status: Int32
    public let arguments: [String]
  }

  private static let path = ["/usr/bin/openssl", "/usr/local/bin/openssl", "/opt/homebrew/bin/openssl"].first
  {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  public static var isInstalled: Bool { path != nil }

  @discardableResult
  public static func run(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path ?? "openssl")
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    if process.terminationStatus != 0 {
      throw Failure(status: process.terminationStatus, arguments: arguments)
    }
    return String(decoding: data, as: UTF8.self)
  }
}
