"""A platform whose clips are spread over inventories of every kind: files, compressed or not, a table, an API, the store itself."""

from __future__ import annotations

import csv
import ctypes
import gzip
import hashlib
import io
import json
import shutil
import sqlite3
import subprocess
import sys
import urllib.parse
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITE = """site: walks
families:
  page: {{hosts: [clips.test], path: "/clip/{{id}}", object: "media:clip/{{id}}.html"}}
  thumb: {{hosts: [img.test], field: thumbnail_url}}
stores:
  media: {{kind: fileTree, root: {www}, quarantine: {quarantine}}}
origins:
  origin-1: {{address: "127.0.0.1:9"}}
"""
JOB = """job: walks
inventories:
  - {{kind: jsonLines, files: [first.jsonl.gz, second.jsonl.zst, "part-*.jsonl"]}}
  - {{kind: csv, files: [third.csv, fourth.csv.gz]}}
  - {{kind: sqlite, files: [catalogue.sqlite], table: clips, key: n}}
  - kind: http
    url: "{url}"
    rows: data
    pages: {{by: cursor, next: pagination.cursor, parameter: after}}
    size: {{parameter: first, rows: 250}}
  - {{kind: directory, store: media}}
lists:
  - {{name: ids, of: clipIDs, file: ids.txt, category: severe}}
  - {{name: hashes, of: sha256, file: hashes.txt, category: severe}}
guard: {{items: 1000000, share: 100%}}
"""
FIELDS = ("id", "url", "thumbnail_url", "view_count", "sha256", "broadcaster_id")


def zstd(data: bytes) -> bytes:
    """One frame of the system's libzstd, with which the binary is linked, too."""
    library = ctypes.CDLL("libzstd.so.1")
    library.ZSTD_compressBound.restype = library.ZSTD_compress.restype = ctypes.c_size_t
    library.ZSTD_compressBound.argtypes = [ctypes.c_size_t]
    library.ZSTD_compress.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int]
    room = ctypes.create_string_buffer(library.ZSTD_compressBound(len(data)))
    size = library.ZSTD_compress(room, len(room), data, len(data), 3)
    return room.raw[:size]


class WalkWorld:
    """Writes the platform once, and runs its API until it is closed."""

    def __init__(self, directory: Path, rows: int) -> None:
        shutil.rmtree(directory, ignore_errors=True)
        self.directory, self.rows = directory, rows
        self.www, self.state = directory / "www", directory / "state"
        self.job, self.site = directory / "job.yaml", directory / "site.yaml"
        (self.www / "clip").mkdir(parents=True)
        self.api = subprocess.Popen(
            [sys.executable, str(ROOT / "Tests/PurgeJobsTests/Resources/clip_api.py")], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE)
        port = json.loads(self.api.stdout.readline())["api"]  # type: ignore[union-attr]
        self._write_inventories()
        self.site.write_text(SITE.format(www=self.www, quarantine=directory / "quarantine"))
        file = urllib.parse.quote(str(directory / "api.rows"), safe="")
        self.job.write_text(JOB.format(url=f"http://127.0.0.1:{port}/cursor/{file}?walk=proof"))
        wanted = [number for number in range(8 * rows) if number % 97 == 5]
        (directory / "ids.txt").write_text("".join(f"{self.clip(number)}\n" for number in wanted[::2]))
        (directory / "hashes.txt").write_text("".join(f"{self.digest(number)}\n" for number in wanted[1::2]))

    def __enter__(self) -> "WalkWorld":
        return self

    def __exit__(self, *_: object) -> None:
        self.api.stdin.close()  # type: ignore[union-attr]
        self.api.wait()

    def clip(self, number: int) -> str:
        return f"Clip-{hashlib.sha1(str(number).encode()).hexdigest()[:12]}"

    def digest(self, number: int) -> str:
        return hashlib.sha256(self.clip(number).encode()).hexdigest()

    def row(self, number: int) -> dict[str, object]:
        clip = self.clip(number)
        return {"id": clip, "url": f"https://clips.test/clip/{clip}", "thumbnail_url": f"https://img.test/t/{number}",
                "view_count": number, "sha256": self.digest(number), "broadcaster_id": str(number % 50)}

    def _span(self, source: int) -> range:
        """The clips of a source, of which each has some of the one before, under the same ids."""
        return range(max(0, source * self.rows - self.rows // 20), (source + 1) * self.rows)

    def _lines(self, source: int) -> list[bytes]:
        return [json.dumps(self.row(number)).encode() + b"\n" for number in self._span(source)]

    def _parts(self, lines: list[bytes], count: int) -> list[bytes]:
        size = len(lines) // count + 1
        return [b"".join(lines[start:start + size]) for start in range(0, len(lines), size)]

    def _write_inventories(self) -> None:
        home = self.directory
        (home / "first.jsonl.gz").write_bytes(b"".join(map(gzip.compress, self._parts(self._lines(0), 5))))
        (home / "second.jsonl.zst").write_bytes(b"".join(map(zstd, self._parts(self._lines(1), 3))))
        for number, part in enumerate(self._parts(self._lines(2), 2)):
            (home / f"part-{number}.jsonl").write_bytes(part)
        (home / "third.csv").write_bytes(self._csv(3))
        (home / "fourth.csv.gz").write_bytes(gzip.compress(self._csv(4)))
        with sqlite3.connect(home / "catalogue.sqlite") as table:
            table.execute("CREATE TABLE clips (n INTEGER PRIMARY KEY, id TEXT, url TEXT, thumbnail_url TEXT, "
                          "view_count INTEGER, sha256 TEXT, broadcaster_id TEXT)")
            table.executemany(
                "INSERT INTO clips VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(number, *self.row(number).values()) for number in self._span(5)])
        table.close()
        (home / "api.rows").write_bytes(b"".join(self._lines(6)))
        for number in self._span(7):
            (self.www / "clip" / f"{self.clip(number)}.html").write_bytes(b"x" * (number % 7 + 1))

    def _csv(self, source: int) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, FIELDS)
        writer.writeheader()
        writer.writerows(self.row(number) for number in self._span(source))
        return text.getvalue().encode()
