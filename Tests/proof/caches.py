"""Real caches, with the files that Purge ships, in front of an origin whose answers can be held back."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from world import HOST

PLATFORM = Path(__file__).resolve().parents[2] / "scripts/demo-platform"
KINDS = ("nginx", "varnish", "varnish\n    method: ban")
Changes = tuple[tuple[str, str], ...]


@dataclass
class Gate:
    """Holds back the next answer to a target, whose bytes the origin has read by then."""

    target: str
    has_header: bool = False
    held: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)


class _Origin(ThreadingHTTPServer):
    """Serves a tree under every spelling of its paths, as origins do."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        pass  # a cache that ends, or asks no more

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.root = Path("/nonexistent")
        self.gate: Gate | None = None
        # Whether every answer says that it depends on the Origin it was asked with, or those alone that do.
        self.varies = False
        self.has_tags = False
        self.keeps_gone = False


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Origin

    def do_GET(self) -> None:
        path = re.sub("/+", "/", unquote(self.path.partition("?")[0]))
        file = self.server.root / path[1:]
        body = file.read_bytes() if ".." not in path and file.is_file() else b""
        gate = self.server.gate
        is_mine = gate is not None and gate.target == self.path and not gate.held.is_set()
        if is_mine and not gate.has_header:
            self._wait(gate)
        first, last, status = 0, len(body) - 1, 200 if body else 404
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if asked and body:
            first, last = int(asked[1]), min(int(asked[2] or last), last)
            status = 206 if first <= last else 416
        part = body[first:last + 1] if status in (200, 206) else b""
        self.send_response(status)
        self.send_header("Content-Length", str(len(part)))
        if body or self.server.keeps_gone:
            self.send_header("Cache-Control", "public, max-age=3600")
        if body and self.server.has_tags:
            self.send_header("xkey", f"clip-{path.split('/')[2]} all-clips")
        if body:
            self.send_header("Accept-Ranges", "bytes")
            self.send_header("ETag", f'"{len(body)}"')
        if self.server.varies or "/vary/" in self.path or "vary" in self.headers.get("Origin", ""):
            self.send_header("Vary", "Origin")
        if status == 206:
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(body)}")
        self.end_headers()
        self.wfile.write(part[:len(part) // 2])
        if is_mine and gate.has_header:
            self.wfile.flush()
            self._wait(gate)
        self.wfile.write(part[len(part) // 2:])

    def log_message(self, *_: object) -> None:
        pass

    @staticmethod
    def _wait(gate: Gate) -> None:
        gate.held.set()
        gate.opened.wait(60)


class Caches:
    """An origin and the nodes of one cache; it stands where a world's servers do.

    `has_tags`: the origin names the clip in `xkey`. `keeps_gone`: it lets caches keep its 404 for an hour.
    """

    def __init__(
            self, folder: Path, kind: str, nodes: int = 1, changes: Changes = (), *, has_tags: bool = False,
            keeps_gone: bool = False) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.folder, self.kind, self.changes = folder, kind, changes
        self._origin = _Origin()
        self._origin.has_tags, self._origin.keeps_gone = has_tags, keeps_gone
        threading.Thread(target=self._origin.serve_forever, daemon=True).start()
        self.origin = self._origin.server_address[1]
        self.ports = [_free_port() for _ in range(nodes)]
        self.edge = self.ports[0]
        # Where a node shows what it holds although its deny list refuses it.
        self.bypasses = [_free_port() for _ in range(nodes)]
        self.children: list[subprocess.Popen[bytes] | None] = [None] * nodes
        for number in range(nodes):
            self.start(number)

    def __enter__(self) -> "Caches":
        return self

    def __exit__(self, *_: object) -> None:
        for number in range(len(self.children)):
            self.stop(number)
        self._origin.shutdown()

    # What a world asks of its servers.

    def reset(self, root: Path, log: Path) -> None:
        self._origin.root = root

    def vary(self) -> None:
        """From now on every answer names Origin in its Vary, as those of an honest origin do."""
        self._origin.varies = True

    def ask(self, links: list[tuple[str, str]], **_: object) -> None:
        """Lets every node cache every link."""
        for port in self.ports:
            for _, target in links:
                get(port, target)

    # The nodes.

    def start(self, number: int) -> None:
        """Starts a node, with an empty cache."""
        node, is_nginx = self.folder_of(number), self.kind == "nginx"
        shutil.rmtree(node, ignore_errors=True)
        for name in ("tmp", "log"):
            (node / name).mkdir(parents=True)
        file = node / ("edge.conf" if is_nginx else "edge.vcl")
        text = (PLATFORM / file.name).read_text()
        ports = [("18080", str(self.origin))]
        if is_nginx:
            ports += [("18081", str(self.ports[number])), ("18082", str(self.bypasses[number]))]
        for old, new in (*ports, *self.changes):
            if old not in text:
                raise RuntimeError(f"{file.name} has no {old!r}")
            text = text.replace(old, new)
        file.write_text(text)
        # The harness's folder is closed to others, to nginx's usual user too.
        command = ["nginx", "-p", f"{node}/", "-e", "stderr", "-g", "user root;", "-c", str(file)] if is_nginx else [
            "varnishd", "-F", "-j", "none", "-n", str(node / "work"), "-a", f"127.0.0.1:{self.ports[number]}",
            "-a", f"bypass=127.0.0.1:{self.bypasses[number]}",
            "-f", str(file), "-s", "malloc,32m", "-T", "127.0.0.1:0", "-p", "thread_pools=1", "-p", "thread_pool_min=10"]
        environment = dict(os.environ, PATH=os.environ["PATH"] + ":/usr/sbin")
        with (node / "said.log").open("wb") as said:
            child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=environment)
        self.children[number] = child
        for _ in range(1000):
            if child.poll() is not None:
                break
            try:
                get(self.ports[number], "/", timeout=5)
                return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError(f"{command[0]} does not start: {(node / 'said.log').read_text()[-500:]}")

    def stop(self, number: int) -> None:
        """Ends a node, as a machine that goes down."""
        child, self.children[number] = self.children[number], None
        if child is not None:
            child.terminate()
            child.wait()

    def folder_of(self, number: int) -> Path:
        """Where a node's files are: its configuration, and nginx's deny list."""
        return self.folder / f"node-{number}"

    def hold(self, target: str, has_header: bool = False) -> Gate:
        """The next answer to the target stays at the origin, or half of it, until the gate is opened."""
        self._origin.gate = Gate(target, has_header)
        return self._origin.gate


def get(port: int, target: str, timeout: float = 60, **fields: str) -> tuple[int, str]:
    """Fetches a link from an edge, exactly as it stands: the status, and how the cache came to it."""
    response = _ask(port, "GET", target, timeout, fields)
    return response.status, response.getheader("X-Cache-Status") or response.getheader("X-Cache") or ""


def refused(port: int, target: str, timeout: float = 60) -> tuple[int, str]:
    """Fetches a link from an edge: the status, and the mark with which deny lists refuse."""
    response = _ask(port, "GET", target, timeout, {})
    return response.status, response.getheader("X-Purge-Block") or ""


def fetched(port: int, target: str) -> tuple[int, bytes]:
    """Fetches a link: the status, and the bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", target, headers={"Host": HOST})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def warmed(port: int, target: str, **fields: str) -> tuple[int, str]:
    """Fetches a link until it comes from the cache: a cache may write down what it has sent only after it was sent."""
    for _ in range(50):
        seen = get(port, target, **fields)
        if seen[1] == "HIT":
            break
        time.sleep(0.02)
    return seen


def forget(port: int, target: str) -> None:
    """Empties a node of a link, so that the next fetch has to go to the origin."""
    _ask(port, "PURGE", target, 10, {})


def _ask(port: int, method: str, target: str, timeout: float, fields: dict[str, str]) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, target, headers={"Host": HOST} | fields)
        response = connection.getresponse()
        response.read()
        return response
    finally:
        connection.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        return holder.getsockname()[1]
