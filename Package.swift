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

let package = Package(
  name: "Gongkai",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Gongkai", targets: ["Gongkai"]),
    .executable(name: "gongkai", targets: ["GongkaiCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
  ] + documentation,
  targets: [
    // Forms, crosswalks, messages and schemas: data that people open, and that the binary carries.
    .target(
      name: "CSchemas", path: "Schemas",
      exclude: ["archive", "checks", "crosswalks", "forms", "json", "messages", "xml"]),
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0",
      providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
    .target(name: "Findings", dependencies: ["CSchemas"], swiftSettings: strict),
    .target(name: "ReportModel", dependencies: ["Findings"], swiftSettings: strict),
    .target(name: "DocumentModel", dependencies: ["Findings"], swiftSettings: strict),
    .target(
      name: "Recognition", dependencies: ["ReportModel", "DocumentModel"], swiftSettings: strict),
    .target(
      name: "Presentation", dependencies: ["ReportModel", "DocumentModel"], swiftSettings: strict),
    .target(name: "CGB18030", exclude: ["generate.py"]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(name: "ZIPContainer", dependencies: ["CZlib"], swiftSettings: strict),
    .target(name: "ExternalPrograms", dependencies: ["Findings"], swiftSettings: strict),
    .target(name: "JSONText", dependencies: ["Findings"], swiftSettings: strict),
    .target(name: "Crosswalk", dependencies: ["ReportModel", "JSONText"], swiftSettings: strict),
    .target(
      name: "Checks",
      dependencies: ["ReportModel", .product(name: "Crypto", package: "swift-crypto")], swiftSettings: strict),
    .target(
      name: "Comparison", dependencies: ["ReportModel", "Findings", "JSONText"], swiftSettings: strict),
    .target(
      name: "Formats",
      dependencies: [
        "ReportModel", "DocumentModel", "JSONText", "CLibXML2", "CGB18030", "ZIPContainer",
        "ExternalPrograms",
        .product(name: "Crypto", package: "swift-crypto"),
      ], swiftSettings: strict),
    .target(
      name: "CheckReporting",
      dependencies: ["ReportModel", "DocumentModel", "Presentation", "Checks", "Formats", "JSONText"],
      swiftSettings: strict),
    .target(
      name: "Archive",
      dependencies: [
        "ReportModel", "Formats", "ZIPContainer", "JSONText",
        .product(name: "Crypto", package: "swift-crypto"),
      ], swiftSettings: strict),
    .target(
      name: "Gongkai",
      dependencies: [
        "Archive",
        "ReportModel", "DocumentModel", "Recognition", "Presentation", "Crosswalk", "Checks",
        "CheckReporting", "Comparison", "Formats", "JSONText", "ExternalPrograms",
      ], swiftSettings: strict),
    .executableTarget(
      name: "GongkaiCLI",
      dependencies: [
        "Gongkai", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["ReportModel", "Archive"], path: "Tests/Support",
      swiftSettings: strict),
    .executableTarget(
      name: "make-reports", dependencies: ["Gongkai", "TestSupport"], path: "Tests/MakeReports",
      swiftSettings: strict),
    .testTarget(name: "JSONTests", dependencies: ["Formats", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "RecognitionTests",
      dependencies: ["Recognition", "Presentation", "Formats", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "PresentationTests",
      dependencies: ["Presentation", "Recognition", "Formats", "TestSupport"], exclude: ["Snapshots"],
      swiftSettings: strict),
    .testTarget(name: "CrosswalkTests", dependencies: ["Crosswalk", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "CheckTests", dependencies: ["Gongkai", "CheckReporting", "TestSupport"],
      exclude: ["CorpusFindings.tsv"], swiftSettings: strict),
    .testTarget(
      name: "ComparisonTests", dependencies: ["Gongkai", "Comparison", "TestSupport"],
      swiftSettings: strict),
    .testTarget(name: "XMLTests", dependencies: ["Formats", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "ArchiveTests", dependencies: ["Gongkai", "ZIPContainer", "TestSupport"], exclude: ["Documents"],
      swiftSettings: strict),
    .testTarget(name: "ZIPTests", dependencies: ["ZIPContainer"], swiftSettings: strict),
    .testTarget(
      name: "ContainerTests", dependencies: ["Gongkai", "Presentation", "Formats", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "WordTests", dependencies: ["Gongkai", "Formats", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "SpreadsheetTests", dependencies: ["Gongkai", "Formats", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "PDFTests", dependencies: ["Gongkai", "Formats", "TestSupport"], exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["GongkaiCLI"], exclude: ["Sessions"], swiftSettings: strict),
    .testTarget(
      name: "MessageTests", dependencies: ["Gongkai", "ZIPContainer", "ExternalPrograms", "TestSupport"],
      exclude: ["Cases"], swiftSettings: strict),
    .testTarget(
      name: "GongkaiTests", dependencies: ["Gongkai", "GongkaiCLI", "TestSupport"], exclude: ["Commands"],
      swiftSettings: strict),
  ],
  cLanguageStandard: .c2x
)
