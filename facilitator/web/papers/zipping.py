"""Packets as one zip file that is sent while it is written: one packet in memory at a time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from facilitator.domain.papers import Layout
from facilitator.jobs import papers


@dataclass(frozen=True)
class File:
    """A packet under the name it has in the zip, and where it is kept."""

    name: str
    group_id: str
    content: str
    layout: Layout


class _Pipe(io.RawIOBase):
    """A file that can only be written to, and is emptied by whoever sends it on."""

    def __init__(self) -> None:
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, given: bytes) -> int:  # type: ignore[override]
        self.held += given
        return len(given)

    def take(self) -> bytes:
        held, self.held = bytes(self.held), bytearray()
        return held


def stream(store_dir: Path, files: Iterable[File]) -> Iterator[bytes]:
    """The bytes of the zip. A packet that goes meanwhile, because a code on it has closed, is not
    in it. One that is printed two to a side or folded is there for the screen as well."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as whole:
        for file in files:
            for name, key in _parts(file):
                content = papers.find(store_dir, file.group_id, key)
                if content is not None:
                    # A date that says nothing: a file's own would tell when it was made.
                    whole.writestr(zipfile.ZipInfo(name), content)
                    yield pipe.take()
    yield pipe.take()


def _parts(file: File) -> list[tuple[str, str]]:
    if file.layout is Layout.PAGES:
        return [(file.name, file.content)]
    printed = f"{file.name.removesuffix('.pdf')} for the printer.pdf"
    return [(file.name, file.content), (printed, papers.for_printer(file.content))]
