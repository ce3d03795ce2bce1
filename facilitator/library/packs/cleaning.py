"""Markup out of the texts of a pack, once, on the way in (privacy.md R54).

What is taken out would do nothing here: the pages know no raw HTML, no links and no pictures, and
show such a thing letter by letter (`press/markdown.py`). That is the wall; this keeps code out of
what people read, and tells the reader what a pack brought along. It works on the Markdown source,
so that the text stays the writer's own, and stands in this room because the source is its business.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any, TypeVar

_ADDRESS = re.compile(r"<((?:https?|mailto):[^<>\s]*)>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>|<[!?][^<>]*>", re.IGNORECASE)
_HELD = re.compile(r"<(script|style)\b[^<>]*>", re.IGNORECASE)
_LINK = re.compile(
    r"!?\[([^\[\]]*)\]\(\s*(?:[^()\s]|\([^()\s]*\))*(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
)
_REFERENCE = re.compile(r"^ {0,3}\[[^\[\]\n]+\]:[ \t]*\S.*$\n?", re.MULTILINE)
_ROUNDS = 10
"""How often what is left is looked at again: taking one thing out can put two halves together."""
_SHOWN = 80
Kind = TypeVar("Kind")


@dataclasses.dataclass(frozen=True)
class Removed:
    """What was taken out of which field: "steps.1.text", and its first letters."""

    field: str
    what: str


def cleaned(value: Kind) -> tuple[Kind, tuple[Removed, ...]]:
    """A module with every text in it cleaned, and what was taken out."""
    found: list[Removed] = []
    return _walk(value, "", found), tuple(found)


def _walk(value: Any, where: str, found: list[Removed]) -> Any:
    if type(value) is str:
        text, gone = clean(value)
        found += [Removed(where, _short(one)) for one in gone]
        return text
    if isinstance(value, tuple):
        return tuple(_walk(one, f"{where}.{n}", found) for n, one in enumerate(value, start=1))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
        way = f"{where}." if where else ""
        return type(value)(**{n: _walk(getattr(value, n), way + n, found) for n in names})
    return value


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[: _SHOWN - 1]}…"


def clean(text: str) -> tuple[str, list[str]]:
    """The text without HTML, links and pictures, whose words stay; and what went."""
    gone: list[str] = []
    for _ in range(_ROUNDS):
        before = text
        text = _ADDRESS.sub(lambda found: found[1], _without_held(text, gone))
        for pattern in (_TAG, _REFERENCE, _LINK):
            gone += [found[0] for found in pattern.finditer(text)]
            text = pattern.sub(r"\1" if pattern is _LINK else "", text)
        if text == before:
            return text, gone
    # Somebody nested halves in halves: nothing of the kind is left without its sign.
    return text.replace("<", ""), gone


def _without_held(text: str, gone: list[str]) -> str:
    """Without scripts and styles, and what stands between their tags. Each end is looked for once,
    so that a text of many beginnings costs no more than its length."""
    low, kept, at = text.lower(), [], 0
    ends: dict[str, int] = {}
    for found in _HELD.finditer(text):
        name = found[1].lower()
        if found.start() < at or ends.get(name) == -1:
            continue
        ends[name] = end = low.find(f"</{name}", found.end())
        if end == -1:
            continue
        stop = low.find(">", end) + 1 or len(text)
        kept.append(text[at : found.start()])
        gone.append(text[found.start() : stop])
        at = stop
    return "".join([*kept, text[at:]])
