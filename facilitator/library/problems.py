"""What can be wrong with a text, said so that its writer can mend it."""

from __future__ import annotations

from pathlib import Path


class LibraryError(Exception):
    """One fault in one file: where it stands, in which field, and what to do about it."""

    def __init__(self, path: Path, line: int, field: str, remedy: str) -> None:
        super().__init__(path, line, field, remedy)
        self.path = path
        self.line = line
        self.field = field
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.field}: {self.remedy}"


class Desk:
    """Where the faults of one file are collected while it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: list[LibraryError] = []

    def mark(self, line: int, field: str, remedy: str) -> None:
        self.found.append(LibraryError(self.path, line, field, remedy))
