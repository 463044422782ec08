/// Where a run that holds the ledger serves the requests of other commands.
struct RequestDesk: Sendable {
    let spool: RequestSpool

    /// Does what waits in the spool; answers whether this very run was cancelled by it.
    func serve(_ run: RunID, _ ledger: Ledger) async -> Bool {
        var isCancelled = false
        await spool.serve { request in
            do throws(LedgerError) {
                try await ledger.fulfil(request)
                if request.action == .cancel, request.run == run.description { isCancelled = true }
                return ""
            } catch {
                return "\(error)"
            }
        }
        return isCancelled
    }
}
