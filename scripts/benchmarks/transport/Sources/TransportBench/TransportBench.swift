/// Sends requests to 127.0.0.1 through Purge's `HTTPClient` and prints: requests, answers of 404, seconds.
///
/// The last argument, where there is one, is a rate: then each request waits for its turn at Purge's `HostPacer`.
@main
struct TransportBench {
    let client: HTTPClient
    let pacer: HostPacer?
    let method: HTTPMethod
    let origin: HTTPOrigin

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        let numbers = arguments.compactMap { Int($0) }
        guard numbers.count >= 3, let port = UInt16(exactly: numbers[0]),
            let method = arguments.dropFirst().first.flatMap({ HTTPMethod(rawValue: $0) })
        else { return print("usage: TransportBench PORT METHOD REQUESTS AT_ONCE [RATE]") }

        let bench = try Self(port, method, atOnce: numbers[2], rate: numbers.count > 3 ? numbers[3] : nil)
        let started = ContinuousClock.now
        let expected = try await bench.send(numbers[1], atOnce: numbers[2])
        print(numbers[1], expected, (ContinuousClock.now - started) / .seconds(1))
    }

    @concurrent
    private func send(_ requests: Int, atOnce: Int) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for first in 0..<atOnce {
                group.addTask { try await send(stride(from: first, to: requests, by: atOnce)) }
            }
            var expected = 0
            for try await count in group { expected += count }
            return expected
        }
    }

    private init(_ port: UInt16, _ method: HTTPMethod, atOnce: Int, rate: Int?) throws {
        let host = try HostName("127.0.0.1")
        var settings = TransportSettings(.control, AddressPolicy([AddressPolicy.Host(host, ports: [port])]))
        settings.version = .http1
        settings.concurrency = atOnce
        client = HTTPClient(settings)
        pacer = rate.map { rate in
            HostPacer(others: PacingLimits(rate: Double(rate), burst: rate, concurrency: atOnce))
        }
        self.method = method
        origin = HTTPOrigin(.http, host, port: port)
    }

    private func send(_ numbers: StrideTo<Int>) async throws -> Int {
        var expected = 0
        for number in numbers {
            let digits = "\(1_000_000_000 + number)".dropFirst()
            let target = try RequestTarget("/v/bench-\(digits)/720.mp4")
            let request = HTTPRequest(method, origin, target)
            let response =
                if let pacer {
                    try await pacer.send(request, by: client)
                } else {
                    try await client.send(request)
                }
            if response.status == 404 { expected += 1 }
        }
        return expected
    }
}
