/// The bytes that a compressed file stands for, in constant memory, and where in it its parts begin.
///
/// A file that ends within a part, or has anything but parts in it, is an error: it may lack clips.
final class MemberReader {
    /// Bytes that are read, and at most expanded, at once.
    private static let chunk = 1 << 17

    private let file: OpenFile
    private let decoder: any MemberDecoder
    private let source: String
    private var input: [UInt8] = []
    /// The first byte of the input that the decoder has not taken.
    private var next = 0
    /// Where the input begins in the file.
    private var inputOffset: Int64
    private var output = [UInt8](repeating: 0, count: chunk)
    /// Bytes expanded, counted from the beginning of all.
    private var expanded: Int64
    /// The part that is being expanded, and whether anything has come out of it; nil between two.
    private var open: (begin: Int64, hasBytes: Bool)?
    /// Where parts begin that have bytes in them, in order.
    private(set) var members: [InventoryCursor.Member] = []

    /// Expands a file that stands at the beginning of a part: at `member`, or at its own.
    init(
        _ file: OpenFile,
        _ decoder: any MemberDecoder,
        at member: InventoryCursor.Member?,
        source: String
    ) {
        self.file = file
        self.decoder = decoder
        self.source = source
        inputOffset = member?.begin ?? 0
        expanded = member?.offset ?? 0
    }

    /// The part in which the byte before `offset` lies; nil before the first byte.
    func member(before offset: Int64) -> InventoryCursor.Member? {
        members.last { $0.offset < offset }
    }

    /// Forgets the parts that end before `offset`.
    func forget(before offset: Int64) {
        guard let current = members.lastIndex(where: { $0.offset < offset }) else { return }

        members.removeSubrange(..<current)
    }

    /// Appends what comes next to `buffer`; false at the end of the file.
    ///
    /// - Throws: `unreadable`, `damaged`, `notAnInventory`.
    func read(into buffer: inout [UInt8]) throws(InventoryError) -> Bool {
        var filled = 0
        while filled < output.count {
            let begin: Int64
            if let open {
                begin = open.begin
            } else if let next = try beginMember() {
                begin = next
            } else {
                break
            }
            if next == input.count { _ = try readInput() }
            let step = try expand(into: filled, begin)
            guard step.consumed > 0 || step.produced > 0 || step.isEnd || next < input.count else {
                throw damaged(at: begin, "the \(decoder.word) that begins there breaks off")
            }

            next += step.consumed
            if step.produced > 0, open?.hasBytes == false {
                members.append(InventoryCursor.Member(begin: begin, offset: expanded))
                open?.hasBytes = true
            }
            expanded += Int64(step.produced)
            filled += step.produced
            if step.isEnd { open = nil }
        }
        buffer.append(contentsOf: output[..<filled])
        return filled > 0
    }

    /// Where the next part begins; nil at the end of the file.
    private func beginMember() throws(InventoryError) -> Int64? {
        while input.count - next < 4, try readInput() {}
        let begin = inputOffset + Int64(next)
        let head = input[next...].prefix(4)
        // An empty file is none that a compressor writes.
        if head.isEmpty, begin > 0 { return nil }

        guard decoder.canBegin(with: head) else {
            guard begin > 0 else {
                let why = "no \(decoder.word) begins it, though its name or the job says so"
                throw InventoryError(source: source, cause: .notAnInventory(why))
            }

            throw damaged(at: begin, "what begins there is no \(decoder.word)")
        }

        do { try decoder.begin() } catch { throw failure(of: error, at: begin) }
        open = (begin, false)
        return begin
    }

    private func expand(into filled: Int, _ begin: Int64) throws(InventoryError) -> MemberStep {
        do throws(MemberFlaw) {
            return try decoder.expand(input, from: next, into: &output, at: filled)
        } catch {
            throw failure(of: error, at: begin)
        }
    }

    /// Keeps what was not taken and reads more; false at the end of the file.
    private func readInput() throws(InventoryError) -> Bool {
        let more = try file.read(Self.chunk)
        inputOffset += Int64(next)
        input.removeSubrange(..<next)
        next = 0
        input.append(contentsOf: more)
        return !more.isEmpty
    }

    private func failure(of flaw: MemberFlaw, at begin: Int64) -> InventoryError {
        switch flaw {
        case .corrupt(let why):
            return damaged(at: begin, "the \(decoder.word) that begins there does not expand (\(why))")
        case .outOfMemory:
            return InventoryError(source: source, cause: .unreadable(FileFailure.sentence(for: 12)))
        case .windowTooLarge:
            let window = 1 << (ZstandardDecoder.windowLog - 20)
            let why =
                "its \(decoder.word) at byte \(begin) needs a window of more than \(window) MiB; "
                + "compress it without --ultra and --long"
            return InventoryError(source: source, cause: .notAnInventory(why))
        }
    }

    private func damaged(at offset: Int64, _ why: String) -> InventoryError {
        InventoryError(source: source, cause: .damaged(at: offset, why))
    }
}
