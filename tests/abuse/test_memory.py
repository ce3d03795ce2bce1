"""R41 at the real server: what it counts lies in memory without a name, and in no file."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from facilitator.web.frame import counts
from tests.abuse.conftest import Held
from tests.abuse.crowd import Phone
from tests.abuse.test_flood import children_of
from tests.room import files
from tests.running import Program

NAMELESS = "/memfd:counts (deleted)"


async def guess(port: int, times: int) -> None:
    phone = Phone(port)
    for _ in range(times):
        assert (await phone.post({"code": "AAAAAA"})).status == 200
    phone.leave()


def opened(pid: int) -> Iterator[tuple[Path, str]]:
    """Every file this process has open, and its name. A connection may end meanwhile."""
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            yield handle, os.readlink(handle)


def kept_keys(running: Program) -> set[bytes]:
    """Every key that the web server's processes count with, out of their memory."""
    web = running.children()[0]
    found = set()
    for pid in (web, *children_of(web)):
        for handle, name in opened(pid):
            if name == NAMELESS:
                content = handle.read_bytes()
                found |= {content[(h + 1) * 8 : (h + 1) * 8 + counts.KEY] for h in counts._HOURS}
    return {key for key in found if any(key)}


def test_r41_no_file_holds_what_is_counted(held: Held, tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    with held.serving(processes=2, TMPDIR=str(temporary)) as running:
        asyncio.run(guess(running.port, 18))
        (key,) = kept_keys(running)
        kept = dict(files(held.config.data, temporary))
        assert held.config.data / "circle.db" in kept
        assert [path for path, content in kept.items() if key in content] == []
        web = running.children()[0]
        names = {name for pid in (web, *children_of(web)) for _, name in opened(pid)}
    places = ("/dev/null", "/dev/urandom", "/dev/shm/wgunicorn-", str(held.config.data))
    open_files = {name for name in names if name.startswith("/") and name != NAMELESS}
    assert {name for name in open_files if not name.startswith(places)} == set()


def test_r41_a_server_that_starts_again_has_forgotten(held: Held) -> None:
    keys = []
    for _ in range(2):
        with held.serving() as running:
            asyncio.run(guess(running.port, 1))
            keys += kept_keys(running)
    assert len(set(keys)) == 2
