/// The entries of lists by a key of theirs, in little memory: 40 to 48 bytes an entry beside those of its key and
/// its evidence.
///
/// Keys lie one after the other in one array; a table of open addressing finds the first entry with a key, and
/// entries with the same key form a chain.
struct EntryIndex: Sendable {
    private struct Record {
        let offset: Int
        let hash: UInt32
        let line: UInt32
        let label: UInt32
        let keyLength: UInt16
        let evidenceLength: UInt16
        /// The entry with the same key that was inserted before, plus 1; 0 where there is none.
        var next: UInt32
    }

    private struct Label: Hashable {
        let list: String
        let category: String
    }

    private var bytes: [UInt8] = []
    private var records: [Record] = []
    /// For each place the index of a record, plus 1; 0 where it is free.
    ///
    /// It has a power of two of places, twice as many as records or more.
    private var table: [UInt32] = []
    private var labels: [Label] = []
    /// Differs from index to index, so that nobody can write a list that makes lookups slow.
    private let seed = UInt64.random(in: 0 ... .max)

    var isEmpty: Bool { records.isEmpty }

    /// Adds an entry under a key, which is refused when it is empty; `evidence` is what to show instead of the key.
    mutating func insert(_ key: [UInt8], of entry: ListEntry, evidence: [UInt8] = []) {
        guard !key.isEmpty, let keyLength = UInt16(exactly: key.count),
            let evidenceLength = UInt16(exactly: evidence.count)
        else { return }

        if table.count < 2 * (records.count + 1) { grow() }
        let hash = hash(key)
        let place = place(of: key, hash)
        let record = Record(
            offset: bytes.count,
            hash: hash,
            line: UInt32(clamping: entry.line),
            label: label(Label(list: entry.list, category: entry.category)),
            keyLength: keyLength,
            evidenceLength: evidenceLength,
            next: table[place]
        )
        bytes += key
        bytes += evidence
        records.append(record)
        table[place] = UInt32(records.count)
    }

    /// The matches of every entry that has the key, in no particular order.
    func matches(_ key: [UInt8], rule: Match.Rule) -> [Match] {
        guard !records.isEmpty, !key.isEmpty else { return [] }

        var found: [Match] = []
        var link = table[place(of: key, hash(key))]
        while link != 0 {
            let record = records[Int(link) - 1]
            found.append(match(record, rule))
            link = record.next
        }
        return found
    }

    private func match(_ record: Record, _ rule: Match.Rule) -> Match {
        let key = record.offset..<(record.offset + Int(record.keyLength))
        let evidence = key.upperBound..<(key.upperBound + Int(record.evidenceLength))
        let label = labels[Int(record.label)]
        return Match(
            list: label.list,
            line: Int(record.line),
            category: label.category,
            rule: rule,
            evidence: VisibleText.of(bytes[evidence.isEmpty ? key : evidence])
        )
    }

    private mutating func label(_ label: Label) -> UInt32 {
        if let index = labels.lastIndex(of: label) { return UInt32(index) }

        labels.append(label)
        return UInt32(labels.count - 1)
    }

    /// The place of the first record with the key, or the free one where it belongs.
    private func place(of key: [UInt8], _ hash: UInt32) -> Int {
        let mask = table.count - 1
        var place = Int(hash) & mask
        while table[place] != 0, !has(records[Int(table[place]) - 1], key, hash) {
            place = (place + 1) & mask
        }
        return place
    }

    private func has(_ record: Record, _ key: [UInt8], _ hash: UInt32) -> Bool {
        guard record.hash == hash, Int(record.keyLength) == key.count else { return false }

        return bytes[record.offset..<(record.offset + key.count)].elementsEqual(key)
    }

    /// Doubles the table; only the newest record of each chain has a place in it.
    private mutating func grow() {
        let heads = table.filter { $0 != 0 }
        table = Array(repeating: 0, count: max(16, 2 * table.count))
        let mask = table.count - 1
        for head in heads {
            var place = Int(records[Int(head) - 1].hash) & mask
            while table[place] != 0 { place = (place + 1) & mask }
            table[place] = head
        }
    }

    /// FNV-1a of 64 bits (RFC 9923) from a secret beginning, folded and mixed to 32.
    private func hash(_ key: [UInt8]) -> UInt32 {
        var hash = 0xcbf2_9ce4_8422_2325 ^ seed
        for byte in key { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ hash >> 32) &* 0x9e37_79b9_7f4a_7c15
        return UInt32(truncatingIfNeeded: hash >> 32)
    }
}
