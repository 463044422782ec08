"""Notifications: an endpoint that is down costs nothing, and gets one message by its id when it comes back, well signed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from binary import DONE, Binary
from checks import Part
from ledger import Ledger
from servers import Servers
from world import HOST, Shape, World

SECRET = b"a key of the proof's own"
PATIENCE = 30.0  # seconds until the second try is due and sent
SHAPE = Shape(matched=4, others=12, rebound="0.2s")


class Endpoint:
    """A webhook's receiver that refuses so many messages first, and keeps all that it got."""

    def __init__(self, port: int, refusals: int) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.refusals = refusals
        outer = self

        class Handler(BaseHTTPRequestHandler):
            """Takes POST only."""

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                outer.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                outer.refusals -= 1
                self.send_response(503 if outer.refusals >= 0 else 204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def check_telling(part: Part, servers: Servers, path: Path, directory: Path) -> None:
    """A sweep while the endpoint is down, then an endpoint that refuses once and takes the second try."""
    world = World(directory / "telling", servers, SHAPE)
    binary = Binary(path, world)
    port = _free_port()
    key = world.directory / "hook.key"
    key.touch(0o600)
    key.write_bytes(SECRET)
    with open(world.site, "a") as file:
        file.write(f"notifications:\n  hook: {{kind: webhook, url: 'http://127.0.0.1:{port}/purge', "
                   f"secret: {{file: {key}}}, severity: info}}\n")
    answer = binary.call(*binary.execute)
    part.equal(answer.code, DONE, "an endpoint that is down changes no exit code")
    part.equal(_deliveries(world), ["waiting"], "what it was to be told is in the ledger")
    endpoint = Endpoint(port, refusals=1)
    try:
        _until_told(binary, world)
        binary.call("watch")
        _check_messages(part, endpoint, world)
    finally:
        endpoint.close()
    checked = binary.call("check", "--site", str(world.site), "--notify")
    part.check("FAIL  notification to hook" in checked.out, "`check --notify` says that nobody is there", checked.out)
    part.check(SECRET.decode() not in checked.out + checked.err, "and prints no secret")
    part.equal(binary.call("audit", "verify").code, DONE, "the audit verifies")
    world.remove()


def _check_messages(part: Part, endpoint: Endpoint, world: World) -> None:
    part.equal(_deliveries(world), ["sent"], "it is told when it comes back")
    ids = [fields["webhook-id"] for fields, _ in endpoint.got]
    part.equal((len(ids), len(set(ids))), (2, 1), "one message by its id: one refused, one taken")
    part.equal(len({body for _, body in endpoint.got}), 1, "the same bytes at each try")
    for fields, body in endpoint.got:
        signed = f"{fields['webhook-id']}.{fields['webhook-timestamp']}.".encode() + body
        code = base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest()).decode()
        part.equal(fields["webhook-signature"], f"v1,{code}", "its signature verifies")
        part.check(abs(int(fields["webhook-timestamp"]) - time.time()) < 60, "its time is that of the try")
    told = json.loads(endpoint.got[-1][1])
    part.equal(told["type"], "purge.closedDark", "it says that all is dark")
    part.check(f"{SHAPE.matched} of {SHAPE.matched} clips" in told["data"]["text"], "in counts", told)
    text = endpoint.got[-1][1].decode()
    named = [clip for clip in world.reported if clip in text]
    part.check(not named and HOST not in text and "/clip/" not in text, "without URL or clip id", text)


def _until_told(binary: Binary, world: World) -> None:
    """The watch as its timer calls it, but sooner."""
    end = time.monotonic() + PATIENCE
    while _deliveries(world) != ["sent"] and time.monotonic() < end:
        time.sleep(0.5)
        binary.call("watch")


def _deliveries(world: World) -> list[str]:
    with Ledger(world.state) as ledger:
        return [row[0] for row in ledger.rows("SELECT state FROM delivery ORDER BY notice")]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
