/// Why a line of an inventory is no clip.
enum RowFlaw: Error, Hashable, Sendable, CustomStringConvertible {
    case notAnObject
    case unexpectedByte
    case unexpectedEnd
    case trailingBytes
    case controlCharacter
    case invalidUTF8
    case invalidEscape
    case loneSurrogate
    case invalidNumber
    case tooDeep

    case strayQuote
    case bareCarriageReturn
    case nulByte
    case wrongFieldCount(Int, expected: Int)

    case tooLong
    case tooManyFields
    case duplicateField
    case wrongType(String)
    case missingID
    case invalidID
    case viewsOutOfRange
    case invalidURL(String)
    case invalidHash(String)

    // Of a tree.
    case symbolicLink
    case mountPoint

    // Of a page of an API.
    case missingField(String)
    case foreignLink
    case unclearLink
    case shortOfTotal(Int, Int)

    /// Whether the line is not even an object of JSON, so that it may be the first part of one.
    var isBroken: Bool {
        switch self {
        case .notAnObject, .unexpectedByte, .unexpectedEnd, .trailingBytes, .controlCharacter, .invalidUTF8,
            .invalidEscape, .loneSurrogate, .invalidNumber, .tooDeep:
            true
        case .strayQuote, .bareCarriageReturn, .nulByte, .wrongFieldCount, .tooLong, .tooManyFields,
            .duplicateField, .wrongType, .missingID, .invalidID, .viewsOutOfRange,
            .invalidURL, .invalidHash, .symbolicLink, .mountPoint, .missingField, .foreignLink, .unclearLink,
            .shortOfTotal:
            false
        }
    }

    /// One sentence without any of the line's own text.
    var description: String {
        switch self {
        case .notAnObject: "the line is no JSON object"
        case .unexpectedByte: "the line is not JSON: a character stands where none of its kind may"
        case .unexpectedEnd: "the line is not JSON: it breaks off"
        case .trailingBytes: "something follows the object"
        case .controlCharacter: "a string holds a raw control character"
        case .invalidUTF8: "a string is not UTF-8"
        case .invalidEscape: "a string holds an escape that JSON does not have"
        case .loneSurrogate: "a string holds half of a surrogate pair"
        case .invalidNumber: "a number is not written as JSON writes numbers"
        case .tooDeep: "it is nested deeper than \(JSONLexer.maximumDepth) levels"
        case .strayQuote:
            "a quote stands in a field that is not in quotes, or something follows a closing one"
        case .bareCarriageReturn: "a carriage return stands outside quotes without a line feed"
        case .nulByte: "it holds a NUL"
        case .wrongFieldCount(let count, let expected):
            "it has \(count) \(count == 1 ? "field" : "fields"), and the first line names \(expected)"
        case .tooLong: "the row is longer than \(InventoryBytes.longestRow) bytes"
        case .tooManyFields: "an object has more than \(ClipRowReader.maximumFields) fields"
        case .duplicateField: "an object has the same field twice"
        case .wrongType(let field): "the field '\(field)' has the wrong type"
        case .missingID: "it has no id"
        case .invalidID: "its id is none that a clip can have"
        case .viewsOutOfRange: "its number of views is no whole number of 64 bits"
        case .invalidURL(let field): "the field '\(field)' holds no URL that could be requested as it stands"
        case .invalidHash(let field): "the field '\(field)' holds no hash of that algorithm"
        case .symbolicLink: "it is a symbolic link, and is not followed"
        case .mountPoint: "something else is mounted there, and is not entered"
        case .missingField(let field):
            field.isEmpty
                ? "it is not of the kind that it should be"
                : "it has no '\(field)' of the kind that it should have"
        case .foreignLink: "its link to the next page leads to another server, which nobody named"
        case .unclearLink: "its links name no next page that could be asked for"
        case .shortOfTotal(let count, let total):
            "it ends after \(count) rows of the \(total) that it says it has"
        }
    }
}
