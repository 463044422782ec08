"""Builds a small platform in a directory: tree, inventory, list, site and job file. The same every time."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from servers import Servers

HOST = "clips.test:18081"

PAGE = """  page:
    hosts: [{host}]
    schemes: [http]
    path: "/clip/{{id}}"
    object: "media:clip/{{id}}"
"""
VIDEO = """  video:
    hosts: [{host}]
    schemes: [http]
    path: "{path}"
    variables: {{quality: [720, 360]}}
    object: "media:v/{{id}}/{{quality}}.mp4"
"""


@dataclass(frozen=True)
class Shape:
    """What a world is made of."""

    matched: int = 6
    others: int = 40
    has_video: bool = True
    video_path: str = "/v/{id}/{quality}.mp4"
    sources: int = 2
    rebound: str = "0.2s"
    spacing: str = "0.2s"
    repurge: str = "0.2s"
    patience: str = "20s"
    concurrency: int = 16
    action: str = "disable"
    entries: tuple[str, ...] = field(default=())  # further list entries


class World:
    """A platform on disk and, by its servers, on the network."""

    def __init__(self, directory: Path, servers: Servers, shape: Shape = Shape()) -> None:
        shutil.rmtree(directory, ignore_errors=True)
        self.directory, self.servers, self.shape = directory, servers, shape
        self.www, self.quarantine = directory / "www", directory / "quarantine"
        self.state, self.job, self.site = directory / "state", directory / "job.yaml", directory / "site.yaml"
        self.reported = [f"AbusiveSlug{n:05}" for n in range(shape.matched)]
        self.innocent = [f"InnocentSlug{n:05}" for n in range(shape.others)]
        for folder in (self.www / "clip", self.www / "v"):
            folder.mkdir(parents=True)
        for clip in self.reported + self.innocent:
            self._write_objects(clip)
        self._write_inventories()
        lines = self.reported + list(shape.entries)
        (directory / "severe.txt").write_text("# reported\n" + "\n".join(lines) + "\n")
        self._write_site()
        self._write_job()
        servers.reset(self.www, directory / "visits.jsonl")
        self.warm()

    def objects(self, clip: str) -> list[str]:
        """The keys of a clip's objects, which are paths beneath the tree."""
        videos = [f"v/{clip}/{quality}.mp4" for quality in (720, 360)] if self.shape.has_video else []
        return [f"clip/{clip}"] + videos

    def targets(self, clip: str) -> list[str]:
        """The published links of a clip, without scheme and host, as the platform truly serves them."""
        return ["/" + key for key in self.objects(clip)]

    def urls(self, clip: str) -> list[str]:
        return [f"http://{HOST}{target}" for target in self.targets(clip)]

    def warm(self) -> None:
        """Lets the edge cache every link of every clip."""
        links = [(HOST, target) for clip in self.reported + self.innocent for target in self.targets(clip)]
        self.servers.ask(do="warm", links=links)

    def remove(self) -> None:
        shutil.rmtree(self.directory, ignore_errors=True)

    def tree(self) -> dict[str, str]:
        """What is served: path → digest of the bytes."""
        return _digests(self.www, 0)

    def hidden(self) -> dict[str, str]:
        """What lies in quarantine, without the run's own directory: path → digest of the bytes."""
        return _digests(self.quarantine, 1)

    def served_objects(self) -> set[str]:
        """The keys that still exist in the tree, of reported clips only."""
        return {key for clip in self.reported for key in self.objects(clip) if (self.www / key).exists()}

    def _write_objects(self, clip: str) -> None:
        for number, key in enumerate(self.objects(clip)):
            path = self.www / key
            path.parent.mkdir(exist_ok=True)
            text = f"{clip} {key} ".encode()
            path.write_bytes((text * (3000 // len(text)))[: 900 + 1100 * number])

    def _write_inventories(self) -> None:
        clips = sorted(self.reported + self.innocent, key=lambda clip: hashlib.sha1(clip.encode()).digest())
        for number in range(self.shape.sources):
            rows = (
                json.dumps({"id": clip, "url": f"http://{HOST}/clip/{clip}", "title": f"T {clip}", "view_count": 7})
                for clip in clips[number :: self.shape.sources])
            (self.directory / f"clips-{number}.jsonl").write_text("\n".join(rows) + "\n")

    def _write_site(self) -> None:
        shape, servers = self.shape, self.servers
        families = PAGE.format(host=HOST) + (VIDEO.format(host=HOST, path=shape.video_path) if shape.has_video else "")
        self.site.write_text(
            f"site: proof\nfamilies:\n{families}"
            f"stores:\n  media:\n    kind: fileTree\n    root: {self.www}\n    quarantine: {self.quarantine}\n"
            f"caches:\n  edge:\n    kind: nginx\n    nodes: {{edge-1: 127.0.0.1:{servers.edge}}}\n"
            f"    rebound: {shape.rebound}\n    concurrency: {shape.concurrency}\n"
            f"origins:\n  origin-1: {{address: 127.0.0.1:{servers.origin}}}\n")

    def _write_job(self) -> None:
        shape = self.shape
        action = "" if shape.action == "disable" else f"action: {shape.action}\ndeleteAfter: 0.2s\n"
        self.job.write_text(
            'job: proof\ninventories:\n  - kind: jsonLines\n    files: ["clips-*.jsonl"]\n'
            "lists:\n  - name: severe\n    of: clipIDs\n    file: severe.txt\n    category: csam-severe\n"
            f"{action}guard: {{items: 1000000, share: 100%}}\n"
            f"verify: {{rounds: 2, spacing: {shape.spacing}, patience: {shape.patience}, repurge: {shape.repurge}}}\n")


def _digests(top: Path, skipped: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(top.rglob("*")) if top.exists() else []:
        if path.is_file():
            parts = path.relative_to(top).parts[skipped:]
            name = "/".join(parts)
            if name in found:
                name += " (again)"
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found
