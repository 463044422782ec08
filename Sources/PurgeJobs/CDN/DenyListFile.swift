private import Foundation
private import Glibc

/// The file from which a node reads its deny list, and the command that has it read.
///
/// After a crash the file is the old one or the new one, whole, and the command may not have run: whoever does not
/// know does it all again. The file stays when the command fails, so that a node which is down blocks when it comes up.
struct DenyListFile: Hashable, Sendable {
    /// Absolute; in a folder that Purge may write to.
    let path: String
    /// A program by its absolute path and its arguments, without a shell, that succeeds by ending with 0.
    let reload: [String]

    static let reloadLimit = Duration.seconds(10)

    /// Why the list cannot be put in place by this account, as far as that can be told without doing it.
    var trouble: String? {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard unsafe access(folder, W_OK | X_OK) == 0 else {
            return "its folder \(VisibleText.of(folder)) cannot be written to by this account"
        }
        guard let program = reload.first, unsafe access(program, X_OK) == 0 else {
            return "the command that has the node read it cannot be run by this account"
        }

        return nil
    }

    /// Puts the content in place of what was there, durably, and has the node read it.
    ///
    /// A node such as nginx takes the list up a moment after the command ended: only a probe shows the block.
    ///
    /// - Throws: `DenyListError`; whether the block is in effect is then unknown.
    func replace(with content: [UInt8]) async throws(DenyListError) {
        try write(content)
        try await runReload()
    }

    private func write(_ content: [UInt8]) throws(DenyListError) {
        let place = URL(filePath: path)
        let folder = place.deletingLastPathComponent().path
        // What a crash leaves is overwritten by the next list, and has a name that no `include …map*` takes for one.
        let draft = "\(folder)/.\(place.lastPathComponent).draft"
        let file = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw .system(call: "open", code: errno) }

        do throws(DenyListError) {
            defer { close(file) }
            try Self.writeAll(content, to: file)
            // The node reads it under another account; a list that it cannot read keeps nginx from starting.
            guard fchmod(file, 0o644) == 0 else { throw .system(call: "fchmod", code: errno) }
            guard fsync(file) == 0 else { throw .system(call: "fsync", code: errno) }
            guard unsafe rename(draft, path) == 0 else { throw .system(call: "rename", code: errno) }
        } catch {
            unsafe unlink(draft)
            throw error
        }
        let directory = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw .system(call: "open", code: errno) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw .system(call: "fsync", code: errno) }
    }

    private static func writeAll(_ content: [UInt8], to file: Int32) throws(DenyListError) {
        var rest = content[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .system(call: "write", code: errno) }

            rest = rest.dropFirst(count)
        }
    }

    private func runReload() async throws(DenyListError) {
        guard !reload.isEmpty else { throw .noCommand }
        guard let status = await LocalProgram(command: reload, limit: Self.reloadLimit).status() else {
            throw .commandNotStarted
        }
        guard status == 0 else { throw .commandFailed(status: status) }
    }
}
