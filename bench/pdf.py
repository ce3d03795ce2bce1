"""What paper costs, beside bare WeasyPrint and headless Chromium on the same HTML, in one run.

Everything is taken in turns and told as a median, because a shared machine changes from minute to
minute: read the ratios. `fresh` means that the process is warm and has never seen this paper;
`again`, that it laid the same paper out a moment ago.

    .venv/bin/python bench/pdf.py
"""

from __future__ import annotations

import http.client
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import sync_playwright

from bench import _paper as p
from facilitator import prepare
from facilitator.domain.papers import Layout, Sides
from facilitator.jobs import printing
from facilitator.press import hand, pdf, workshop
from facilitator.press.packet import Stack
from facilitator.press.pages import page
from facilitator.press.store import Store
from facilitator.records import plans
from facilitator.records.base import db
from facilitator.records.groups import Group
from tests import cast
from tests.conftest import make_app, make_config
from tests.press.books import book
from tests.running import program
from tests.web.test_r53 import Browser

ROUNDS = 15
BATCH, PAPERS = 20, 500
MB = 1 << 20


def told(what: str, value: str, target: str = "", *, reached: bool | None = None) -> None:
    verdict = "" if reached is None else "reached" if reached else "MISSED"
    print(f"{what:48} {value:>14}   {target:22} {verdict}", flush=True)


def ms(took: float) -> str:
    return f"{took * 1000:,.0f} ms"


def packed(made: Sequence[Stack]) -> workshop.Made:
    return workshop.Job(list(made), "Bench", lambda *_: None, Sides.SINGLE, Layout.PAGES).made()


def one_worksheet(folder: Path) -> None:
    sheet = p.worksheet()
    address = p.for_a_browser(sheet, folder)
    start = {"executable_path": shutil.which("chromium"), "args": ["--no-sandbox"]}
    with sync_playwright() as playwright:

        def cold() -> None:
            with playwright.chromium.launch(**start) as browser:
                show = browser.new_page()
                show.goto(address)
                show.pdf(prefer_css_page_size=True, tagged=True)

        with playwright.chromium.launch(**start) as browser:
            open_page = browser.new_page()

            def warm() -> None:
                open_page.goto(address)
                open_page.pdf(prefer_css_page_size=True, tagged=True)

            acts: dict[str, Callable[[], object]] = {
                "ours": lambda: workshop.make(p.anew(sheet)),
                "again": lambda: workshop.make(sheet),
                "here": lambda: pdf.make(p.anew(sheet)),
                "bare": lambda: p.bare(p.anew(sheet)),
                "warm": warm,
            }
            for act in (*acts.values(), *acts.values()):
                act()
            found = p.side_by_side(acts, ROUNDS)
        found |= p.side_by_side({"cold": cold}, 5)
    worksheet_told(found)


def worksheet_told(found: dict[str, float]) -> None:
    print("\nOne worksheet")
    ratio = found["ours"] / found["bare"]
    told("bare WeasyPrint, shared stylesheets and fonts", ms(found["bare"]))
    told("ours, fresh, by a worker", ms(found["ours"]))
    told("  to bare WeasyPrint", f"{ratio:.2f} x", "<= 1.15 x", reached=ratio <= 1.15)
    ratio = found["here"] / found["bare"]
    told("  ours in this process, to bare WeasyPrint", f"{ratio:.2f} x")
    told("ours, again", ms(found["again"]))
    for how in ("cold", "warm"):
        told(f"Chromium, {how}", ms(found[how]))
        ratio = found[how] / found["ours"]
        wanted = {"target": ">= 5 x", "reached": ratio >= 5} if how == "cold" else {}
        told(f"  to ours, fresh ({how})", f"{ratio:.1f} x", **wanted)  # type: ignore[arg-type]


def standard_packet(folder: Path) -> None:
    made = p.packet()
    whole = packed(made)
    distinct = sum(whole.pages)
    sides = sum(n * one.copies for n, one in zip(whole.pages, made, strict=True))
    store, key = Store(folder / "store"), "0" * 64
    store.put(key, whole.content)

    def cold() -> None:
        workshop.close()
        packed(p.all_anew(made))

    def changed() -> None:
        packed([*made[:-1], *p.all_anew(made[-1:])])

    def naive() -> None:
        for one in made:
            for _ in range(one.copies):
                pdf.make(p.anew(one.page))

    found = p.side_by_side({"cold": cold}, 3)
    acts: dict[str, Callable[[], object]] = {
        "fresh": lambda: packed(p.all_anew(made)),
        "again": lambda: packed(made),
        "changed": changed,
        "store": lambda: store.get(key),
    }
    for act in acts.values():
        act()
    found |= p.side_by_side(acts, 7) | p.side_by_side({"naive": naive}, 1)
    print(f"\nThe standard packet: {distinct} distinct pages, {sides} sides, 9 people")
    told("cold: a worker is started for it", ms(found["cold"]))
    fresh = found["fresh"]
    told("fresh", ms(fresh), "<= 1,200 ms", reached=fresh <= 1.2)
    told("again, one paper changed", ms(found["changed"]))
    told("again", ms(found["again"]))
    ratio = found["naive"] / fresh
    told("each copy made by itself, to fresh", f"{ratio:.1f} x", ">= 3 x", reached=ratio >= 3)
    told("from the store", ms(found["store"]), "<= 10 ms", reached=found["store"] <= 0.01)
    every_paper()


def every_paper() -> None:
    everything = p.packet(frozenset(p.Name))
    all_of_it = p.side_by_side({"all": lambda: packed(p.all_anew(everything))}, 3)["all"]
    told(f"every paper there is, fresh ({len(everything)} papers)", ms(all_of_it))


def over_http(folder: Path) -> None:
    data = folder / "data"
    app = make_app(make_config(data))
    with app.app_context():
        prepare.database()
        everybody = cast.assemble(datetime.now(UTC).date() + timedelta(days=3))
        record = db.session.get_one(plans.PlanRecord, everybody.plan)
        group = db.session.get_one(Group, everybody.group)
        group.helplines_confirmed = datetime.now(UTC).date()
        settings, choice = app.config["CIRCLE"], p.papers.Choice()
        wanted = printing.ask(record, group, settings, datetime.now(UTC), choice)
        printing.run(wanted.id, settings)
        where = f"/desk/prints/{wanted.id}/packet.pdf"
        db.session.remove()
        db.engine.dispose()
    with program(data) as running:
        browser = Browser(running.address)
        browser.sign_in("alice@example.org")
        cookie = "; ".join(f"{one.name}={one.value}" for one in browser.jar)
        with _connected(running.port) as line:

            def get() -> None:
                line.request("GET", where, headers={"Cookie": cookie})
                got = line.getresponse()
                assert got.read(5) == b"%PDF-"
                got.read()

            get()
            took = p.side_by_side({"http": get}, 30)["http"]
    told("from the store over HTTP", ms(took), "<= 30 ms", reached=took <= 0.03)


@contextmanager
def _connected(port: int) -> Iterator[http.client.HTTPConnection]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    yield line
    line.close()


def workbook() -> None:
    """Whether the last pages of a long book cost what the first did. By the processor's clock:
    a book takes longer than a shared machine stays the same."""
    print("\nA workbook, in this process, by the processor's clock")
    books = {weeks: page(book(weeks)) for weeks in (2, 4, 6, 8)}
    sides = {weeks: len(pdf.render(made).pages) for weeks, made in books.items()}
    acts = {str(weeks): lambda made=made: pdf.make(p.anew(made)) for weeks, made in books.items()}
    found = p.side_by_side(acts, 3, time.process_time)
    for weeks in books:
        took = found[str(weeks)]
        told(f"{weeks} weeks, {sides[weeks]} pages", ms(took))
        told("  a page", ms(took / sides[weeks]))
    early = (found["6"] - found["4"]) / (sides[6] - sides[4])
    late = (found["8"] - found["6"]) / (sides[8] - sides[6])
    near = abs(late / early - 1) <= 0.15
    told(
        f"a page from {sides[6]} on, to one before",
        f"{late / early:.2f} x",
        "0.85 to 1.15",
        reached=near,
    )


def batch() -> None:
    made = p.packet()
    packets = [p.all_anew(made) for _ in range(2 * BATCH)]
    with ThreadPoolExecutor(2) as two:
        list(two.map(packed, [p.all_anew(made) for _ in range(4)]))  # both workers are warm
        one = p.seconds(lambda: [packed(each) for each in packets[:BATCH]])
        both = p.seconds(lambda: list(two.map(packed, packets[BATCH:])))
    print(f"\nA batch of {BATCH} standard packets")
    told("one worker", ms(one))
    told("two workers", ms(both))
    ratio = one / both
    told("  gain", f"{ratio:.2f} x", ">= 1.8 x", reached=ratio >= 1.8)


def memory() -> None:
    sheets = [one.page for one in p.packet(frozenset(p.Name))]
    worker, seen, started = hand.Hand(), [], set()
    for turn in range(PAPERS):
        worker.ask({"do": "make", "page": vars(p.anew(sheets[turn % len(sheets)]))})
        assert worker.worker is not None
        started.add(worker.worker.process.pid)
        seen.append(worker.worker.memory / MB)
        worker.rest()
    worker.end()
    print(f"\nMemory of a worker over {PAPERS} papers")
    for first in range(0, PAPERS, 100):
        told(f"papers {first + 1} to {first + 100}, at most", f"{max(seen[first:][:100]):.0f} MB")
    most = max(seen)
    told("at most", f"{most:.0f} MB", "<= 200 MB", reached=most <= 200)
    told("workers it took", str(len(started)))


def main() -> None:
    versions = ", ".join(
        f"{name} {metadata.version(name)}" for name in ("weasyprint", "playwright")
    )
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {versions};", end=" ")
    print(f"load when it began: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        one_worksheet(Path(folder))
        standard_packet(Path(folder))
        over_http(Path(folder))
    workbook()
    batch()
    memory()
    print(f"load when it ended: {os.getloadavg()[0]:.1f}")
    workshop.close()


if __name__ == "__main__":
    main()
