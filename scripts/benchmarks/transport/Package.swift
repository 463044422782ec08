// swift-tools-version: 6.2
import PackageDescription

// Purge's own transport, file for file, in a program of its own: the folders here are links to Sources.
let package = Package(
    name: "transport-bench",
    targets: [
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        .executableTarget(
            name: "TransportBench",
            dependencies: ["CCurl"],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .strictMemorySafety(),
                .treatAllWarnings(as: .error),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
                .enableUpcomingFeature("InferIsolatedConformances"),
                .enableUpcomingFeature("ImmutableWeakCaptures"),
            ]
        ),
    ]
)
