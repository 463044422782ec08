import Foundation

/// What a program said and how it ended, with its streams in files: no pipe fills up.
struct ToolRun: Sendable {
    let code: Int32
    let output: String
    let errors: String

    var errorLines: [Substring] { errors.split(separator: "\n") }

    /// Runs a program to its end, in an environment of its own.
    init(
        _ program: String,
        _ arguments: [String],
        input: String = "",
        environment: [String: String] = [:]
    ) async throws {
        let scratch = try ScratchFolder()
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = [
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": scratch.path, "LC_ALL": "C.UTF-8",
        ]
        .merging(environment) { $1 }
        process.standardInput = FileHandle(forReadingAtPath: try scratch.write(input, as: "input"))
        process.standardOutput = FileHandle(forWritingAtPath: try scratch.write("", as: "output"))
        process.standardError = FileHandle(forWritingAtPath: try scratch.write("", as: "errors"))
        let (life, end) = AsyncStream.makeStream(of: Never.self)
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        for await _ in life {}
        code = process.terminationStatus
        output = try String(contentsOfFile: scratch.path + "/output", encoding: .utf8)
        errors = try String(contentsOfFile: scratch.path + "/errors", encoding: .utf8)
    }

    /// The `purge` that was built beside the tests.
    static let purgePath = Bundle.module.bundleURL.deletingLastPathComponent().appending(path: "purge").path

    /// Runs that `purge`.
    static func purge(
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> Self {
        try await Self(purgePath, arguments, environment: environment)
    }
}
