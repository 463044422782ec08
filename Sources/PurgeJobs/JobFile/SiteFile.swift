private import Foundation

/// Reads site files.
enum SiteFile {
    /// The site that a file describes, with every credential fetched once to see that it is there.
    ///
    /// - Throws: everything that is wrong with the file, up to 20 complaints; nothing has happened then.
    static func read(
        _ path: String,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(JobFileError) -> Site {
        let book = ComplaintBook(file: path)
        guard let document = YAMLDocument(path: path, book) else { throw book.error }

        let paths = PathText(besides: path, current: FileManager.default.currentDirectoryPath)
        return try read(document, paths, environment, book)
    }

    /// The site that bytes describe.
    ///
    /// - Throws: as `read(_:environment:)`.
    static func read(
        bytes: [UInt8],
        as path: String,
        environment: [String: String]
    ) throws(JobFileError) -> Site {
        let book = ComplaintBook(file: path)
        guard let document = YAMLDocument(bytes: bytes, book) else { throw book.error }

        return try read(document, PathText(besides: path, current: ""), environment, book)
    }

    private static func read(
        _ document: YAMLDocument,
        _ paths: PathText,
        _ environment: [String: String],
        _ book: ComplaintBook
    ) throws(JobFileError) -> Site {
        var reader = SiteReader(paths: paths, environment: environment, digest: document.digest, book: book)
        return try book.finish(document.root.mapping { reader.site(&$0) })
    }
}
