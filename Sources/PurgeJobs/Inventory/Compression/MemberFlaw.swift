/// Why a part of a compressed file does not expand.
enum MemberFlaw: Error, Hashable, Sendable {
    /// In the library's words: a checksum that does not hold, a length, a code that is none.
    case corrupt(String)
    /// It asks for more memory than a reader has to have.
    case windowTooLarge
    case outOfMemory
}
