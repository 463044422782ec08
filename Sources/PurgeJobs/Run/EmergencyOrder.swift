import Foundation

/// What a person asks for in an emergency: these clips and URLs, and no others, now.
///
/// It is a job like any other, whose file is written here and kept in the ledger, so that it is planned, guarded,
/// resumed and reported as every run is.
package struct EmergencyOrder: Sendable {
    /// Stands where the path of a job file would.
    package static let path = PlanHeader.emergencyPath
    /// More clips than these need their exact count.
    package static let limit = 25

    private let entries: [String]
    private let isDeleted: Bool
    private let deadline: Duration
    private let inventories: [String]

    /// Takes what was typed, and the lines of a list beside it; each target counts once.
    ///
    /// `inventories` are files that hold links which cannot be derived from an id; they are walked before anything is sent.
    ///
    /// - Throws: `EmergencyError` when nothing is named, or the list cannot be read.
    package init(
        clips: [String],
        urls: [String],
        list: String?,
        inventories: [String] = [],
        isDeleted: Bool,
        deadline: Duration
    ) throws(EmergencyError) {
        var seen: Set<ArraySlice<UInt8>> = []
        let lines = try list.map(Self.lines) ?? []
        entries = (clips + urls + lines).filter { seen.insert(Array($0.utf8)[...]).inserted }
        guard !entries.isEmpty else { throw .nothing }

        self.isDeleted = isDeleted
        self.deadline = deadline
        // What holds them is read from where the command was given.
        self.inventories = inventories.map { URL(filePath: $0).standardizedFileURL.path }
    }

    /// The job as a file would say it; `isBlocking` where an edge of the site has a deny list.
    ///
    /// - Throws: when a target is no text.
    func jobFile(at now: Timestamp, isBlocking: Bool) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        // What JSON quotes, YAML reads alike.
        let entries = String(decoding: try encoder.encode(entries), as: UTF8.self)
        // Read first: what they tell of a clip's links is more than its id does.
        let walked = try InventoryFormat.allCases.map { format in
            let files = inventories.filter { InventoryFormat(fileName: $0) == format }
            let text = String(decoding: try encoder.encode(files), as: UTF8.self)
            return files.isEmpty ? "" : "{kind: \(format.rawValue), files: \(text)}, "
        }
        let text = """
            job: now-\(RunID(at: now))
            inventories: [\(walked.joined()){kind: named}]
            lists:
              - {name: named, of: targets, category: emergency, entries: \(entries)}
            action: \(isDeleted ? "delete" : "disable")
            \(isDeleted ? "deleteAfter: 0s" : "")
            block: \(isBlocking)
            guard: {items: \(Self.limit), share: 100%, inventoryEmpty: allow, inventoryShrink: off, notFound: off}
            verify: {rounds: 2, spacing: 2s, repurge: 5s, patience: \(deadline.components.seconds)s}

            """
        return Array(text.utf8)
    }

    private static func lines(_ path: String) throws(EmergencyError) -> [String] {
        // What went wrong with the file is said in our own words below.
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { throw .unreadable(path) }
        guard let text = String(bytes: data, encoding: .utf8) else { throw .notText(path) }

        return text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
    }
}
