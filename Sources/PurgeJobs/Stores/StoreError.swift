/// A store that could not be asked, or did not do what was asked; whether an effect happened is then unknown.
package struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Cause: Hashable, Sendable {
        /// The root or the quarantine is missing, is a link, or is on another file system.
        case unusable(String)
        /// The path leads through a symbolic link or out of the root.
        case escape
        /// Others use it just now: it is to be tried again, and no object is to blame.
        case busy(String)
        /// A store that is asked gave no answer, or none that says anything.
        case unanswered(String)
        /// This one object cannot be asked for, or nothing can be made of what is said of it.
        case unaskable(String)
        /// A system call failed, with its name and errno.
        case system(call: String, code: Int32)
    }

    package let store: String
    /// The object, as a person may see it; empty when the store itself is meant.
    package let object: String
    package let cause: Cause

    package var description: String {
        let subject = object.isEmpty ? "store \(store)" : "store \(store), object \(object)"
        return switch cause {
        case .unusable(let why), .busy(let why), .unanswered(let why), .unaskable(let why):
            "\(subject): \(why)"
        case .escape:
            "\(subject): the path leads through a symbolic link or out of the root; nothing was touched"
        case .system(let call, let code): "\(subject): \(call) failed with errno \(code)"
        }
    }

    /// Whether the object is the trouble, and not its store: others may be asked for all the same (R12).
    package var isOfObject: Bool {
        switch cause {
        case .escape, .unaskable: true
        case .unusable, .busy, .unanswered, .system: false
        }
    }
}
