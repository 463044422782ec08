import Foundation

/// A file in the state directory that holds sending back without any binary: `touch` makes it, `rm` takes it away.
package enum StopFile: String, CaseIterable, Sendable {
    /// As `purge pause` without a run, until it is gone.
    case pause
    /// Nothing is sent any more, by any command.
    case panic

    /// Who made it, and when it was last touched.
    struct Sighting: Sendable {
        let owner: String
        let since: Timestamp
    }

    package func path(in directory: StateDirectory) -> String { "\(directory.path)/\(rawValue)" }

    /// Nil where it is not there.
    func sighting(in directory: StateDirectory) -> Sighting? {
        let path = path(in: directory)
        // Not there, which is how it usually is; a link that leads nowhere counts as a file.
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }

        let time = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
        let owner = attributes[.ownerAccountName] as? String
        return Sighting(
            owner: owner ?? "account \(attributes[.ownerAccountID] ?? "unknown")",
            since: Timestamp(microseconds: Int64(time * 1_000_000))
        )
    }

    /// Those that are there now.
    static func seen(in directory: StateDirectory) -> [StopFile: Sighting] {
        allCases.reduce(into: [:]) { seen, file in seen[file] = file.sighting(in: directory) }
    }
}

extension StateDirectory {
    /// Refuses to begin anything that sends while the file `panic` is there.
    ///
    /// - Throws: `LedgerError.Cause.panicked`.
    package func refusePanic() throws(LedgerError) {
        guard StopFile.panic.sighting(in: self) != nil else { return }

        throw panic
    }

    /// What a command ends with that found the file `panic`.
    var panic: LedgerError { LedgerError(path: path, cause: .panicked(file: StopFile.panic.path(in: self))) }
}
