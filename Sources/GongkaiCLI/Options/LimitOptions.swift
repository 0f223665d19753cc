import ArgumentParser
import Gongkai

/// What one file may take of time and memory.
struct LimitOptions: ParsableArguments {
  /// The names by which the limits are passed on.
  static let names = (seconds: "time-limit", memory: "memory-limit")

  @Option(name: .customLong(names.seconds), help: Help.text("time-limit", placeholder: "seconds"))
  var seconds = Bounded<SecondsRange>(value: ReadingWorkers.timeLimitSeconds)

  @Option(name: .customLong(names.memory), help: Help.text("memory-limit", placeholder: "GB"))
  var memory = Bounded<GigabyteRange>(value: ReadingWorkers.memoryLimit >> 30)

  var limits: StreamLimits {
    var limits = StreamLimits()
    limits.seconds = seconds.value
    limits.memory = memory.value << 30
    return limits
  }

  var arguments: [String] {
    ["--\(Self.names.seconds)", "\(seconds.value)", "--\(Self.names.memory)", "\(memory.value)"]
  }
}

/// A number that is neither too small nor too large to mean anything.
struct Bounded<Range: NumberRange>: ExpressibleByArgument {
  let value: Int

  init(value: Int) { self.value = value }

  init?(argument: String) {
    guard let value = Int(argument), Range.range.contains(value) else { return nil }
    self.value = value
  }

  var defaultValueDescription: String { String(value) }
}

protocol NumberRange {
  static var range: ClosedRange<Int> { get }
}

enum SecondsRange: NumberRange { static let range = 1...86_400 }
enum GigabyteRange: NumberRange { static let range = 1...1024 }
