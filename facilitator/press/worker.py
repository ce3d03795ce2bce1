"""The press in a process of its own, with limits: what `press.hand` starts.

It reads what to make from its standard input and answers on its standard output, one after the
other (`press.workshop` holds the other ends). It ends when that input does, even in the middle of a
page: nobody waits for it any longer.
"""

from __future__ import annotations

import ctypes
import gc
import json
import logging
import os
import queue
import resource
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from facilitator.domain.papers import Layout, Sides
from facilitator.press import pdf
from facilitator.press.images.drawing import rasterised
from facilitator.press.packet import Stack, put_together
from facilitator.press.pages import Page

MEMORY = 1 << 30
"""Bytes of address space (privacy.md 3.13)."""
PROCESSOR = 30
"""Seconds of processor time for one thing. The other side stops the clock; this is for when it is
gone."""
IDLE = 600.0
"""Seconds without anything to do, after which a worker goes."""
UNTIDY = 20 << 20
"""Bytes of growth after which it looks for what is no longer needed."""
FULL = 155 << 20
"""Bytes of memory with which it lets go of half of what it keeps laid out, the oldest."""
HEAD = 8
"""Bytes before a message: how long its head and its content are, four each."""

Message = tuple[dict[str, Any], bytes]


def framed(head: dict[str, Any], content: bytes = b"") -> bytes:
    """A message as it goes through the pipe: a head of JSON, and bytes."""
    written = json.dumps(head).encode()
    return len(written).to_bytes(4, "big") + len(content).to_bytes(4, "big") + written + content


def main() -> None:
    """Make what is asked for until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for those who wait for us
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.getLogger("weasyprint").addHandler(logging.NullHandler())
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    asked: queue.SimpleQueue[Message] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, asked), daemon=True).start()
    _send(answers, _answer(_warm, {}, b""))
    # A layout is made of boxes that point at each other and are all still needed: looking for
    # those that are not takes a tenth of the time. It is done between two papers.
    gc.collect()
    gc.freeze()
    gc.disable()
    tidied = _memory()
    while True:
        try:
            head, content = asked.get(timeout=IDLE)
        except queue.Empty:
            os._exit(0)
        _allow(PROCESSOR)
        _send(answers, _answer(DOES[head["do"]], head, content))
        del head, content
        if _memory() > tidied + UNTIDY:
            if _memory() > FULL:
                pdf.forget(2)
            gc.collect()
            _give_back()
            tidied = _memory()


def _listen(source: BinaryIO, asked: queue.SimpleQueue[Message]) -> None:
    """Pass on what comes in; at its end, end the process."""
    while len(lengths := source.read(HEAD)) == HEAD:
        head = json.loads(source.read(int.from_bytes(lengths[:4], "big")))
        asked.put((head, source.read(int.from_bytes(lengths[4:], "big"))))
    os._exit(0)


def _allow(seconds: int) -> None:
    """So much more processor time than was used until now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _send(answers: BinaryIO, message: Message) -> None:
    head, content = message
    answers.write(framed({**head, "memory": _memory()}, content))
    answers.flush()


def _memory() -> int:
    """Bytes of this process that are in memory now, or at most were where nobody says."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _give_back() -> None:
    """Let the system have what the allocator of the C library holds and nobody uses (glibc)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _answer(do: Callable[..., Message], head: dict[str, Any], content: bytes) -> Message:
    """What `do` makes of it, or why it cannot be made. Nothing that was sent is repeated in a fault
    of the press: only its kind and its place."""
    try:
        return do(head, content)
    except pdf.PaperError as error:
        return {"failed": error.reason, "said": str(error)[:200]}, b""
    except MemoryError:
        return {"failed": pdf.TooLarge.reason, "said": "this page needs too much memory"}, b""
    except RecursionError:
        return {"failed": pdf.TooDeep.reason, "said": "this page is nested too deeply"}, b""
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        said = f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}"
        return {"failed": pdf.Broken.reason, "said": said}, b""


def _warm(_head: dict[str, Any], _content: bytes) -> Message:
    """Load the engine, and the fonts by a first word in each of them."""
    styles = ("fonts.css", "a4.css", "base.css")
    words = "<h1>A</h1><p>b <em>c</em> <strong>d</strong>"
    pdf.make(Page(f"<!doctype html><html lang=en-GB><title>x</title><body>{words}", styles))
    pdf.forget()
    return {"ready": True}, b""


def _page(sent: dict[str, Any]) -> Page:
    return Page(**{**sent, "styles": tuple(sent["styles"])})


def _make(head: dict[str, Any], _content: bytes) -> Message:
    return {}, pdf.make(_page(head["page"]))


def _lay(head: dict[str, Any], _content: bytes) -> Message:
    return {"pages": len(pdf.render(_page(head["page"])).pages)}, b""


def _packet(head: dict[str, Any], _content: bytes) -> Message:
    stacks = [Stack(_page(one["page"]), one["copies"], one["whole"]) for one in head["stacks"]]
    sides, layout = Sides(head["sides"]), Layout(head["layout"])
    return {}, put_together(stacks, head["title"], sides=sides, layout=layout)


def _picture(head: dict[str, Any], content: bytes) -> Message:
    return {}, rasterised(content, head["wide"], head["high"])


DOES: dict[str, Callable[[dict[str, Any], bytes], Message]] = {
    "make": _make,
    "lay": _lay,
    "packet": _packet,
    "picture": _picture,
}

if __name__ == "__main__":
    main()
