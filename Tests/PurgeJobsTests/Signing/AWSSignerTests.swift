import Crypto
import Foundation
import Testing

@testable import PurgeJobs

/// Amazon's Signature Version 4, by its own suite and by requests that its SDK signed.
@Suite struct AWSSignerTests {
    private static let credential = AWSCredential(
        accessKey: "AKIDEXAMPLE",
        secretKey: Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    )

    /// Every case of the suite, by the path of its files without their endings.
    static let suite: [String] = {
        let root = SigningVectors.folder.appending(path: "aws-sigv4")
        let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix(".req") }.map { "aws-sigv4/" + $0.dropLast(4) }.sorted()
    }()

    @Test func `the suite is there`() { #expect(Self.suite.count >= 24) }

    /// A request of the suite, as it stands: fields may go on in the next line.
    private func canonical(_ text: String) throws -> AWSCanonicalRequest {
        let halves = text.replacing("\r\n", with: "\n").split(separator: "\n\n", maxSplits: 1)
        var lines = halves[0].split(separator: "\n").map(String.init)
        let first = lines.removeFirst()
        let method = String(first.prefix { $0 != " " })
        let target = Array(first.dropFirst(method.count + 1).dropLast(" HTTP/1.1".count).utf8)
        var fields: [(name: String, value: [UInt8])] = []
        for line in lines {
            if line.hasPrefix(" "), let last = fields.popLast() {
                fields.append((last.name, last.value + Array(line.utf8)))
            } else {
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                fields.append((String(parts[0]), Array(parts[1].utf8)))
            }
        }
        let parts = target.split(
            separator: UInt8(ascii: "?"),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        let content = halves.count == 2 ? String(halves[1]) : ""
        return AWSCanonicalRequest(
            method: method,
            path: Array(parts[0]),
            query: parts.count == 2 ? Array(parts[1]) : [],
            fields: fields,
            contentDigest: Hexadecimal.text(of: SHA256.hash(data: Data(content.utf8))),
            paths: .folded
        )
    }

    @Test(arguments: suite)
    func theSuiteIsSigned(name: String) throws {
        var text = try SigningVectors.read(name + ".req")
        // A token that the keys bring with them stands in the signed request alone; some services take it unsigned.
        let token = try SigningVectors.read(name + ".sreq").split(whereSeparator: \.isNewline)
            .first { $0.hasPrefix("X-Amz-Security-Token:") }
        if let token, !text.contains("X-Amz-Security-Token"),
            try SigningVectors.read(name + ".creq").contains("x-amz-security-token")
        {
            text += "\n\(token)"
        }
        let request = try canonical(text)
        let signer = AWSSigner(Self.credential, region: "us-east-1", service: "service")
        let time = CivilTime(try SigningVectors.moment("20150830T123600Z"))
        #expect(try request.text == SigningVectors.read(name + ".creq"))
        #expect(try signer.stringToSign(request, at: time) == SigningVectors.read(name + ".sts"))
        #expect(
            try signer.authorization(of: request, at: time).reveal() == SigningVectors.read(name + ".authz")
        )
    }

    struct Derived: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let accessKey: String
        let secretKey: String
        let sessionToken: String?
        let region: String
        let service: String
        let amzDate: String
        let method: String
        let url: String
        let requestHeaders: [String: String]
        let bodyUtf8: String
        let authorization: String

        var testDescription: String { name }
    }

    static let derived: [Derived] = {
        // An empty list fails the test that counts them.
        (try? SigningVectors.decode([Derived].self, "derived/sigv4-cloudfront-s3.json")) ?? []
    }()

    @Test func `requests of the vendor's own client are there`() { #expect(Self.derived.count >= 8) }

    @Test(arguments: derived)
    func whatTheVendorsClientSignedIsSignedAlike(_ vector: Derived) throws {
        let credential = AWSCredential(
            accessKey: vector.accessKey,
            secretKey: Secret(vector.secretKey),
            sessionToken: vector.sessionToken.map { Secret($0) }
        )
        let request = try SigningVectors.request(
            vector.method,
            vector.url,
            vector.requestHeaders.sorted { $0.key < $1.key },
            content: vector.bodyUtf8.isEmpty ? nil : vector.bodyUtf8
        )
        let signed = try AWSSigner(credential, region: vector.region, service: vector.service)
            .signed(request, at: SigningVectors.moment(vector.amzDate))
        #expect(SigningVectors.field("Authorization", of: signed) == vector.authorization)
        #expect(signed.fields.credential != nil, "the probe's connections refuse it")
        #expect(signed.target == request.target && signed.content == request.content)
    }

    @Test(arguments: ["GET", "DELETE"])
    func aPathOfABucketIsSignedAsItIs(method: String) throws {
        let signer = AWSSigner(Self.credential, region: "eu-west-1", service: "s3")
        let signed = try ["/b/a//c/../d.mp4", "/b/a/c/../d.mp4", "/b/d.mp4", "/b/a//c/%2E%2E/d.mp4"].map {
            let request = try SigningVectors.request(method, "http://s3.test\($0)", [])
            return SigningVectors.field(
                "Authorization",
                of: try signer.signed(request, at: SigningVectors.moment("20260115T120000Z"))
            )
        }
        #expect(Set(signed.prefix(3)).count == 3, "every slash and dot counts")
        #expect(signed[0] == signed[3], "two spellings of one key")
    }

    @Test func `no key is shown by anything that prints a signer`() {
        let signer = AWSSigner(Self.credential, region: "eu-west-1", service: "s3")
        var dumped = ""
        dump(signer, to: &dumped)
        #expect(!"\(signer)\(dumped)".contains("wJalr"))
    }

    @Test func `keys come from the environment or a profile, whole or not at all`() throws {
        let environment = ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "S", "AWS_SESSION_TOKEN": "T"]
        let found = try #require(AWSCredential(environment: environment))
        #expect(found.accessKey == "A" && found.secretKey.reveal() == "S")
        #expect(found.sessionToken?.reveal() == "T")
        #expect(AWSCredential(environment: ["AWS_ACCESS_KEY_ID": "A"]) == nil)
        #expect(AWSCredential(environment: environment.merging(["AWS_SECRET_ACCESS_KEY": ""]) { $1 }) == nil)
        let file = SectionedText(
            """
            # comment
            [default]
            aws_access_key_id = A=
            aws_secret_access_key=S/+#=
            [other]
            aws_access_key_id = B
            """
        )
        let profile = try #require(AWSCredential(profile: "default", in: file))
        #expect(profile.accessKey == "A=" && profile.secretKey.reveal() == "S/+#=")
        #expect(AWSCredential(profile: "other", in: file) == nil)
        #expect(AWSCredential(profile: "nobody", in: file) == nil)
    }
}
