import Core
import ReportModel

/// The bodies that an office expects reports of, in the order of its list.
package struct Roster: Sendable, Equatable {
  package static let maximumUnits = 20_000

  package var units: [RosterUnit]

  package init(_ units: [RosterUnit] = []) { self.units = units }

  /// The positions of the units that stand directly below another, or of those at the top.
  package func children(of unit: Int?) -> [Int] { units.indices.filter { units[$0].parent == unit } }

  /// By unit, all that stand below it, in the order of the list.
  package var descendants: [Int: [Int]] {
    var result: [Int: [Int]] = [:]
    for unit in units.indices {
      var above = units[unit].parent
      while let parent = above {
        result[parent, default: []].append(unit)
        above = units[parent].parent
      }
    }
    return result
  }
}

/// A body of a roster.
package struct RosterUnit: Sendable, Equatable {
  /// How high a body stands; it says who may make 规章.
  package enum Level: String, CaseIterable, Sendable {
    case national, provincial, prefectural, county, township

    /// What a roster may say, the usual word first.
    var words: [String] {
      switch self {
      case .national: ["国家级", "国家", "中央", "national"]
      case .provincial: ["省级", "省", "自治区", "直辖市", "provincial", "province"]
      case .prefectural: ["市级", "设区市", "地级", "地市级", "市", "州", "prefectural", "prefecture"]
      case .county: ["县级", "区县级", "区级", "县", "区", "旗", "county", "district"]
      case .township: ["乡级", "乡镇级", "镇级", "街道级", "乡", "镇", "街道", "township"]
      }
    }

    init?(word: String) {
      let found = Self.allCases.first { $0.words.contains(word.lowercased()) }
      guard let found else { return nil }
      self = found
    }

    /// Whether bodies of the level never make 规章.
    var isBelowRegulations: Bool { self == .county || self == .township }
  }

  package var name: String
  package var aliases: [String]
  /// Files that are its own, whatever they say of themselves, by their names without folders.
  package var files: [String] = []
  /// 统一社会信用代码; its check character is right.
  package var creditCode: String?
  /// 行政区划代码 by GB/T 2260. It changes from year to year and is for the reader.
  package var divisionCode: String?
  package var level: Level?
  /// The position of the unit that it stands below.
  package var parent: Int?
  /// The years for which its report is due; open where nil.
  package var firstYear: Int?
  package var lastYear: Int?
  /// Why it is not counted; nil for those that are.
  package var exclusion: String?

  package init(
    _ name: String, aliases: [String] = [], creditCode: String? = nil, divisionCode: String? = nil,
    level: Level? = nil, parent: Int? = nil, firstYear: Int? = nil, lastYear: Int? = nil,
    exclusion: String? = nil
  ) {
    self.name = name
    self.aliases = aliases
    self.creditCode = creditCode
    self.divisionCode = divisionCode
    self.level = level
    self.parent = parent
    self.firstYear = firstYear
    self.lastYear = lastYear
    self.exclusion = exclusion
  }

  package var isCounted: Bool { exclusion == nil }

  package func isDue(in year: Int) -> Bool {
    firstYear.map { $0 <= year } ?? true && lastYear.map { year <= $0 } ?? true
  }

  /// Whether there is a year for which the reports of both are due.
  func isDueBeside(_ other: RosterUnit) -> Bool {
    let first = max(firstYear ?? .min, other.firstYear ?? .min)
    return first <= min(lastYear ?? .max, other.lastYear ?? .max)
  }
}
