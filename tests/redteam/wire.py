"""What an attacker has in her hands: a client that sends anything, and sees all that comes back."""

from __future__ import annotations

import http.client
import re
import time
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urlsplit

AGENT = "kestrel-browser/7"
FORM = "application/x-www-form-urlencoded"
HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"')
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]*)"')
SIGNED = re.compile(r"\b[\w-]{40,80}\.[\w-]{6}\.[\w-]{27}\b")
"""A CSRF value, wherever it stands: it is new at every request, and always as long."""


@dataclass(frozen=True)
class Answer:
    """One response, to the last byte; `took` in seconds."""

    path: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    took: float

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def location(self) -> str:
        return self.header("Location")

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def hidden(self, name: str) -> str:
        """The value of a hidden field of the page."""
        return dict(HIDDEN.findall(self.text)).get(name, "")

    def told(self) -> tuple[object, ...]:
        """All of it that may not change by itself: status, headers, and body."""
        aside = ("Date", "Set-Cookie", "Connection", "Content-Length")
        headers = [(key, value) for key, value in self.headers if key not in aside]
        return (self.status, tuple(headers), SIGNED.sub("", self.text))

    def words(self) -> str:
        """What a reader of the page reads."""
        plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", self.text, flags=re.DOTALL)
        return " ".join(unescape(plain).split())


@dataclass
class Browser:
    """A browser at `port` of this machine. It keeps cookies, and the last CSRF token it saw. `host`
    is the name it asks for, `source` the address it comes from."""

    port: int
    source: str = "127.0.0.1"
    host: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, None, headers)

    def post(self, path: str, data: dict[str, str], **headers: str) -> Answer:
        """`Sec_Fetch_Site="none"` is the header Sec-Fetch-Site."""
        return self.ask("POST", path, data, headers)

    def send(self, path: str, **data: str) -> Answer:
        """Post as a form of the desk does, with the token of a page seen before."""
        return self.post(path, {"csrf_token": self.token, **data})

    def ask(
        self, method: str, path: str, data: dict[str, str] | None, headers: dict[str, str]
    ) -> Answer:
        body = urlencode(data) if data is not None else None
        sent = {"Host": self.host or f"127.0.0.1:{self.port}", "User-Agent": AGENT}
        if body is not None:
            sent["Content-Type"] = FORM
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        line = self.connect()
        begun = time.perf_counter()
        line.request(method, path, body, sent)
        came = line.getresponse()
        content = came.read()
        took = time.perf_counter() - begun
        line.close()
        return self._seen(Answer(path, came.status, tuple(came.getheaders()), content, took))

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=60, source_address=(self.source, 0)
        )

    def _seen(self, answer: Answer) -> Answer:
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        found = TOKEN.findall(answer.text)
        self.token = found[-1] if found else self.token
        return answer

    def follow(self, answer: Answer) -> Answer:
        """Go where a redirect leads, on this host whatever it says."""
        while answer.status in (301, 302, 303):
            there = urlsplit(answer.location)
            answer = self.get(there.path + (f"?{there.query}" if there.query else ""))
        return answer
