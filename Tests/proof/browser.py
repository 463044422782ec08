"""Looks at a page as a browser does: a headless Chromium, light and dark, wide and narrow, with axe-core for who cannot see it.

Needs Debian's `chromium` and what `requirements.txt` names, both of which scripts/setup --test installs.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Iterator

if TYPE_CHECKING:
    from playwright.sync_api import Page

PACKAGES = Path(__file__).resolve().parents[2] / ".build/python"
SCHEMES, WIDTHS = ("light", "dark"), (1280, 380)
GRAVE = ("serious", "critical")

# Whatever could run or lead elsewhere. A fragment of the page itself leads nowhere.
MARKUP = """() => {
    const found = [];
    for (const element of document.querySelectorAll('*')) {
        const name = element.localName;
        if (['script', 'iframe', 'object', 'embed', 'base', 'form'].includes(name)) found.push(name);
        if (name === 'meta' && /refresh/i.test(element.httpEquiv)) found.push('meta refresh');
        for (const {name: key, value} of element.attributes) {
            if (/^on/i.test(key)) found.push(`${name} ${key}`);
            if (/^(src|srcset|href|xlink:href|action|formaction|data|poster|background|ping)$/i.test(key)
                && !value.startsWith('#')) found.push(`${name} ${key}=${value}`);
        }
    }
    return found;
}"""
WIDTH = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNREACHABLE = """() => [...document.querySelectorAll('*')].filter(element =>
    ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)
    && element.scrollWidth > element.clientWidth && element.tabIndex < 0).map(element => element.outerHTML.slice(0, 120))"""
POLICY = """() => [...document.querySelectorAll('meta')].filter(meta =>
    meta.httpEquiv.toLowerCase() === 'content-security-policy').map(meta => meta.content)"""


@dataclass
class Sight:
    """What was seen of a page; faults by kind, none of them when it is well."""

    text: str = ""
    sheets: int = 0  # when printed
    faults: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, found: object) -> None:
        self.faults.setdefault(kind, []).append(str(found))


class Browser:
    """One Chromium, ended with the `with` that it is used in."""

    def __init__(self) -> None:
        path = shutil.which("chromium")
        if path is None:
            raise RuntimeError("no `chromium` in PATH: scripts/setup --test installs it")
        if str(PACKAGES) not in sys.path:
            sys.path.insert(0, str(PACKAGES))
        try:
            import axe_playwright_python
            from playwright.sync_api import sync_playwright
        except ImportError as error:
            raise RuntimeError(f"{error}: scripts/setup --test installs it into {PACKAGES}") from error
        self.axe = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
        self._playwright = sync_playwright().start()
        try:
            self._chromium = self._playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except BaseException:
            self._playwright.stop()
            raise

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._chromium.close()
        self._playwright.stop()

    def look(self, file: Path, schemes: tuple[str, ...] = SCHEMES) -> Sight:
        """Looks at a page in these schemes and every width; pictures go to the folder that PURGE_PAGES names, if any."""
        sight = Sight()
        with self._chromium.new_context() as context:
            self._look(context.new_page(), file, schemes, sight)
        # In a context of its own: axe is a script, which the page's policy forbids.
        with self._chromium.new_context(bypass_csp=True) as context:
            self._judge(context.new_page(), file, schemes, sight)
        return sight

    def _look(self, page: Page, file: Path, schemes: tuple[str, ...], sight: Sight) -> None:
        page.on("request", lambda request: request.url == file.as_uri() or sight.add("request", request.url))
        page.on("console", lambda message: message.type in ("error", "warning") and sight.add("console", message.text))
        page.on("pageerror", lambda error: sight.add("console", error))
        page.on("dialog", lambda dialog: (sight.add("script", "a dialog"), dialog.dismiss()))
        page.goto(file.as_uri(), wait_until="load")
        for found in page.evaluate(MARKUP):
            sight.add("markup", found)
        _judge_policy(page.evaluate(POLICY), sight)
        sight.text = page.inner_text("body")
        for scheme, width in _views(page, schemes):
            if (over := page.evaluate(WIDTH)) > 0:
                sight.add("overflow", f"{over} px too wide ({scheme}, {width} px)")
            for found in page.evaluate(UNREACHABLE):
                sight.add("unreachable", f"{found} ({scheme}, {width} px)")
            if (folder := os.environ.get("PURGE_PAGES")):
                page.screenshot(path=Path(folder) / f"{file.stem}-{scheme}-{width}.png", full_page=True)
        sight.sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))

    def _judge(self, page: Page, file: Path, schemes: tuple[str, ...], sight: Sight) -> None:
        page.goto(file.as_uri(), wait_until="load")
        page.add_script_tag(content=self.axe)
        # Colours differ by scheme, and what is hidden or has to be scrolled by width: each once is enough.
        views = zip(schemes, WIDTHS[::-1])
        for scheme, width in views:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            for one in page.evaluate("() => axe.run()")["violations"]:
                if one["impact"] in GRAVE:
                    sight.add("axe", f"{one['id']} at {one['nodes'][0]['target']} ({scheme}, {width} px)")


def _views(page: Page, schemes: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Shows the page in these schemes and every width, one after the other."""
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            yield scheme, width


def _judge_policy(policies: list[str], sight: Sight) -> None:
    """Nothing is let through but a style known by its digest, in one policy."""
    if len(policies) != 1:
        return sight.add("policy", f"{len(policies)} policies")
    rules = {name: rest for name, _, rest in (one.strip().partition(" ") for one in policies[0].lower().split(";"))}
    if rules.get("default-src", "").strip() != "'none'" or "unsafe" in policies[0].lower():
        sight.add("policy", policies[0])
    for name, rest in rules.items():
        if name.startswith("script-src") and rest.strip() != "'none'":
            sight.add("policy", f"{name} {rest}")
