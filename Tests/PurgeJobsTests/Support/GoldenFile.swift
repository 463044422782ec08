import Foundation
import Testing

/// A file of the repository that holds, word for word, what the program says.
///
/// With `PURGE_REWRITE_GOLDENS=1` in the environment a test writes the file anew and fails, so that nobody takes a rewritten
/// file for a passed test: look at the difference, then run without it.
enum GoldenFile {
    static let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL

    static func check(_ text: String, at path: String) throws {
        let file = root.appending(path: path)
        if ProcessInfo.processInfo.environment["PURGE_REWRITE_GOLDENS"] == "1" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: file)
            Issue.record("\(path) was written anew; look at it, then run without PURGE_REWRITE_GOLDENS")
            return
        }

        // A file that is not there holds nothing.
        let held = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        #expect(
            held == text,
            "\(path) is not what the program says; PURGE_REWRITE_GOLDENS=1 swift test --filter … writes it anew"
        )
    }
}
