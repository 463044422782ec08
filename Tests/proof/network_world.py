"""The world of the part `network`: a clip for every cell of the matrix, and a site with a place for each."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from network_faults import HTTP2_LOST_AT, Cell

PAGE_HOST = "pages.test:18081"
CONTROLS = ("Control-0",)
CERTIFICATES = {"good": ("*.cells.test", 2), "tls-expired": ("*.cells.test", -1), "tls-other-name": ("other.test", 2)}


@dataclass(frozen=True)
class Visit:
    """One line of the servers' log."""

    at: int  # nanoseconds since 1970
    cell: str
    phase: str
    method: str
    target: str
    fault: str
    status: int
    size: int
    key: str


class FaultServers:
    """The child process that plays all cells; ended by `close`."""

    def __init__(self, folder: Path, cells: list[Cell], www: Path) -> None:
        folder.mkdir(parents=True)
        make_certificates(folder)
        self.folder, self.log_path, self.lock = folder, folder / "visits.jsonl", threading.Lock()
        program = Path(__file__).with_name("network_server.py")
        self.child = subprocess.Popen(
            [sys.executable, str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        healthy = {"name": "pages", "fault": "", "method": "", "of": "", "is_cache": False, "by_connection": False,
                   "acts": False, "times": 0, "streams": 0, "is_secure": False, "order": [], "has_bypass": False}
        specs = [healthy] + [_spec(cell) for cell in cells]
        ports = self.ask(folder=str(folder), log=str(self.log_path), www=str(www), cells=specs)
        self.ports: dict[str, int] = dict(ports)  # type: ignore[call-overload]

    def __enter__(self) -> "FaultServers":
        return self

    def __exit__(self, *_: object) -> None:
        assert self.child.stdin is not None
        self.child.stdin.close()
        try:
            self.child.wait(10)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()

    def ask(self, **command: object) -> object:
        assert self.child.stdin is not None and self.child.stdout is not None
        with self.lock:
            self.child.stdin.write(json.dumps(command) + "\n")
            self.child.stdin.flush()
            answer = self.child.stdout.readline()
        if not answer:
            raise OSError("the servers have ended")
        return json.loads(answer)

    def log(self) -> list[Visit]:
        return [Visit(*json.loads(line)) for line in self.log_path.read_text().splitlines()]

    def by_cell(self) -> dict[str, list[Visit]]:
        found: dict[str, list[Visit]] = defaultdict(list)
        for visit in self.log():
            found[visit.cell].append(visit)
        return found

    def figures(self) -> dict[str, tuple[int, int, int]]:
        """Of each cell: how often its fault was met, the most bytes of one answer, the most streams lost at once."""
        found = dict(self.ask(do="figures"))  # type: ignore[call-overload]
        return {name: tuple(figures) for name, figures in found.items()}


def _spec(cell: Cell) -> dict[str, object]:
    streams = HTTP2_LOST_AT[cell.kind_name] if cell.is_http2 else 0
    return {"name": cell.name, "fault": cell.fault_name, "method": cell.kind.method, "of": cell.kind.of,
            "is_cache": bool(cell.kind.cache), "by_connection": cell.fault.by_connection, "acts": cell.fault.acts,
            "times": cell.fault.times if cell.passes else 0, "streams": streams, "is_secure": cell.fault.is_secure,
            "order": cell.kind.order, "has_bypass": cell.kind.has_bypass}


def make_certificates(folder: Path) -> None:
    """An authority, and a certificate of each kind."""
    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    own = ["req", "-x509", *key, "-days", "2"]
    openssl(*own, "-subj", "/CN=Authority", "-keyout", "authority.key", "-out", "authority.pem")
    openssl(*own, "-subj", "/CN=cells.test", "-addext", "subjectAltName=DNS:*.cells.test",
            "-keyout", "tls-self-signed.key", "-out", "tls-self-signed.pem")
    for name, (host, days) in CERTIFICATES.items():
        (folder / "names").write_text(f"subjectAltName=DNS:{host}\nbasicConstraints=critical,CA:FALSE\n")
        openssl("req", *key, "-subj", "/CN=cells.test", "-keyout", f"{name}.key", "-out", f"{name}.csr")
        openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "authority.pem", "-CAkey", "authority.key",
                "-CAcreateserial", "-days", str(days), "-extfile", "names", "-out", f"{name}.pem")


class NetworkWorld:
    """A site, a job and an inventory: each clip has the links of its cell alone, controls those of all cells."""

    def __init__(self, directory: Path, cells: list[Cell], www: Path, patience: int, spacing: str) -> None:
        self.directory, self.cells, self.www = directory, cells, www
        self.state, self.job, self.site = directory / "state", directory / "job.yaml", directory / "site.yaml"
        directory.mkdir(parents=True)
        (self.www / "clip").mkdir(parents=True, exist_ok=True)
        self.reported = [clip for cell in cells for clip in cell.clips]
        self.fields = {(cell.name, number): f"{cell.name}--{number}"
                       for cell in cells for number in range(cell.links)}
        for clip in [*self.reported, *CONTROLS]:
            (self.www / "clip" / clip).write_text(f"bytes of {clip}")
        self._write_inventory()
        (directory / "reported.txt").write_text("\n".join(self.reported) + "\n")
        self._write_job(patience, spacing)

    def _write_inventory(self) -> None:
        rows = [{"id": clip} | self._links(cell, clip) for cell in self.cells for clip in cell.clips]
        for control in CONTROLS:
            links = [self._links(cell, control).items() for cell in self.cells]
            rows.append({"id": control} | dict(pair for pairs in links for pair in pairs))
        (self.directory / "clips.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))

    def _links(self, cell: Cell, clip: str) -> dict[str, str]:
        """The fields of a clip's row that hold its links in a cell."""
        return {self.fields[cell.name, number]: cell.url(clip, number) for number in range(cell.links)}

    def _write_job(self, patience: int, spacing: str) -> None:
        urls = ", ".join(self.fields.values())
        block = "block: true\n" if any(cell.kind.has_bypass for cell in self.cells) else ""
        self.job.write_text(
            "job: network\ninventories:\n  - kind: jsonLines\n    files: [clips.jsonl]\n"
            f"    fields: {{id: id, urls: [{urls}]}}\n"
            "lists:\n  - {name: severe, of: clipIDs, file: reported.txt, category: csam-severe}\n"
            f"{block}guard: {{items: 1000000, share: 100%}}\n"
            f"verify: {{rounds: 2, spacing: {spacing}, patience: {patience}s, repurge: 0.5s}}\n")

    def write_site(self, servers: FaultServers) -> None:
        """Names every cell's place at its port."""
        families = "".join(
            f"  {field}: {{{cell.source.format(field=field)}, hosts: [\"{cell.host}\"]}}\n"
            for cell in self.cells for field in self._links(cell, ""))
        caches = origins = revokers = ""
        for cell in self.cells:
            address = f"127.0.0.1:{servers.ports[cell.name]}"
            many = cell.concurrency
            if cell.kind.cache:
                bypass = servers.ports.get(f"{cell.name}/bypass")
                way = f"bypass: {{{cell.name}: \"127.0.0.1:{bypass}\"}}, " if bypass else ""
                caches += f"  {cell.name}: {{{cell.kind.cache}, nodes: {{{cell.name}: {address}}}, {way}" \
                          f"hosts: [\"{cell.host}\"], rebound: 0.2s, concurrency: {many}}}\n"
            else:
                origins += f"  {cell.name}: {{address: {address}, hosts: [\"{cell.host}\"]}}\n"
            if cell.kind.step == "revoke":
                revokers += f"  {cell.name}: {{method: POST, url: \"{cell.scheme}://{cell.host}/revoke\", " \
                            f"address: {address}, body: '{{\"clip\": \"{{id}}\"}}', " \
                            f"contentType: application/json, concurrency: {many}}}\n"
        self.site.write_text(
            "site: network\nfamilies:\n"
            f"  page: {{hosts: [\"{PAGE_HOST}\"], schemes: [http], path: \"/{{id}}/0\", "
            f"object: \"media:clip/{{id}}\"}}\n{families}"
            f"stores:\n  media: {{kind: fileTree, root: {self.www}, quarantine: {self.directory / 'quarantine'}}}\n"
            f"{'caches:' if caches else ''}\n{caches}{'revokers:' if revokers else ''}\n{revokers}origins:\n"
            f"  pages: {{address: 127.0.0.1:{servers.ports['pages']}, hosts: [\"{PAGE_HOST}\"]}}\n"
            f"{origins}tls: {{authorities: {servers.folder / 'authority.pem'}}}\n")
