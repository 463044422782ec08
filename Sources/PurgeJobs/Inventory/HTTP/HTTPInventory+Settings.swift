extension HTTPInventory {
    /// Which API to ask, for what, and how to read its answers.
    package struct Settings: Sendable {
        /// How single clips are asked for, without a walk.
        struct Lookup: Hashable, Sendable {
            let url: HTTPURL
            /// The parameter that carries a clip's id, once for each clip.
            let parameter: String
            /// The most ids of one request.
            let most: Int
        }

        /// How many rows a page is asked to have.
        struct PageSize: Hashable, Sendable {
            let parameter: String
            let rows: Int
        }

        /// The URL as the job has it, which is the inventory's name; it holds no secret.
        let name: String
        let url: HTTPURL
        /// Where to connect in place of where DNS leads.
        var address: NodeAddress?
        var headers: [InventoryHeader] = []
        var access: InventoryAccess?
        /// The field with the array of rows, by its path with dots; nil where the answer itself is the array.
        var rows: String?
        var paging: InventoryPaging
        var size: PageSize?
        var fields = InventoryFields.standard
        /// Requests a second; nil for as many as the API answers.
        var rate: Double?
        /// The header that says when a limit ends, where the API has another one beside `Retry-After`.
        var resetHeader: String?
        var lookup: Lookup?

        init(name: String, url: HTTPURL, paging: InventoryPaging) {
            self.name = name
            self.url = url
            self.paging = paging
        }

        /// What the API is and what it is asked for, secrets and the size of pages apart: a cursor belongs to that.
        var identity: String {
            var words = ["http", name, rows ?? "", "\(paging)"]
            for header in headers { words += [header.name.lowercased(), header.value] }
            words += ["\(fields.id)"]
            return "http:" + PageTrail.hash(words.joined(separator: "\n").utf8, length: 32)
        }

        /// The API as an inventory, its secrets fetched; it can be asked for single clips where the settings say how.
        ///
        /// - Throws: `noCredential`.
        func source(on network: InventoryNetwork?) throws(InventoryError) -> any InventorySource {
            let asker = try InventoryAsker(self, network ?? InventoryNetwork([self]))
            let walk = HTTPInventory(self, asker)
            return lookup.map { HTTPLookup(walk: walk, asker: asker, lookup: $0, settings: self) } ?? walk
        }
    }
}
