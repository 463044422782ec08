"""Fronts that lie on the wire, each before a real cache; a port for each kind.

Run as a program with the ports of the caches in JSON; prints the fronts' ports and serves until standard input closes.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from dataclasses import dataclass, field

KINDS = ("flapping", "outage", "slow", "truncated", "no-ranges", "other-range", "tardy", "resets", "tier", "refill")
OUTAGE_SECONDS = 3.0
TARDY_SECONDS = 1.5
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\nno\n"


@dataclass
class Front:
    """One kind of lie, and what it remembers."""

    kind: str
    caches: dict[str, int]
    looks: dict[str, int] = field(default_factory=dict)
    outage_ends: float = 0.0
    kept: dict[str, bytes] = field(default_factory=dict)
    tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    async def fetch(self, cache: str, head: bytes) -> bytes:
        """The whole answer of a cache to a request, which is made its connection's last."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.caches[cache])
        writer.write(head[:-4] + b"\r\nConnection: close\r\n\r\n")
        answer = await reader.read()
        writer.close()
        return answer

    async def answer(self, method: str, target: str, head: bytes, writer: asyncio.StreamWriter) -> bool:
        """Answers a request; says whether its connection goes on."""
        is_abusive = "Abusive" in target
        if self.kind == "resets":
            writer.transport.abort()
            return False
        if self.kind in ("tier", "refill"):
            return await self.fill(target, head, writer)
        if method == "PURGE":
            return await self.purge(head, writer)
        cache = "tardy" if self.kind == "tardy" else "says-200"
        if self.kind == "outage" and time.monotonic() < self.outage_ends:
            writer.write(NOT_FOUND)
            return True
        if self.kind == "flapping" and is_abusive and self.is_off(target, head):
            writer.write(NOT_FOUND)
            return True
        if self.kind == "no-ranges":
            head = b"\r\n".join(line for line in head.split(b"\r\n") if not line.lower().startswith(b"range:"))
        answer = await self.fetch(cache, head)
        if is_abusive and answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 206")):
            return await self.mangle(answer, writer)
        writer.write(answer)
        return False

    def is_off(self, target: str, head: bytes) -> bool:
        """Every other round: dark in the first, lit in the second, and so on."""
        if b"range: bytes=0-" in head.lower() and b"\r\norigin:" not in head.lower():
            self.looks[target] = self.looks.get(target, 0) + 1
        return self.looks.get(target, 0) % 2 == 1

    async def purge(self, head: bytes, writer: asyncio.StreamWriter) -> bool:
        if self.kind == "outage" and not self.outage_ends:
            self.outage_ends = time.monotonic() + OUTAGE_SECONDS
        if self.kind == "tardy":
            task = asyncio.create_task(self.purge_later(head))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        return True

    async def purge_later(self, head: bytes) -> None:
        await asyncio.sleep(TARDY_SECONDS)
        await self.fetch("tardy", head)

    async def mangle(self, answer: bytes, writer: asyncio.StreamWriter) -> bool:
        head, _, body = answer.partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        if self.kind == "slow":
            writer.write(head + b"\r\n\r\n")
            for byte in body:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(1)
        elif self.kind == "truncated":
            writer.write(head + b"\r\n\r\n" + body[:10])
        elif self.kind == "other-range":
            kept = [line for line in lines if not line.lower().startswith(b"content-range")]
            writer.write(b"\r\n".join(kept) + b"\r\nContent-Range: bytes 7777-9999/123456\r\n\r\n" + body)
        else:
            writer.write(answer)
        return False

    async def fill(self, target: str, head: bytes, writer: asyncio.StreamWriter) -> bool:
        """A tier behind a cache, which nobody purges: it keeps what it had, an hour old; or has it made anew."""
        kept = self.kept.get(target)
        if kept is None:
            answer = await self.fetch("origin", head)
            if not answer.startswith(b"HTTP/1.1 200"):
                writer.write(answer)
                return False
            kept = self.kept[target] = answer.partition(b"\r\n\r\n")[2]
        age = 3600 if self.kind == "tier" else 0
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nAge: %d\r\n\r\n" % (len(kept), age) + kept)
        return True

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                method, target, _ = head.decode("latin-1").split(" ", 2)
                if not await self.answer(method, target, head, writer):
                    break
                await writer.drain()
        with contextlib.suppress(Exception):
            writer.close()


async def main() -> None:
    """Listens, tells the ports, takes the caches' ports in a line, and serves until standard input ends."""
    caches: dict[str, int] = {}
    ports = {}
    for kind in KINDS:
        server = await asyncio.start_server(Front(kind, caches).serve, "127.0.0.1", 0)
        ports[kind] = server.sockets[0].getsockname()[1]
    print(json.dumps(ports), flush=True)
    caches.update(json.loads(await asyncio.to_thread(sys.stdin.readline)))
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
