/// One purge at a node whose cache files lie on this machine's disk: the link's file is removed, and nothing is sent.
struct CacheFileStep: Sendable {
    let node: String
    let files: NginxCacheFiles
    /// Headers under which the link's family keeps copies apart.
    let variants: [ProbeVariant]

    private static let policy = RetryPolicy()

    /// Removes every copy that the key or a declared variant names.
    ///
    /// Copies by variant go first: the key's own file says by which headers the others are kept apart, and a crash in between
    /// leaves it to say so again.
    func receipt(of claim: StepClaim, _ link: LinkURL) -> StepReceipt {
        do {
            let key = try files.key.bytes(of: link)
            let count = try remove(key)
            return count > 0
                ? claim.receipt(.done, nil, count > 1 ? "\(count) files" : nil, .finish)
                : claim.receipt(.already, nil, "no file of it in the cache", .finish)
        } catch let error as CacheFileError {
            return trouble(error, claim)
        } catch {
            return claim.receipt(.failed, nil, "\(error)", .setAside(cause: "\(error)", skippingRest: false))
        }
    }

    private func remove(_ key: [UInt8]) throws(CacheFileError) -> Int {
        let (directory, main) = (files.directory, files.path(ofKey: key))
        let length = NginxCacheHead.length(withKey: key)
        guard let bytes = try directory.head(of: main, length: length) else { return 0 }

        let head = try NginxCacheHead(bytes, key: key)
        let others = files.paths(ofKey: key, vary: head.vary, [.plain] + variants)
        var count = 0
        for file in others + [main] {
            let isRemoved = try directory.remove(file, length: length) { (bytes) throws(CacheFileError) in
                _ = try NginxCacheHead(bytes, key: key)
            }
            if isRemoved { count += 1 }
        }
        return count
    }

    /// A place that could not do it is asked again, a bounded number of times; then a person is (R12).
    private func trouble(_ error: CacheFileError, _ claim: StepClaim) -> StepReceipt {
        let (cause, failures) = ("\(node): \(error)", claim.failures + 1)
        let next: StepReceipt.Next =
            failures < Self.policy.attempts
            ? .retry(after: Self.policy.wait(afterFailure: failures, random: .system))
            : .setAside(cause: cause, skippingRest: false)
        var receipt = claim.receipt(.unknown, nil, cause, next)
        receipt.isRefusal = error.isOfPlace
        return receipt
    }
}
