import ArgumentParser
import PurgeJobs

/// What shells offer for an argument, where the parser has no kind of its own.
enum Completion {
    /// A site or a job file.
    static let yaml = CompletionKind.file(extensions: ["yaml", "yml"])

    /// The ids of the newest runs.
    static let runs = CompletionKind.custom { words, _, _ in ids(for: words) }

    private static let limit = 50

    /// Takes the words of the command line so far; a ledger that cannot be read offers nothing.
    private static func ids(for words: [String]) -> [String] {
        let state = StateOptions.directory(value(of: "--state", in: words))
        do {
            return try LedgerReader(state).look { try $0.runs(limit: limit) }.map(\.id.description)
        } catch {
            return []
        }
    }

    private static func value(of option: String, in words: [String]) -> String? {
        if let joined = words.last(where: { $0.hasPrefix("\(option)=") }) {
            return String(joined.dropFirst(option.count + 1))
        }
        guard let index = words.lastIndex(of: option), index + 1 < words.count else { return nil }

        return words[index + 1]
    }
}
