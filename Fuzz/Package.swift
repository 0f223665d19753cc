// swift-tools-version: 6.1
import PackageDescription

// A package of its own: it is built with -sanitize=fuzzer, which has a main function itself.
let package = Package(
  name: "Fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "Gongkai", path: "..")],
  targets: [
    .executableTarget(
      name: "gongkai-fuzz", dependencies: [.product(name: "Gongkai", package: "Gongkai")], path: "Sources/GongkaiFuzz",
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])])
  ]
)
