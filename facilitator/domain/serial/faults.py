"""What can be wrong with plain data, as values: the words for it stand in other rooms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Where = tuple[str | int, ...]


class Fault(StrEnum):
    KIND = "kind"
    """Another kind of value than this; `limit` is "text", "number", "truth", "list", "fields",
    "date" or "time"."""
    MISSING = "missing"
    UNKNOWN = "unknown"
    """A field that nothing has."""
    CHOICE = "choice"
    """None of those in `limit`."""
    LEAST = "least"
    MOST = "most"
    """A number beyond `limit`."""
    SHORT = "short"
    LONG = "long"
    """A text of fewer, or of more letters than `limit`."""
    FEW = "few"
    MANY = "many"
    """A list of fewer, or of more things than `limit`."""
    SHAPE = "shape"
    """A text that is not written as what it is; `limit` says what that is, such as "line"."""
    LETTER = "letter"
    """A sign that no database keeps."""
    TWICE = "twice"
    """An id that another block has."""
    ORDER = "order"
    """A number smaller than the one it must reach; `limit` names that one's field."""


@dataclass(frozen=True)
class Problem:
    """One fault: the way to it through fields and places (counted from 0)."""

    where: Where
    fault: Fault
    limit: Any = None

    @property
    def way(self) -> str:
        """Such as "blocks.2.minutes"."""
        return ".".join(map(str, self.where))


class BadData(ValueError):
    """Data that no plan or module could have been written as. `all` are its faults in the order of
    the data, and `where` the way to the first of them, such as "blocks.2.minutes"."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems[0].way)
        self.all = problems
        self.where = problems[0].way
