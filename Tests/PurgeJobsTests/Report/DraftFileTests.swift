import Foundation
import Glibc
import Testing

@testable import PurgeJobs

@Suite struct DraftFileTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func `a file comes whole, for its owner alone, over the one before`() throws {
        let path = try folder.write("old", as: "report.html")
        var draft = try DraftFile(path: path)
        try draft.write(String(repeating: "new ", count: 50_000))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "old", "not before it is whole")
        try draft.place()
        #expect(try String(contentsOfFile: path, encoding: .utf8).utf8.count == 200_000)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try names() == ["report.html"])
    }

    @Test func `what is given up leaves the one before and no draft`() throws {
        let path = try folder.write("old", as: "report.html")
        do {
            var draft = try DraftFile(path: path)
            try draft.write("half")
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
        #expect(try names() == ["report.html"])
    }

    @Test func `whoever put a draft there before reads nothing along`() throws {
        let planted = try folder.write("planted", as: ".report.html.\(getpid())")
        let kept = folder.path + "/kept"
        try FileManager.default.linkItem(atPath: planted, toPath: kept)
        var draft = try DraftFile(path: folder.path + "/report.html")
        try draft.write("secret")
        try draft.place()
        #expect(try String(contentsOfFile: kept, encoding: .utf8) == "planted")
        #expect(try String(contentsOfFile: folder.path + "/report.html", encoding: .utf8) == "secret")
    }

    @Test func `a folder that is not there is named`() {
        #expect(throws: DraftFile.Failure.self) { _ = try DraftFile(path: folder.path + "/none/report.html") }
    }
}
