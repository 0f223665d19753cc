import Core
import ReportModel
import TextKit

/// Finds the unit of a roster that a report is of: by its file, where the roster names it, then by its code, then its name, then another name of the unit. What is
/// not certain is asked for, and never taken.
package struct BodyMatcher: Sendable {
  package enum Match: Sendable, Equatable {
    case unit(Int, Doubt?)
    /// It may be one of these.
    case uncertain([Int], Doubt)
    case none
  }

  /// What a person should look at.
  package enum Doubt: Sendable, Equatable {
    /// The code is that of the first unit, the name that of the second.
    case codeAndName
    /// The code is that of the unit, and the name is none of its.
    case otherName
    /// The name is that of the unit, which has another code.
    case otherCode
    /// The name is like those of the units.
    case likeName
    /// The report names no body; the name of its file does.
    case fileName
  }

  /// How alike two names must be to be asked for, in hundredths.
  private static let leastLikeness = 75
  private static let maximumCandidates = 3

  private let roster: Roster
  private let keys: [[String]]
  private var byCode: [String: Int] = [:]
  private var byName: [String: Int] = [:]
  private var byAlias: [String: Int] = [:]
  private var byFile: [String: Int] = [:]

  /// - Parameter year: units that are due in it go before others of the same name.
  package init(_ roster: Roster, year: Int) {
    self.roster = roster
    keys = roster.units.map { unit in ([unit.name] + unit.aliases).map(BodyName.key) }
    let due = roster.units.indices.filter { roster.units[$0].isDue(in: year) }
    let others = roster.units.indices.filter { !roster.units[$0].isDue(in: year) }
    for index in due + others {
      if let code = roster.units[index].creditCode, byCode[code] == nil { byCode[code] = index }
      for file in roster.units[index].files where byFile[file] == nil { byFile[file] = index }
      for (position, key) in keys[index].enumerated() {
        if position == 0, byName[key] == nil { byName[key] = index }
        if position > 0, byAlias[key] == nil { byAlias[key] = index }
      }
    }
  }

  package func match(_ identity: Identity, file: String) -> Match {
    if let unit = byFile[Self.name(of: file)] { return .unit(unit, nil) }
    let key = identity.body.map(BodyName.key) ?? ""
    let named = key.isEmpty ? nil : byName[key] ?? byAlias[key]
    let code = identity.creditCode
    if let code, let coded = byCode[code] {
      if named == coded { return .unit(coded, nil) }
      if let named { return .uncertain([coded, named], .codeAndName) }
      return .unit(coded, key.isEmpty ? nil : .otherName)
    }
    if let named {
      let isOther = code != nil && roster.units[named].creditCode != nil
      return .unit(named, isOther ? .otherCode : nil)
    }
    if key.isEmpty {
      let candidates = units(inFileName: file)
      return candidates.isEmpty ? .none : .uncertain(candidates, .fileName)
    }
    let candidates = units(like: key)
    return candidates.isEmpty ? .none : .uncertain(candidates, .likeName)
  }

  /// Without its folder.
  private static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// Units whose names are a part of a name, or the other way round, or nearly the same.
  private func units(like name: String) -> [Int] {
    let codes = name.unicodeScalars.map(\.value)
    var found: [(unit: Int, likeness: Int)] = []
    for (unit, keys) in keys.enumerated() {
      var best = 0
      for key in keys where key.unicodeScalars.count > 1 {
        if key.hasSuffix(name) || name.hasSuffix(key) {
          best = max(best, 100)
        } else if key.contains(name) || name.contains(key) {
          best = max(best, 90)
        } else if max(codes.count, key.unicodeScalars.count) <= 64 {
          best = max(best, TextLikeness.ofSequences(codes, key.unicodeScalars.map(\.value), of: 100))
        }
      }
      if best >= Self.leastLikeness { found.append((unit, best)) }
    }
    let sorted = found.sorted { ($1.likeness, $0.unit) < ($0.likeness, $1.unit) }
    return sorted.prefix(Self.maximumCandidates).map(\.unit)
  }

  /// The units that the name of a file names; of names that stand in each other only the longest counts.
  package func units(inFileName path: String) -> [Int] {
    if let unit = byFile[Self.name(of: path)] { return [unit] }
    let name = BodyName.key(Self.name(of: path))
    var found: [(unit: Int, key: String)] = []
    for (unit, keys) in keys.enumerated() {
      let longest = keys.filter { $0.unicodeScalars.count > 2 && name.contains($0) }.max {
        ($0.unicodeScalars.count, $0) < ($1.unicodeScalars.count, $1)
      }
      if let longest { found.append((unit, longest)) }
    }
    return found.filter { item in !found.contains { $0.key != item.key && $0.key.contains(item.key) } }.map(
      \.unit)
  }
}
