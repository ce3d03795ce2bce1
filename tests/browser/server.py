"""The real server in a process of its own, started by the code behind `run.sh`."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 40.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running installation; `said` is all that its two processes printed."""

    process: subprocess.Popen[str]
    url: str
    data: Path
    lines: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        return "".join(self.lines)

    @property
    def setup_link(self) -> str:
        return self.wait_for(r"http\S+/desk/welcome\?key=\S+")

    def wait_for(self, pattern: str) -> str:
        """What the server says, once it says it; a test fails after a while of waiting."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            found = re.search(pattern, self.said)
            if found:
                return found.group()
            if self.process.poll() is not None:
                break
            threading.Event().wait(0.05)
        raise AssertionError(f"the server never said {pattern!r}:\n{self.said}")

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)


@contextlib.contextmanager
def serve(data: Path, **settings: str) -> Iterator[Server]:
    """Start `python app.py`, which is what `run.sh` starts, and end it again."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CIRCLE_")}
    process = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={
            **clean,
            "CIRCLE_DATA": str(data),
            "CIRCLE_BIND": f"127.0.0.1:{port}",
            "PYTHONUNBUFFERED": "1",
            **settings,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    server = Server(process, url, data)
    listener = threading.Thread(target=server._listen, daemon=True)
    listener.start()
    try:
        server.wait_for("Quiet Circle is at")
        _until_healthy(server)
        yield server
    finally:
        server.stop()
        listener.join(PATIENCE)


def _until_healthy(server: Server) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{server.url}/healthz") as page:
            if page.status == 200:
                return
        threading.Event().wait(0.05)
    raise AssertionError(f"the server never became healthy:\n{server.said}")
