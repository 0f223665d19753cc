import Core
import MarkupKit
import OfficeKit

/// The parts of an OFD file, found by the locations (ST_Loc) that other parts give.
struct OFDParts {
  let package: OfficePackage

  func tree(_ part: String) throws(Refusal) -> XMLTree { try package.tree(of: part) }

  /// The part that a location leads to: from the root of the package where it begins with `/`, else from the folder of
  /// the part that gives it. Some programs count from the root all the same.
  ///
  /// - Throws: a refusal where it leads nowhere or out of the package. Whether there is such a part is seen when it is
  ///   read.
  func part(at location: String, from part: String) throws(Refusal) -> String {
    let path = location.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "/")
    let folder = part.split(separator: "/").dropLast()
    let isAbsolute = path.hasPrefix("/")
    guard let own = Self.normal(isAbsolute ? [] : Array(folder), path) else {
      throw Refusal(.input, .ofdBadLocation(location, in: part))
    }
    if !isAbsolute, !package.has(own), let other = Self.normal([], path), package.has(other) { return other }
    return own
  }

  /// - Returns: nil where the way leads out of the package, or nowhere.
  private static func normal(_ folder: [Substring], _ path: String) -> String? {
    var names = folder
    for name in path.split(separator: "/") where name != "." {
      if name != ".." {
        names.append(name)
      } else if names.popLast() == nil {
        return nil
      }
    }
    return path.isEmpty || names.isEmpty ? nil : names.joined(separator: "/")
  }
}
