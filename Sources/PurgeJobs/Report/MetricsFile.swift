/// A file of metrics that a collector may read at any moment: it is whole, or it is the one before.
package struct MetricsFile: Sendable {
    private let path: String

    package init(path: String) { self.path = path }

    /// Puts it in place, readable by all: the collector is another user.
    ///
    /// Its draft begins with a dot and ends otherwise than `.prom`, so that no collector takes it for a file of metrics.
    ///
    /// - Throws: `DraftFile.Failure` when the directory cannot be written.
    package func write(_ text: String) throws(DraftFile.Failure) {
        var file = try DraftFile(path: path, mode: 0o644)
        try file.write(text)
        try file.place()
    }
}
