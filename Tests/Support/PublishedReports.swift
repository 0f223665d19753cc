import Foundation

/// Published reports with their figures, read by hand. They are not in the repository; the variable GONGKAI_CORPUS
/// names folders, separated by colons, that have `docs` and `truth` in them.
public enum PublishedReports {
  public static let folders: [String] = {
    let value = ProcessInfo.processInfo.environment["GONGKAI_CORPUS"] ?? ""
    if value.isEmpty { print("GONGKAI_CORPUS is not set: the tests over published reports are skipped") }
    return value.split(separator: ":").map(String.init)
  }()

  public static var isThere: Bool { !folders.isEmpty }

  /// The paths of all documents, by their names.
  public static let documents: [String] = folders.flatMap { folder in
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/docs")) ?? []).map {
      "\(folder)/docs/\($0)"
    }
  }.sorted { name(of: $0) < name(of: $1) }

  public static func name(of path: String) -> String { (path as NSString).lastPathComponent }

  public static func document(named name: String) -> String? { documents.first { Self.name(of: $0) == name } }

  /// The figures of a document as lines of indicator, applicant and value; nil where nobody wrote them down.
  public static func truth(of path: String) -> [[String]]? {
    let stem = name(of: path).prefix { $0 != "." }
    let folder = ((path as NSString).deletingLastPathComponent as NSString).deletingLastPathComponent
    guard let text = try? String(contentsOfFile: "\(folder)/truth/\(stem).tsv", encoding: .utf8)
    else { return nil }
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.hasPrefix("indicator\t") }.map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }
}
