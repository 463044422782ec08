"""Secrets reach nobody (R13, R14): each is a canary, and every byte that a command leaves is searched.

A canary may stand in purges at the node that it belongs to, in the file that holds it and, where the site says `env`,
in the environment: nowhere else, in no spelling that a program would give it.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from binary import DONE, INTERRUPTED, PARTIAL, SETTLING, USAGE, Answer, Binary
from canary_server import WANDERING, WHITHER, Nodes
from checks import Part
from ledger import Ledger
from world import HOST, Shape, World

SHAPE = Shape(matched=8, others=12, has_video=False, sources=1, patience="3s", spacing="0.2s")
VARIABLE = "PURGE_CANARY"
EDGES = ("edge-file", "edge-env", "edge-systemd")
SITE = """site: canaries
families:
  page: {{hosts: ["{host}"], schemes: [http], path: "/clip/{{id}}", object: "media:clip/{{id}}"}}
  moved: {{hosts: ["{host}"], schemes: [http], path: "/moved/{{id}}", object: "media:clip/{{id}}"}}
  signed:
    hosts: ["{host}"]
    schemes: [http]
    path: "/s/{{id}}"
    object: "media:clip/{{id}}"
    mint:
      form: secureLinkMD5
      message: "{{expires}}{{uri}} {{key}}"
      signature: md5
      expires: expires
      key: {mint}
stores: {{media: {{kind: fileTree, root: {www}, quarantine: {quarantine}}}}}
caches:
  one: {{kind: nginx, nodes: {{edge-file: 127.0.0.1:{file_port}}}, rebound: 0.2s, credential: {file}}}
  two:
    kind: varnish
    nodes: {{edge-env: 127.0.0.1:{env_port}}}
    rebound: 0.2s
    credential: {env}
  three:
    kind: nginx
    nodes: {{edge-systemd: 127.0.0.1:{systemd_port}}}
    rebound: 0.2s
    credential: {systemd}
origins: {{origin-1: {{address: 127.0.0.1:{origin_port}}}}}
controls: [InnocentSlug00000]
"""


@dataclass(frozen=True)
class Canary:
    """A secret that nobody else would write, and all the spellings by which it is known."""

    name: str
    node: str  # whose purges may carry it; empty for none
    core: str

    @property
    def text(self) -> str:
        """With characters that every encoding writes in its own way."""
        return f"Key/{self.core}+{self.core[::-1]}="

    def spellings(self) -> dict[str, bytes]:
        """Of the random part, which no escaping changes; encoded ones at each offset; and digests of the whole."""
        core, whole = self.core.encode(), self.text.encode()
        found = {"itself": core, "backwards": core[::-1], "hexadecimal": core.hex().encode(),
                 "HEXADECIMAL": core.hex().upper().encode(), "percent": b"".join(b"%%%02X" % byte for byte in core),
                 "percent, small": b"".join(b"%%%02x" % byte for byte in core),
                 "UTF-16": self.core.encode("utf-16-le")}
        for offset in range(3):
            encoded = base64.b64encode(bytes(offset) + core)
            found[f"base64 at {offset}"] = encoded[4 if offset else 0:len(encoded) // 4 * 4 - 4]
        for name in ("md5", "sha1", "sha256"):
            digest = hashlib.new(name, whole).digest()
            found[name] = digest.hex().encode()
            found[f"{name}, raw"] = digest
            found[f"{name} in base64"] = base64.b64encode(digest).rstrip(b"=")
        return found


def canary(name: str, node: str = "") -> Canary:
    """A new one."""
    return Canary(name, node, secrets.token_hex(16))


class Sampler:
    """Looks at every process's arguments, and at the environment of those that are not ours, again and again."""

    def __init__(self, binary: Path) -> None:
        self.name, self.ended, self.looks = os.path.realpath(binary), threading.Event(), 0
        self.arguments, self.environments = set[bytes](), set[bytes]()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Sampler":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()

    def _run(self) -> None:
        while not self.ended.wait(0.01):
            for process in Path("/proc").iterdir():
                if process.name.isdigit():
                    self._look(process)

    def _look(self, process: Path) -> None:
        try:
            self.arguments.add((process / "cmdline").read_bytes() + (process / "comm").read_bytes())
            if os.readlink(process / "exe") == self.name:
                self.environments.add((process / "environ").read_bytes())
                self.looks += 1
        except OSError:
            pass  # it has ended


class CanaryWorld(World):
    """A world whose site names a secret of each kind."""

    def __init__(self, directory: Path, nodes: Nodes) -> None:
        self.nodes, self.vault, self.places = nodes, directory / "vault", dict[str, str]()
        self.canaries = {name: canary(name, node) for name, node in (
            ("file", "edge-file"), ("env", "edge-env"), ("systemd", "edge-systemd"), ("mint", ""))}
        super().__init__(directory, self, SHAPE)  # type: ignore[arg-type]

    def reset(self, root: Path, log: Path) -> None:
        """Stands in for the servers of other worlds: there is nothing to reset."""

    def warm(self) -> None:
        """The servers hold everything from the beginning."""

    def _write_site(self) -> None:
        self.vault.mkdir(mode=0o700)
        for name in ("file", "systemd", "mint"):
            self.keep(name, self.canaries[name].text + "\n")
        for node, (name, header) in zip(EDGES, (("file", "X-Purge-Token"), ("env", "X-Purge-Token"),
                                                ("systemd", "Authorization"))):
            self.nodes[node].header, self.nodes[node].secret = header, self.canaries[name].text
        self.site.write_text(self.site_text())

    def keep(self, name: str, text: str) -> Path:
        """Puts a secret into the vault."""
        path = self.vault / name
        path.write_text(text)
        path.chmod(0o600)
        return path

    def site_text(self, **changed: str) -> str:
        """The site file, with other places of secrets where they are given."""
        places = {"file": f"{{header: X-Purge-Token, file: {self.vault / 'file'}}}",
                  "env": f"{{header: X-Purge-Token, env: {VARIABLE}}}",
                  "systemd": "{header: Authorization, credential: systemd}",
                  "mint": f"{{file: {self.vault / 'mint'}}}"} | changed
        ports = {f"{name}_port": self.nodes[f"edge-{name}"].port for name in ("file", "env", "systemd")}
        ports["origin_port"] = self.nodes["origin-1"].port
        return SITE.format(host=HOST, www=self.www, quarantine=self.quarantine, **ports, **places)


class Keeper(Binary):
    """The binary with the secrets in its surroundings; keeps everything that it ever said."""

    def __init__(self, path: Path, world: CanaryWorld) -> None:
        super().__init__(path, world)
        self.said: list[Answer] = []
        self.kept: dict[str, bytes] = {}  # what lay in the state directory while a process was at work
        self.secret_environment = {VARIABLE: world.canaries["env"].text, "CREDENTIALS_DIRECTORY": str(world.vault),
                                   "TMPDIR": str(world.directory)}

    def environment(self) -> dict[str, str]:
        return super().environment() | self.secret_environment

    def call(self, *arguments: str, **more: object) -> Answer:  # type: ignore[override]
        answer = super().call(*arguments, "--log-level", "trace", **more)  # type: ignore[arg-type]
        self.said.append(answer)
        return answer


def check_canaries(part: Part, path: Path, directory: Path) -> None:
    """Every command, every kind of failure; then the search."""
    folder = directory / "canaries"
    with Nodes((*EDGES, "origin-1", "stray"), folder / "www") as nodes, Sampler(path) as sampler:
        world = CanaryWorld(folder, nodes)
        binary = Keeper(path, world)
        canaries = list(world.canaries.values())
        _check_commands(part, world, binary)
        canaries += _check_refusals(part, world, binary)
        canaries += _check_bad_files(part, world, binary)
        sampler.ended.set()
        sampler.thread.join()
        _search(part, world, binary, sampler, canaries)
        part.note("commands", len(binary.said))
        part.note("samples", sampler.looks)


def _check_commands(part: Part, world: CanaryWorld, binary: Keeper) -> None:
    """What a person does with a job, and with an emergency."""
    site, job = ("--site", str(world.site)), str(world.job)
    part.equal(binary.call("check", job, *site).code, DONE, "check")
    plan = binary.call("plan", job, *site, "--probe", "--json")
    part.check(plan.code in (DONE, PARTIAL), "plan", plan)
    part.equal(binary.call("run", job, *site).code, DONE, "a dry run")
    _interrupt(part, world, binary, plan.json())
    part.equal(binary.call(*binary.resuming).code, DONE, "resume")
    now = binary.call(*_now(world, world.innocent[5], "30s"))
    part.equal(now.code, DONE, f"now ({now.err[-300:]})")
    moved = f"http://{HOST}{WANDERING}"
    before = world.nodes.count("GET")
    probe = binary.call("probe", world.urls(world.reported[0])[0], moved, *site)
    part.check(probe.code == PARTIAL and world.nodes.count("GET") > before, "probe", probe)
    with Ledger(world.state) as ledger:
        run = ledger.run_name
    for command in (("explain", world.reported[0], *site), ("status",), ("status", run), ("status", "--check"),
                    ("status", "--metrics", str(world.directory / "metrics.prom")), ("report", run), ("verify", run),
                    ("report", run, "--format", "json"), ("audit", "verify"), ("watch",),
                    ("exempt", "add", world.innocent[7], "--reason", "proof")):
        answer = binary.call(*command)
        part.check(answer.code in (DONE, SETTLING, PARTIAL, USAGE, 2), f"{command[0]} ends as it may", answer)
    part.check((world.directory / "metrics.prom").exists(), "there are metrics")


def _interrupt(part: Part, world: CanaryWorld, binary: Keeper, plan: dict[str, object]) -> None:
    """Applies the plan, and ends the process in the midst of its purges."""
    for name in EDGES:
        world.nodes[name].pause = 0.2
    with Ledger(world.state) as ledger:
        run, digest = ledger.run_name, plan.get("digest")
    apply = ("apply", run, "--digest", str(digest), "--reason", "proof", "--json", "--log-level", "trace")
    running = binary.start(*apply)
    end = time.monotonic() + 30
    while world.nodes.count("PURGE") < 3 and running.child.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    for file in [path for path in world.state.rglob("*") if path.is_file()]:
        binary.kept[f"{file.name} while purges were sent"] = file.read_bytes()
    part.check(any("-wal " in name and data for name, data in binary.kept.items()), "there is a WAL to search")
    running.child.send_signal(signal.SIGTERM)
    answer = running.wait()
    binary.said.append(answer)
    part.equal(answer.code, INTERRUPTED, f"apply, interrupted ({answer.err[-300:]})")
    for name in EDGES:
        world.nodes[name].pause = 0


def _check_refusals(part: Part, world: CanaryWorld, binary: Keeper) -> list[Canary]:
    """Credentials that a node refuses, a node that sends purges elsewhere, one that breaks: the run fails, aloud."""
    wrong = [canary("wrong file", "edge-file"), canary("wrong env", "edge-env")]
    world.keep("file", wrong[0].text + "\n")
    binary.secret_environment[VARIABLE] = wrong[1].text
    refused = binary.call(*_now(world, world.innocent[8], "2s"))
    part.check(refused.code in (SETTLING, PARTIAL) and "401" in refused.err, "a refused credential is told", refused)
    world.keep("file", world.canaries["file"].text + "\n")
    binary.secret_environment[VARIABLE] = world.canaries["env"].text
    node, stray = world.nodes["edge-file"], world.nodes["stray"]
    for status, location in ((302, f"http://127.0.0.1:{stray.port}/"), (307, "/elsewhere"), (500, ""), (418, "")):
        node.answer, node.location = status, location
        clip = world.innocent[9]
        answer = binary.call(*_now(world, clip, "2s"))
        part.check(answer.code in (SETTLING, PARTIAL), f"a purge answered {status} is no success", answer)
    node.answer, node.location = 200, ""
    part.equal([one for one in world.nodes.requests if one.node == "stray"], [], "nobody is sent elsewhere")
    return wrong


def _now(world: CanaryWorld, clip: str, deadline: str) -> tuple[str, ...]:
    site = str(world.site)
    return ("now", "--clip", clip, "--site", site, "--reason", "proof", "--execute", "--deadline", deadline)


def _check_bad_files(part: Part, world: CanaryWorld, binary: Keeper) -> list[Canary]:
    """Site files with something wrong with a secret, or near it, or a secret where its name should stand."""
    lost = canary("lost")
    text = lost.text
    open_file, two_lines = world.keep("open", text + "\n"), world.keep("two-lines", f"{text}\n{text}\n")
    open_file.chmod(0o644)
    world.keep("empty", "\n")
    (world.vault / "folder").mkdir()
    names = ("open", "two-lines", "empty", "folder")
    wrong = ([f"{{header: X-Purge-Token, file: {world.vault / name}}}" for name in names]
             + [f"{{header: X-Purge-Token, {key}: \"{text}\"}}" for key in ("file", "env", "credential", "secret")]
             + [text, f"[\"{text}\"]", f"{{\"{text}\": x, env: {VARIABLE}}}",
                f"{{header: \"{text}\", env: {VARIABLE}}}",
                f"{{header: X-Purge-Token, env: \"{text}", f"&{lost.core} {{header: X, env: {VARIABLE}}}",
                f"*{lost.core}", f"!{lost.core} {{header: X, env: {VARIABLE}}}",
                f"{{header: X, env: {VARIABLE}, env: \"{text}\"}}", f"{{header: X, env: {VARIABLE}}} {text}",
                f"\n\t{text}: 1", f"|\n      {text}", f"{{header: X, env: \"{text}\\q\"}}"])
    wrong_keys = [text, f"{{file: {two_lines}}}", *(f"{{{key}: \"{text}\"}}" for key in ("file", "env", "key"))]
    sites = [world.site_text(env=one) for one in wrong] + [world.site_text(mint=one) for one in wrong_keys]
    for number, (site, name) in enumerate(zip(sites, wrong + wrong_keys)):
        place = world.vault / f"site-{number}.yaml"  # the file itself holds the canary: it lies with the others
        place.write_text(site)
        answer = binary.call("check", str(world.job), "--site", str(place))
        shown = name.replace(text, "SECRET").replace(lost.core, "SECRET")
        part.check(answer.code == USAGE, f"it is refused: {shown!r}", answer.code)
    for command in (("plan", str(world.job)), ("run", str(world.job), "--execute", "--reason", "proof"),
                    ("probe", f"http://{HOST}/clip/x")):
        answer = binary.call(*command, "--site", str(world.vault / "site-0.yaml"))
        part.equal(answer.code, USAGE, f"{command[0]} refuses a bad site")
    return [lost]


def _search(part: Part, world: CanaryWorld, binary: Keeper, sampler: Sampler, canaries: list[Canary]) -> None:
    """Every byte of everything, for every spelling of every canary."""
    files = [path for path in world.directory.rglob("*") if path.is_file() and world.vault not in path.parents]
    heaps = binary.kept | {f"file {path.relative_to(world.directory)}": path.read_bytes() for path in files}
    for number, answer in enumerate(binary.said):
        name = f"{number} {answer.arguments[0]}"
        heaps[f"standard output of {name}"] = answer.out.encode(errors="surrogateescape")
        heaps[f"standard error of {name}"] = answer.err.encode(errors="surrogateescape")
    heaps["arguments of processes"] = b"\n".join(sampler.arguments)
    part.check(sampler.looks > 100, "its processes were looked at often", sampler.looks)
    part.check(any(b"--log-level" in one for one in sampler.arguments), "and their arguments were seen")
    ledger = [name for name in heaps if "ledger.sqlite" in name]
    part.check(bool(ledger) and len(heaps) > 100, "there is something to search", len(heaps))
    vault = b"".join(path.read_bytes() for path in world.vault.rglob("*") if path.is_file())
    for one in canaries:
        hidden = vault + base64.b64encode(vault) + one.text.encode() + base64.b64encode(b"user:" + one.text.encode())
        told = [spelling for spelling, needle in one.spellings().items() if needle in hidden]
        is_found = "itself" in told and any("base64" in name for name in told)
        part.check(is_found, f"the {one.name} secret would be found", told)
        for spelling, needle in one.spellings().items():
            found = [name for name, heap in heaps.items() if needle in heap]
            part.check(not found, f"the {one.name} secret stands nowhere ({spelling})", found[:5])
        in_environment = any(one.core.encode() in heap for heap in sampler.environments)
        part.check(not in_environment or one.name in ("env", "wrong env"),
                   f"the {one.name} secret is not in the environment")
    _search_requests(part, world, canaries)
    part.note("bytes searched", sum(len(heap) for heap in heaps.values()))


def _search_requests(part: Part, world: CanaryWorld, canaries: list[Canary]) -> None:
    """On the wire a canary is seen by its own node alone, in a purge alone, as it is alone."""
    requests = world.nodes.requests
    for one in canaries:
        spellings = one.spellings()
        seen = [(request.node, request.method, spelling) for request in requests
                for spelling, needle in spellings.items() if needle in request.text.encode()]
        stray = [(node, method, spelling) for node, method, spelling in seen
                 if method == "GET" or node != one.node or spelling not in ("itself", "backwards")]
        part.check(not stray, f"the {one.name} secret is sent to nobody else", stray[:4])
        used = [request for request in requests if one.node == request.node and one.text in request.text]
        part.check(bool(used) == bool(one.node), f"the {one.name} secret is sent where it belongs", len(used))
    looks = [request for request in requests if request.method == "GET"]
    odd = {line.split(":")[0].lower() for request in looks for line in request.text.splitlines()[1:] if line}
    plain = odd <= {"host", "user-agent", "accept", "range"}
    part.check(len(looks) > 100 and plain, "a probe says nothing more", odd)
    followed = [request for request in looks if f"{WHITHER} " in request.text]
    part.check(bool(followed), "a redirect was followed")
    part.note("purges", world.nodes.count("PURGE"))
    part.note("looks", len(looks))
