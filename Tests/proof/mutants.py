#!/usr/bin/env python3
"""Breaks the program on purpose, one way at a time, and expects the tests to notice.

Each file in `mutants/` says what is wrong in it and which test suite must fail. The patches are applied to a copy of the
tree that has a build folder of its own, so that no mutant is ever left where a program is run from.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EMPTY_CELL = re.compile(r"FAILED kills: (the cell .* was hit|\d+ kills: \d+)")
PATCHES = Path(__file__).resolve().parent / "mutants"


@dataclass
class Mutant:
    """One way to be wrong."""

    name: str
    patch: Path
    what: str
    killer: str

    @staticmethod
    def read(patch: Path) -> Mutant:
        """Reads what stands above the patch itself."""
        head = dict(line.split(": ", 1) for line in patch.read_text().splitlines()[:2])
        return Mutant(patch.stem, patch, head["Mutant"], head["Killer"])


class Copy:
    """A copy of the tracked files, built and tested apart from them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
        for name in filter(None, names.decode().split("\0")):
            source, target = ROOT / name, folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_symlink() or source.exists():
                shutil.copy2(source, target, follow_symlinks=False)

    def patch(self, mutant: Mutant, *, reverse: bool = False) -> None:
        """Applies a patch, or takes it back; one that does not fit exactly is an error."""
        command = ["patch", "-p1", "--fuzz=0", "--silent", "--input", str(mutant.patch)]
        subprocess.run(command + (["--reverse"] if reverse else []), cwd=self.folder, check=True)

    def build(self) -> subprocess.CompletedProcess[str]:
        """Builds program and tests."""
        return self._swift("build", "--build-tests")

    def test(self, suite: str) -> subprocess.CompletedProcess[str]:
        """Runs one suite of what was built last."""
        return self._swift("test", "--skip-build", "--filter", f"PurgeJobsTests.{suite}/")

    def attack(self, part: str) -> subprocess.CompletedProcess[str]:
        """Runs one part of the proof on the program that was built last."""
        command = [str(ROOT / "Tests/proof/run"), "--binary", str(self.folder / ".build/debug/purge"), "--only", part]
        few = ["--kills", "60", "--budget", "60", "--first-failure"] if part == "kills" else []
        return subprocess.run(command + few, capture_output=True, text=True, timeout=900)

    def _swift(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = dict(os.environ, SWIFT_BACKTRACE="enable=no")
        return subprocess.run(
            ["swift", *arguments], cwd=self.folder, env=environment, capture_output=True, text=True, timeout=900
        )


def judge_attack(attacked: subprocess.CompletedProcess[str]) -> str:
    """A law that was broken catches a mutant; that few kills left a cell empty does not."""
    failures = [line for line in attacked.stdout.splitlines() if line.startswith("FAILED ")]
    return "caught" if any(not EMPTY_CELL.fullmatch(line) for line in failures) else "LIVES"


def judge(copy: Copy, mutant: Mutant) -> str:
    """What became of one mutant: `caught`, or why not."""
    copy.patch(mutant)
    try:
        built = copy.build()
        if built.returncode != 0:
            return "does not build:\n" + built.stdout[-3000:]
        if mutant.killer.startswith("proof "):
            return judge_attack(copy.attack(mutant.killer.removeprefix("proof ")))
        tested = copy.test(mutant.killer)
        if "Test run with" not in tested.stdout + tested.stderr:
            return "ran no test:\n" + tested.stdout[-2000:]
        return "caught" if tested.returncode != 0 else "LIVES"
    finally:
        copy.patch(mutant, reverse=True)


def main() -> int:
    """Judges every mutant, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    wanted = parser.parse_args().only
    mutants = [Mutant.read(patch) for patch in sorted(PATCHES.glob("*.patch"))]
    mutants = [mutant for mutant in mutants if not wanted or mutant.name in wanted]
    with tempfile.TemporaryDirectory(prefix="purge-mutants.") as folder:
        copy = Copy(Path(folder))
        started = time.monotonic()
        built = copy.build()
        if built.returncode != 0:
            print(built.stdout[-5000:])
            return 1
        print(f"the unbroken copy was built in {time.monotonic() - started:.0f} s", flush=True)
        suites = sorted({mutant.killer for mutant in mutants})
        for suite in suites:
            is_sound = (
                judge_attack(copy.attack(suite.removeprefix("proof "))) == "LIVES"
                if suite.startswith("proof ")
                else copy.test(suite).returncode == 0
            )
            if not is_sound:
                print(f"{suite} fails without any mutant")
                return 1
        caught = 0
        for mutant in mutants:
            began = time.monotonic()
            verdict = judge(copy, mutant)
            caught += verdict == "caught"
            print(f"{verdict:8} {mutant.name:34} by {mutant.killer:24} {time.monotonic() - began:4.0f} s  ({mutant.what})", flush=True)
    print(f"{caught} of {len(mutants)} mutants caught")
    return 0 if caught == len(mutants) > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
