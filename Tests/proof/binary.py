"""Runs the real binary, plain or under strace."""

from __future__ import annotations

import json
import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from world import World

DONE, FAULT, SETTLING, PARTIAL, GUARDED, STALE, LOCKED, INTERRUPTED, UNWRITABLE, TAMPERED = 0, 1, 10, 11, 12, 13, 14, 15, 16, 17
USAGE = 64


@dataclass(frozen=True)
class Answer:
    """How a call of the binary ended."""

    arguments: tuple[str, ...]
    code: int
    out: str
    err: str
    seconds: float

    def json(self) -> dict[str, object]:
        """The JSON object on standard output; empty when there is none."""
        try:
            return json.loads(self.out)
        except ValueError:
            return {}

    def __str__(self) -> str:
        return f"`purge {' '.join(self.arguments)}` ended {self.code}: {self.err.strip()[-600:]}"


class Running:
    """A call that goes on."""

    def __init__(self, child: subprocess.Popen[str], arguments: tuple[str, ...]) -> None:
        self.child, self.arguments, self.begun = child, arguments, time.monotonic()

    def wait(self, timeout: float = 120) -> Answer:
        """Waits for its end; one that hangs is killed and counts as code -9 with a word in `err`."""
        try:
            out, err = self.child.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            self.child.kill()
            out, err = self.child.communicate()
            err += f"\n(hung: killed after {timeout} s)"
        return Answer(self.arguments, self.child.returncode, out, err, time.monotonic() - self.begun)


class Binary:
    """The binary, in a world."""

    def __init__(self, path: Path, world: World) -> None:
        self.path, self.world = path, world

    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
        return kept | {"SWIFT_BACKTRACE": "enable=no", "HOME": str(self.world.directory), "NO_COLOR": "1",
                       "PURGE_STATE": str(self.world.state)}

    def start(self, *arguments: str, strace: list[str] | None = None) -> Running:
        command = [str(self.path), *arguments]
        if strace is not None:
            command = ["strace", *strace, "--", *command]
        child = subprocess.Popen(
            command, env=self.environment(), cwd=self.world.directory, text=True, errors="replace",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return Running(child, arguments)

    def call(self, *arguments: str, strace: list[str] | None = None, timeout: float = 120) -> Answer:
        return self.start(*arguments, strace=strace).wait(timeout)

    # The commands that the proof uses.

    @property
    def execute(self) -> tuple[str, ...]:
        return ("run", str(self.world.job), "--site", str(self.world.site), "--execute", "--reason", "proof", "--json")

    @property
    def planning(self) -> tuple[str, ...]:
        return ("plan", str(self.world.job), "--site", str(self.world.site), "--json")

    @property
    def resuming(self) -> tuple[str, ...]:
        return ("resume", "--reason", "proof", "--json")

    def restoring(self, run: str, count: int, deadline: int) -> tuple[str, ...]:
        return ("restore", run, "--site", str(self.world.site), "--reason", "proof", "--execute", "--count", str(count),
                "--deadline", f"{deadline}s", "--json")

    def applying(self, plan: dict[str, object]) -> tuple[str, ...]:
        return ("apply", str(plan["run"]), "--digest", str(plan["digest"]), "--reason", "proof", "--json")

    def report(self, run: str) -> dict[str, object]:
        return self.call("report", run, "--format", "json").json()
