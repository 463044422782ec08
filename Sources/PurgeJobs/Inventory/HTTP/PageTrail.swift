import Crypto

/// Knows an API that leads in a circle, in constant memory and across processes: the trail is kept in the cursor.
///
/// After Brent (https://doi.org/10.1007/BF01933190): each page is compared with one former page, which is replaced after 1, 2,
/// 4, 8 … pages, so that a circle of any length is noticed before it was gone round three times.
struct PageTrail: Hashable, Sendable {
    /// Hashes of what follows a page and of its clips' ids, `next:ids`.
    let mark: String

    /// Takes a page; `next` is empty where nothing follows.
    ///
    /// One clip may come twice in an honest walk, so it marks nothing.
    init(next: [UInt8], ids: [ClipID]) {
        let next = next.isEmpty ? "" : Self.hash(next, length: 8)
        var hasher = SHA256()
        for id in ids { hasher.update(data: PageTrail.framed(id.bytes)) }
        mark = "\(next):" + (ids.count < 2 ? "" : Hexadecimal.text(of: hasher.finalize().prefix(8)))
    }

    /// Whether this page leads to where the other one led, or holds the same clips in the same order.
    func meets(_ other: String) -> Bool {
        let (mine, theirs) = (Self.parts(mark), Self.parts(other))
        return zip(mine, theirs).contains { !$0.isEmpty && $0 == $1 }
    }

    /// The mark to keep after that many pages.
    func kept(after pages: Int64, _ before: String?) -> String? {
        pages & (pages - 1) == 0 ? mark : before
    }

    static func hash(_ bytes: some Sequence<UInt8>, length: Int) -> String {
        Hexadecimal.text(of: SHA256.hash(data: Array(bytes)).prefix(length))
    }

    private static func framed(_ bytes: [UInt8]) -> [UInt8] { Array("\(bytes.count):".utf8) + bytes }

    private static func parts(_ mark: String) -> [Substring] {
        mark.split(separator: ":", omittingEmptySubsequences: false)
    }
}
