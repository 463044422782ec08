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
    private let inventories: [Inventory]

    /// A file as it was named.
    private struct Inventory {
        let path: String
        /// Of a database.
        let table: String?

        init(_ text: String) {
            let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            let isTable =
                parts.count == 2 && !parts[1].isEmpty && !FileManager.default.fileExists(atPath: text)
            path = URL(filePath: isTable ? String(parts[0]) : text).standardizedFileURL.path
            table = isTable ? String(parts[1]) : nil
        }
    }

    /// Takes what was typed, and the lines of a list beside it; each target counts once.
    ///
    /// `inventories` are files that hold links which cannot be derived from an id; they are walked before anything is sent, and
    /// databases are asked. Of a database the table stands behind the name: `catalogue.sqlite#clips`.
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
        self.inventories = inventories.map { Inventory($0) }
    }

    /// The job as a file would say it; `isBlocking` where an edge of the site has a deny list.
    ///
    /// - Throws: when a target is no text.
    func jobFile(at now: Timestamp, isBlocking: Bool) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        // What JSON quotes, YAML reads alike. Read first: what they tell of a clip's links is more than its id does.
        func json(_ value: some Encodable) throws -> String {
            String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        var walked = try inventories.compactMap { inventory in
            try inventory.table.map {
                "{kind: sqlite, files: \(try json([inventory.path])), table: \(try json($0))}, "
            }
        }
        for format in InventoryFormat.allCases {
            let files = inventories.filter { $0.table == nil && InventoryFormat(fileName: $0.path) == format }
                .map(\.path)
            if !files.isEmpty { walked.append("{kind: \(format.rawValue), files: \(try json(files))}, ") }
        }
        let text = """
            job: now-\(RunID(at: now))
            inventories: [\(walked.joined()){kind: named}]
            lists:
              - {name: named, of: targets, category: emergency, entries: \(try json(entries))}
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
