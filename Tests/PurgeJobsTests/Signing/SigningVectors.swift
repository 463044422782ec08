import Foundation
import Testing

@testable import PurgeJobs

/// The vendors' and standards' own examples, from the folder of resources: whatever lies there is tried.
enum SigningVectors {
    static let folder = URL(filePath: Resource.path("signing"))

    static func read(_ path: String) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    static func decode<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(contentsOf: folder.appending(path: path)))
    }

    /// A request as a test has it: method, URL, fields, content.
    static func request(
        _ method: String,
        _ url: String,
        _ fields: [(String, String)],
        content: String? = nil
    ) throws -> HTTPRequest {
        let url = try HTTPURL(url)
        var request = HTTPRequest(try #require(HTTPMethod(rawValue: method)), url.origin, url.target)
        // What the transport writes itself is none of the request's fields.
        for (name, value) in fields where !["host", "content-length"].contains(name.lowercased()) {
            try request.fields.append(name, value.trimmingCharacters(in: .whitespaces))
        }
        request.content = content.map { Array($0.utf8) }
        return request
    }

    /// The value of a signed request's field.
    static func field(_ name: String, of request: HTTPRequest) -> String? {
        request.fields.pairs.first { $0.name.lowercased() == name.lowercased() }
            .map { String(decoding: $0.value, as: UTF8.self) }
    }

    /// A moment such as 20150830T123600Z, whatever else is in it.
    static func moment(_ text: String) throws -> Timestamp {
        let digits = text.prefix { $0 != "+" }.filter(\.isNumber)
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "yyyyMMddHHmmss"
        let date = try #require(format.date(from: String(digits.prefix(14))))
        return Timestamp(microseconds: Int64(date.timeIntervalSince1970) * 1_000_000)
    }
}
