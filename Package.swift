// swift-tools-version: 6.1
import PackageDescription

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// The documentation is built by a plugin that nobody needs otherwise.
let documentation: [Package.Dependency] =
  getenv("GONGKAI_DOCS") == nil
  ? [] : [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0")]

let strict: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny")]

/// A room of the house. What it may use is all that it names: the compiler holds the direction of the arrows.
func room(_ name: String, in folder: String? = nil, uses: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: uses,
    path: (["Sources", folder, name].compactMap { $0 }).joined(separator: "/"),
    swiftSettings: strict)
}

/// The tests of a room, which see whatever they compare it with.
func tests(_ name: String, _ uses: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: uses + ["TestSupport"], exclude: exclude, swiftSettings: strict)
}

func system(_ name: String, _ library: String, apt: String, brew: String) -> Target {
  .systemLibrary(name: name, pkgConfig: library, providers: [.apt([apt]), .brew([brew])])
}

let foundations: [Target] = [
  // Forms, crosswalks, messages and schemas: data that people open, and that the binary carries.
  .target(
    name: "CSchemas", path: "Schemas",
    exclude: ["archive", "checks", "crosswalks", "forms", "json", "messages", "xml"]),
  system("CLibXML2", "libxml-2.0", apt: "libxml2-dev", brew: "libxml2"),
  system("CZlib", "zlib", apt: "zlib1g-dev", brew: "zlib"),
  system("CNettle", "nettle", apt: "nettle-dev", brew: "nettle"),
  .target(name: "CGB18030", exclude: ["generate.py"]),
  room("DataFiles", uses: ["CSchemas"]),
  room("Core", uses: ["DataFiles"]),
]

let models: [Target] = [
  room("ReportModel", uses: ["Core", "DataFiles"]),
  room("DocumentModel", uses: ["Core"]),
]

let kits: [Target] = [
  room("TextKit", in: "Kits", uses: ["Core", "CGB18030"]),
  room("FileKit", in: "Kits", uses: ["Core", "TextKit", "CNettle"]),
  room("ProcessKit", in: "Kits", uses: ["Core", "FileKit"]),
  room("ZIPKit", in: "Kits", uses: ["Core", "CZlib"]),
  room("JSONKit", in: "Kits", uses: ["Core"]),
  room("MarkupKit", in: "Kits", uses: ["Core", "TextKit", "DocumentModel", "CLibXML2"]),
  room("OfficeKit", in: "Kits", uses: ["Core", "MarkupKit", "ZIPKit"]),
  room(
    "WorkbookKit", in: "Kits",
    uses: ["Core", "TextKit", "MarkupKit", "OfficeKit", "DocumentModel", "ReportModel"]),
  room("CanonicalKit", in: "Kits", uses: ["Core", "TextKit", "JSONKit", "MarkupKit", "ReportModel"]),
]

let work: [Target] = [
  room("Recognition", uses: ["Core", "DocumentModel", "ReportModel"]),
  room("Presentation", uses: ["Core", "DocumentModel", "ReportModel"]),
  room("Crosswalk", uses: ["Core", "DataFiles", "ReportModel"]),
  room("Checks", uses: ["Core", "DataFiles", "FileKit", "TextKit", "ReportModel"]),
  room("Comparison", uses: ["Core", "ReportModel"]),
]

let formats: [Target] = [
  room("FormatKit", in: "Formats", uses: ["Core", "TextKit", "OfficeKit", "DocumentModel", "ReportModel"]),
  room("TextFormats", in: "Formats", uses: ["FormatKit", "TextKit", "MarkupKit"]),
  room("WordFormats", in: "Formats", uses: ["FormatKit", "TextKit", "MarkupKit", "OfficeKit", "ZIPKit"]),
  room(
    "SpreadsheetFormats", in: "Formats",
    uses: ["FormatKit", "TextKit", "MarkupKit", "OfficeKit", "WorkbookKit", "CanonicalKit", "ZIPKit"]),
  room("PageFormats", in: "Formats", uses: ["FormatKit", "TextKit", "MarkupKit", "ProcessKit"]),
  room("CanonicalFormats", in: "Formats", uses: ["FormatKit", "TextKit", "CanonicalKit"]),
  room("ConvertedFormats", in: "Formats", uses: ["FormatKit", "FileKit", "ProcessKit"]),
]

let archive: [Target] = [
  room(
    "Records", in: "Archive",
    uses: ["Core", "DataFiles", "FileKit", "TextKit", "MarkupKit", "ZIPKit", "ReportModel"]),
  room("Envelopes", in: "Archive", uses: ["Records"]),
  room("Packages", in: "Archive", uses: ["Records", "Envelopes"]),
  room(
    "Verification", in: "Archive",
    uses: ["Records", "Envelopes", "Packages", "CanonicalKit", "FormatKit", "ProcessKit"]),
]

let faces: [Target] = [
  room(
    "Rendering",
    uses: [
      "Checks", "Comparison", "Crosswalk", "Verification", "Presentation", "JSONKit", "MarkupKit", "TextKit",
    ]),
  room(
    "Gongkai",
    uses: [
      "Recognition", "Presentation", "Crosswalk", "Checks", "Comparison", "Rendering", "ProcessKit",
      "Packages",
      "Envelopes", "Verification", "TextFormats", "WordFormats", "SpreadsheetFormats", "PageFormats",
      "CanonicalFormats", "ConvertedFormats",
    ]),
  .executableTarget(
    name: "GongkaiCLI",
    dependencies: ["Gongkai", .product(name: "ArgumentParser", package: "swift-argument-parser")],
    swiftSettings: strict),
]

let proofs: [Target] = [
  .target(
    name: "TestSupport", dependencies: ["ReportModel", "Records", "Envelopes"], path: "Tests/Support",
    swiftSettings: strict),
  .executableTarget(
    name: "make-reports", dependencies: ["Gongkai", "TestSupport"], path: "Tests/MakeReports",
    swiftSettings: strict),
  tests("MarkupKitTests", ["MarkupKit"]),
  tests("ZIPKitTests", ["ZIPKit"]),
  tests("CanonicalKitTests", ["CanonicalKit", "Gongkai"]),
  tests("RecognitionTests", ["Recognition", "Presentation", "TextFormats"]),
  tests("PresentationTests", ["Presentation", "Recognition", "TextFormats"], exclude: ["Snapshots"]),
  tests("CrosswalkTests", ["Crosswalk", "Rendering"]),
  tests("ChecksTests", ["Gongkai", "Rendering"], exclude: ["CorpusFindings.tsv"]),
  tests("ComparisonTests", ["Gongkai"]),
  tests("TextFormatsTests", ["Gongkai"]),
  tests("WordFormatsTests", ["Gongkai"]),
  tests("SpreadsheetFormatsTests", ["Gongkai"]),
  tests("PageFormatsTests", ["Gongkai"], exclude: ["Fixtures"]),
  tests("ArchiveTests", ["Gongkai"], exclude: ["Documents"]),
  tests("RenderingTests", ["Gongkai", "Rendering"]),
  tests("MessageTests", ["Gongkai"], exclude: ["Cases"]),
  tests("GongkaiTests", ["Gongkai", "GongkaiCLI"], exclude: ["Commands"]),
  tests("CommandTests", ["GongkaiCLI"], exclude: ["Sessions"]),
]

let package = Package(
  name: "Gongkai",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Gongkai", targets: ["Gongkai"]),
    .executable(name: "gongkai", targets: ["GongkaiCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ] + documentation,
  targets: foundations + models + kits + work + formats + archive + faces + proofs,
  cLanguageStandard: .c2x
)
