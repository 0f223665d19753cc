/// Members of objects; those that are not known are left out.
extension JSONWriter {
  package mutating func member(_ name: String, _ value: String?) {
    guard let value else { return }
    key(name)
    string(value)
  }

  package mutating func member(_ name: String, _ value: Int?) {
    guard let value else { return }
    key(name)
    integer(value)
  }

  package mutating func member(_ name: String, _ value: Bool) {
    key(name)
    bool(value)
  }

  package mutating func member(_ name: String, _ values: [String]) {
    key(name)
    strings(values)
  }

  package mutating func strings(_ values: [String], inline: Bool = true) {
    beginArray(inline: inline)
    for value in values { string(value) }
    endArray()
  }
}
