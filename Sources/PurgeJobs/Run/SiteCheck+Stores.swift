// Whether the stores can be worked with, as far as looks can tell.
extension SiteCheck {
    /// A store that acts by itself was opened before this; one that is asked is asked for a clip that must be there.
    func check(_ store: StoreSettings, _ platform: Platform) async -> CheckFinding {
        guard let look = platform.view.stores[store.name] as? StoreLook else {
            return .good(.stores, store.name, "can be used")
        }

        let subject = "\(store.name) at \(look.store.adapter.origin)"
        let clips = site.controls + [site.canary].compactMap(\.self)
        let families = site.families.filter { $0.object?.store == store.name }
        let known = clips.lazy.compactMap { clip in
            families.lazy.compactMap { $0.objects(of: clip).keys.first?.key }.first.map { (clip, $0) }
        }.first
        guard let (clip, key) = known else {
            return .warning(
                .stores,
                subject,
                "not asked: the site names no clip that must be there",
                next: "name `controls`, and the store in a family's `object`"
            )
        }

        do throws(StoreError) {
            return finding(subject, clip, try await look.answer(for: key))
        } catch {
            return .bad(.stores, subject, "\(error)", next: "correct its `lookup`, `address` or `credential`")
        }
    }

    private func finding(_ subject: String, _ clip: ClipID, _ answer: LookupAnswer) -> CheckFinding {
        let next = "see whether its `lookup` says what the API answers, and whether the clip is published"
        return switch answer {
        case .there(let evidence): .good(.stores, subject, "holds \(clip) (\(evidence))")
        case .hidden: .warning(.stores, subject, "says that \(clip) is hidden", next: next)
        case .gone: .warning(.stores, subject, "says that it holds nothing of \(clip)", next: next)
        case .refused(let why): .bad(.stores, subject, why, next: next)
        }
    }
}
