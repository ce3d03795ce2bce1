"""Paper made in workers of its own: whatever is printed ends within its time and its memory, and
the rest of the program stays quick (privacy.md 3.13, R53).

A worker is a process that is started when it is first needed and stays warm. It gets HTML and gives
bytes; nothing it says can make this process do anything. At most two work at the same time.
"""

from __future__ import annotations

import atexit
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from facilitator.domain.papers import Layout, Sheets, Sides
from facilitator.press.hand import LIMIT, Beat, Hand, no_beat
from facilitator.press.packet import Stack, stacks
from facilitator.press.pages import Page
from facilitator.press.pdf import Busy, PangoMissing, PaperError

HANDS = 2
WAITING = 4
"""Who may wait for a free worker in this process; with both at work, so many threads of a web
server are held at most."""
PATIENCE = 30.0
"""Seconds to wait for one."""

Progress = Callable[[int, int, int], None]


@dataclass(frozen=True)
class Made:
    """A packet. `broken` are the places of the papers it lacks, because they could not be made;
    `pages` is how many pages one copy of each paper has, 0 for those."""

    content: bytes
    broken: tuple[int, ...]
    pages: tuple[int, ...]


class Workshop:
    """The workers of one process, for any number of its threads."""

    def __init__(self) -> None:
        self._free: queue.LifoQueue[Hand] = queue.LifoQueue()
        self.hands = [Hand() for _ in range(HANDS)]
        for hand in reversed(self.hands):
            self._free.put(hand)
        self._waiting = threading.Semaphore(WAITING)

    @contextmanager
    def hand(self) -> Iterator[Hand]:
        """A worker to oneself; the one that worked last, which is warm. Raises Busy."""
        hand = self._take()
        try:
            yield hand
        finally:
            hand.rest()
            self._free.put(hand)

    def _take(self) -> Hand:
        try:
            return self._free.get_nowait()
        except queue.Empty:
            pass
        if not self._waiting.acquire(blocking=False):
            raise Busy("too many papers are being made at once")
        try:
            return self._free.get(timeout=PATIENCE)
        except queue.Empty:
            raise Busy("too many papers are being made at once") from None
        finally:
            self._waiting.release()

    def close(self) -> None:
        """End all workers, whatever they are at."""
        for hand in self.hands:
            hand.end()


_open: list[Workshop] = []
_opening = threading.Lock()


def workshop() -> Workshop:
    """The one of this process."""
    with _opening:
        if not _open:
            _open.append(Workshop())
        return _open[0]


def close() -> None:
    """End the workers of this process; the next paper starts one anew."""
    with _opening:
        while _open:
            _open.pop().close()


def _forked() -> None:
    """A fork has its own workers: those of its parent are not its to speak to."""
    global _opening
    _opening = threading.Lock()
    while _open:
        for hand in _open.pop().hands:
            hand.let_go()


atexit.register(close)
os.register_at_fork(after_in_child=_forked)


def make(page: Page) -> bytes:
    """The PDF of one page or run of pages. Raises PaperError and its kinds."""
    with workshop().hand() as hand:
        _, content = hand.ask({"do": "make", "page": asdict(page)})
    return content


def sheets_of(page: Page) -> int:
    """How many pages it has on paper. What is laid out for that is not laid out again when it is
    printed soon afterwards by the same process."""
    with workshop().hand() as hand:
        return _pages(hand, page, no_beat)


def drawn(svg: bytes, wide: int = 1800, high: int = 720) -> bytes:
    """A drawing as PNG on nothing, as large as fits into so many pixels. It may load nothing, not
    even what it carries itself. Raises PaperError."""
    with workshop().hand() as hand:
        _, content = hand.ask({"do": "picture", "wide": wide, "high": high}, svg)
    return content


def packet(
    sheets: Sequence[Sheets],
    title: str,
    progress: Progress = lambda *_: None,
    *,
    sides: Sides = Sides.SINGLE,
    layout: Layout = Layout.PAGES,
) -> Made:
    """One PDF of all sheets that can be made. Raises PaperError where none can.

    `progress(done, total, place)` hears, twice a second at least, how many of `total` steps are
    done, and the place of the paper that is being made: the number of sheets while the file is
    written, and after it. What it raises ends the work at once and comes out here."""
    return Job(stacks(sheets), title, progress, sides, layout).made()


@dataclass
class Job:
    """A packet in the making."""

    stacks: list[Stack]
    title: str
    progress: Progress
    sides: Sides
    layout: Layout

    def made(self) -> Made:
        self._pages = [0] * len(self.stacks)
        self._broken: dict[int, PaperError] = {}
        last = len(self.stacks)
        with workshop().hand() as hand:
            begun = time.monotonic()
            for place in range(last):
                self._try(hand, place, "lay")
            # Should a worker fall on its way, the next lays all of it out again.
            limit = LIMIT + time.monotonic() - begun
            try:
                content = self._together(hand, limit)
            except PangoMissing:
                raise
            except PaperError:
                # Something can be laid out and not be drawn: find it, and leave it out.
                before = len(self._broken)
                for place in self._whole():
                    self._try(hand, place, "make")
                if len(self._broken) == before:
                    raise
                content = self._together(hand, limit)
        self.progress(last + 1, last + 1, last)
        return Made(content, tuple(sorted(self._broken)), tuple(self._pages))

    def _whole(self) -> list[int]:
        return [place for place in range(len(self.stacks)) if place not in self._broken]

    def _try(self, hand: Hand, place: int, do: str) -> None:
        beat = self._beat(place)
        beat()
        page = self.stacks[place].page
        try:
            if do == "lay":
                self._pages[place] = _pages(hand, page, beat)
            else:
                hand.ask({"do": do, "page": asdict(page)}, beat=beat)
        except PangoMissing:
            raise
        except PaperError as error:
            self._pages[place] = 0
            self._broken[place] = error

    def _together(self, hand: Hand, limit: float) -> bytes:
        whole = self._whole()
        if not whole:
            raise next(iter(self._broken.values()), PaperError("a packet of nothing"))
        beat = self._beat(len(self.stacks))
        beat()
        asked = {
            "do": "packet",
            "title": self.title,
            "stacks": [asdict(self.stacks[place]) for place in whole],
            "sides": self.sides.value,
            "layout": self.layout.value,
        }
        return hand.ask(asked, limit=limit, beat=beat)[1]

    def _beat(self, place: int) -> Beat:
        return lambda: self.progress(place, len(self.stacks) + 1, place)


def _pages(hand: Hand, page: Page, beat: Beat) -> int:
    said: Any = hand.ask({"do": "lay", "page": asdict(page)}, beat=beat)[0].get("pages")
    return said if isinstance(said, int) else 0
