"""A node that refuses every purge: its breaker opens, no item is set aside, and a resume goes on once it is mended.

The node is a real nginx in front of the harness's edge, which answers 403 to PURGE until it is told otherwise.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from binary import DONE, SETTLING, Binary
from checks import Part
from ledger import Ledger
from outcome import check_laws
from servers import Servers
from world import Shape, World

SHAPE = Shape(matched=300, has_video=False, sources=1, patience="3s")
MOST = 60  # refusals: what is in flight when the fifth arrives, and a step tried now and then

CONFIG = """daemon off; master_process on; worker_processes 1; pid {folder}/nginx.pid; error_log stderr warn;
events {{ worker_connections 256; }}
http {{
    log_format plain "$request_method $status"; access_log {folder}/access.log plain;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        location = /state {{ return {state}; }}
        location / {{ {rule} proxy_pass http://127.0.0.1:{edge}; proxy_set_header Host $http_host; proxy_cache off; }}
    }}
}}
"""
REFUSING = "if ($request_method = PURGE) { return 403; }"


class Door:
    """nginx in front of the edge."""

    def __init__(self, folder: Path, edge: int) -> None:
        self.folder, self.edge = folder, edge
        folder.mkdir(parents=True)
        with socket.create_server(("127.0.0.1", 0)) as holder:
            self.port = holder.getsockname()[1]
        self._write(REFUSING, 202)
        environment = dict(os.environ, PATH=os.environ.get("PATH", "") + ":/usr/sbin")
        self.child = subprocess.Popen(
            ["nginx", "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")],
            env=environment, stderr=(folder / "errors").open("w"))
        self._await(202)

    def __enter__(self) -> "Door":
        return self

    def __exit__(self, *_: object) -> None:
        self.child.terminate()
        self.child.wait()

    def mend(self) -> None:
        """Lets purges through from now on."""
        self._write("", 204)
        self.child.send_signal(signal.SIGHUP)
        self._await(204)

    def refusals(self) -> int:
        return (self.folder / "access.log").read_text().split("\n").count("PURGE 403")

    def _write(self, rule: str, state: int) -> None:
        text = CONFIG.format(folder=self.folder, port=self.port, edge=self.edge, rule=rule, state=state)
        (self.folder / "nginx.conf").write_text(text)

    def _await(self, state: int) -> None:
        """Until it says ten times in a row that it is so: at a reload old and new workers overlap."""
        end, seen = time.monotonic() + 10, 0
        while seen < 10:
            if self.child.poll() is not None or time.monotonic() > end:
                raise OSError(f"nginx is not in state {state}: {(self.folder / 'errors').read_text()[-400:]}")
            seen = seen + 1 if self._state() == str(state) else 0
            time.sleep(0.02)

    def _state(self) -> str:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"GET /state HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                return connection.recv(64).split(b" ")[1].decode()
        except (OSError, IndexError):
            return ""


def check_refused(part: Part, servers: Servers, path: Path, directory: Path) -> None:
    """403 for everybody, then for nobody."""
    world = World(directory / "refused", servers, SHAPE)
    with Door(world.directory / "door", servers.edge) as door:
        site = world.site.read_text()
        world.site.write_text(site.replace(f"127.0.0.1:{servers.edge}", f"127.0.0.1:{door.port}"))
        binary = Binary(path, world)
        first = binary.call(*binary.execute)
        part.equal(first.code, SETTLING, "a node that refuses everybody leaves the run settling")
        part.check("breaker of node/edge-1" in first.err and "403" in first.err, "standard error names the breaker", first)
        part.note("refusals", door.refusals())
        part.check(5 <= door.refusals() <= MOST, f"it was asked at most {MOST} times", door.refusals())
        sums = dict(first.json().get("conservation") or {})  # type: ignore[call-overload]
        part.equal((sums.get("setAside"), sums.get("pending"), sums.get("holds")), (0, SHAPE.matched, True),
                   "no item was set aside")
        with Ledger(world.state) as ledger:
            run = ledger.run_name
            part.equal(ledger.rows("SELECT place, closedAt FROM breaker"), [("node/edge-1", None)], "the ledger has it")
        breakers = binary.report(run).get("breakers") or []
        part.equal([one["place"] for one in breakers], ["node/edge-1"], "the report names it")  # type: ignore[index]
        before = door.refusals()
        again = binary.call(*binary.resuming)
        part.equal((again.code, door.refusals() - before), (SETTLING, 1), "a resume tries one step first, and only that")
        door.mend()
        last = binary.call(*binary.resuming)
        part.equal(last.code, DONE, "once it is mended, a resume makes everything dark")
        part.equal(binary.report(run).get("breakers"), [], "and the breaker is closed")
        check_laws(part, world, binary, "refused")
        part.equal(binary.call("audit", "verify").code, DONE, "the audit verifies")
    world.remove()
