import DataFiles

/// Whether a body may make 规章.
enum RegulatoryPower: Equatable {
  case held, none
  /// Its name does not say.
  case untold
}

/// Which bodies may make 规章, by kind and year: what `checks/regulations.tsv` says of names.
struct RegulatoryPowers: Sendable {
  private enum Rule: String {
    case yes, no, city, local
  }

  private struct Ending {
    let text: String
    let rule: Rule
    let since: Int?
  }

  private let national: Set<String>
  /// The longest first.
  private let endings: [Ending]
  /// With the year from which; nil for those that could before 2015.
  private let cities: [(name: String, since: Int?)]

  /// The first year in which all cities with districts could.
  private static let yearOfAllCities = 2015

  init() {
    let file = SectionedTable(DataFile.text("checks/regulations.tsv") ?? "", headless: ["regulations"])
    national = Set(file.rows("national").map { $0["name"] })
    endings = file.rows("endings").compactMap { row in
      Rule(rawValue: row["power"]).map { Ending(text: row["ending"], rule: $0, since: Int(row["since"])) }
    }.sorted { $0.text.count > $1.text.count }
    cities = file.rows("cities").map { ($0["name"], Int($0["since"])) }
  }

  /// - Parameter year: that of the report; nil where it is not known.
  func power(of body: String, in year: Int?) -> RegulatoryPower {
    let name = body.filter { !$0.isWhitespace }
    if national.contains(name) { return .held }
    // The office of a government publishes the government's report, and cannot make any itself.
    for office in ["办公室", "办公厅"] where name.hasSuffix("政府" + office) {
      return power(of: String(name.dropLast(office.count)), in: year) == .none ? .none : .untold
    }
    guard let ending = endings.first(where: { name.hasSuffix($0.text) }) else { return .untold }
    switch ending.rule {
    case .yes: return ending.since.map { power(since: $0, in: year) } ?? .held
    case .no: return .none
    case .city: return power(ofCity: name.dropLast(ending.text.count), in: year)
    case .local: return isLocal(name) ? .none : .untold
    }
  }

  /// - Parameter place: without 市 and what follows.
  private func power(ofCity place: Substring, in year: Int?) -> RegulatoryPower {
    // A city under a city has no districts.
    if place.contains("市") { return .none }
    if let city = cities.first(where: { place.hasSuffix($0.name) }) {
      return city.since.map { power(since: $0, in: year) } ?? .held
    }
    // Whether a city has districts its name does not say; before, the list is whole.
    return year.map { $0 < Self.yearOfAllCities } ?? false ? .none : .untold
  }

  private func power(since first: Int, in year: Int?) -> RegulatoryPower {
    guard let year else { return .untold }
    return year >= first ? .held : .none
  }

  /// Whether a department is one of a place: those of the State Council have none in their names.
  private func isLocal(_ name: String) -> Bool {
    name.dropLast().contains { "省市县区旗州盟镇乡".contains($0) }
  }
}
