/// A path in a file, absolute or relative to the folder of that file.
struct PathText {
    let folder: String

    /// Takes the file whose folder relative paths start from; the current folder is where the file's own does.
    init(besides file: String, current: String) {
        let absolute = file.hasPrefix("/") ? file : "\(current)/\(file)"
        let end = absolute.lastIndex(of: "/") ?? absolute.startIndex
        folder = String(absolute[..<end])
    }

    /// The path as an absolute one; links and `..` are left to the system, which alone knows where they lead.
    ///
    /// - Throws: a flaw for `~`, which only a shell expands, and for control characters.
    func parse(_ text: String) throws(ScalarFlaw) -> String {
        guard text.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }), text.utf8.count <= 4096 else {
            throw ScalarFlaw("is no path", "write a path without control characters")
        }
        guard !text.hasPrefix("~") else { throw ScalarFlaw("begins with '~'", "write the folder out") }

        return text.hasPrefix("/") ? text : "\(folder)/\(text)"
    }

    /// A path or glob of an inventory, or `-` for standard input.
    ///
    /// - Throws: as `parse`.
    func inventory(_ text: String) throws(ScalarFlaw) -> String {
        text == "-" ? text : try parse(text)
    }

    /// A path of a regular file that is there.
    ///
    /// - Throws: as `parse`, and when it is missing or no regular file.
    func existing(_ text: String) throws(ScalarFlaw) -> String {
        let path = try parse(text)
        _ = try SmallFile.protection(of: path)
        return path
    }
}
