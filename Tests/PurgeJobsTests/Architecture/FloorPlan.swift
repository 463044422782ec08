/// The house's tables: change these when the house changes, and say why in `docs/decisions`.
enum FloorPlan {
    /// The rooms of the library, lowest floor first.
    ///
    /// Rooms on one floor do not know each other.
    static let floors: [[String]] = [
        ["Model"],
        ["Transport", "Checkpoint", "Database"],
        ["Inventory", "Matching", "Stores", "CDN", "Verification", "Notifications", "Signing"],
        ["JobFile", "Report"],
        ["Run"],
    ]

    /// What each room, and the roof, may import.
    ///
    /// What is not listed is refused.
    static let libraries: [String: Set<String>] = [
        "Model": ["Synchronization"],
        "Transport": ["CCurl", "Crypto", "Foundation", "Glibc", "Logging", "Synchronization"],
        "Checkpoint": ["CLinux", "Crypto", "Foundation", "GRDB", "Glibc", "Logging", "Synchronization"],
        "Database": ["Foundation", "GRDB"],
        "Inventory": [
            "CCompression", "CLinux", "Crypto", "Dispatch", "Foundation", "Glibc", "Synchronization",
        ],
        "Matching": ["Crypto", "Foundation", "Glibc"],
        "Stores": ["CLinux", "Crypto", "Dispatch", "Foundation", "Glibc", "Logging", "Synchronization"],
        "CDN": ["CLinux", "Crypto", "Foundation", "Glibc"],
        "Verification": ["Crypto", "Foundation"],
        "Notifications": ["Crypto", "Foundation"],
        "Signing": ["Crypto", "CryptoExtras", "Foundation"],
        "JobFile": ["Crypto", "Foundation", "Glibc", "Yams"],
        "Report": ["Crypto", "Foundation", "Glibc"],
        "Run": ["Crypto", "Foundation", "Logging", "Synchronization"],
        roof: [
            "ArgumentParser", "Foundation", "Glibc", "Logging", "PurgeJobs", "ServiceLifecycle",
            "Synchronization", "UnixSignals",
        ],
    ]

    /// Libraries whose types stay behind their door: never part of a signature that leaves the module.
    static let hiddenLibraries: Set = ["CCompression", "CCurl", "CLinux", "GRDB", "Yams"]

    static let roof = "Purge"
    static let library = "PurgeJobs"

    /// Rooms where a protocol is a plug-in's shape and may wait for its second conformer.
    static let plugInRooms: Set = ["Inventory", "Matching", "Stores", "CDN"]

    /// Rooms that guard shared state by hand, each with its guard named.
    static let uncheckedSendableRooms: Set = ["Transport", "Checkpoint", "Stores"]

    /// The types that send: a CDN adapter only describes requests.
    static let senders: Set = ["HTTPClient"]

    static let longestFile = 400
    static let longestFunction = 50

    /// Endings that say nothing about what a type does.
    static let vagueEndings = [
        "Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Common", "Base",
    ]

    /// The rooms that code in a room may use: those on the floors below, and itself.
    static func rooms(openTo room: String) -> Set<String>? {
        guard let floor = floors.firstIndex(where: { $0.contains(room) }) else { return nil }

        return Set(floors[..<floor].joined()).union([room])
    }
}
