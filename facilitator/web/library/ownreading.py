"""From what is typed to a module: what makes it unusable, and what is worth another look.

A module without a title, a step or rising minutes cannot be used, and is not saved. Everything
else that a shipped text is held to is advice, beside its field.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import get_args

from facilitator.domain.modules import Handout, Kind, Module, Part, Step
from facilitator.domain.papers.making import sides
from facilitator.domain.papers.room import sides_taken
from facilitator.domain.serial import to_dict
from facilitator.library import shipped
from facilitator.library.frontmatter import (
    FEWEST,
    LARGEST,
    LONGEST_TURN,
    SHORTEST_TURN,
    Voice,
    is_round,
)
from facilitator.library.lint import advice
from facilitator.web.library import ownparts
from facilitator.web.library.ownforms import STEP_TEXT, TEXTS, VOICES, YES, Typed, whole
from facilitator.web.library.ownkinds import KINDS

LONGEST_MODULE = 200_000
"""Bytes of a whole module, as a pack may hold (issue of the whole library, 4)."""
LONGEST_MINUTES = 180
MOST_THINGS = 40
NUMBERS = {
    "each": (SHORTEST_TURN, LONGEST_TURN),
    "fewest": (FEWEST, LARGEST),
    "largest": (FEWEST, LARGEST),
}
"""The bounds of what the planner is told in numbers: seconds, people, people."""
UNNAMED = "Without a title yet"


@dataclass(frozen=True)
class Wrong:
    """An error: the field's id, its name, and the remedy."""

    id: str
    label: str
    remedy: str


@dataclass(frozen=True)
class Reading:
    """The module as far as it can be read, to be looked at, and why it cannot be saved yet."""

    module: Module
    wrong: tuple[Wrong, ...]

    @property
    def by_field(self) -> dict[str, str]:
        """The first error of each field, by its id."""
        return {one.id: one.remedy for one in reversed(self.wrong)}


def read(typed: Typed) -> Reading:
    """Never raises: what cannot be read is left out of the module and said."""
    wrong = [*_texts(typed), *_choices(typed), *_minutes(typed), *_steps(typed)]
    wrong += [*_planning(typed), *_order(typed)]
    handout, faults = _handout(typed)
    module = _module(typed, handout)
    if len(json.dumps(to_dict(module), ensure_ascii=False).encode()) > LONGEST_MODULE:
        faults.append(Wrong("title", "All together", "Shorten the module: it is too long to keep."))
    return Reading(module, (*wrong, *faults))


def _texts(typed: Typed) -> Iterator[Wrong]:
    for name, (label, most) in TEXTS.items():
        length = len(typed.texts[name])
        if length > most:
            yield Wrong(name, label, f"Shorten this to {most} letters: it has {length}.")
    if not typed.texts["title"].strip():
        yield Wrong("title", "Title", "Give the module a title.")
    for name in ("materials", "prompts"):
        if len(_lines(typed.texts[name])) > MOST_THINGS:
            yield Wrong(name, TEXTS[name][0], f"Keep to {MOST_THINGS} lines.")


def _choices(typed: Typed) -> Iterator[Wrong]:
    if typed.texts["kind"] not in set(Kind):
        yield Wrong("kind", "Kind", "Choose what the module does in an evening.")
    if typed.texts["intensity"] not in ("1", "2", "3"):
        yield Wrong("intensity", "Intensity", "Choose how deep the module goes.")
    if typed.texts["theme"] and shipped().theme(typed.texts["theme"]) is None:
        yield Wrong("theme", "Theme", "Choose a theme from the list, or none.")


def _minutes(typed: Typed) -> Iterator[Wrong]:
    names = ("least", "typical", "most")
    found = [_length(typed.texts[name]) for name in names]
    for name, minutes in zip(names, found, strict=True):
        if minutes is None:
            remedy = f"Give whole minutes, between 1 and {LONGEST_MINUTES}."
            yield Wrong(name, TEXTS[name][0], remedy)
    lengths = [minutes for minutes in found if minutes is not None]
    if len(lengths) == len(names) and lengths != sorted(lengths):
        remedy = "The minutes must rise: at least, then usually, then at most."
        yield Wrong("least", "Minutes", remedy)


def _length(text: str) -> int | None:
    minutes = whole(text)
    return minutes if minutes is not None and 1 <= minutes <= LONGEST_MINUTES else None


def _planning(typed: Typed) -> Iterator[Wrong]:
    """What is said to the planner. A line left empty says what holds for most modules."""
    for name, (least, most) in NUMBERS.items():
        if typed.texts[name].strip() and _number(typed, name) is None:
            remedy = f"Give a whole number between {least} and {most}, or leave it empty."
            yield Wrong(name, TEXTS[name][0], remedy)
    fewest, largest = _people(typed)
    if fewest > largest:
        yield Wrong("fewest", "People", "The numbers must rise: at least, then at most.")
    each = _number(typed, "each")
    shortest, longest = (_length(typed.texts[name]) for name in ("least", "most"))
    if each and shortest and longest and not is_round(each, shortest, longest, fewest, largest):
        remedy = (
            f"No number of people comes to {shortest} to {longest} minutes with this. Mend it, or "
            "leave it empty where the length does not follow the number of people."
        )
        yield Wrong("each", TEXTS["each"][0], remedy)


def _order(typed: Typed) -> Iterator[Wrong]:
    for n, label in enumerate(VOICES):
        if typed.texts[f"voice-{n}"] not in ("", *get_args(Voice)):
            yield Wrong(f"voice-{n}", label, "Choose one from the list.")
    named = [typed.texts[f"voice-{n}"] for n in range(len(VOICES))]
    for n, (before, voice) in enumerate(pairwise(named), start=1):
        if voice and not before:
            yield Wrong(f"voice-{n}", VOICES[n], "Fill the place before it first.")
        elif voice and voice == before:
            remedy = "This stands just before it already: choose another, or nothing."
            yield Wrong(f"voice-{n}", VOICES[n], remedy)


def _voices(typed: Typed) -> tuple[str, ...]:
    """The order without what cannot be read and without one twice running."""
    named = [typed.texts[f"voice-{n}"] for n in range(len(VOICES))]
    return tuple(voice for voice, _ in groupby(v for v in named if v in get_args(Voice)))


def _number(typed: Typed, name: str) -> int | None:
    least, most = NUMBERS[name]
    number = whole(typed.texts[name])
    return number if number is not None and least <= number <= most else None


def _people(typed: Typed) -> tuple[int, int]:
    return _number(typed, "fewest") or FEWEST, _number(typed, "largest") or LARGEST


def _steps(typed: Typed) -> Iterator[Wrong]:
    written = [one for one in typed.steps if one["text"].strip()]
    if not written:
        remedy = "Write at least one step: how long it takes, and what happens."
        yield Wrong("step-0-text" if typed.steps else "steps", "Steps", remedy)
    for number, step in enumerate(typed.steps):
        label = f"Step {number + 1}"
        if len(step["text"]) > STEP_TEXT:
            yield Wrong(f"step-{number}-text", label, f"Shorten this to {STEP_TEXT} letters.")
        if step["text"].strip() and _length(step["minutes"]) is None:
            remedy = f"Give its length in whole minutes, between 1 and {LONGEST_MINUTES}."
            yield Wrong(f"step-{number}-minutes", label, remedy)


def _handout(typed: Typed) -> tuple[Handout | None, list[Wrong]]:
    if not typed.handout:
        return None, []
    wrong, parts = [], list[Part]()
    for name in ("handout-title", "handout-lead"):
        if not typed.texts[name].strip():
            wrong.append(Wrong(name, TEXTS[name][0], "Write something here."))
    if not typed.parts:
        wrong.append(Wrong("new-part", "Handout", "Add a block, or take the handout out."))
    for number, block in enumerate(typed.parts):
        part, faults = ownparts.made(block)
        wrong += [_of_block(number, block, fault) for fault in faults]
        if part is not None:
            parts.append(part)
    title = _line(typed.texts["handout-title"]) or UNNAMED
    table = typed.texts["handout-table"] == YES
    return Handout(title, typed.texts["handout-lead"].strip(), tuple(parts), table), wrong


def _of_block(number: int, block: ownparts.Block, fault: ownparts.Fault) -> Wrong:
    kind = KINDS[block.kind]
    row = f"row-{fault.row}-" if fault.row >= 0 else ""
    label = f"Block {number + 1}, {kind.label.lower()}"
    if fault.row >= 0:
        label += f", {kind.rows.lower()} {fault.row + 1}"
    if fault.ask is None:
        return Wrong(f"part-{number}", label, fault.remedy)
    own = f"part-{number}-{row}{fault.ask.name}"
    return Wrong(own, f"{label}, {fault.ask.label.lower()}", fault.remedy)


def _module(typed: Typed, handout: Handout | None) -> Module:
    """The module with something in the place of what cannot be read."""
    texts = {name: text.strip() for name, text in typed.texts.items()}
    steps = [
        Step(_length(step["minutes"]) or 0, step["text"].strip())
        for step in typed.steps
        if step["text"].strip()
    ]
    fewest, largest = _people(typed)
    return Module(
        id="own",
        title=_line(texts["title"]) or UNNAMED,
        theme=texts["theme"] if shipped().theme(texts["theme"]) else None,
        kind=Kind(texts["kind"]) if texts["kind"] in set(Kind) else Kind.EXERCISE,
        least=_length(texts["least"]) or 1,
        typical=_length(texts["typical"]) or 1,
        most=_length(texts["most"]) or 1,
        intensity=int(texts["intensity"]) if texts["intensity"] in ("1", "2", "3") else 1,
        summary=_line(texts["summary"]),
        materials=_lines(texts["materials"]),
        aim=texts["aim"],
        steps=tuple(steps),
        say=texts["say"],
        prompts=_lines(texts["prompts"]),
        care=texts["care"],
        online=texts["online"],
        handout=handout,
        sources=tuple(dict.fromkeys(key for key in typed.sources if key in shipped().sources)),
        shorten=texts["shorten"],
        sizes=texts["sizes"],
        each=_number(typed, "each") or 0,
        fewest=fewest,
        largest=largest,
        voices=_voices(typed),
        contact=texts["contact"] == YES,
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for one in text.split("\n") if (line := _line(one)))


EMPTY = {
    "summary": "One line helps to find it again: what the room does.",
    "aim": "Say what this is for: somebody else may run it.",
    "care": "Say what may come up, and how anybody can leave it out.",
    "online": "Say how it is done online, or that it is not.",
}


def advised(module: Module, copied: str = "", paper: str = "A4") -> Mapping[str, list[str]]:
    """What is worth another look, by field: the checks that shipped texts pass, what is empty, and
    how many sides of this paper the handout takes. `copied` is the title of the text this is a copy
    of."""
    found: dict[str, list[str]] = defaultdict(list)
    begun = module.title != UNNAMED and bool(module.steps)
    for name, remedy in EMPTY.items():
        if begun and not getattr(module, name):
            found[name].append(remedy)
    if copied and module.title == copied:
        found["title"].append("Give your copy a title of its own, so that nobody mixes them up.")
    # On an empty form nothing is worth another look yet.
    for one in advice(module) if begun else ():
        said = one.remedy[:1].upper() + one.remedy[1:]
        found[one.field].append(f"“{one.found}”: {said}.")
    if module.handout:
        found["handout"] += _room(module.handout, paper)
    return found


def _room(handout: Handout, paper: str) -> Iterator[str]:
    """More than one side is said, and what to do where that is more than she parted it into."""
    taken, meant = sides_taken(handout, paper), len(sides(handout))
    if taken > 1:
        yield f"On paper this takes about {taken} sides of {paper}."
    if taken > meant:
        yield (
            "A block that does not fit whole begins a new side. Fewer lines keep it shorter; “New "
            "page” says where a side ends."
        )
