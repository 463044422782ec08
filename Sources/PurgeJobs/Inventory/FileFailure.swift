/// The words for what the system says against a file.
enum FileFailure {
    private static let sentences: [Int32: String] = [
        1: "the operation is not permitted",
        2: "there is no such file",
        5: "the disk reports an input/output error",
        12: "there is not enough memory",
        13: "permission is denied",
        20: "a part of its path is no directory",
        21: "it is a directory",
        23: "the system has too many open files",
        24: "this process has too many open files",
        36: "its name is too long",
        40: "its path has too many symbolic links",
    ]

    static func sentence(for number: Int32) -> String {
        sentences[number] ?? "the system reports error number \(number)"
    }
}
