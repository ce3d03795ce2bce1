"""A light client for bench/checkin.py: kept connections, requests made beforehand, one thread."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass
class Run:
    """What one round gave: the seconds each answer took, and how long it all took."""

    took: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.took) / self.seconds

    def at(self, part: float) -> float:
        """The milliseconds that this part of the answers took at most."""
        ordered = sorted(self.took)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] * 1000


def get(path: str = "/") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode()


def post(data: dict[str, str]) -> bytes:
    body = urlencode(data)
    lines = (
        "POST / HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip",
        "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}",
    )  # fmt: skip
    return "\r\n".join((*lines, "", body)).encode()


class Line:
    """One kept connection, and what it is in the middle of."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""
        self.begun = 0.0

    def send(self, request: bytes) -> None:
        self.received, self.begun = b"", time.perf_counter()
        self.socket.sendall(request)

    def read(self) -> bool:
        """Take what has come; whether the answer is whole."""
        came = self.socket.recv(65536)
        if not came:
            raise ConnectionError("closed in the middle of an answer")
        self.received += came
        head, end, body = self.received.partition(b"\r\n\r\n")
        if not end:
            return False
        _, _, rest = head.lower().partition(b"content-length: ")
        return len(body) >= int(rest.partition(b"\r\n")[0] or 0)

    @property
    def status(self) -> int:
        return int(self.received[9:12])

    def ask(self, request: bytes) -> tuple[int, bytes, float]:
        """One request to its end: status, the whole answer, seconds. A connection that the server
        has closed meanwhile is opened anew."""
        self.send(request)
        try:
            while not self.read():
                pass
        except ConnectionError:
            self.socket.close()
            self.__init__(self.port)  # type: ignore[misc]
            return self.ask(request)
        return self.status, self.received, time.perf_counter() - self.begun


def drive(port: int, requests: Iterable[bytes], connections: int) -> Run:
    """Send all of them over so many connections, each as soon as its last was answered."""
    left: Iterator[bytes] = iter(requests)
    run, waiting = Run(), selectors.DefaultSelector()
    begun = time.perf_counter()
    for _ in range(connections):
        following = next(left, None)
        if following is None:
            break
        line = Line(port)
        waiting.register(line.socket, selectors.EVENT_READ, line)
        line.send(following)
    while waiting.get_map():
        for key, _ in waiting.select():
            line = key.data
            if not line.read():
                continue
            run.took.append(time.perf_counter() - line.begun)
            run.statuses.append(line.status)
            following = next(left, None)
            if following is None:
                waiting.unregister(line.socket)
                line.socket.close()
            else:
                line.send(following)
    run.seconds = time.perf_counter() - begun
    waiting.close()
    return run
