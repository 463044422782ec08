"""The HTML reports of a plan and of a run, in a real browser; hostile names in them stay text.

PURGE_PAGES=FOLDER keeps a picture of every page in light and dark, wide and narrow, to look at.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from binary import DONE, SETTLING, Binary
from browser import Browser, Sight
from checks import Part
from servers import Servers
from world import HOST, Shape, World

# Clips that an inventory names and the store does not hold, so that not all is dark.
HOSTILE = ("<script>alert(1)</script>", "\"'><img src=http:x onerror=alert(2)>", "W" * 180)
UNKNOWN_ENTRY = "<img src=x onerror=alert(3)>"
CATEGORY = "c" * 64  # names of categories and lists cannot be hostile, but long

# A page that is well but for one thing, and the kinds of fault that have to be found in it.
WELL = ('<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A page</title>'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
        '<body><main><h1>A page</h1>{}</main></body></html>')
LOOSE = WELL.replace("default-src 'none'", "default-src * 'unsafe-inline'")
BROKEN: dict[str, tuple[str, set[str]]] = {
    "well": (WELL.format("<p>Nothing is wrong.</p>"), set()),
    "script": (WELL.format("<script>1</script>"), {"markup"}),
    "handler": (WELL.format('<p onclick="1">Text</p>'), {"markup"}),
    "running": (LOOSE.format("<script>alert(1)</script>"), {"markup", "policy", "script"}),
    "image": (LOOSE.format('<img alt="" src="http://127.0.0.1:9/x.png">'), {"markup", "policy", "request"}),
    "policy": (WELL.replace("http-equiv", "name").format("<p>Text</p>"), {"policy"}),
    "overflow": (WELL.format(f"<pre>{'W' * 400}</pre>"), {"overflow"}),
    "box": (LOOSE.format(f'<div style="overflow-x:auto"><a>{"W" * 400}</a></div>'), {"policy", "unreachable"}),
    "contrast": (LOOSE.format('<p style="color:#bbb;background:#fff">Pale</p>'), {"policy", "axe"}),
}


def check_pages(part: Part, servers: Servers, path: Path, directory: Path) -> None:
    """First pages that are broken on purpose, then the real ones."""
    if (folder := os.environ.get("PURGE_PAGES")):
        Path(folder).mkdir(parents=True, exist_ok=True)
    pages = directory / "pages"
    pages.mkdir(parents=True)
    with Browser() as browser:
        _check_checks(part, browser, pages)
        world = _hostile_world(directory / "pages-world", servers)
        binary = Binary(path, world)
        plan = binary.call(*binary.planning)
        part.equal(plan.code, DONE, "a plan is made of hostile names")
        _check_report(part, browser, binary, str(plan.json().get("run")), "plan", pages)
        applied = binary.call(*binary.applying(plan.json()))
        part.check(applied.code == SETTLING, "links that cannot be proven dark keep the run settling", applied)
        _check_report(part, browser, binary, str(plan.json().get("run")), "run", pages)
    world.remove()


def _check_checks(part: Part, browser: Browser, pages: Path) -> None:
    for name, (markup, kinds) in BROKEN.items():
        file = pages / f"broken-{name}.html"
        file.write_text(markup)
        faults = browser.look(file, ("light",)).faults
        found = set(faults) if not kinds else kinds & set(faults)
        part.check(found == kinds, f"a page with a fault of {name} is noticed as such", faults)


def _hostile_world(directory: Path, servers: Servers) -> World:
    world = World(directory, servers, Shape(patience="3s", entries=(UNKNOWN_ENTRY, *HOSTILE)))
    with open(directory / "clips-0.jsonl", "a") as file:
        for clip in HOSTILE:
            file.write(json.dumps({"id": clip, "title": "<b>bold", "view_count": 1_234_567}) + "\n")
    world.job.write_text(world.job.read_text().replace("csam-severe", CATEGORY))
    return world


def _check_report(part: Part, browser: Browser, binary: Binary, run: str, name: str, pages: Path) -> None:
    for kind, words in (("", ()), ("-shared", ("--share",))):
        title, file = f"{name}{kind}", pages / f"{name}{kind}.html"
        written = binary.call("report", run, "--format", "html", "--output", str(file), *words)
        if not part.check(written.code == DONE, f"the page {title} is written", written):
            continue
        sight = browser.look(file)
        for fault in ("request", "markup", "console", "script", "policy", "overflow", "unreachable", "axe"):
            part.check(fault not in sight.faults, f"{title}: no fault of {fault}", sight.faults.get(fault))
        part.check(sight.sheets >= 1, f"{title} can be printed", sight.sheets)
        part.note(f"sheets of {title}", sight.sheets)
        _check_words(part, binary.world, file.read_text(), sight, title, is_shared=bool(words))


def _check_words(part: Part, world: World, markup: str, sight: Sight, title: str, is_shared: bool) -> None:
    places = [sight.text.find(word) for word in ("entries reported", "clips", "acted on")]
    part.check(min(places) > 0 and markup.count("<h1") == 1, f"{title}: the headline, then the sums", places)
    sums = re.findall(r"\d[\d,]*", sight.text[: places[0]])
    part.check(bool(sums), f"{title}: the sums have figures", sight.text[:300])
    if title.startswith("run"):
        rows = re.findall(r"<tr><td class=\"id\">.*?<span class=\"badge [^\"]*\">([^<]*)", markup)
        dark = [row.startswith("dark") for row in rows]
        part.check(dark and dark == sorted(dark) and not dark[0] and dark[-1], f"{title}: what is not dark comes first", rows)
    leaks = [text for text in (str(world.directory), "/tmp/", "http://", "https://", f"{HOST}/", "severe.txt", "clips-0")
             if text in sight.text]
    part.check(not leaks, f"{title}: no URL and no path", leaks)
    raw = [text for text in ("<script", "<img", "<b>bold") if text in markup]
    part.check(not raw, f"{title}: hostile names are escaped", raw)
    named = [clip for clip in (*world.reported, *HOSTILE, UNKNOWN_ENTRY) if clip[:20] in sight.text]
    if is_shared:
        part.check(not named, f"{title}: names no clip", named)
    else:
        part.check(set(world.reported) <= set(named), f"{title}: names every clip", named)
