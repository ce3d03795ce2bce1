"""Many phones at once at the real server: connections that are kept, each answer with its time."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.room import posted

HERE, ELSEWHERE = "127.0.0.1", "127.0.9.9"
"""Two networks as the throttle sees them, on one machine."""


@dataclass(frozen=True)
class Said:
    """An answer, and the seconds from the request to its last byte."""

    status: int
    headers: dict[str, str]
    body: str
    seconds: float

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.body, re.DOTALL)
        return found[1].strip() if found else ""

    @property
    def ticket(self) -> str:
        found = re.search(r'name="ticket" value="([^"]+)"', self.body)
        return found[1] if found else ""


class Phone:
    """One kept connection, opened anew when the server has closed it."""

    def __init__(self, port: int, address: str = HERE) -> None:
        self.port, self.address = port, address
        self.reader: asyncio.StreamReader | None = None

    async def get(self, path: str = "/") -> Said:
        return await self._ask("GET", path, b"", {})

    async def post(self, data: dict[str, str], path: str = "/", **headers: str) -> Said:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self._ask("POST", path, urlencode(data).encode(), {**kind, **named})

    async def check_in(self, **way: str) -> list[Said]:
        """Come in by `code` or `link`, send the form as it is, and be thanked."""
        form = await self.post(way)
        sent = await self.post({"ticket": form.ticket, **posted()})
        return [form, sent, await self.get(sent.headers.get("location", "/"))]

    async def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Said:
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines += [f"Content-Length: {len(body)}", "", ""]
        request = "\r\n".join(lines).encode() + body
        begun = time.perf_counter()
        try:
            return await self._exchange(request, begun)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.leave()  # kept too long: the server had closed it
            return await self._exchange(request, begun)

    async def _exchange(self, request: bytes, begun: float) -> Said:
        if self.reader is None:
            self.reader, self.writer = await asyncio.open_connection(
                HERE, self.port, local_addr=(self.address, 0)
            )
        self.writer.write(request)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.split(": ", 1) for line in head[1:] if line)
        headers = {name.lower(): value for name, value in pairs}
        body = await self.reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("connection") == "close":
            self.leave()
        seconds = time.perf_counter() - begun
        return Said(int(head[0].split()[1]), headers, body.decode(), seconds)

    def leave(self) -> None:
        if self.reader is not None:
            self.reader = None
            self.writer.close()
