private import Foundation
private import Glibc

/// Where a credential comes from, and the header that carries it; never the credential itself (R14).
///
/// No complaint about it quotes anything that the file says here: somebody may have pasted the secret in the place of its
/// name.
struct CredentialSource: Hashable, Sendable {
    enum Place: Hashable, Sendable {
        /// A file that only its owner, this user or root, may read.
        case file(String)
        /// A variable of the environment.
        case environment(String)
        /// A file of that name in `$CREDENTIALS_DIRECTORY` (systemd.exec(5), "Credentials").
        case systemd(String)
    }

    /// Where the site file asks for it.
    struct Origin: Hashable, Sendable {
        let file: String
        let position: JobFileError.Position?
        let key: String
    }

    static let maximumSize = 64 << 10

    /// The name of the request's header.
    let header: String
    let place: Place
    let origin: Origin

    /// Fetches the credential, without the one line break that editors leave at its end.
    ///
    /// A file must belong to `user` or to root.
    ///
    /// - Throws: a complaint at the place in the site file when it is missing, empty, readable by others, or cannot stand in
    ///   a header.
    func resolve(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        user: UInt32 = geteuid()
    ) throws(JobFileError) -> Secret {
        do throws(ScalarFlaw) {
            return try Self.secret(at: place, environment, user)
        } catch {
            let complaint = JobFileError.Complaint(
                file: origin.file,
                position: origin.position,
                key: origin.key,
                problem: error.problem,
                remedy: error.remedy
            )
            throw JobFileError(complaints: [complaint], omitted: 0)
        }
    }

    private static func secret(
        at place: Place,
        _ environment: [String: String],
        _ user: UInt32
    ) throws(ScalarFlaw) -> Secret {
        switch place {
        case .file(let path):
            return try checked(fileBytes(path, others: 0o077, user))
        case .environment(let name):
            guard let value = environment[name] else {
                throw ScalarFlaw("the environment has no variable of that name", "set it, or name another")
            }

            return try checked(Array(value.utf8))
        case .systemd(let name):
            guard let folder = environment["CREDENTIALS_DIRECTORY"], folder.hasPrefix("/") else {
                throw ScalarFlaw(
                    "$CREDENTIALS_DIRECTORY is not set",
                    "add LoadCredential= to the unit, or use 'file' or 'env'"
                )
            }

            // systemd lets the unit's user read by an access list, whose mask stat(2) shows as the group's bits.
            return try checked(fileBytes("\(folder)/\(name)", others: 0o037, user))
        }
    }

    private static func fileBytes(
        _ path: String,
        others: Int,
        _ user: UInt32
    ) throws(ScalarFlaw) -> [UInt8] {
        let protection: SmallFile.Protection
        let bytes: [UInt8]
        do throws(ScalarFlaw) {
            protection = try SmallFile.protection(of: path)
            bytes = try SmallFile.bytes(of: path, limit: maximumSize)
        } catch {
            throw ScalarFlaw("the credential's file \(error.problem)", error.remedy)
        }
        guard [0, Int(user)].contains(protection.owner) else {
            throw ScalarFlaw(
                "the credential's file belongs to another user",
                "chown it to this user or to root"
            )
        }
        guard protection.mode & others == 0 else {
            throw ScalarFlaw("the credential's file is open to other users", "chmod it to 0600 or 0400")
        }

        return bytes
    }

    /// Takes what RFC 9110 section 5.5 lets into a header's value, of ASCII only.
    private static func checked(_ bytes: [UInt8]) throws(ScalarFlaw) -> Secret {
        var value = bytes[...]
        if value.last == UInt8(ascii: "\n") {
            value.removeLast()
            if value.last == UInt8(ascii: "\r") { value.removeLast() }
        }
        guard let first = value.first, let last = value.last else {
            throw ScalarFlaw("the credential is empty", "write it")
        }
        guard first != 32, last != 32, value.allSatisfy({ $0 >= 32 && $0 < 127 }) else {
            throw ScalarFlaw(
                "the credential cannot stand in a header",
                "use one line of visible ASCII, without spaces at its ends"
            )
        }

        return Secret(String(decoding: value, as: UTF8.self))
    }
}
