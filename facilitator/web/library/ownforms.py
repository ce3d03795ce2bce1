"""The form of an own module: everything as typed, the buttons that change its shape, and the
reading of it into a module.

What is typed is kept whatever is wrong with it. The form is read by hand, since its steps, blocks
and rows are as many as she likes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from facilitator.domain.modules import Module
from facilitator.library.frontmatter import FEWEST, LARGEST
from facilitator.web.library import ownparts
from facilitator.web.library.ownkinds import KINDS
from facilitator.web.library.ownparts import Block

MOST_STEPS, MOST_PARTS = 30, 30
STEP_TEXT = 3000

VOICES = ("To begin", "Second", "Third", "Fourth")
"""Labels of the places in the order of voices, as many as a text may name."""
TEXTS = {
    "title": ("Title", 90),
    "theme": ("Theme", 40),
    "kind": ("Kind", 40),
    "least": ("Minutes at least", 5),
    "typical": ("Minutes usually", 5),
    "most": ("Minutes at most", 5),
    "intensity": ("Intensity", 5),
    "summary": ("One line for lists", 90),
    "materials": ("To prepare", 2000),
    "aim": ("Aim", 2000),
    "shorten": ("Shorter and longer", 2000),
    "sizes": ("Small and large groups", 2000),
    "say": ("Say", 8000),
    "prompts": ("Prompts", 4000),
    "care": ("Take care", 4000),
    "online": ("Online", 3000),
    "each": ("Seconds each, in a round", 5),
    "fewest": ("People at least", 5),
    "largest": ("People at most", 5),
    **{f"voice-{n}": (label, 10) for n, label in enumerate(VOICES)},
    "contact": ("Contact", 5),
    "handout-title": ("Title of the handout", 120),
    "handout-lead": ("First words of the handout", 1000),
    "handout-table": ("For the table", 5),
}
"""Label and longest text of each field that stands once."""
STEP = ("minutes", "text")
HANDOUT = ("handout-title", "handout-lead", "handout-table")
YES = "yes"
"""What a ticked box sends."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")


@dataclass
class Typed:
    """What stands in the form. `taken` is what was taken out last, as JSON, to put it back."""

    texts: dict[str, str]
    steps: list[dict[str, str]]
    sources: list[str] = field(default_factory=list)
    handout: bool = False
    parts: list[Block] = field(default_factory=list)
    taken: str = ""

    @property
    def total(self) -> int:
        """Minutes of all written steps, as far as their length can be read."""
        return sum(whole(step["minutes"]) or 0 for step in self.steps if step["text"].strip())

    @property
    def was_taken(self) -> str:
        """What may be put back: "step", "part", "row", "handout", or "" for nothing."""
        return str(_plain(self.taken).get("what", ""))


def whole(text: str) -> int | None:
    """A whole number as typed, below a thousand; None for anything else."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 4 else None


def blank() -> Typed:
    texts = dict.fromkeys(TEXTS, "")
    texts |= {"kind": "exercise", "intensity": "1", "least": "10", "typical": "15", "most": "20"}
    return Typed(texts, [{"minutes": "", "text": ""} for _ in range(3)])


def of_module(module: Module) -> Typed:
    """A module as it would have been typed."""
    names = ("title", "summary", "aim", "shorten", "sizes", "say", "care", "online")
    texts = dict.fromkeys(TEXTS, "") | {name: getattr(module, name) for name in names}
    numbers = ("least", "typical", "most", "intensity")
    texts |= {name: str(getattr(module, name)) for name in numbers}
    texts |= {"theme": module.theme or "", "kind": module.kind.value}
    texts |= {name: "\n".join(getattr(module, name)) for name in ("materials", "prompts")}
    texts |= {f"voice-{n}": voice for n, voice in enumerate(module.voices[: len(VOICES)])}
    # What holds for a module that says nothing is left empty.
    told = {"each": (module.each, 0), "fewest": (module.fewest, FEWEST)}
    told["largest"] = (module.largest, LARGEST)
    texts |= {name: str(number) for name, (number, usual) in told.items() if number != usual}
    texts["contact"] = YES if module.contact else ""
    steps = [{"minutes": str(step.minutes), "text": step.text} for step in module.steps]
    made = Typed(texts, steps, list(module.sources))
    if module.handout is not None:
        made.handout = True
        texts |= {"handout-title": module.handout.title, "handout-lead": module.handout.lead}
        texts["handout-table"] = YES if module.handout.table else ""
        made.parts = [ownparts.typed(part) for part in module.handout.parts]
    return made


def of_form(form: MultiDict[str, str]) -> Typed:
    """What was posted, as it is."""
    flat = {name: clean(value) for name, value in form.items()}
    return Typed(
        texts={name: flat.get(name, "") for name in TEXTS},
        steps=_rows(flat, "step-", STEP, MOST_STEPS),
        sources=[clean(key) for key in form.getlist("sources")][:100],
        handout="handout" in flat,
        parts=_blocks(flat),
        taken=flat.get("taken", ""),
    )


def clean(text: str) -> str:
    """Without what no keyboard types and no database or printer likes: control characters."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", plain)


def _rows(
    flat: Mapping[str, str], before: str, names: Sequence[str], most: int
) -> list[dict[str, str]]:
    """The rows `<before><number>-<name>`, counted from 0 until one is missing."""
    found: list[dict[str, str]] = []
    while len(found) < most and f"{before}{len(found)}-{names[0]}" in flat:
        row = f"{before}{len(found)}-"
        found.append({name: flat.get(row + name, "") for name in names})
    return found


def _blocks(flat: Mapping[str, str]) -> list[Block]:
    found: list[Block] = []
    while len(found) < MOST_PARTS and (name := flat.get(f"part-{len(found)}-kind")):
        kind = KINDS.get(name)
        if kind is None:
            break
        before = f"part-{len(found)}-"
        fields = {ask.name: flat.get(before + ask.name, "") for ask in kind.asks}
        asked = [ask.name for ask in kind.row]
        rows = _rows(flat, f"{before}row-", asked, kind.most) if asked else []
        found.append(Block(name, fields, rows))
    return found


_MOVE = re.compile(r"(step|part)-(up|down|out)-(\d{1,2})")
_ROW = re.compile(r"row-(add|out)-(\d{1,2})(?:-(\d{1,2}))?")


def press(typed: Typed, button: str, kind: str = "") -> None:
    """What a button of the form does to its shape; nothing for one that does not fit. `kind` is
    the kind of block to add."""
    if button == "step-add" and len(typed.steps) < MOST_STEPS:
        typed.steps.append({"minutes": "", "text": ""})
    elif button == "part-add" and kind in KINDS and len(typed.parts) < MOST_PARTS:
        typed.parts.append(ownparts.fresh(kind))
    elif button == "handout-add":
        typed.handout = True
    elif button == "handout-out":
        _take_handout(typed)
    elif button == "put-back":
        _put_back(typed)
    elif found := _MOVE.fullmatch(button):
        rows: list[Any] = typed.steps if found[1] == "step" else typed.parts
        _move(typed, rows, found[1], found[2], int(found[3]))
    elif found := _ROW.fullmatch(button):
        _row(typed, found[1], int(found[2]), int(found[3] or 0))


def _move(typed: Typed, rows: list[Any], what: str, how: str, at: int) -> None:
    if at >= len(rows):
        return
    item = rows.pop(at)
    if how == "out":
        plain = vars(item) if isinstance(item, Block) else item
        typed.taken = json.dumps({"what": what, "at": at, "item": plain})
    else:
        rows.insert(max(0, at + (1 if how == "down" else -1)), item)


def _row(typed: Typed, how: str, part: int, at: int) -> None:
    if part >= len(typed.parts):
        return
    block = typed.parts[part]
    kind = KINDS[block.kind]
    if how == "add" and kind.row and len(block.rows) < kind.most:
        block.rows.append(ownparts.fresh_row(block.kind))
    elif how == "out" and at < len(block.rows):
        item = block.rows.pop(at)
        typed.taken = json.dumps({"what": "row", "part": part, "at": at, "item": item})


def _take_handout(typed: Typed) -> None:
    texts = {name: typed.texts[name] for name in HANDOUT}
    parts = [vars(block) for block in typed.parts]
    typed.taken = json.dumps({"what": "handout", "item": texts, "parts": parts})
    typed.texts |= dict.fromkeys(texts, "")
    typed.handout, typed.parts = False, []


def _put_back(typed: Typed) -> None:
    """Put what was taken out last where it was. It comes from the form, so nothing in it is
    believed but texts under the names we know."""
    kept = _plain(typed.taken)
    what, item, at = kept.get("what"), kept.get("item"), kept.get("at")
    place = at if isinstance(at, int) else 0
    if what == "step" and len(typed.steps) < MOST_STEPS:
        typed.steps.insert(place, _known(item, STEP))
    elif what == "part" and (block := _block(item)) and len(typed.parts) < MOST_PARTS:
        typed.parts.insert(place, block)
    elif what == "row" and isinstance(part := kept.get("part"), int):
        for block in typed.parts[part : part + 1]:
            kind = KINDS[block.kind]
            if kind.row and len(block.rows) < kind.most:
                block.rows.insert(place, _known(item, [ask.name for ask in kind.row]))
    elif what == "handout":
        listed = kept.get("parts")
        found = [_block(one) for one in listed] if isinstance(listed, list) else []
        typed.parts = [block for block in found if block][:MOST_PARTS]
        typed.texts |= _known(item, HANDOUT)
        typed.handout = True
    typed.taken = ""


def _plain(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _known(item: Any, names: Sequence[str]) -> dict[str, str]:
    given = item if isinstance(item, dict) else {}
    return {name: clean(str(given.get(name, ""))) for name in names}


def _block(item: Any) -> Block | None:
    kind = KINDS.get(str(item.get("kind", ""))) if isinstance(item, dict) else None
    if kind is None:
        return None
    rows = item.get("rows") if isinstance(item.get("rows"), list) and kind.row else []
    asked = [ask.name for ask in kind.row]
    fields = _known(item.get("fields"), [ask.name for ask in kind.asks])
    return Block(item["kind"], fields, [_known(row, asked) for row in rows][: kind.most])
