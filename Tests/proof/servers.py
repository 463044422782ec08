"""The harness's side of the platform's servers: starting, commanding, and reading their log."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Visit:
    """One line of the servers' log."""

    number: int
    at: int  # nanoseconds since 1970
    server: str
    phase: str
    method: str
    host: str
    target: str
    status: int
    note: str

    @property
    def url(self) -> str:
        return f"http://{self.host}{self.target}"


class Servers:
    """Origin and edge in a child process; ended by `close`, or with us."""

    def __init__(self) -> None:
        program = Path(__file__).with_name("platform_server.py")
        self.child = subprocess.Popen(
            [sys.executable, str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        ports = json.loads(self.child.stdout.readline())  # type: ignore[union-attr]
        self.origin, self.edge = int(ports["origin"]), int(ports["edge"])
        self.log_path = Path()

    def __enter__(self) -> "Servers":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self.child.stdin is not None and not self.child.stdin.closed:
            self.child.stdin.close()
        self.child.kill()
        self.child.wait()

    def ask(self, **command: object) -> object:
        assert self.child.stdin is not None and self.child.stdout is not None
        self.child.stdin.write(json.dumps(command) + "\n")
        self.child.stdin.flush()
        answer = self.child.stdout.readline()
        if not answer:
            raise OSError("the servers have ended")
        return json.loads(answer)

    def reset(self, root: Path, log: Path) -> None:
        self.log_path = log
        self.ask(do="reset", root=str(root), log=str(log))

    def arm(self, *rules: dict[str, object], victim: int = 0) -> None:
        """Sets the faults, replacing all before."""
        self.ask(do="arm", rules=list(rules))
        self.ask(do="victim", pid=victim)

    def cache(self) -> dict[str, str]:
        return dict(self.ask(do="cache"))  # type: ignore[call-overload]

    def arrived(self, method: str) -> int:
        """How many requests of a method arrived, without reading the log."""
        return int(dict(self.ask(do="arrivals")).get(method, 0))  # type: ignore[call-overload]

    def log(self) -> list[Visit]:
        return [Visit(*json.loads(line)) for line in self.log_path.read_text().splitlines()]

    def purges(self) -> Counter[str]:
        """How many purges of each URL arrived."""
        return Counter(visit.url for visit in self.log() if visit.phase == "arrived" and visit.method == "PURGE")

    def methods(self) -> Counter[str]:
        """How many requests of each method arrived."""
        return Counter(visit.method for visit in self.log() if visit.phase == "arrived")
