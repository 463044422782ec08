// Stores of the kind `http`: how a platform's own moderation API is asked, and what its answers mean.
extension SiteReader {
    mutating func httpStore(_ keys: inout YAMLMapping, name: String) -> StoreSettings? {
        let addressValue = keys.optional("address")
        let address = addressValue?.scalar(HostText.address)
        let rate = keys.optional("rate")?.scalar(NumberText.rate)
        let concurrency = keys.optional("concurrency")?.scalar(NumberText.whole(1...1024))
        let credential = credential(keys.optional("credential"))
        let keyValue = keys.optional("keyHeader")
        let keyField = keyValue?.scalar(HeaderText.parse) ?? HTTPRevoker.standardKeyField
        if ["content-type", credential?.header.lowercased()].contains(keyField.lowercased()) {
            keyValue?.complain("is a header that carries something else", "name the one for idempotency keys")
        }
        let taken = [keyField.lowercased(), credential?.header.lowercased()].compactMap(\.self)
        let lookupValue = keys.required("lookup")
        let lookup = lookupValue?.mapping { readLookup(&$0, taken) }
        let effects = readEffects(&keys, taken, of: lookup)
        let pollValue = keys.optional("poll")
        let poll = pollValue?.mapping { Self.readPoll(&$0) }
        guard let lookup, let lookupValue else { return nil }

        if addressValue == nil || address != nil {
            let peer = address.map { IPAddress($0.host) } ?? lookup.request.url.origin.host.address
            checkScheme(of: lookup.request.url.origin, lookupValue, [peer])
        }
        guard let effects, pollValue == nil || poll != nil else { return nil }

        let adapter = HTTPStore(
            lookup: lookup,
            effects: effects,
            poll: poll?.poll,
            promise: poll?.terms ?? .standard,
            keyField: keyField
        )
        return StoreSettings(
            name: name,
            kind: .http(adapter),
            address: address,
            rate: rate,
            concurrency: concurrency ?? StoreSettings.standardConcurrency,
            credential: credential
        )
    }

    private func readLookup(_ keys: inout YAMLMapping, _ taken: [String]) -> HTTPStore.Lookup? {
        let request = request(&keys, .get, holes: ["key"], taken)
        let there = keys.optional("there").map { Set($0.values(EndpointText.success)) } ?? [200]
        let hiddenValue = keys.optional("hidden")
        let hidden = hiddenValue.map { Self.distinct($0, AnswerText.away, from: there) } ?? []
        let others = there.union(hidden)
        let gone =
            keys.optional("gone").map { Self.distinct($0, AnswerText.away, from: others) }
            ?? Set([404, 410]).subtracting(others)
        let words: [(name: String, meaning: HTTPStore.Lookup.Meaning)] = [
            ("there", .there), ("hidden", .hidden), ("gone", .gone),
        ]
        let statuses: [HTTPStore.Lookup.Meaning: Set<Int>] = [.there: there, .hidden: hidden, .gone: gone]
        let rules = Self.rules(statuses, open: .there, keys.optional("state"), words)
        let identity = keys.required("identity")?.scalar(AnswerText.place)
        let size = keys.optional("size")
        let sizePlace = size?.scalar(AnswerText.place)
        guard let request, let rules, let identity, size == nil || sizePlace != nil else { return nil }

        if !rules.meanings.contains(.there) {
            keys.complain(
                "no answer says that an object is there",
                "name the value under 'there' of 'state'"
            )
        }
        return HTTPStore.Lookup(request: request, rules: rules, identity: identity, size: sizePlace)
    }

    /// What is described beside the lookup; nil after a complaint.
    private func readEffects(
        _ keys: inout YAMLMapping,
        _ taken: [String],
        of lookup: HTTPStore.Lookup?
    ) -> [StoreAbility: HTTPStore.Effect]? {
        var effects: [StoreAbility: HTTPStore.Effect] = [:]
        var isWhole = true
        for ability in [StoreAbility.disable, .restore, .delete] {
            guard let value = keys.optional(ability.rawValue) else { continue }

            let effect = value.mapping { readEffect(&$0, taken) }
            effects[ability] = effect
            guard let effect, let lookup else {
                isWhole = false
                continue
            }

            if effect.request.url.origin != lookup.request.url.origin {
                value.complain(
                    "goes to another server than the lookup",
                    "write one scheme, host and port; what asks several is a store for each"
                )
            }
            if ability != .disable, !lookup.rules.meanings.contains(.hidden) {
                value.complain(
                    "cannot be told from what never was: no lookup says that an object is hidden",
                    "name the status, or the value of 'state', that 'lookup' gives of hidden objects"
                )
            }
        }
        return isWhole ? effects : nil
    }

    private func readEffect(_ keys: inout YAMLMapping, _ taken: [String]) -> HTTPStore.Effect? {
        let methods = StoreRequest.methods.map { (name: $0.rawValue, value: $0) }
        let method = keys.required("method")?.scalar(NameText.choice(methods, "methods"))
        let request = request(&keys, method, holes: StoreURL.holes, taken)
        let done = keys.required("done").map { Set($0.values(EndpointText.success)) } ?? []
        var others = done
        var statuses: [HTTPStore.Effect.Meaning: Set<Int>] = [.done: done]
        for (name, meaning) in [("already", HTTPStore.Effect.Meaning.already), ("gone", .gone)] {
            let read = keys.optional(name).map { Self.distinct($0, EndpointText.already, from: others) } ?? []
            statuses[meaning] = read
            others.formUnion(read)
        }
        statuses[.pending] =
            keys.optional("pending").map { Self.distinct($0, EndpointText.success, from: others) } ?? []
        let words: [(name: String, meaning: HTTPStore.Effect.Meaning)] = [
            ("done", .done), ("already", .already), ("gone", .gone), ("pending", .pending),
        ]
        let rules = Self.rules(statuses, open: .done, keys.optional("result"), words)
        guard let request, let rules else { return nil }

        return HTTPStore.Effect(request: request, rules: rules)
    }

    /// How promises are looked after; nil within where only the objects themselves can tell.
    private static func readPoll(
        _ keys: inout YAMLMapping
    ) -> (poll: HTTPStore.Poll?, terms: PromiseTerms)? {
        let pause = DurationText.within(.milliseconds(100)...AnswerText.longestPause)
        let interval = keys.optional("interval")?.scalar(pause)
        let limit = DurationText.within(.seconds(1)...AnswerText.longestPromise)
        let deadline = keys.optional("deadline")?.scalar(limit)
        let place = keys.required("url")?.scalar(AnswerText.place)
        let done = keys.optional("done").map { Set($0.values(EndpointText.success)) } ?? [200]
        let pending = keys.optional("pending").map { distinct($0, EndpointText.success, from: done) } ?? []
        let failed =
            keys.optional("failed").map { distinct($0, AnswerText.failed, from: done.union(pending)) } ?? []
        let words: [(name: String, meaning: HTTPStore.Poll.Meaning)] = [
            ("done", .done), ("pending", .pending), ("failed", .failed),
        ]
        let statuses: [HTTPStore.Poll.Meaning: Set<Int>] = [.done: done, .pending: pending, .failed: failed]
        let rules = rules(statuses, open: .done, keys.optional("state"), words)
        guard let place, let rules else { return nil }

        let standard = PromiseTerms.standard
        return (
            HTTPStore.Poll(place: place, rules: rules),
            PromiseTerms(interval: interval ?? standard.interval, deadline: deadline ?? standard.deadline)
        )
    }

    // MARK: Parts

    /// URL, headers and body of a request; nil after a complaint.
    private func request(
        _ keys: inout YAMLMapping,
        _ method: HTTPMethod?,
        holes: [String],
        _ taken: [String]
    ) -> StoreRequest? {
        let urlValue = keys.required("url")
        let url = urlValue?.scalar(EndpointText.storeURL(holes))
        let fieldsValue = keys.optional("headers")
        let fields = fieldsValue.flatMap { Self.fields($0, holes, taken) }
        var bodyValue: YAMLValue?
        var body: EndpointBody?
        if method != .get {
            bodyValue = keys.optional("body")
            body = self.body(bodyValue, type: keys.optional("contentType"), holes: holes)
        }
        guard let method, let urlValue, let url, fieldsValue == nil || fields != nil,
            bodyValue == nil || body != nil
        else { return nil }

        do throws(EndpointFlaw) {
            return try StoreRequest(method, url, fields ?? [], body)
        } catch {
            let flaw = EndpointText.flaw(error, holes: holes)
            urlValue.complain(flaw.problem, flaw.remedy)
            return nil
        }
    }

    private static func fields(
        _ value: YAMLValue,
        _ holes: [String],
        _ taken: [String]
    ) -> [StoreRequest.Field]? {
        var names: Set<String> = []
        let entries = value.entries(HeaderText.parse)
        let fields = entries.compactMap { entry -> StoreRequest.Field? in
            let name = entry.name.lowercased()
            if name == "content-type" {
                entry.key.complain("is the header of the body's type", "write 'contentType'")
            } else if HTTPFields.namesCredential(name) || taken.contains(name) {
                entry.key.complain(
                    "is a header for a credential or a key, which no site file holds",
                    "write the store's 'credential', its value in a file of its own"
                )
            } else if !names.insert(name).inserted {
                entry.key.complain("stands twice", "keep one of the two")
            }
            return entry.value.scalar(EndpointText.header(holes)).map { .init(name: entry.name, value: $0) }
        }
        return fields.isEmpty || fields.count < entries.count ? nil : fields
    }

    /// What statuses mean, and the value that decides where that is left open; nil after a complaint.
    private static func rules<Meaning>(
        _ statuses: [Meaning: Set<Int>],
        open: Meaning,
        _ value: YAMLValue?,
        _ choices: [(name: String, meaning: Meaning)]
    ) -> AnswerRules<Meaning>? {
        var meanings: [Int: Meaning] = [:]
        for (meaning, numbers) in statuses {
            for number in numbers { meanings[number] = meaning }
        }
        let decided = value?.mapping { values(&$0, choices) }
        guard value == nil || decided != nil else { return nil }

        return AnswerRules(statuses: meanings, open: open, value: decided)
    }

    private static func values<Meaning>(
        _ keys: inout YAMLMapping,
        _ choices: [(name: String, meaning: Meaning)]
    ) -> AnswerRules<Meaning>.Value? {
        let place = keys.required("at")?.scalar(AnswerText.place)
        var meanings: [String: Meaning] = [:]
        for (index, choice) in choices.enumerated() {
            let value = index == 0 ? keys.required(choice.name) : keys.optional(choice.name)
            for item in value?.items(AnswerText.value) ?? [] {
                if meanings[item.value] != nil {
                    item.source.complain("has another meaning already", "keep it in one of the lists")
                }
                meanings[item.value] = choice.meaning
            }
        }
        return place.map { .init(place: $0, meanings: meanings) }
    }
}
