// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import Foundation
import PackageDescription

// MARK: llama.cpp

// `make setup` builds llama.cpp into `.deps/llama`, or links that name to the folder that
// EMEND_LLAMA_PREFIX names, so that a plain `swift build` afterwards needs no variable.
let llamaPrefix = Context.environment["EMEND_LLAMA_PREFIX"] ?? "\(Context.packageDirectory)/.deps/llama"
let llamaLibraryFolder =
  ["lib", "lib64", "lib/x86_64-linux-gnu", "lib/aarch64-linux-gnu"].map { "\(llamaPrefix)/\($0)" }.first { folder in
    ["a", "so", "dylib"].contains { FileManager.default.fileExists(atPath: "\(folder)/libllama.\($0)") }
  } ?? "\(llamaPrefix)/lib"

/// Whether the prefix holds a library of this name, static or shared.
func llamaPrefixHas(_ library: String) -> Bool {
  ["a", "so", "dylib"].contains { suffix in
    FileManager.default.fileExists(atPath: "\(llamaLibraryFolder)/lib\(library).\(suffix)")
  }
}

let llamaIncludes: [SwiftSetting] = [.unsafeFlags(["-Xcc", "-I\(llamaPrefix)/include"])]
let llamaLinking: [LinkerSetting] =
  [
    .unsafeFlags(["-L\(llamaLibraryFolder)", "-Xlinker", "-rpath", "-Xlinker", llamaLibraryFolder]),
    .linkedLibrary("llama"), .linkedLibrary("ggml"),
  ] + (llamaPrefixHas("ggml-cpu") ? [.linkedLibrary("ggml-cpu")] : []) + [
    .linkedLibrary("ggml-base"), .linkedLibrary("stdc++", .when(platforms: [.linux])),
    .linkedLibrary("c++", .when(platforms: [.macOS])),
    .linkedFramework("Accelerate", .when(platforms: [.macOS])),
  ]
  // Our own llama.cpp is built without OpenMP; one that was installed mostly has it.
  + (FileManager.default.fileExists(atPath: "\(llamaPrefix)/emend-stamp")
    ? [] : [.linkedLibrary("gomp", .when(platforms: [.linux]))])

// llama.cpp is built for the processor at hand, and so is what goes over its results.
#if arch(x86_64)
  let nativeProcessor = ["-march=native", "-mprefer-vector-width=512"]
#else
  let nativeProcessor: [String] = []
#endif

// MARK: Settings of every target

let common: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
  .enableUpcomingFeature("ExistentialAny"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
  .enableUpcomingFeature("InternalImportsByDefault"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

// MARK: Package

let package = Package(
  name: "emend",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "emend", targets: ["emend"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    // Connections to servers: what is connected to is the very address that was allowed.
    .package(url: "https://github.com/apple/swift-nio", from: "2.90.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
    // The file descriptors that swift-subprocess is given.
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
  ],
  targets: [
    // C libraries
    .systemLibrary(
      name: "CCmark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]),
    .systemLibrary(name: "CLlama"),
    .target(name: "CLogits", cSettings: [.unsafeFlags(["-O3"] + nativeProcessor)]),

    // Text: bytes, edits, diffs
    .target(name: "EmendText"),

    // Markdown: blocks, sections, passages
    .target(
      name: "EmendMarkdown", dependencies: ["CCmark", "EmendText", .product(name: "Yams", package: "Yams")],
      swiftSettings: [.strictMemorySafety()]),

    // Prompt templates
    .target(
      name: "EmendTemplates",
      dependencies: [
        "EmendModels", "EmendText", .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "Yams", package: "Yams"),
      ]),

    // What a language model is, and llama.cpp as one
    .target(name: "EmendModels"),
    .target(
      name: "EmendLlama", dependencies: ["CLlama", "CLogits", "EmendModels"],
      swiftSettings: llamaIncludes + [.strictMemorySafety()], linkerSettings: llamaLinking),

    // A model behind an OpenAI-compatible server; the only module that opens sockets
    .target(
      name: "EmendServer",
      dependencies: [
        "EmendModels", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOTLS", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),

    // Answers of earlier runs; the only module that knows of SQLite
    .target(
      name: "EmendHistory",
      dependencies: [
        "EmendModels", .product(name: "Crypto", package: "swift-crypto"), .product(name: "GRDB", package: "GRDB.swift"),
      ]),

    // From passages to edits
    .target(name: "EmendRevision", dependencies: ["EmendMarkdown", "EmendModels", "EmendTemplates", "EmendText"]),

    // Older versions of documents
    .target(name: "EmendGit", dependencies: ["EmendText", .product(name: "Subprocess", package: "swift-subprocess")]),

    // The program
    .target(
      name: "EmendCLI",
      dependencies: [
        "EmendGit", "EmendHistory", "EmendLlama", "EmendMarkdown", "EmendModels", "EmendRevision", "EmendServer",
        "EmendTemplates", "EmendText", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"), .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"), .product(name: "Yams", package: "Yams"),
      ],
      // The compiler looks into llama.cpp's headers for whoever imports EmendLlama.
      swiftSettings: llamaIncludes),
    .executableTarget(name: "emend", dependencies: ["EmendCLI"], swiftSettings: llamaIncludes),

    // Benchmarks
    .executableTarget(
      name: "ThroughputBenchmark", dependencies: ["CCmark", "EmendMarkdown", "EmendText"], path: "Benchmarks/Throughput"
    ),

    // Tests
    .target(
      name: "EmendTestSupport",
      dependencies: [
        "CCmark", "EmendMarkdown", "EmendModels", "EmendText", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
      ],
      path: "Tests/EmendTestSupport"),
    .testTarget(name: "EmendTextTests", dependencies: ["EmendTestSupport", "EmendText"]),
    .testTarget(name: "EmendMarkdownTests", dependencies: ["EmendMarkdown", "EmendTestSupport", "EmendText"]),
    .testTarget(name: "EmendTemplatesTests", dependencies: ["EmendTemplates", "EmendTestSupport"]),
    // Tests that see the inside of EmendLlama see llama.cpp, too.
    .testTarget(
      name: "EmendLlamaTests", dependencies: ["EmendLlama", "EmendModels", "EmendTestSupport"],
      swiftSettings: llamaIncludes),
    .testTarget(name: "EmendServerTests", dependencies: ["EmendModels", "EmendServer", "EmendTestSupport"]),
    .testTarget(name: "EmendHistoryTests", dependencies: ["EmendHistory", "EmendModels", "EmendTestSupport"]),
    .testTarget(
      name: "EmendRevisionTests",
      dependencies: [
        "EmendMarkdown", "EmendModels", "EmendRevision", "EmendTemplates", "EmendTestSupport", "EmendText",
      ]),
    .testTarget(name: "EmendGitTests", dependencies: ["EmendGit", "EmendTestSupport", "EmendText"]),
    .testTarget(
      name: "EmendCLITests",
      dependencies: [
        "EmendCLI", "EmendLlama", "EmendModels", "EmendRevision", "EmendServer", "EmendTestSupport", "EmendText",
        "emend",
      ],
      swiftSettings: llamaIncludes),
  ]
)

// MARK: Fuzzing

// The fuzzer needs a build of its own with libFuzzer's instrumentation; `make libfuzzer` asks for it.
if Context.environment["EMEND_FUZZER"] != nil {
  package.targets.append(
    .executableTarget(
      name: "DocumentFuzzer", dependencies: ["EmendMarkdown", "EmendRevision", "EmendTestSupport", "EmendText"],
      path: "Fuzzing/DocumentFuzzer", swiftSettings: [.unsafeFlags(["-parse-as-library"])]))
}

// The tests parse thousands of documents: unoptimised, the modules that do it would take most of their time.
let optimized: Set = ["EmendLlama", "EmendText", "EmendMarkdown", "EmendRevision", "EmendTestSupport"]

for target in package.targets where target.type != .system {
  target.swiftSettings = common + (target.swiftSettings ?? [])
  if optimized.contains(target.name) {
    target.swiftSettings?.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
  }
}
