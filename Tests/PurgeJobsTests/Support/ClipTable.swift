import Foundation
import GRDB

@testable import PurgeJobs

/// A platform's table of clips in a database of its own, changed by connections that know nothing of ours.
final class ClipTable: Sendable {
    let folder: ScratchFolder
    var path: String { folder.path + "/clips.db" }

    var settings: SQLiteFlag.Settings {
        SQLiteFlag.Settings(
            path: path,
            table: "clips",
            key: "slug",
            column: "is_published",
            published: .integer(1),
            hidden: .integer(0),
            evidence: ["body"]
        )
    }

    static let standard =
        "CREATE TABLE clips (slug TEXT PRIMARY KEY, is_published INTEGER NOT NULL, body TEXT)"

    init(_ sql: String = ClipTable.standard) throws {
        folder = try ScratchFolder()
        try execute(sql)
    }

    func connection() throws -> DatabaseQueue { try DatabaseQueue(path: path) }

    func execute(_ sql: String, _ arguments: StatementArguments = []) throws {
        try connection().write { try $0.execute(sql: sql, arguments: arguments) }
    }

    func put(_ key: [UInt8], _ body: String) throws {
        try execute(
            "INSERT OR REPLACE INTO clips (slug, is_published, body) VALUES (CAST(? AS TEXT), 1, ?)",
            [Data(key), body]
        )
    }

    func remove(_ key: [UInt8]) throws {
        try execute("DELETE FROM clips WHERE slug = CAST(? AS TEXT)", [Data(key)])
    }

    func served(_ key: [UInt8]) throws -> String? {
        try connection().read {
            try String.fetchOne(
                $0,
                sql: "SELECT body FROM clips WHERE slug = CAST(? AS TEXT) AND is_published = 1",
                arguments: [Data(key)]
            )
        }
    }

    /// Does work while another connection holds the database for itself.
    func held<Value>(_ work: () async throws -> Value) async throws -> Value {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let holder = try DatabaseQueue(path: path, configuration: configuration)
        try await holder.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
        let value = try await work()
        try await holder.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        return value
    }
}
