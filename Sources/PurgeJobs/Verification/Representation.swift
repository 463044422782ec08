/// What a response's header says of the thing that it is, or is a part of.
struct Representation: Hashable, Sendable {
    /// The length of the whole; nil where the server does not say.
    let length: Int64?
    let tag: [UInt8]?
    let type: [UInt8]?
    /// Whether the body begins at the first byte of the whole.
    let isFromStart: Bool

    init(_ response: HTTPResponse) {
        let range = response.header.first("content-range").flatMap { ContentRange($0) }
        tag = response.header.first("etag").map { Array($0) }
        type = response.header.first("content-type").map { Array($0) }
        isFromStart = response.status != 206 || range?.first == 0
        if response.status == 200 {
            // No digit more than what it says: a length that is no number is none.
            length = response.header.text("content-length").flatMap { Int64($0) }.flatMap {
                $0 < 0 ? nil : $0
            }
        } else {
            length = range?.whole
        }
    }

    /// Whether a later range came from the same thing as the first: of the same known length, and under no other name.
    func isWhole(of part: Self) -> Bool {
        guard let length, length == part.length else { return false }

        return tag == nil || part.tag == nil || tag == part.tag
    }
}
