"""A Redis server of its own, for the tests of the queue and of a start with every setting."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.running import free_port

PATIENCE = 60.0


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Its address, on a free port of this machine; it keeps nothing on the disk."""
    binary = shutil.which("redis-server")
    assert binary, "redis-server is missing: sh setup.sh --dev installs it"
    port = free_port()
    command = [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    for line in server.stdout:
        if "Ready to accept connections" in line:
            break
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.communicate(timeout=PATIENCE)
