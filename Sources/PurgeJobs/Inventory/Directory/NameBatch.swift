/// The next names of one directory in the order of their bytes, a bounded number of them, in one piece of memory.
///
/// A directory's name ends in `/` here, as it does in the paths of what is in it: so names have the order of whole paths.
struct NameBatch {
    struct Name {
        let key: ArraySlice<UInt8>
        let kind: DirectoryHandle.Kind
    }

    private struct Place {
        let start: Int32
        let count: Int32
        let kind: DirectoryHandle.Kind
    }

    /// Names held at once, of each directory that a walk is in; a larger directory is read several times.
    static let limit = 1 << 16

    private var bytes: [UInt8] = []
    private var places: [Place] = []
    private var next = 0
    /// What is left out: names after the last one here.
    private(set) var isWhole = true
    private let limit: Int

    /// Reads the names that come after `last`, and the directory that `last` lies in, if it is a path.
    ///
    /// - Throws: `failed`.
    init(
        of directory: DirectoryHandle,
        after last: ArraySlice<UInt8>,
        limit: Int = Self.limit
    ) throws(DirectoryHandle.Refusal) {
        self.limit = limit
        try read(directory, after: Array(last))
    }

    private mutating func read(
        _ directory: DirectoryHandle,
        after last: [UInt8]
    ) throws(DirectoryHandle.Refusal) {
        var end: [UInt8]?
        try directory.forEachName { name, kind in
            var key: [UInt8] = []
            key.reserveCapacity(name.count + 1)
            for index in name.indices { key.append(name[index]) }
            if kind == .directory { key.append(UInt8(ascii: "/")) }
            guard last.lexicographicallyPrecedes(key) || last.count > key.count && last.starts(with: key),
                end.map({ !$0.lexicographicallyPrecedes(key) }) ?? true
            else { return }

            append(key, kind)
            if places.count >= 2 * limit { end = shrink() }
        }
        if places.count > limit { _ = shrink() } else { sort() }
    }

    /// Takes the next name; nil after the last one here.
    mutating func pop() -> Name? {
        guard next < places.count else { return nil }

        let place = places[next]
        next += 1
        return Name(key: key(of: place), kind: place.kind)
    }

    private func key(of place: Place) -> ArraySlice<UInt8> {
        bytes[Int(place.start)..<Int(place.start + place.count)]
    }

    private mutating func append(_ key: [UInt8], _ kind: DirectoryHandle.Kind) {
        places.append(Place(start: Int32(bytes.count), count: Int32(key.count), kind: kind))
        bytes += key
    }

    private mutating func sort() {
        let bytes = bytes
        places.sort { left, right in
            bytes[Int(left.start)..<Int(left.start + left.count)]
                .lexicographicallyPrecedes(bytes[Int(right.start)..<Int(right.start + right.count)])
        }
    }

    /// Keeps the first names, as many as are held, and returns the last of them.
    private mutating func shrink() -> [UInt8] {
        sort()
        isWhole = false
        let kept = places.prefix(limit).map { (Array(key(of: $0)), $0.kind) }
        bytes.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        for (key, kind) in kept { append(key, kind) }
        return kept.last?.0 ?? []
    }
}
