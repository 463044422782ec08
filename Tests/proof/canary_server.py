"""Caches and an origin that keep every request whole: its line, its header, and who was asked."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

WANDERING, WHITHER = "/moved/Wandering", "/clip/InnocentSlug00001?moved"


@dataclass(frozen=True)
class Request:
    """What arrived, as it stood."""

    node: str
    method: str
    text: str


@dataclass
class Node:
    """One server: the credential that it wants of a purge, and how it takes a purge just now."""

    name: str
    server: ThreadingHTTPServer
    header: str = ""
    secret: str = ""
    answer: int = 200  # to a purge with the right credential
    pause: float = 0.0  # before it is answered
    location: str = ""
    forgotten: set[str] = field(default_factory=set)

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])


class Nodes:
    """All servers of the part, in threads of the harness."""

    def __init__(self, names: tuple[str, ...], www: Path) -> None:
        self.www, self.requests, self.lock = www, list[Request](), threading.Lock()
        self.nodes: dict[str, Node] = {}
        for name in names:
            self.nodes[name] = Node(name, self._server(name))
        for node in self.nodes.values():
            threading.Thread(target=node.server.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self) -> "Nodes":
        return self

    def __exit__(self, *_: object) -> None:
        for node in self.nodes.values():
            node.server.shutdown()
            node.server.server_close()

    def __getitem__(self, name: str) -> Node:
        return self.nodes[name]

    def count(self, method: str) -> int:
        with self.lock:
            return sum(request.method == method for request in self.requests)

    def _server(self, name: str) -> ThreadingHTTPServer:
        nodes = self

        class Handler(BaseHTTPRequestHandler):
            """One connection."""

            protocol_version = "HTTP/1.1"

            def handle_one_request(self) -> None:
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                text = self.requestline + "\n" + str(self.headers)
                with nodes.lock:
                    nodes.requests.append(Request(name, self.command, text))
                self.answer(*nodes.answer(nodes[name], self))

            def answer(self, status: int, body: bytes, more: dict[str, str]) -> None:
                self.send_response(status)
                for key, value in ({"Content-Length": str(len(body))} | more).items():
                    self.send_header(key, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        return server

    def answer(self, node: Node, request: BaseHTTPRequestHandler) -> tuple[int, bytes, dict[str, str]]:
        """Does what is asked, if it may be asked."""
        path = request.path.split("?")[0]
        if request.command != "GET":
            if node.pause:
                time.sleep(node.pause)
            if request.headers.get(node.header or "-") != node.secret:
                return 401, b"who are you?\n", {"WWW-Authenticate": "Basic"}
            if node.answer == 200:
                node.forgotten.add(path)
            return node.answer, b"", {"Location": node.location} if node.location else {}
        if path == WANDERING:
            return 302, b"", {"Location": WHITHER}
        file = self.www / "clip" / path.rsplit("/", 1)[-1]
        is_kept = bool(node.secret) and path not in node.forgotten and "NeverExisted" not in path
        if not is_kept and not file.exists():
            return 404, b"gone\n", {}
        return 200, b"bytes of a clip", {}
