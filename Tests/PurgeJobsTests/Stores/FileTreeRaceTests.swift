import Testing

@testable import PurgeJobs

/// A file tree against somebody who renames things in it at the same time.
@Suite struct FileTreeRaceTests {
    @Test func `a link swapped in for a directory is never followed`() async throws {
        let fixture = try FileTreeFixture()
        let name = Array("clip.mp4".utf8)
        let key = try #require(ObjectKey("d/clip.mp4"))
        try fixture.write("secret!", at: name, in: fixture.outside)
        let secret = try fixture.evidence(of: name, in: fixture.outside)
        let evidence = try await fixture.serve("bytes", at: key)
        let tree = try fixture.tree()
        let path = try FileTreePath(key)
        let place = try FileTreePlace("r")
        let directory = fixture.root + "/d"
        let link = fixture.root + "/link"
        try fixture.link(fixture.outside, at: link)

        let racer = Racer {
            _ = fixture.move(directory, to: directory + "-away")
            _ = fixture.move(link, to: directory)
            _ = fixture.move(directory, to: link)
            _ = fixture.move(directory + "-away", to: directory)
        }
        var seen: Set<String> = []
        for _ in 0..<20_000 {
            do throws(StoreError.Cause) {
                switch try tree.inspect(path) {
                case .absent: seen.insert("absent")
                case .present(let found):
                    seen.insert("present")
                    #expect(found == evidence)
                }
                let outcome = try tree.disable(path, expecting: secret, place: place).value
                #expect(outcome == .different(evidence) || outcome == .gone)
            } catch {
                seen.insert("escape")
                #expect(error == .escape)
            }
        }
        await racer.stop()
        #expect(seen == ["absent", "escape", "present"], "the race was not run")
        #expect(fixture.content(of: name, in: fixture.outside) == "secret!")
        #expect(fixture.content(of: name, in: directory) == "bytes")
    }

    @Test func `bytes that took the name between look and rename are put back`() async throws {
        let fixture = try FileTreeFixture()
        let tree = try fixture.tree()
        let place = try FileTreePlace("r")
        var seen: Set<StoreOutcome> = []
        for round in 0..<600 {
            let key = try #require(ObjectKey("\(round).mp4"))
            let planned = try await fixture.serve("planned", at: key)
            let rival = "\(fixture.root)/\(round)-rival"
            let innocent = try await fixture.serve("innocen", at: #require(ObjectKey("\(round)-rival")))
            let path = "\(fixture.root)/\(key)"
            let racer = Racer {
                guard fixture.move(path, to: path + "-away") else { return }

                _ = fixture.move(rival, to: path)
                _ = fixture.move(path + "-away", to: rival)
            }
            let outcome = try tree.disable(FileTreePath(key), expecting: planned, place: place).value
            // Nothing in quarantine is one of the right outcomes.
            let hidden = try? fixture.evidence(of: key.bytes, in: fixture.quarantine + "/r")
            await racer.stop()
            #expect(hidden == (outcome == .done ? planned : nil))
            #expect([.done, .gone, .different(innocent)].contains(outcome))
            seen.insert(outcome)
        }
        #expect(seen.contains(.done) && seen.count > 1, "the race was not run")
    }
}
