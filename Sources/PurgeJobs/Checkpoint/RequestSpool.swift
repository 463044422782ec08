import Foundation

/// The folder through which other commands reach the holder of the ledger: a file a request, a file an answer.
///
/// Each file appears by a rename, whole or not at all. The holder takes a request by renaming it, so that the asker,
/// who may get the lock in the meantime, can tell whether it is still theirs to withdraw.
package struct RequestSpool: Sendable {
    private let folder: String

    package init(_ directory: StateDirectory) { folder = directory.requests }

    /// Leaves a request; answers its name.
    package func post(_ request: LedgerRequest) throws -> String {
        let name = UUID().uuidString.lowercased()
        try write(try JSONEncoder().encode(request), as: "\(name).request")
        return name
    }

    /// Takes a request back; false when the holder has taken it.
    package func withdraw(_ name: String) -> Bool {
        remove("\(name).request")
    }

    /// Whether nobody has taken the request yet.
    func isWaiting(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: url("\(name).request").path)
    }

    /// Whether the answer is there, not taken yet.
    func isAnswered(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: url("\(name).answer").path)
    }

    /// The answer to a request, once; nil as long as there is none.
    package func takeAnswer(to name: String) -> String? {
        // There is none yet.
        guard let data = try? Data(contentsOf: url("\(name).answer")) else { return nil }

        remove("\(name).answer")
        return String(decoding: data, as: UTF8.self)
    }

    /// Takes every request that waits, does each by `body`, and answers with what it returns: empty for success.
    func serve(_ body: (LedgerRequest) async -> String) async {
        for name in waiting() {
            let taken = url("\(name).taken")
            do {
                try FileManager.default.moveItem(at: url("\(name).request"), to: taken)
                let request = try JSONDecoder().decode(LedgerRequest.self, from: Data(contentsOf: taken))
                let answer = await body(request)
                try write(Data(answer.utf8), as: "\(name).answer")
            } catch {
                // Withdrawn meanwhile, or no request at all: whoever left it sees no answer and says so.
                continue
            }
            remove("\(name).taken")
        }
    }

    private func waiting() -> [String] {
        // A folder that cannot be read holds no request that we could serve.
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        // A hidden one is still being written.
        return files.filter { $0.hasSuffix(".request") && !$0.hasPrefix(".") }.map {
            String($0.dropLast(".request".count))
        }
        .sorted()
    }

    private func url(_ file: String) -> URL { URL(filePath: folder).appending(path: file) }

    private func write(_ data: Data, as file: String) throws {
        let hidden = url(".\(file)")
        try data.write(to: hidden)
        try FileManager.default.moveItem(at: hidden, to: url(file))
    }

    @discardableResult
    private func remove(_ file: String) -> Bool {
        // Gone already: somebody else was faster, which the answer tells.
        (try? FileManager.default.removeItem(at: url(file))) != nil
    }
}
