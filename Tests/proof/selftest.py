"""Checks the harness's own servers and readers: a proof is worth what its witnesses are."""

from __future__ import annotations

import http.client
import threading
import time
from pathlib import Path

from checks import Part
from servers import Servers
from strace import calls, decoded
from world import HOST, World

BURST = 1500  # requests of each of four connections


def check_servers(part: Part, servers: Servers, path: Path, directory: Path) -> None:
    """Origin, cache, faults, log and rate; and the reader of traces."""
    world = World(directory / "servers", servers)
    target = world.targets(world.reported[0])[1]
    body = (world.www / target[1:]).read_bytes()
    _check_cache(part, servers, world, target, body)
    servers.arm({"do": "status", "status": 429, "retry_after": "7", "target": target, "times": 1})
    answer = _ask(servers.edge, "PURGE", target)
    part.equal((answer[0], answer[2].get("Retry-After")), (429, "7"), "a fault is met")
    part.equal(_ask(servers.edge, "PURGE", target)[0], 404, "and over after its times")
    log = servers.log()
    part.equal([visit.number for visit in log], list(range(1, len(log) + 1)), "the log's numbers have no gap")
    part.equal(servers.methods()["PURGE"], 4, "the log holds every purge")
    part.check([visit.note for visit in log if visit.method == "PURGE"][0] == "served", "it tells what the origin served")
    rate = _rate(servers, target)
    part.note("requests a second", round(rate))
    _check_traces(part, directory / "sample.strace")


def _check_cache(part: Part, servers: Servers, world: World, target: str, body: bytes) -> None:
    part.equal(_ask(servers.origin, "GET", target)[:2], (200, body), "the origin serves its tree")
    first, second = _ask(servers.edge, "PURGE", target)[0], _ask(servers.edge, "PURGE", target)[0]
    part.equal((first, second), (200, 404), "a purge evicts, once")
    caches = [_ask(servers.edge, "GET", target)[2]["X-Cache"] for _ in range(2)]
    part.equal(caches, ["MISS", "HIT"], "the edge fills itself from the origin")
    part.equal(_ask(servers.edge, "GET", target, "bytes=10-19")[:2], (206, body[10:20]), "it answers ranges")
    part.equal(_ask(servers.edge, "GET", target, f"bytes={len(body)}-")[0], 416, "and refuses those beyond the end")
    (world.www / target[1:]).unlink()
    part.equal(_ask(servers.origin, "GET", target)[0], 404, "what is gone at the origin is gone")
    part.equal(_ask(servers.edge, "GET", target)[0], 200, "and lit at the edge until it is purged")
    part.equal(_ask(servers.edge, "PURGE", target)[0], 200, "then purged")
    part.equal(_ask(servers.edge, "GET", target)[0], 404, "then dark")
    (world.www / target[1:]).write_bytes(body)
    servers.reset(world.www, servers.log_path)
    world.warm()
    part.equal([_ask(servers.edge, "PURGE", target)[0] for _ in range(2)], [200, 404], "a reset begins anew")


def _check_traces(part: Part, path: Path) -> None:
    """The reader puts interleaved calls in the order in which they began and ended."""
    path.write_text(
        '10 1.0 pwrite64(8</s/ledger.sqlite-wal>, "\\x41\\x42", 2, 0 <unfinished ...>\n'
        '11 1.1 sendto(9<socket:[1]>, "PURGE /a\\r\\n", 10, 0, NULL, 0) = 10\n'
        "10 1.2 <... pwrite64 resumed>) = 2\n"
        "10 1.3 fdatasync(8</s/ledger.sqlite-wal>) = -1 EIO (Input/output error) (INJECTED)\n"
        "10 1.4 fdatasync(8</s/ledger.sqlite-wal>) = ?\n10 1.4 +++ killed by SIGKILL +++\n")
    found = calls(path)
    part.equal([(call.name, call.begun, call.ended, call.result) for call in found],
               [("pwrite64", 0, 2, 2), ("sendto", 1, 1, 10), ("fdatasync", 3, 3, -1), ("fdatasync", 4, None, None)],
               "a trace is read in its order")
    part.equal([call.is_on_log for call in found], [True, False, True, True], "files are told apart")
    part.equal([call.is_injected for call in found], [False, False, True, False], "what was injected is known")
    part.equal((found[0].strings(), decoded("a\\r\\n\\0")), ([b"AB"], b"a\r\n\0"), "strings are decoded")


def _ask(port: int, method: str, target: str, wanted: str = "") -> tuple[int, bytes, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, target, headers={"Host": HOST} | ({"Range": wanted} if wanted else {}))
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body, dict(response.getheaders())


def _rate(servers: Servers, target: str) -> float:
    def burst() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", servers.edge, timeout=5)
        connection.connect()
        request = f"GET {target} HTTP/1.1\r\nHost: {HOST}\r\nRange: bytes=0-99\r\n\r\n".encode()
        for _ in range(BURST):
            connection.sock.sendall(request)
            connection.sock.recv(65536)

    threads = [threading.Thread(target=burst) for _ in range(4)]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 4 * BURST / (time.monotonic() - begun)
