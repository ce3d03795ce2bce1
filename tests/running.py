"""The program as a process of its own, started as run.sh starts it, on a free port.

Waiting is reading: the program says when it is ready, the system says when a process is gone.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
READY = "Ctrl-C ends it."
PATIENCE = 60
"""Seconds after which a process that neither starts nor ends is killed, and its test fails."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings(data: Path, **changed: str) -> dict[str, str]:
    """This environment with no setting of the program but those given, as CIRCLE_NAME=value."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("CIRCLE_")}
    return {**own, "CIRCLE_DATA": str(data), **changed}


def run(*command: str, data: Path, **changed: str) -> subprocess.CompletedProcess[str]:
    """A command of the project to its end: (returncode, stdout with stderr)."""
    return subprocess.run(
        command,
        cwd=ROOT,
        env=settings(data, **changed),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def flask(*command: str, data: Path, **changed: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "flask", "--app", "app", *command, data=data, **changed)


@dataclass
class Program:
    process: subprocess.Popen[str]
    port: int
    said: str

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def children(self) -> list[int]:
        """The ids of the web server and the worker, in this order."""
        pid = self.process.pid
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def end(self) -> int:
        """Press Ctrl-C; the exit status. What it says on its way is added to `said`."""
        self.process.send_signal(signal.SIGINT)
        return self.rest()

    def rest(self) -> int:
        """Read to the end of it; the exit status."""
        assert self.process.stdout is not None
        watch = threading.Timer(PATIENCE, self.process.kill)
        watch.start()
        self.said += self.process.stdout.read()
        watch.cancel()
        return self.process.wait(PATIENCE)


def gone(pids: list[int]) -> bool:
    """Whether every one of these processes ends within the patience."""
    for pid in pids:
        try:
            handle = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        ended, _, _ = select.select([handle], [], [], PATIENCE)
        os.close(handle)
        if not ended:
            return False
    return True


@contextmanager
def program(data: Path, *arguments: str, **changed: str) -> Iterator[Program]:
    """Start it and wait until it says that it is ready, or why not. Ends with the context."""
    port = free_port()
    changed = {"CIRCLE_BIND": f"127.0.0.1:{port}"} | changed
    process = subprocess.Popen(
        [sys.executable, "app.py", *arguments],
        cwd=ROOT,
        env=settings(data, **changed),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    watch = threading.Timer(PATIENCE, process.kill)
    watch.start()
    try:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if line.startswith(READY):
                break
        watch.cancel()
        yield Program(process, port, said)
    finally:
        watch.cancel()
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=PATIENCE)
        process.stdout.close()
