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

/// Paths, descriptors and errors of the system.
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let foundations: [Target] = [
  // Forms, crosswalks, messages and schemas: data that people open, and that the binary carries.
  .target(
    name: "CSchemas", path: "Schemas",
    exclude: ["archive", "checks", "crosswalks", "forms", "json", "law", "messages", "recognition", "xml"]),
  system("CLibXML2", "libxml-2.0", apt: "libxml2-dev", brew: "libxml2"),
  system("CZlib", "zlib", apt: "zlib1g-dev", brew: "zlib"),
  system("CNettle", "nettle", apt: "nettle-dev", brew: "nettle"),
  .target(name: "CSQLite"),
  .target(name: "CGB18030", exclude: ["generate.py"]),
  .target(name: "CLimits"),
  room("DataFiles", uses: ["CSchemas"]),
  room("Core", uses: ["DataFiles"]),
]

let models: [Target] = [
  room("ReportModel", uses: ["DataFiles", "Core"]),
  room("DocumentModel", uses: ["Core"]),
]

let kits: [Target] = [
  room("TextKit", in: "Kits", uses: ["CGB18030", "Core"]),
  room("FileKit", in: "Kits", uses: ["CNettle", "CLimits", "Core", "TextKit", systemPackage]),
  room("ProcessKit", in: "Kits", uses: ["Core", "FileKit", systemPackage]),
  room("DatabaseKit", in: "Kits", uses: ["CSQLite", "Core", "FileKit"]),
  room("ZIPKit", in: "Kits", uses: ["CZlib", "Core", "TextKit"]),
  room("JSONKit", in: "Kits", uses: ["Core", "TextKit"]),
  room("MarkupKit", in: "Kits", uses: ["CLibXML2", "Core", "DocumentModel", "TextKit"]),
  room("OfficeKit", in: "Kits", uses: ["Core", "DocumentModel", "ZIPKit", "MarkupKit"]),
  room(
    "WorkbookKit", in: "Kits",
    uses: ["Core", "ReportModel", "DocumentModel", "TextKit", "ZIPKit", "MarkupKit", "OfficeKit"]),
  room("CanonicalKit", in: "Kits", uses: ["Core", "ReportModel", "TextKit", "JSONKit", "MarkupKit"]),
]

let work: [Target] = [
  room("Recognition", uses: ["DataFiles", "Core", "ReportModel", "DocumentModel", "TextKit"]),
  room("Presentation", uses: ["Core", "ReportModel", "DocumentModel"]),
  room("Crosswalk", uses: ["DataFiles", "Core", "ReportModel"]),
  room("Checks", uses: ["DataFiles", "Core", "ReportModel", "TextKit", "FileKit"]),
  room("Comparison", uses: ["ReportModel", "TextKit"]),
  room("Collection", uses: ["Core", "ReportModel", "TextKit", "Comparison"]),
  room(
    "Panels",
    uses: [
      "Core", "ReportModel", "FileKit", "DatabaseKit", "JSONKit", "CanonicalKit", "Crosswalk", systemPackage,
    ]),
]

let formats: [Target] = [
  room("FormatKit", in: "Formats", uses: ["Core", "ReportModel", "DocumentModel", "TextKit", "OfficeKit"]),
  room("TextFormats", in: "Formats", uses: ["Core", "DocumentModel", "TextKit", "MarkupKit", "FormatKit"]),
  room(
    "WordFormats", in: "Formats",
    uses: ["Core", "DocumentModel", "TextKit", "ZIPKit", "MarkupKit", "OfficeKit", "FormatKit"]),
  room(
    "SpreadsheetFormats", in: "Formats",
    uses: [
      "Core", "ReportModel", "DocumentModel", "TextKit", "ZIPKit", "JSONKit", "MarkupKit", "OfficeKit",
      "WorkbookKit", "CanonicalKit", "FormatKit",
    ]),
  room(
    "PageFormats", in: "Formats",
    uses: [
      "Core", "DocumentModel", "TextKit", "FileKit", "ProcessKit", "ZIPKit", "MarkupKit", "OfficeKit",
      "FormatKit",
    ]),
  room(
    "CanonicalFormats", in: "Formats",
    uses: ["Core", "ReportModel", "DocumentModel", "TextKit", "CanonicalKit", "FormatKit"]),
  room(
    "ConvertedFormats", in: "Formats",
    uses: ["Core", "FileKit", "ProcessKit", "ZIPKit", "OfficeKit", "FormatKit", systemPackage]),
]

let archive: [Target] = [
  room(
    "Records", in: "Archive",
    uses: ["DataFiles", "Core", "ReportModel", "TextKit", "FileKit", "ZIPKit", "MarkupKit"]),
  room(
    "Envelopes", in: "Archive",
    uses: ["DataFiles", "Core", "TextKit", "FileKit", "ZIPKit", "MarkupKit", "Records"]),
  room(
    "Packages", in: "Archive", uses: ["DataFiles", "Core", "FileKit", "MarkupKit", "Records", "Envelopes"]),
  room(
    "Verification", in: "Archive",
    uses: [
      "DataFiles", "Core", "TextKit", "FileKit", "ProcessKit", "ZIPKit", "MarkupKit", "CanonicalKit",
      "FormatKit", "Records", "Envelopes", "Packages",
    ]),
]

let faces: [Target] = [
  room(
    "Rendering",
    uses: [
      "DataFiles", "Core", "ReportModel", "DocumentModel", "TextKit", "JSONKit", "MarkupKit", "WorkbookKit",
      "Presentation", "Crosswalk", "Checks", "Comparison", "Collection", "FormatKit", "Verification",
    ]),
  room(
    "Gongkai",
    uses: [
      "Core", "ReportModel", "DocumentModel", "TextKit", "FileKit", "ProcessKit", "ZIPKit", "JSONKit",
      "CanonicalKit", "Recognition", "Presentation", "Crosswalk", "Checks", "Comparison", "Collection",
      "FormatKit",
      "TextFormats", "WordFormats",
      "SpreadsheetFormats", "PageFormats", "CanonicalFormats", "ConvertedFormats", "Records", "Envelopes",
      "Packages", "Verification", "Rendering", systemPackage,
    ]),
  .executableTarget(
    name: "GongkaiCLI",
    dependencies: [
      "DataFiles", "Core", "ReportModel", "TextKit", "FileKit", "ProcessKit", "Crosswalk", "Checks",
      "Collection", "FormatKit", "Records", "Envelopes", "Verification", "Rendering", "Panels", "Gongkai",
      systemPackage,
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ],
    swiftSettings: strict),
]

let proofs: [Target] = [
  .target(
    name: "TestSupport",
    dependencies: [
      "CLibXML2", "DataFiles", "Core", "ReportModel", "DocumentModel", "TextKit", "FileKit", "ZIPKit",
      "Records", "Envelopes",
    ],
    path: "Tests/Support",
    swiftSettings: strict),
  .executableTarget(
    name: "make-reports",
    dependencies: ["ReportModel", "FileKit", "Records", "Envelopes", "Packages", "Gongkai", "TestSupport"],
    path: "Tests/MakeReports",
    swiftSettings: strict),
  tests("DocumentModelTests", ["Core", "DocumentModel"]),
  tests("CoreTests", ["Core"]),
  tests("DataFilesTests", ["DataFiles"]),
  tests("ReportModelTests", ["Core", "ReportModel"]),
  tests("TextKitTests", ["TextKit"]),
  tests("MarkupKitTests", ["Core", "MarkupKit"]),
  tests("ZIPKitTests", ["ZIPKit"]),
  tests("JSONKitTests", ["JSONKit"]),
  tests(
    "CanonicalKitTests",
    [
      "DataFiles", "Core", "ReportModel", "TextKit", "JSONKit", "MarkupKit", "CanonicalKit", "FormatKit",
      "CanonicalFormats",
    ]),
  tests(
    "RecognitionTests",
    ["Core", "ReportModel", "DocumentModel", "Recognition", "Presentation", "FormatKit", "TextFormats"]),
  tests(
    "PresentationTests",
    [
      "Core", "ReportModel", "DocumentModel", "TextKit", "Recognition", "Presentation", "FormatKit",
      "TextFormats",
    ], exclude: ["Snapshots"]),
  tests("CrosswalkTests", ["DataFiles", "Core", "ReportModel", "Crosswalk", "Rendering"]),
  tests(
    "ChecksTests", ["DataFiles", "Core", "ReportModel", "Checks", "Gongkai"], exclude: ["CorpusFindings.tsv"]),
  tests(
    "ComparisonTests", ["DataFiles", "ReportModel", "TextKit", "FileKit", "JSONKit", "Comparison", "Gongkai"]),
  tests(
    "CollectionTests",
    ["Core", "ReportModel", "Crosswalk", "Collection", "FormatKit", "Rendering", "JSONKit", "Gongkai"]),
  tests(
    "TextFormatsTests",
    [
      "Core", "ReportModel", "DocumentModel", "TextKit", "Presentation", "FormatKit", "TextFormats",
      "Gongkai",
    ]),
  tests(
    "WordFormatsTests",
    [
      "Core", "ReportModel", "DocumentModel", "TextKit", "ZIPKit", "MarkupKit", "OfficeKit", "Presentation",
      "FormatKit", "WordFormats", "ConvertedFormats", "Gongkai",
    ]),
  tests(
    "SpreadsheetFormatsTests",
    [
      "Core", "ReportModel", "DocumentModel", "TextKit", "ZIPKit", "WorkbookKit", "CanonicalKit",
      "Recognition", "Presentation", "FormatKit", "SpreadsheetFormats", "Gongkai",
    ]),
  tests(
    "PageFormatsTests",
    ["Core", "ReportModel", "DocumentModel", "ZIPKit", "FormatKit", "PageFormats", "Gongkai"],
    exclude: ["Fixtures"]),
  tests("FileKitTests", ["Core", "FileKit"]),
  tests("ProcessKitTests", ["Core", "FileKit", "ProcessKit", systemPackage]),
  tests("OfficeKitTests", ["Core", "ZIPKit", "MarkupKit", "OfficeKit"]),
  tests("FormatKitTests", ["Core", "ZIPKit", "OfficeKit", "FormatKit"]),
  tests(
    "ConvertedFormatsTests", ["Core", "FileKit", "ProcessKit", "ZIPKit", "FormatKit", "ConvertedFormats"]),
  tests("RecordsTests", ["Core", "ReportModel", "Records"]),
  tests("EnvelopesTests", ["Core", "TextKit", "FileKit", "MarkupKit", "Records", "Envelopes"]),
  tests("PackagesTests", ["Core", "ReportModel", "TextKit", "FileKit", "ZIPKit", "Records", "Packages"]),
  tests(
    "VerificationTests",
    ["DataFiles", "Core", "ReportModel", "FileKit", "ZIPKit", "Records", "Verification", "Gongkai"],
    exclude: ["Documents"]),
  tests(
    "RenderingTests",
    [
      "Core", "ReportModel", "TextKit", "JSONKit", "Checks", "Comparison", "Verification", "Rendering",
      "Gongkai",
    ]),
  tests(
    "MessageTests",
    [
      "Core", "ReportModel", "DocumentModel", "TextKit", "FileKit", "ProcessKit", "ZIPKit", "JSONKit",
      "MarkupKit", "CanonicalKit", "Recognition", "Crosswalk", "Checks", "FormatKit", "TextFormats",
      "WordFormats", "SpreadsheetFormats", "PageFormats", "ConvertedFormats", "Records", "Envelopes",
      "Packages", "Verification", "Rendering", "DatabaseKit", "Panels", "Gongkai", "GongkaiCLI",
      "WorkbookKit", "OfficeKit",
      "Collection",
    ], exclude: ["Cases"]),
  tests(
    "GongkaiTests",
    [
      "DataFiles", "Core", "ReportModel", "FileKit", "ProcessKit", "ZIPKit", "Checks", "FormatKit", "Records",
      "Packages", "Verification", "Rendering", "Gongkai", "DocumentModel", "Presentation",
    ]),
  tests(
    "GongkaiCLITests",
    [
      "Core", "ReportModel", "FileKit", "DatabaseKit", "FormatKit", "ConvertedFormats", "Gongkai",
      "GongkaiCLI",
      systemPackage,
    ],
    exclude: ["Sessions"]),
]

// Measuring and fuzzing, which nobody needs otherwise. They see what is between the rooms, as the tests do.
let extras: [Target] =
  getenv("GONGKAI_EXTRAS") == nil
  ? []
  : [
    .executableTarget(
      name: "gongkai-bench",
      dependencies: [
        "Core", "CZlib", "FileKit", "FormatKit", "ReportModel", "Records", "MarkupKit", "Gongkai",
      ],
      path: "Benchmarks/Sources/GongkaiBench", swiftSettings: strict),
    .executableTarget(
      name: "gongkai-fuzz",
      dependencies: [
        "Core", "ReportModel", "DocumentModel", "FileKit", "ZIPKit", "Recognition", "Presentation",
        "Crosswalk",
        "Checks", "FormatKit", "PageFormats", "Records", "Envelopes", "Packages", "Verification", "Rendering",
        "Gongkai", "TestSupport", systemPackage,
      ],
      path: "Fuzz/Sources/GongkaiFuzz",
      swiftSettings: strict, linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])]),
  ]

let package = Package(
  name: "Gongkai",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Gongkai", targets: ["Gongkai"]),
    .executable(name: "gongkai", targets: ["GongkaiCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
  ] + documentation,
  targets: foundations + models + kits + work + formats + archive + faces + proofs + extras,
  cLanguageStandard: .c2x
)
