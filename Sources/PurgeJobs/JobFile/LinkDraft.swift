/// A link family as a person first says it: `video=https://video.example/v/{id}/{quality}.mp4`.
package struct LinkDraft: Sendable {
    package struct Flaw: Error, CustomStringConvertible {
        package let description: String
    }

    package let name: String
    let scheme: String
    package internal(set) var hosts: [String]
    let path: String
    /// The object of the store that the family serves, without the store's name.
    package var object: String?
    /// The values of each variable in path and object.
    package var variables: [String: [String]] = [:]

    /// Takes a family's name, `=`, and the link of a clip with `{id}` where its id stands.
    ///
    /// - Throws: `Flaw` where a part is missing; whether the parts hold is for the site file's reader to say.
    package init(_ text: String) throws(Flaw) {
        guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
            throw Flaw(
                description:
                    "'\(text)' has no name; write NAME=URL, such as page=https://clips.example/clip/{id}"
            )
        }

        let (name, url) = (String(text[..<equals]), text[text.index(after: equals)...])
        guard let scheme = ["https", "http"].first(where: { url.hasPrefix("\($0)://") }) else {
            throw Flaw(
                description: "the link of '\(name)' is no absolute URL; begin it with https:// or http://"
            )
        }

        let rest = url.dropFirst(scheme.count + 3)
        let host = rest.prefix { $0 != "/" && $0 != "?" }
        guard url.contains("{id}") else {
            throw Flaw(description: "the link of '\(name)' has no {id}; write it where the clip's id stands")
        }

        self.name = name
        self.scheme = scheme
        hosts = [String(host)]
        let path = String(rest.dropFirst(host.count))
        self.path = path.hasPrefix("/") ? path : "/\(path)"
    }

    /// The variables that its path names beside `{id}`.
    package var holes: [String] {
        // What is no template is refused when the draft is read.
        guard let template = try? Template(path) else { return [] }

        return template.holes.filter { $0 != "id" }
    }

    /// The links as families: the same name again is a further host of the same path.
    ///
    /// - Throws: `Flaw` where links of one name differ in more than their host.
    package static func joined(_ links: [LinkDraft]) throws(Flaw) -> [LinkDraft] {
        var families: [LinkDraft] = []
        for link in links {
            guard let index = families.firstIndex(where: { $0.name == link.name }) else {
                families.append(link)
                continue
            }
            guard families[index].path == link.path, families[index].scheme == link.scheme else {
                throw Flaw(
                    description:
                        "two links are named '\(link.name)' and differ in more than their host; name them apart"
                )
            }
            families[index].hosts += link.hosts
        }
        return families
    }
}
