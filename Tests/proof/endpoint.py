"""A platform's endpoint that revokes share tokens and short links: strict about requests, moody where told to be."""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Call:
    """One request that arrived, and what it was answered."""

    revoker: str
    clip: str
    key: str
    status: int


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    endpoint: "Endpoint"

    def handle_error(self, *_: object) -> None:
        pass  # a client that is killed


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def _do(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        key = self.headers.get("Idempotency-Key", "")
        status = self.server.endpoint.answer(self.command, self.path, body, key, dict(self.headers.items()))
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "1")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = do_PUT = do_PATCH = do_POST = do_DELETE = _do

    def log_message(self, *_: object) -> None:
        pass


class Endpoint:
    """Two revokers at one port: `shares`, by DELETE with the clip in the query, and `links`, by POST of JSON."""

    def __init__(self, moods: tuple[int, ...] = (), *, is_listening: bool = True) -> None:
        self.moods = moods  # what each clip is answered at first, at each revoker, before it is revoked
        self.calls: list[Call] = []
        self.odd: list[str] = []
        self.held: threading.Event | None = None  # set by the first request, whose answer waits for `opened`
        self.opened = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Answer, bind_and_activate=False)
        self._server.endpoint = self
        self._server.server_bind()
        self.port = self._server.server_address[1]
        self._is_listening = False
        if is_listening:
            self.listen()

    def __enter__(self) -> "Endpoint":
        return self

    def __exit__(self, *_: object) -> None:
        self.opened.set()
        if self._is_listening:
            self._server.shutdown()
        self._server.server_close()

    def listen(self) -> None:
        """Accepts from now on; until then every connection is refused."""
        self._is_listening = True
        self._server.server_activate()
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def section(self) -> str:
        """What a site file says of it."""
        return (
            "revokers:\n"
            f"  shares:\n    method: DELETE\n    url: \"http://api.test:{self.port}/v1/shares?clip={{id}}\"\n"
            f"    address: 127.0.0.1:{self.port}\n"
            f"  links:\n    method: POST\n    url: \"http://go.test:{self.port}/v1/revoke\"\n"
            f"    address: 127.0.0.1:{self.port}\n"
            "    body: '{\"clip\": \"{id}\", \"why\": \"takedown\"}'\n    contentType: application/json\n")

    def revoked(self, revoker: str) -> list[str]:
        """The clips that it said to have revoked, in their order, as often as it did."""
        return sorted(call.clip for call in self.calls if call.revoker == revoker and call.status == 200)

    def keys(self) -> dict[tuple[str, str], set[str]]:
        """The idempotency keys that came for each clip at each revoker."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for call in self.calls:
            found[(call.revoker, call.clip)].add(call.key)
        return found

    def answer(self, method: str, target: str, body: bytes, key: str, fields: dict[str, str]) -> int:
        """The status of one request; whatever is not asked as the site says is odd, and refused for good."""
        named = self._named(method, target, body, fields)
        with self._lock:
            is_first = not self.calls
            if named is None or not KEY.fullmatch(key):
                self.odd.append(f"{method} {target} {body!r} {fields}")
                return 400
            before = sum((call.revoker, call.clip) == named for call in self.calls)
            status = self.moods[before] if before < len(self.moods) else 200
            self.calls.append(Call(*named, key, status))
        if is_first and self.held is not None:
            self.held.set()
            self.opened.wait(60)
        return status

    def _named(self, method: str, target: str, body: bytes, fields: dict[str, str]) -> tuple[str, str] | None:
        host = fields.get("Host", "")
        if method == "DELETE":
            found = re.fullmatch(r"/v1/shares\?clip=(\w+)", target)
            return ("shares", found[1]) if found and not body and host == f"api.test:{self.port}" else None
        found = re.fullmatch(r'\{"clip": "(\w+)", "why": "takedown"\}', body.decode("latin-1"))
        is_mine = (method, target, host) == ("POST", "/v1/revoke", f"go.test:{self.port}")
        return ("links", found[1]) if found and is_mine and fields.get("Content-Type") == "application/json" else None
