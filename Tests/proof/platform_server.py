"""A platform in one process: an origin that serves a tree, and an edge that caches it. Every request is logged.

Run as a program it takes one JSON command a line on standard input and answers each with one line. The log
is the truth about what left the client: a line when a request has arrived, one when its answer was written.

Log lines: number, nanoseconds since 1970, server, phase, method, host, target, status, note.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import signal
import sys
import time
from dataclasses import dataclass
from urllib.parse import unquote

REASONS = {200: "OK", 204: "No Content", 206: "Partial Content", 404: "Not Found", 416: "Range Not Satisfiable",
           429: "Too Many Requests", 500: "Internal Server Error", 503: "Service Unavailable"}


@dataclass
class Rule:
    """A fault: which request it meets, and what happens then."""

    do: str  # kill, killAnswered, status, stall, reset
    server: str = "edge"
    method: str = "PURGE"
    target: str | None = None
    visit: int = 0  # the n-th request of this method for this target since reset; 0: any
    after: int = 1  # the k-th request that fits, from 1
    times: int = 1_000_000_000
    status: int = 500
    retry_after: str | None = None
    seconds: float = 0.0
    ranged: bool = False
    met: int = 0

    def meets(self, server: str, method: str, target: str, visit: int, ranged: bool) -> bool:
        if server != self.server or method != self.method or (self.target is not None and target != self.target):
            return False
        if (self.visit and visit != self.visit) or (self.ranged and not ranged):
            return False
        self.met += 1
        return self.after <= self.met < self.after + self.times


class Platform:
    """The state behind both servers: tree, cache, log and faults."""

    def __init__(self) -> None:
        self.root = ""
        self.cache: dict[tuple[str, str], bytes] = {}
        self.rules: list[Rule] = []
        self.visits: dict[tuple[str, str, str], int] = {}
        self.arrivals: dict[str, int] = {}  # by method
        self.victim = 0
        self.number = 0
        self.log_file = -1

    def reset(self, root: str, log: str) -> None:
        self.root, self.cache, self.rules, self.visits, self.victim, self.number = root, {}, [], {}, 0, 0
        self.arrivals = {}
        if self.log_file >= 0:
            os.close(self.log_file)
        self.log_file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | os.O_CLOEXEC, 0o600)

    def log(self, server: str, phase: str, method: str, host: str, target: str, status: int, note: str) -> None:
        self.number += 1
        line = json.dumps([self.number, time.time_ns(), server, phase, method, host, target, status, note])
        os.write(self.log_file, line.encode() + b"\n")

    def stored(self, target: str) -> bytes | None:
        """What the origin holds for a target; its query chooses nothing."""
        path = unquote(target.split("?", 1)[0])
        if ".." in path or not path.startswith("/"):
            return None
        try:
            with open(self.root + path, "rb") as file:
                return file.read()
        except OSError:
            return None

    def fetch(self, server: str, host: str, target: str) -> tuple[bytes | None, str]:
        if server == "origin":
            return self.stored(target), ""
        body = self.cache.get((host, target))
        if body is not None:
            return body, "HIT"
        body = self.stored(target)
        self.log("origin", "fill", "GET", host, target, 404 if body is None else 200, "")
        if body is not None:
            self.cache[(host, target)] = body
        return body, "MISS"

    def forget(self, host: str, target: str) -> int:
        return 404 if self.cache.pop((host, target), None) is None else 200

    def kill(self) -> None:
        if self.victim:
            try:
                os.kill(self.victim, signal.SIGKILL)
            except ProcessLookupError:
                pass


class Connection(asyncio.Protocol):
    """One kept connection of a client to one of the two servers."""

    def __init__(self, platform: Platform, server: str) -> None:
        self.platform = platform
        self.server = server
        self.buffer = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while self.transport is not None and (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head, self.buffer = self.buffer[:end], self.buffer[end + 4:]
            self.request(head.decode("latin-1"))

    def connection_lost(self, error: Exception | None) -> None:
        self.transport = None

    def request(self, head: str) -> None:
        lines = head.split("\r\n")
        method, target, _ = lines[0].split(" ", 2)
        fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        host = fields.get("host", "")
        platform = self.platform
        key = (self.server, method, host + target)
        visit = platform.visits[key] = platform.visits.get(key, 0) + 1
        platform.arrivals[method] = platform.arrivals.get(method, 0) + 1
        note = "served" if method not in ("GET", "HEAD") and platform.stored(target) is not None else ""
        platform.log(self.server, "arrived", method, host, target, 0, fields.get("range", note))
        rule = next((rule for rule in platform.rules
                     if rule.meets(self.server, method, target, visit, "range" in fields)), None)
        if rule is None:
            return self.answer(method, host, target, fields)
        self.suffer(rule, method, host, target, fields)

    def suffer(self, rule: Rule, method: str, host: str, target: str, fields: dict[str, str]) -> None:
        transport = self.transport
        if rule.do == "kill":
            self.platform.kill()
            if transport is not None:
                transport.abort()
        elif rule.do == "killAnswered":
            self.answer(method, host, target, fields)
            self.platform.kill()
        elif rule.do == "reset":
            self.platform.log(self.server, "reset", method, host, target, 0, "")
            if transport is not None:
                transport.abort()
        elif rule.do == "stall":
            loop = asyncio.get_running_loop()
            loop.call_later(rule.seconds, self.answer, method, host, target, fields)
        else:
            extra = f"Retry-After: {rule.retry_after}\r\n" if rule.retry_after is not None else ""
            self.write(method, host, target, rule.status, b"no\n", extra, "")

    def answer(self, method: str, host: str, target: str, fields: dict[str, str]) -> None:
        if method == "PURGE" and self.server == "edge":
            status = self.platform.forget(host, target)
            return self.write(method, host, target, status, b"gone\n", "", "")
        if method not in ("GET", "HEAD"):
            return self.write(method, host, target, 405, b"", "", "")
        body, note = self.platform.fetch(self.server, host, target)
        if body is None:
            return self.write(method, host, target, 404, b"not found\n", f"X-Cache: {note}\r\n", note)
        status, extra = 200, f'X-Cache: {note}\r\nETag: "{hashlib.md5(body).hexdigest()}"\r\n'
        wanted = fields.get("range", "")
        if wanted.startswith("bytes="):
            first, _, last = wanted[6:].split(",")[0].partition("-")
            start = int(first or 0)
            stop = min(int(last) if last else len(body) - 1, len(body) - 1)
            if start >= len(body):
                return self.write(method, host, target, 416, b"", extra, note)
            extra += f"Content-Range: bytes {start}-{stop}/{len(body)}\r\n"
            status, body = 206, body[start:stop + 1]
        self.write(method, host, target, status, body, extra, note)

    def write(self, method: str, host: str, target: str, status: int, body: bytes, extra: str, note: str) -> None:
        head = f"HTTP/1.1 {status} {REASONS.get(status, 'So')}\r\nContent-Length: {len(body)}\r\n{extra}\r\n"
        if self.transport is not None:
            self.transport.write(head.encode("latin-1") + (b"" if method == "HEAD" else body))
        self.platform.log(self.server, "answered", method, host, target, status, note)


def obey(platform: Platform, command: dict[str, object]) -> object:
    """Does one command of the harness."""
    name = command["do"]
    if name == "reset":
        platform.reset(str(command["root"]), str(command["log"]))
    elif name == "arm":
        platform.rules = [Rule(**rule) for rule in command["rules"]]  # type: ignore[union-attr]
    elif name == "victim":
        platform.victim = int(command["pid"])  # type: ignore[arg-type]
    elif name == "warm":
        for host, target in command["links"]:  # type: ignore[union-attr]
            body = platform.stored(target)
            if body is not None:
                platform.cache[(host, target)] = body
    elif name == "arrivals":
        return platform.arrivals
    elif name == "cache":
        return {host + target: hashlib.sha256(body).hexdigest() for (host, target), body in platform.cache.items()}
    else:
        raise ValueError(f"no such command: {name}")
    return "done"


async def serve() -> None:
    """Listens at two free ports, tells them, and obeys until standard input ends."""
    platform = Platform()
    loop = asyncio.get_running_loop()
    ports = {}
    for server in ("origin", "edge"):
        listener = await loop.create_server(lambda server=server: Connection(platform, server), "127.0.0.1", 0, backlog=512)
        ports[server] = listener.sockets[0].getsockname()[1]
    reader = asyncio.StreamReader(limit=1 << 26)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    print(json.dumps(ports), flush=True)
    while line := await reader.readline():
        print(json.dumps(obey(platform, json.loads(line))), flush=True)


if __name__ == "__main__":
    asyncio.run(serve())
