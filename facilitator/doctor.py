"""`flask doctor`: what a facilitator or operator can mend, found before the evening finds it."""

from __future__ import annotations

import re
import socket
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from facilitator import prepare
from facilitator.config import Config
from facilitator.press import pdf
from facilitator.records import schema

ROOT = Path(__file__).resolve().parents[1]
BUILT = 2026
LIFETIME = 50
"""The year this program was written in, and how many later ones are believed."""
SOME_ZONE = "Europe/Dublin"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's answer. `remedy` is empty when all is well; `wrong` makes the
    command fail, a remedy without it is a hint."""

    subject: str
    text: str
    remedy: str = ""
    wrong: bool = False

    @property
    def line(self) -> str:
        mark = "wrong" if self.wrong else "note" if self.remedy else "ok"
        remedy = f". {self.remedy}" if self.remedy else ""
        return f"{mark:5}  {self.subject} {self.text}{remedy}"


def bad(subject: str, text: str, remedy: str) -> Finding:
    return Finding(subject, text, remedy, wrong=True)


def examine(config: Config, pending: Callable[[], int], now: datetime) -> Iterator[Finding]:
    """Look at everything once. Needs an app context; `pending` asks the queue how much waits."""
    yield pango()
    yield fonts()
    yield from folders(config)
    yield database()
    yield queue(pending)
    yield worker(config)
    yield clock(now)
    yield zones()
    yield public_address(config)


def pango() -> Finding:
    try:
        pdf.engine()
    except pdf.PangoMissing as missing:
        return bad("Pango", "is missing, so no PDF can be made", f"As root: {missing.remedy}")
    return Finding("Pango", "is there; PDFs can be made")


def fonts() -> Finding:
    """Every file that the stylesheets of paper and screen name."""
    missing = [
        str(font.relative_to(ROOT))
        for sheet in (ROOT / "handouts" / "fonts.css", ROOT / "static" / "fonts.css")
        for name in re.findall(r'url\("?([^")]+)"?\)', sheet.read_text())
        if not (font := sheet.parent / name).is_file()
    ]
    if missing:
        return bad("Fonts", f"are missing: {', '.join(missing)}", "Fetch the program's files again")
    return Finding("Fonts", "are all there")


def folders(config: Config) -> Iterator[Finding]:
    """privacy.md 3.12: nobody else on the machine reads the data, the keys or the secret."""
    for path, mode in (
        (config.data, 0o700),
        (config.keys_dir, 0o700),
        (config.store_dir, 0o700),
        (config.secret_path, 0o600),
    ):
        try:
            actual = path.stat().st_mode & 0o777
        except OSError:
            yield bad("Folder", f"{path} is missing", "It is made by: sh run.sh")
            continue
        if actual != mode:
            yield bad("Folder", f"{path} has mode {actual:04o}", f"chmod {mode:o} {path}")
        else:
            yield Finding("Folder", f"{path} has mode {mode:04o}")


def database() -> Finding:
    try:
        standing = schema.standing()
    except schema.NoDatabase as error:
        return bad("Database", f"cannot be used: {error}", "Start it, or see CIRCLE_DATABASE_URL")
    if standing.newer:
        return bad("Database", "is newer than this program", "Start the newer program")
    if not standing.done:
        return bad("Database", "is behind this program", ".venv/bin/flask --app app init")
    return Finding("Database", f"answers, and is at migration {', '.join(standing.last)}")


def queue(pending: Callable[[], int]) -> Finding:
    try:
        waiting = prepare.queue(pending)
    except prepare.PrepareError as error:
        reason = str(error.__cause__).rstrip(".")
        return bad("Queue", f"does not answer: {reason}", "Start it, or see CIRCLE_QUEUE_URL")
    return Finding("Queue", f"answers; jobs that wait: {waiting}")


def worker(config: Config) -> Finding:
    """A worker holds its lock for as long as it lives; a web server holds its port."""
    if prepare.worker_lives(config):
        return Finding("Worker", "is running")
    host = "127.0.0.1" if config.bind_host in ("0.0.0.0", "[::]") else config.bind_host  # noqa: S104
    try:
        socket.create_connection((host.strip("[]"), config.bind_port), timeout=2).close()
    except OSError:
        return Finding("Worker", "is not running, and nor is the web server", "Start: sh run.sh")
    return bad("Worker", "is not running, so no packet is printed", "Stop all, then: sh run.sh")


def clock(now: datetime) -> Finding:
    if not BUILT <= now.year <= BUILT + LIFETIME:
        return bad("Clock", f"says it is the year {now.year}", "Set the computer's date and time")
    return Finding("Clock", f"says {now:%Y-%m-%d %H:%M} UTC")


def zones() -> Finding:
    try:
        zoneinfo.ZoneInfo(SOME_ZONE)
    except zoneinfo.ZoneInfoNotFoundError:
        return bad("Time zones", "are missing", "Run again: sh setup.sh")
    return Finding("Time zones", "are there")


def public_address(config: Config) -> Finding:
    """What the address in every QR means for the phones in the room."""
    shown = f"is {config.public_url}"
    if not config.reachable:
        return Finding("Public address", f"{shown}: no phone can reach it", "sh run.sh --lan")
    if not config.https:
        return Finding(
            "Public address",
            f"{shown}: without HTTPS the network can read answers on their way",
            "Stay in a network you trust, or see deploy/nginx.conf",
        )
    return Finding("Public address", shown)
