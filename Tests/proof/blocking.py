"""Worlds whose edges have deny lists: their site files, what is refused where, and what the public sees meanwhile."""

from __future__ import annotations

import json
import re
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterable

from binary import Binary
from caches import Caches, refused
from checks import Part
from world import HOST, Shape, World

SMALL = Shape(matched=2, others=4, has_video=False, rebound="0.2s", spacing="0.1s")
KINDS = ("nginx", "varnish")
REFUSED = (451, "1")
AT_ONCE = 4  # cases at once: they wait far more than they work
CHANGE = 0.25  # seconds in which nginx's old workers may still answer beside the new ones


@dataclass(frozen=True)
class Setting:
    """What a site says of its deny lists beside what every site says of its cache."""

    has_blocks: bool = True
    has_bypass: bool = True
    tags: str = ""
    files: tuple[tuple[int, str], ...] = ()  # nodes whose list lies elsewhere
    reloads: tuple[tuple[int, tuple[str, ...]], ...] = ()  # nodes with another command
    more: str = ""  # further sections


def walled(directory: Path, caches: Caches, shape: Shape = SMALL, setting: Setting = Setting()) -> World:
    """A world in front of which a cache with deny lists stands, and with a clip that is known to be lit."""
    world = World(directory / "world", caches, shape)  # type: ignore[arg-type]
    text = world.site.read_text().replace("kind: nginx", f"kind: {caches.kind}")
    text = text.replace(f"{{edge-1: 127.0.0.1:{caches.edge}}}", _flow(caches.ports))
    extra = ""
    if setting.has_blocks:
        extra += "    blocks: true\n" if caches.kind.startswith("varnish") else _lists(caches, setting)
    if setting.has_bypass:
        extra += f"    bypass: {_flow(caches.bypasses)}\n"
    if setting.tags:
        extra += f'    tags: ["{setting.tags}"]\n'
    text = text.replace("origins:\n", f"{extra}origins:\n")
    world.site.write_text(f"{text}controls: [{world.innocent[-1]}]\n{setting.more}")
    return world


def blocking_job(world: World) -> None:
    """Has the world's job block, too."""
    world.job.write_text(world.job.read_text() + "block: true\n")


def _flow(ports: Iterable[int]) -> str:
    return "{" + ", ".join(f"edge-{number + 1}: 127.0.0.1:{port}" for number, port in enumerate(ports)) + "}"


def _lists(caches: Caches, setting: Setting) -> str:
    files, reloads = dict(setting.files), dict(setting.reloads)
    text = "    denyLists:\n"
    for number in range(len(caches.ports)):
        node = caches.folder_of(number)
        command = reloads.get(number) or (*nginx_command(node), "-s", "reload")
        text += f"      edge-{number + 1}:\n        file: {files.get(number) or node / 'purge-deny.map'}\n"
        text += f"        reload: {json.dumps(command)}\n"
    return text


def nginx_command(node: Path) -> tuple[str, ...]:
    """nginx as it was started in a node's folder, without what it is to do."""
    return ("/usr/sbin/nginx", "-p", f"{node}/", "-e", "stderr", "-g", "user root;", "-c", f"{node}/edge.conf")


def urgently(world: World, clips: list[str], *more: str) -> tuple[str, ...]:
    """The emergency's command for those clips."""
    return ("now", "--clip", *clips, "--site", str(world.site), "--reason", "proof", "--execute", *more)


def restoring(world: World, subject: str, *more: str) -> tuple[str, ...]:
    """The command that brings a clip or a run back; without `--execute` it only plans."""
    return ("restore", subject, "--site", str(world.site), "--reason", "proof", *more)


def denied(world: World, port: int) -> set[str]:
    """The links of the world's clips that a node refuses."""
    targets = [target for clip in world.reported + world.innocent for target in world.targets(clip)]
    return {target for target in targets if refused(port, target) == REFUSED}


def listed(caches: Caches, number: int = 0) -> set[str]:
    """The links in an nginx node's deny list, of whatever case."""
    file = caches.folder_of(number) / "purge-deny.map"
    lines = file.read_text().splitlines() if file.exists() else []
    host = HOST.partition(":")[0]
    return {match[1] for line in lines if (match := re.fullmatch(rf'"{host}(/[^"]*)" "{host}\1";', line))}


def targets(world: World, clips: Iterable[str]) -> set[str]:
    """All links of those clips."""
    return {target for clip in clips for target in world.targets(clip)}


@dataclass(frozen=True)
class Glance:
    """What the public saw of a link, when it asked, and whether the origin still had its file just before."""

    asked: float
    at: float
    was_served: bool
    status: int
    mark: str


class Onlooker:
    """Somebody who holds the direct link and asks for it all the while."""

    def __init__(self, world: World, port: int, clip: str, timeout: float = 60) -> None:
        self.target, self.port, self.timeout = world.targets(clip)[0], port, timeout
        self.file = world.www / world.objects(clip)[0]
        self.glances: list[Glance] = []
        self.begun = time.monotonic()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Onlooker":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(70)

    @property
    def first_refusal(self) -> float:
        """Seconds from the start to the first refusal; very many when there was none."""
        return next((one.at for one in self.glances if (one.status, one.mark) == REFUSED), 999.0)

    @property
    def after_refusal(self) -> set[tuple[int, str]]:
        """Every answer to what was asked since the first refusal, once the node's workers have changed."""
        return {(one.status, one.mark) for one in self.glances if one.asked >= self.first_refusal + CHANGE}

    @property
    def unblocked_when_gone(self) -> set[tuple[int, str]]:
        """Every answer but a refusal at a time when the origin had the file no more; while the node's workers change,
        which `after_refusal` allows for too, an old one may still answer.
        """
        first = self.first_refusal
        steady = [one for one in self.glances if one.at < first or one.asked >= first + CHANGE]
        return {(one.status, one.mark) for one in steady if not one.was_served} - {REFUSED}

    def _look(self) -> None:
        while not self._ended.is_set():
            was_served, asked = self.file.exists(), time.monotonic() - self.begun
            try:
                status, mark = refused(self.port, self.target, self.timeout)
                self.glances.append(Glance(asked, time.monotonic() - self.begun, was_served, status, mark))
            except OSError:
                pass  # a node that is down, or waits for its origin, shows nothing to anybody
            time.sleep(0.01)


Case = Callable[[Part, Path, Path], None]


def together(part: Part, path: Path, directory: Path, cases: dict[str, Case], at_once: int = AT_ONCE) -> None:
    """Runs cases side by side, each in a folder of its own; whatever one throws is a failed check."""

    def run(number: int, name: str) -> None:
        begun = time.monotonic()
        try:
            cases[name](part, path, directory / f"{part.name}-{number}")
        except Exception as error:  # noqa: BLE001
            part.check(False, f"{name}: it ran to its end", f"{type(error).__name__}: {error}")
        part.note(name, f"{time.monotonic() - begun:.1f} s")

    with ThreadPoolExecutor(at_once) as pool:
        for number, name in enumerate(cases):
            pool.submit(run, number, name)


def settled(binary: Binary, seconds: float = 60) -> int:
    """Resumes until nothing is settling any more: the last exit code."""
    deadline = time.monotonic() + seconds
    while (answer := binary.call(*binary.resuming)).code == 10 and time.monotonic() < deadline:
        time.sleep(0.3)
    return answer.code


def has_intent(world: World, kind: str) -> bool:
    """Whether the live ledger has a step of that kind in flight."""
    try:
        db = sqlite3.connect(f"file:{world.state}/ledger.sqlite?mode=ro", uri=True, timeout=0.05)
        try:
            sql = "SELECT EXISTS (SELECT 1 FROM step WHERE state = 'intent' AND kind = ?)"
            return bool(db.execute(sql, (kind,)).fetchone()[0])
        finally:
            db.close()
    except sqlite3.Error:
        return False  # not made yet
