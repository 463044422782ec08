// Whether the stores can be worked with, as far as looks can tell.
extension SiteCheck {
    /// A store that acts by itself was opened before this; one that is asked is asked for a clip that must be there.
    func check(_ store: StoreSettings, _ platform: Platform) async -> CheckFinding {
        guard let look = platform.view.stores[store.name] as? StoreLook else {
            return await open(store, platform)
        }

        let subject = "\(store.name) at \(look.store.adapter.origin)"
        guard let (clip, key) = known(in: store.name) else {
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

    /// An object of the store that must be there: of a control, or of the canary.
    private func known(in store: String) -> (clip: ClipID, key: ObjectKey)? {
        for clip in site.controls + [site.canary].compactMap(\.self) {
            for family in site.families {
                for object in family.objects(of: clip).keys where object.store == store {
                    return (clip, object.key)
                }
            }
        }
        return nil
    }

    /// Looks for anything at all: that it can be told is enough.
    private func open(_ store: StoreSettings, _ platform: Platform) async -> CheckFinding {
        guard let opened = platform.view.stores[store.name], let key = ObjectKey("purge-check") else {
            return .bad(.stores, store.name, "was not opened", next: "look at its settings")
        }

        do throws(StoreError) {
            _ = try await opened.inspect(key)
            return .good(.stores, store.name, "can be used")
        } catch {
            return .bad(.stores, store.name, "\(error)", next: "mend this: what it holds stays as it is")
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
