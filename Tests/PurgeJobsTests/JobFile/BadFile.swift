import Foundation
import Testing

@testable import PurgeJobs

/// One mistake in a good file, and the complaint that it must give.
struct BadFile: Sendable, CustomTestStringConvertible {
    /// What of the good file is replaced; what comes instead.
    let old: String
    let new: String
    /// The complaint stands where this text begins in the file.
    let place: String
    let key: String
    /// A part of the complaint.
    let saying: String

    var testDescription: String { "\(key): \(saying)" }

    init(_ old: String, _ new: String, at place: String, key: String, saying: String) {
        self.old = old
        self.new = new
        self.place = place
        self.key = key
        self.saying = saying
    }

    /// The good file with the mistake in it.
    func text(from good: String) throws -> String {
        let range = try #require(good.range(of: old))
        return good.replacingCharacters(in: range, with: new)
    }

    /// Expects exactly the one complaint, at its place.
    func check(_ complaints: [JobFileError.Complaint], in text: String) throws {
        #expect(complaints.count == 1, "\(complaints.map(\.description))")
        let complaint = try #require(complaints.first)
        let start = try #require(text.range(of: place)).lowerBound
        let lines = text[..<start].split(separator: "\n", omittingEmptySubsequences: false)
        let position = JobFileError.Position(
            line: lines.count,
            column: (lines.last?.unicodeScalars.count ?? 0) + 1
        )
        #expect(complaint.position == position, "\(complaint)")
        #expect(complaint.key == key, "\(complaint)")
        #expect(complaint.description.contains(saying), "\(complaint)")
    }
}
