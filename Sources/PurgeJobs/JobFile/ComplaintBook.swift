/// Collects what is wrong with one file while it is read, so that a person sees all of it at once.
final class ComplaintBook {
    let file: String
    private(set) var complaints: [JobFileError.Complaint] = []
    /// What every mapping was asked for, by its path of keys: what the files' schemas are held against.
    private(set) var asked: [(mapping: String, keys: [String])] = []

    /// Everything so far as one error: in the file's order, each complaint once.
    var error: JobFileError {
        var seen: Set<JobFileError.Complaint> = []
        let start = JobFileError.Position(line: 0, column: 0)
        let ordered = complaints.filter { seen.insert($0).inserted }.enumerated().sorted {
            ($0.element.position ?? start, $0.offset) < ($1.element.position ?? start, $1.offset)
        }
        let told = ordered.prefix(JobFileError.limit).map(\.element)
        return JobFileError(complaints: told, omitted: ordered.count - told.count)
    }

    init(file: String) { self.file = file }

    func add(_ position: JobFileError.Position?, key: String = "", _ problem: String, _ remedy: String) {
        complaints.append(
            .init(file: file, position: position, key: key, problem: problem, remedy: remedy)
        )
    }

    func noteAsked(_ keys: [String], of mapping: String) { asked.append((mapping, keys)) }

    /// The value that was read.
    ///
    /// - Throws: everything that was complained of, if anything was.
    func finish<Value>(_ value: Value?) throws(JobFileError) -> Value {
        guard let value, complaints.isEmpty else { throw error }

        return value
    }
}
