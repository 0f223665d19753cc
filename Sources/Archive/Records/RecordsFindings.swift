import Core

/// What keeps settings from being read.
extension Finding {
  static func settingsEncoding(_ file: String) -> Finding {
    Finding("settings.encoding", .error, ["file": file])
  }

  static func settingsLine(_ file: String, _ text: String, _ places: [Place] = []) -> Finding {
    Finding("settings.line", .error, ["file": file, "text": text], places: places)
  }

  static func settingUnknown(
    _ file: String, _ key: String, known: [String], _ places: [Place] = []
  ) -> Finding {
    Finding(
      "settings.unknown-key", .error,
      ["file": file, "key": key, "keys": known.joined(separator: "、")], places: places)
  }

  static func settingTwice(_ file: String, _ key: String, firstLine: Int, _ places: [Place]) -> Finding {
    Finding(
      "settings.twice", .error, ["file": file, "key": key, "first": String(firstLine)], places: places)
  }

  static func settingValue(
    _ file: String, _ key: String, _ value: String, _ form: SettingsSchema.Form, _ places: [Place]
  ) -> Finding {
    Finding(
      "settings.value", .error, ["file": file, "key": key, "value": value], words: ["form": form.name],
      places: places)
  }

  static func settingMissing(_ entry: SettingsSchema.Entry) -> Finding {
    Finding(
      "settings.missing", .error, ["key": entry.key, "alias": entry.alias, "element": entry.element],
      words: ["meaning": entry.explanation])
  }
}

/// What keeps a record from being made.
extension Finding {
  static func recordNotTold(_ entry: SettingsSchema.Entry) -> Finding {
    Finding("archive.not-told", .error, ["key": entry.key, "element": entry.element])
  }

  static func recordNumberUnsafe(_ number: String) -> Finding {
    Finding("archive.number-unsafe", .error, ["number": number])
  }

  static func metadataElementMissing(_ element: String) -> Finding {
    Finding("archive.element-missing", .error, ["element": element])
  }

  static func metadataElementLong(_ element: String, count: Int, limit: Int) -> Finding {
    Finding(
      "archive.element-long", .error, ["element": element, "count": String(count), "limit": String(limit)])
  }

  package static func archiveTime(_ value: String) -> Finding {
    Finding("archive.time", .error, ["value": value])
  }

  static func zipFull(_ path: String) -> Finding { Finding("archive.zip-full", .error, ["path": path]) }
}
