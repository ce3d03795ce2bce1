"""A PostgreSQL server that lives in a temporary folder for as long as the tests that need it.

It listens on a Unix socket in that folder and nowhere else, and keeps nothing safe: what it holds
is thrown away.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

PROGRAMS = Path("/usr/lib/postgresql")
RECKLESS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=''"


class NoPostgres(Exception):
    """The programs of PostgreSQL are not on this machine; the message says how they come."""


@dataclass(frozen=True)
class Server:
    folder: Path
    names: Iterator[int]

    def url(self, name: str) -> str:
        """What CIRCLE_DATABASE_URL takes."""
        return f"postgresql+psycopg://circle@/{name}?host={self.folder}"

    def execute(self, statement: str, name: str = "postgres") -> None:
        with psycopg.connect(
            f"host={self.folder} user=circle dbname={name}", autocommit=True
        ) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    @contextmanager
    def database(self) -> Iterator[str]:
        """An empty database's name; dropped afterwards."""
        name = f"circle_{next(self.names)}"
        self.execute(f"CREATE DATABASE {name}")
        try:
            yield name
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _program(name: str) -> str:
    """The newest one. Debian keeps them off the PATH."""
    found = sorted(PROGRAMS.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    chosen = str(found[-1]) if found else shutil.which(name)
    if chosen is None:
        raise NoPostgres(f"`{name}` of PostgreSQL is missing. `sh setup.sh --dev` installs it.")
    return chosen


def _runs_as() -> dict[str, Any]:
    """PostgreSQL refuses root, so root lends it another account of the machine."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = known.get("postgres") or known["nobody"]
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextmanager
def running() -> Iterator[Server]:
    """Start a server, and end it whatever happens. Raises NoPostgres."""
    initdb, control = _program("initdb"), _program("pg_ctl")
    account = _runs_as()
    folder = Path(tempfile.mkdtemp(prefix="circle-pg-"))
    if account:
        os.chown(folder, account["user"], account["group"])
    data = folder / "data"

    def run(*command: str) -> None:
        with (folder / "log").open("ab") as log:
            subprocess.run(command, check=True, stdout=log, stderr=log, cwd=folder, **account)

    try:
        run(initdb, "-A", "trust", "-U", "circle", "-E", "UTF8", "--locale=C.UTF-8",
            "--no-sync", "-D", str(data))  # fmt: skip
        run(control, "-D", str(data), "-o", f"{RECKLESS} -k {folder}", "-w", "start")
        try:
            yield Server(folder, count())
        finally:
            run(control, "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
