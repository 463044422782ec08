private import Foundation

/// Reads job files.
enum JobFile {
    /// The job that a file describes, checked against the site that it will run on.
    ///
    /// Inventories and lists are named, not opened: a run that goes on after a crash needs neither.
    ///
    /// - Throws: everything that is wrong with the file, up to 20 complaints; nothing has happened then.
    static func read(_ path: String, site: Site) throws(JobFileError) -> TakedownJob {
        let book = ComplaintBook(file: path)
        guard let document = YAMLDocument(path: path, book) else { throw book.error }

        let paths = PathText(besides: path, current: FileManager.default.currentDirectoryPath)
        return try read(document, paths, site, book)
    }

    /// The job that bytes describe.
    ///
    /// - Throws: as `read(_:site:)`.
    static func read(bytes: [UInt8], as path: String, site: Site) throws(JobFileError) -> TakedownJob {
        let book = ComplaintBook(file: path)
        guard let document = YAMLDocument(bytes: bytes, book) else { throw book.error }

        return try read(document, PathText(besides: path, current: ""), site, book)
    }

    private static func read(
        _ document: YAMLDocument,
        _ paths: PathText,
        _ site: Site,
        _ book: ComplaintBook
    ) throws(JobFileError) -> TakedownJob {
        let reader = JobReader(paths: paths, site: site, digest: document.digest, book: book)
        return try book.finish(document.root.mapping { reader.job(&$0) })
    }
}
