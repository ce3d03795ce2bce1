"""What is attacked: the program as it ships, and a naive one that anybody might have written.

An attack is a function of a `Target` that returns what it learnt. On the naive build it must learn
something, or it is blind; on ours it must learn nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.redteam.wire import Answer, Browser

Said = Mapping[str, str]
"""What one person says, field by field; what is left out is "rather not say". Both builds have the
fields of ours: mood, compared, need-listen, word-1, quiet, text."""


Request = tuple[str, str, dict[str, str] | None]


@dataclass(frozen=True)
class Room:
    """One check-in. `desk` is where the facilitator sees it, `group` whose it is."""

    code: str
    link: str
    desk: str
    group: str = ""
    plan: str = ""


class Target(Protocol):
    """A build that is running. `data` is every file that it writes, but for its output."""

    data: Path
    port: int

    def phone(self) -> Browser:
        """A phone that belongs to nobody."""

    def desk(self) -> Browser:
        """The facilitator's browser, signed in."""

    def room(self, *, free_text: bool = False) -> Room:
        """Open a check-in in a group of its own."""

    def come_in(self, room: Room, phone: Browser) -> str:
        """Type the code; what the form hands back with the answers."""

    def say(self, room: Room, said: Said, phone: Browser | None = None, ticket: str = "") -> Answer:
        """Send one person's answers, with a ticket from before or a new one."""

    def posting(self, ticket: str, said: Said) -> Request:
        """Method, path and body as they go over the line."""

    def close(self, room: Room) -> Answer:
        """Close it at the desk; the page after that."""

    def living(self, room: Room) -> Answer:
        """What the facilitator sees of it while it is open."""

    def forget(self, room: Room) -> None:
        """Do at the desk what ends the last of what was said: read the words, or delete."""

    def kept(self) -> list[Path]:
        """The files a thief finds: all but the folder of keys."""

    def envelopes(self, room: Room) -> int:
        """How many answers it really holds, for who may look inside."""


def steal(target: Target, into: Path) -> Path:
    """Copy every file that a thief finds, at this moment."""
    for path in target.kept():
        there = into / path.relative_to(target.data)
        there.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # a log that was just emptied, for instance
            shutil.copyfile(path, there)
    return into


def carve(needles: Mapping[str, bytes], *folders: Path) -> Iterator[str]:
    """Where these bytes are, by file."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            content = path.read_bytes() if path.is_file() else b""
            yield from (f"{name} in {path.name}" for name, one in needles.items() if one in content)
