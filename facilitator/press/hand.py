"""One worker of the press, as the process that gives it work sees it: asked, timed, ended.

What comes back is read as lengths, JSON and bytes, and never as anything that could run.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from facilitator.press import pdf
from facilitator.press.worker import HEAD, Message, framed

LIMIT = 25.0
"""Seconds a paper may take."""
SPARE = 4.0
"""Seconds to start a worker in beside them; a slower start is taken off what its first paper has,
so that both end within thirty (privacy.md 3.13)."""
START = 60.0
"""Seconds a worker may take until it is ready, on a slow machine that just woke up."""
BEAT = 0.5
"""Seconds between two looks at whether somebody still wants it."""
GROWN = 180 << 20
"""Bytes of memory after which a worker is replaced by a new one."""
PAPERS = 250
"""Answers after which it is replaced, however small it is."""
LONGEST_HEAD = 1 << 16
LONGEST = 1 << 29
"""Bytes of an answer that are believed."""

PACKAGE = Path(__file__).resolve().parents[1]
BOOT = """
import sys, types
package = types.ModuleType("facilitator")
package.__path__ = [sys.argv[1]]
sys.modules["facilitator"] = package
from facilitator.press import worker
worker.main()
"""
"""A worker has the press and the domain. The factory beside them, which the package itself would
bring, loads the database and the web: 100 MB and a second that no paper needs."""
KEPT = (
    "HOME", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "TZ", "XDG_CACHE_HOME",
    "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH",
    "FONTCONFIG_FILE", "FONTCONFIG_PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX",
)  # fmt: skip
"""What of our environment a worker sees: where the libraries are, and no setting of the program."""

OTHERS = (0, -signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP)
"""How a worker ends that did not fall over a paper: by itself, or by a signal from outside."""

FAILURES: dict[str, type[pdf.PaperError]] = {
    kind.reason: kind
    for kind in (
        pdf.PaperError, pdf.TooLong, pdf.TooDeep, pdf.Refused, pdf.TooSlow, pdf.TooLarge,
        pdf.Broken, pdf.PangoMissing,
    )
}  # fmt: skip

Beat = Callable[[], None]


def no_beat() -> None:
    """Somebody still wants it."""


class Ended(Exception):
    """The worker is gone."""

    def __init__(self, status: int) -> None:
        self.status = status


class Worker:
    """A running worker, and our ends of its pipes."""

    def __init__(self) -> None:
        # WeasyPrint's own folder of fonts would stay behind each worker that is ended.
        self.scraps = tempfile.mkdtemp(prefix="paper-")
        environ = {name: os.environ[name] for name in KEPT if name in os.environ}
        environ["TMPDIR"] = self.scraps
        (asks, self.into), (self.out, answers) = os.pipe(), os.pipe()
        try:
            self.process = subprocess.Popen(  # noqa: S603 - this program itself
                [sys.executable, "-I", "-c", BOOT, str(PACKAGE)],
                env=environ,
                stdin=asks,
                stdout=answers,
                stderr=subprocess.DEVNULL,
            )
        finally:
            os.close(asks)
            os.close(answers)
        os.set_blocking(self.into, False)
        self.ready = False
        self.answers = 0
        self.memory = 0

    def end(self) -> None:
        """End it, whatever it is at."""
        self.process.kill()
        self.process.wait()
        self.shut()
        shutil.rmtree(self.scraps, ignore_errors=True)

    def shut(self) -> None:
        """Close our ends; the worker goes when it sees it."""
        os.close(self.into)
        os.close(self.out)

    def write(self, rest: memoryview) -> int:
        """As much as there is room for; how many bytes it was. Raises Ended."""
        try:
            return os.write(self.into, rest[: 1 << 16])
        except BrokenPipeError:
            raise Ended(self._status()) from None

    def read(self) -> bytes:
        """What is there. Raises Ended."""
        piece = os.read(self.out, 1 << 20)
        if not piece:
            raise Ended(self._status())
        return piece

    def _status(self) -> int:
        """How it ended; its pipes close a moment before it does."""
        try:
            return self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return -signal.SIGKILL


class Hand:
    """One worker, started when it is asked and again after it ended. For one thread at a time."""

    def __init__(self) -> None:
        self.worker: Worker | None = None

    def ask(
        self,
        head: dict[str, Any],
        content: bytes = b"",
        *,
        limit: float = LIMIT,
        beat: Beat = no_beat,
    ) -> Message:
        """What the worker answers within `limit` seconds. Raises PaperError and its kinds. What
        `beat` raises, which is called all the while, ends the worker."""
        sent = framed(head, content)
        for attempt in ("first", "second"):
            try:
                begun = time.monotonic()
                worker = self._awake(beat)
                late = max(0.0, time.monotonic() - begun - SPARE)
                answer = _told(worker, sent, max(limit - late, limit / 2), beat)
            except Ended as ended:
                self.end()
                # It may have gone, having had nothing to do, at the very moment it was asked; or
                # somebody else ended it, which no paper is to blame for.
                if ended.status not in OTHERS or attempt == "second":
                    raise _fallen(ended.status) from None
            except BaseException:
                self.end()
                raise
            else:
                return self._checked(answer)
        raise AssertionError("the second attempt answers or raises")

    def rest(self) -> None:
        """Between two jobs: replace a worker that has grown."""
        worker = self.worker
        if worker and (worker.memory > GROWN or worker.answers >= PAPERS):
            self.end()
            self.worker = Worker()  # ready by the time it is needed

    def end(self) -> None:
        """End the worker, if there is one."""
        worker, self.worker = self.worker, None
        if worker:
            worker.end()

    def let_go(self) -> None:
        """In a fork: the worker belongs to the process that started it."""
        worker, self.worker = self.worker, None
        if worker:
            worker.shut()
            worker.process.returncode = 0  # it is no child of ours to wait for

    def _awake(self, beat: Beat) -> Worker:
        """The worker, ready. Raises PangoMissing."""
        if self.worker and self.worker.process.poll() is not None:
            self.end()
        if self.worker is None:
            self.worker = Worker()
        if not self.worker.ready:
            self._checked(_told(self.worker, b"", START, beat))
            self.worker.ready = True
        return self.worker

    def _checked(self, answer: Message) -> Message:
        """The answer, or what it says was wrong as an error."""
        head = answer[0]
        memory = head.get("memory")
        if self.worker:
            self.worker.answers += 1
            self.worker.memory = memory if isinstance(memory, int) else 0
        if "failed" not in head:
            return answer
        kind = FAILURES.get(str(head["failed"]), pdf.Broken)
        if kind in (pdf.TooLarge, pdf.Broken, pdf.PangoMissing):
            self.end()  # who knows what it left behind
        raise kind(kind.remedy if kind is pdf.PangoMissing else str(head.get("said"))[:200])


def _told(worker: Worker, sent: bytes, limit: float, beat: Beat) -> Message:
    """Write, and read the answer. Raises Ended and TooSlow."""
    looking = select.poll()
    looking.register(worker.out, select.POLLIN)
    if sent:
        looking.register(worker.into, select.POLLOUT)
    rest, answer = memoryview(sent), Answer()
    ends, next_beat = time.monotonic() + limit, time.monotonic() + BEAT
    while not answer.whole:
        now = time.monotonic()
        if now >= ends:
            raise pdf.TooSlow("this page takes too long to make")
        if now >= next_beat:
            beat()
            next_beat = now + BEAT
        ready = dict(looking.poll(1000 * max(0.0, min(ends, next_beat) - now)))
        if worker.into in ready:
            rest = rest[worker.write(rest) :]
            if not rest:
                looking.unregister(worker.into)
        if worker.out in ready:
            answer.add(worker.read())
    return answer.message


class Answer:
    """What came out of the pipe so far."""

    def __init__(self) -> None:
        self._came = bytearray()
        self._lengths: tuple[int, int] | None = None

    def add(self, piece: bytes) -> None:
        """Raises Broken where a worker says what no worker says."""
        self._came += piece
        if self._lengths is None and len(self._came) >= HEAD:
            head = int.from_bytes(self._came[:4], "big")
            content = int.from_bytes(self._came[4:HEAD], "big")
            if head > LONGEST_HEAD or content > LONGEST:
                raise pdf.Broken("the worker spoke too long")
            self._lengths = head, content

    @property
    def whole(self) -> bool:
        return self._lengths is not None and len(self._came) >= HEAD + sum(self._lengths)

    @property
    def message(self) -> Message:
        """Its head and its content, once it is whole. Raises Broken."""
        head_long, content_long = self._lengths or (0, 0)
        ends = HEAD + head_long
        try:
            head = json.loads(self._came[HEAD:ends])
        except ValueError:
            head = None
        if not isinstance(head, dict):
            raise pdf.Broken("the worker spoke in riddles")
        return head, bytes(self._came[ends : ends + content_long])


def _fallen(status: int) -> pdf.PaperError:
    """What the end of a worker means, by the signal that ended it."""
    if -status == signal.SIGXCPU:
        return pdf.TooSlow("this page takes too long to make")
    if -status in (signal.SIGABRT, signal.SIGTRAP):  # what glib does without memory
        return pdf.TooLarge("this page needs too much memory")
    return pdf.Broken(f"the worker ended with status {status}")
