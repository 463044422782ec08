/// First come, first served, at constant cost a turn.
struct WaitingLine<Element> {
    private var elements: [Element] = []
    private var head = 0

    var count: Int { elements.count - head }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ element: Element) { elements.append(element) }

    /// Takes the element that has waited longest.
    mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        let element = elements[head]
        head += 1
        if head == elements.count || head == 1024 { compact() }
        return element
    }

    /// Takes out every element that fits, wherever it stands.
    mutating func removeAll(where fits: (Element) -> Bool) -> [Element] {
        compact()
        let found = elements.filter(fits)
        if !found.isEmpty { elements.removeAll(where: fits) }
        return found
    }

    private mutating func compact() {
        elements.removeFirst(head)
        head = 0
    }
}
