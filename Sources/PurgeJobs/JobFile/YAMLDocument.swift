private import Crypto
private import Yams

/// One YAML file: its bytes' digest and its root, with the position of every value.
struct YAMLDocument {
    let root: YAMLValue
    /// SHA-256 of the file's bytes: a plan is stale when they have changed.
    let digest: Digest

    /// Reads a file; nil after a complaint.
    init?(path: String, _ book: ComplaintBook) {
        do throws(ScalarFlaw) {
            let bytes = try SmallFile.bytes(of: path, limit: YAMLHygiene.maximumSize)
            self.init(bytes: bytes, book)
        } catch {
            book.add(nil, error.problem, error.remedy)
            return nil
        }
    }

    /// Reads the bytes of a file; nil after a complaint.
    init?(bytes: [UInt8], _ book: ComplaintBook) {
        guard let text = YAMLHygiene.text(of: bytes, book), let node = Self.node(of: text, book),
            let digest = Digest(Array(SHA256.hash(data: bytes)))
        else { return nil }

        root = YAMLValue(node, book)
        self.digest = digest
    }

    /// Parses without implicit types: every scalar is its text.
    private static func node(of text: String, _ book: ComplaintBook) -> Node? {
        do {
            // The parser must outlive the look at the anchors, which nodes hold weakly.
            let parser = try Parser(yaml: text, resolver: .basic)
            let node = try parser.singleRoot()
            let isClean = withExtendedLifetime(parser) { node.map { refuseMarkup(in: $0, book) } }
            if isClean == nil {
                book.add(.init(line: 1, column: 1), "is empty", "write it, or name another file")
            }
            return isClean == true ? node : nil
        } catch let error as YamlError {
            complain(error, book)
        } catch {
            book.add(nil, "cannot be parsed", "check that it is YAML")
        }
        return nil
    }

    /// Whether a node has no anchor and no tag; complains and does not go below the first.
    ///
    /// An alias is its anchor's node once more, so that what it expands to is never walked.
    private static func refuseMarkup(in node: Node, _ book: ComplaintBook) -> Bool {
        guard node.anchor == nil, node.alias == nil, ["", "tag:yaml.org,2002:"].contains(tagPrefix(of: node))
        else {
            let position = node.mark.map { JobFileError.Position(line: $0.line, column: $0.column) }
            book.add(position, "anchors, aliases and tags are not allowed", "write the value out")
            return false
        }

        switch node {
        case .scalar, .alias: return true
        case .sequence(let nodes): return nodes.allSatisfy { refuseMarkup(in: $0, book) }
        case .mapping(let pairs):
            return pairs.allSatisfy { refuseMarkup(in: $0.key, book) && refuseMarkup(in: $0.value, book) }
        }
    }

    /// The tag without the name of the type that a node of its kind has anyway.
    private static func tagPrefix(of node: Node) -> String {
        let tag = node.tag.rawValue
        let suffix =
            switch node {
            case .scalar: "str"
            case .sequence: "seq"
            case .mapping: "map"
            case .alias: ""
            }
        return tag.hasSuffix(suffix) ? String(tag.dropLast(suffix.count)) : tag
    }

    /// Tells what the parser found without the text around it, which could hold a secret.
    private static func complain(_ error: YamlError, _ book: ComplaintBook) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            let start = context.map { " \($0.text) that begins in line \($0.mark.line)" } ?? ""
            let whole = "is no YAML: \(problem)\(start)"
            add(mark, whole, "check quotes, brackets and indentation here and before", book)
        case .composer(_, let problem, let mark, _):
            add(mark, problem, "write one document without anchors and aliases", book)
        case .duplicatedKeysInMapping(let keys, let context):
            let key = keys.first.map { VisibleText.of($0, limit: 64) } ?? ""
            let position = JobFileError.Position(line: context.mark.line, column: context.mark.column)
            book.add(position, key: key, "the key stands twice in one mapping", "keep one of the two")
        case .reader(let problem, _, _, _):
            book.add(nil, "cannot be read as text: \(problem)", "save the file as plain UTF-8")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            book.add(nil, "cannot be parsed", "check that it is YAML")
        }
    }

    private static func add(_ mark: Mark, _ problem: String, _ remedy: String, _ book: ComplaintBook) {
        book.add(.init(line: mark.line, column: mark.column), problem, remedy)
    }
}
