"""A disk that fills up: a limit on the size of files, and a small disk of its own."""

from __future__ import annotations

import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from facilitator.config import Config
from tests.conftest import make_config

Full = Callable[[], AbstractContextManager[None]]
SMALL = 6 * 2**20
"""Bytes: a database of the cast, its log, and a little."""


@pytest.fixture(params=["limit", "small disk"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """What fills up, and where the program keeps everything."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if request.param == "limit":
        yield request.param, folder
        return
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk of its own needs the right to mount one")
    yield request.param, folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def full(disk: tuple[str, Path]) -> Full:
    """While it lasts, nothing can be added to any file."""
    kind, folder = disk
    return _limited if kind == "limit" else lambda: _ballast(folder / "ballast")


@contextmanager
def _limited() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def _ballast(path: Path) -> Iterator[None]:
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 65536):
                pass
        except OSError:
            pass
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


@pytest.fixture
def database_url(disk: tuple[str, Path], sqlite_template: Path) -> str:
    path = disk[1] / "circle.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def config(disk: tuple[str, Path], database_url: str) -> Config:
    return make_config(disk[1] / "data", database_url=database_url)
