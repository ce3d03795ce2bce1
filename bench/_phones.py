"""Many phones in a minute, for bench/checkin.py: each comes in, answers, and is thanked."""

from __future__ import annotations

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from bench._load import Line, Run, get, post
from tests.room import posted

TICKET = re.compile(rb'name="ticket" value="([^"]+)"')


class Phones:
    """They come evenly over so many seconds, and share out the check-ins."""

    def __init__(self, port: int, codes: list[str], phones: int, seconds: float) -> None:
        self.port, self.codes, self.phones, self.seconds = port, codes, phones, seconds
        self.run_of, self.lost, self.thanked = Run(), list[Exception](), 0
        self._lock = threading.Lock()

    def run(self) -> None:
        begun = time.monotonic()
        with ThreadPoolExecutor(64) as threads:
            for number in range(self.phones):
                time.sleep(max(0.0, begun + number * self.seconds / self.phones - time.monotonic()))
                threads.submit(self._visit, self.codes[number % len(self.codes)])
        self.run_of.seconds = time.monotonic() - begun

    def _visit(self, code: str) -> None:
        try:
            line = Line(self.port)
            self._ask(line, get())
            form = self._ask(line, post({"code": code}).replace(b"gzip", b"identity"))
            found = TICKET.search(form)
            ticket = found[1].decode() if found else ""
            self._ask(line, post({"ticket": ticket, **posted(mood="2")}))
            thanks = self._ask(line, get("/ok").replace(b"gzip", b"identity"))
            line.socket.close()
            with self._lock:
                self.thanked += b"Thank you" in thanks
        except OSError as error:
            with self._lock:
                self.lost.append(error)

    def _ask(self, line: Line, request: bytes) -> bytes:
        status, answer, took = line.ask(request)
        with self._lock:
            self.run_of.statuses.append(status)
            self.run_of.took.append(took)
        return answer
