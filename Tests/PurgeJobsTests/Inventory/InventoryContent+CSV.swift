import Foundation

@testable import PurgeJobs

extension InventoryContent {
    /// The same clips and bad rows, after a first line with the columns' names; every record ends in a line break.
    func csv() throws -> [UInt8] {
        let long = String(repeating: "x,\n\"\"", count: 240_000)
        let records: [String] =
            switch self {
            case .synthetic, .noLastNewline:
                // Line breaks, commas and quotes within the fields, both line breaks after them.
                try ids.enumerated().map { index, id in
                    "\"a \"\"title\"\",\r\n\(index)\n\"," + (index % 2 == 0 ? "\(id),7\r\n" : "\"\(id)\",\n")
                }
            case .awkwardLines:
                ["\n", ",a,\n", "\r\n", "\n", "\"\",\"b\",\"\"\r\n", "é,c,1.0\n", "\r\n", ",a,1e2\n", "\n"]
            case .badRows: (0..<60).map { $0 % 3 == 1 ? ",\(Int.max)\n" : ",clip-\($0),\($0)\n" }
            case .longLines:
                [
                    ",before,\n", "\(String(repeating: "y", count: 1_200_000)),x,\n", ",after,\n",
                    "\"\(long)\",x,\n",
                ]
            case .empty: []
            }
        return Array((["title,id,view_count\r\n"] + records).joined().utf8)
    }
}
