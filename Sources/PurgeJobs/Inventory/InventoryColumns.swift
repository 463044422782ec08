/// Which columns the map wants of a table, or of a CSV file by its first record.
struct InventoryColumns: Sendable {
    /// A column that is read.
    struct Column: Sendable {
        let index: Int
        let role: InventoryFieldTree.Role
        /// Its name.
        let path: String
    }

    /// What is wrong with the names; in words for a first record.
    enum Flaw: Error, Hashable, CustomStringConvertible {
        case missing(String)
        case twice(String)
        case tooMany

        var description: String {
            switch self {
            case .missing(let name):
                "its first line names no column '\(name)'; name the columns there, with commas between them, or set the job's "
                    + "'fields'"
            case .twice(let name): "its first line names the column '\(name)' twice"
            case .tooMany: "it has more than \(CSVRecord.maximumCells) columns"
            }
        }
    }

    /// How many fields every record has.
    let count: Int
    let wanted: [Column]

    /// Takes the names, byte for byte.
    ///
    /// The standard map names columns that a file may lack, as rows of JSON may lack these fields. A map that a job
    /// writes is meant: a column that is missing is a mistake, or an export that has changed.
    init(names: [[UInt8]], _ fields: InventoryFields) throws(Flaw) {
        guard names.count <= CSVRecord.maximumCells else { throw .tooMany }

        count = names.count
        var wanted: [Column] = []
        for field in InventoryFieldTree(fields).values {
            let places = names.indices.filter { names[$0].elementsEqual(field.path.utf8) }
            guard places.count < 2 else { throw .twice(field.path) }

            if let index = places.first {
                wanted.append(Column(index: index, role: field.role, path: field.path))
            } else if field.role == .id || !fields.isStandard {
                throw .missing(field.path)
            }
        }
        self.wanted = wanted
    }
}
