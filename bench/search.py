"""What the search costs on the server with 1,000 modules, beside its bound of 50 ms.

The modules are made out of the shipped ones; every copy has words of its own, so that the
vocabulary grows as it would with a thousand texts. All but the shipped ones count as her own, which
is the dear case: their index is looked up by the texts themselves.

    .venv/bin/python bench/search.py
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from facilitator import prepare
from facilitator.domain.modules import Module
from facilitator.library import search, shipped
from facilitator.records.base import db
from facilitator.web.library import finding, shelf
from tests import cast
from tests.conftest import make_app, make_config

MODULES = 1_000
BOUND = 50.0
"""Milliseconds."""
ROUNDS = 30
QUERIES = (
    "grief", "greif", "grieving", "kindnes", "mother", "the", "a", "small signs of distance",
    "when my son does not call", "trampoline", "c", "write a letter to yourself",
)  # fmt: skip


def thousand() -> dict[str, Module]:
    """The shipped modules, and copies until there are enough."""
    many = dict(shipped().modules)
    for number, module in zip(range(MODULES - len(many)), cycle(shipped().modules.values())):
        own = f"own{number:04}"
        words = f"{module.aim} {own} also{own} with{own[::-1]}."
        many[own] = replace(module, id=own, title=f"{module.title} {number}", aim=words)
    return many


def took(act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of an act: what it takes of a processor, and what passes by the clock, which
    counts whatever else the machine does. Medians of the rounds."""
    act()
    spent, passed = [], []
    for _ in range(ROUNDS):
        clock, processor = time.perf_counter(), time.process_time()
        act()
        spent.append((time.process_time() - processor) * 1000)
        passed.append((time.perf_counter() - clock) * 1000)
    return statistics.median(spent), statistics.median(passed)


def one_query(app: Flask, browser: FlaskClient, many: Mapping[str, Module], query: str) -> float:
    """Print what one query costs, and return what its whole answer takes."""
    path = f"/desk/library?{urlencode({'q': query})}"
    with app.test_request_context(path):
        wish = finding.wish(frozenset(), frozenset())
        look, look_clock = took(lambda: finding.results(many, wish, every=False))
        count = finding.results(many, wish, every=False).count
    # Without the checks that the tests' own client makes of every page.
    whole, clock = took(lambda: FlaskClient.open(browser, path, buffered=True))
    print(
        f"{query!r:30} {count:5} found  search {look:5.1f} ms (clock {look_clock:5.1f})"
        f"  whole answer {whole:5.1f} ms (clock {clock:5.1f})"
    )
    return whole


def main() -> None:
    many = thousand()
    start = time.perf_counter()
    words = sum(len(index.vocabulary) for index in search.indexes(many.values()))
    built = (time.perf_counter() - start) * 1000
    print(f"{len(many)} modules, {words} words; indexed once in {built:.0f} ms")
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(make_config(Path(folder) / "data"))
        with app.app_context():
            prepare.database()
            cast.make_facilitator()
        browser = app.test_client()
        browser.sign_in("alice@example.org", cast.PASSWORD)  # type: ignore[attr-defined]
        shelf.known_modules = lambda: many
        worst = max(one_query(app, browser, many, query) for query in QUERIES)
        with app.app_context():
            db.engine.dispose()
    verdict = "under" if worst < BOUND else "OVER"
    print(f"dearest whole answer: {worst:.1f} ms, {verdict} {BOUND:.0f} ms")
    sys.exit(worst >= BOUND)


if __name__ == "__main__":
    main()
