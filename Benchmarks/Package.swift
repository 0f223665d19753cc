// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that the main one builds without it.
let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "Gongkai", path: "..")],
  targets: [
    .executableTarget(
      name: "gongkai-bench", dependencies: [.product(name: "Gongkai", package: "Gongkai")],
      path: "Sources/GongkaiBench")
  ]
)
