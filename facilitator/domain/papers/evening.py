"""The evening on paper, as plain values: its lines, and the script of each module in it.

Clock times are those on the wall where the group meets, minutes are whole minutes that pass, texts
of modules are Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class Entry:
    """One line of the run sheet or the agenda. `copies` is how many worksheets to lay out, and
    `cut` what they are cut into ("cards cut from the handout"), "" for sheets that stay whole;
    `table` says that they lie on a table for everybody.

    `who` tells the leads apart: 0 for the first of those who lead, 1 for the second, 2 and more for
    any other. `free` minutes from `free_from` on lie unused before it, `overlap` minutes of what
    comes before run into it. `each` is the seconds a person has, 0 where it is no round. `prepare`
    is what to make ready. `again` marks a module that stood further up already, with its materials
    and its sheets; `continued` a later part of one that was split."""

    start: time
    end: time
    minutes: int
    title: str
    summary: str
    kind: str
    mark: str
    lead: str
    materials: tuple[str, ...]
    copies: int
    cut: str = ""
    table: bool = False
    who: int = 0
    pinned: bool = False
    free: int = 0
    free_from: time = time()
    overlap: int = 0
    each: int = 0
    prepare: tuple[str, ...] = ()
    again: bool = False
    continued: bool = False

    @property
    def laid_out(self) -> bool:
        """Whether anything is made ready or laid out for it beforehand."""
        return bool(self.prepare or self.materials or self.copies)


def rows(entries: Iterable[Entry]) -> int:
    """How many rows they make: free time is one of its own."""
    return sum(2 if entry.free else 1 for entry in entries)


@dataclass(frozen=True)
class Led:
    """Who leads, for how many minutes in all, and which of the leads (`Entry.who`)."""

    initials: str
    minutes: int
    who: int


@dataclass(frozen=True)
class Aside:
    """A block kept beside the plan."""

    title: str
    minutes: int


@dataclass(frozen=True)
class ScriptStep:
    """A step with tonight's clock. Zero minutes: it shares its moment with the step before.
    `goes_on` is when it is taken up again after something else, where its block was split there;
    `again` is when it begins each further time the module is done."""

    start: time
    minutes: int
    text: str
    goes_on: tuple[time, ...] = ()
    again: tuple[time, ...] = ()


@dataclass(frozen=True)
class Script:
    """Everything one module needs from the page alone. `entries` are its lines in the evening, one
    unless it was split or is done twice; `minutes` is how long it takes once, all parts together;
    `close` is how closely it is set, of `closeness.POINTS`, and on how many `sides`: one, or what
    happens on the first and what is said on the second. The texts are Markdown."""

    entries: tuple[Entry, ...]
    minutes: int
    intensity: int
    typical: int
    aim: str
    steps: tuple[ScriptStep, ...]
    say: str
    prompts: tuple[str, ...]
    care: str
    online: str
    shorten: str
    sizes: str
    note: str
    close: int = 0
    sides: int = 1

    @property
    def entry(self) -> Entry:
        """The line it begins with."""
        return self.entries[0]

    @property
    def length(self) -> int:
        """Characters of all its texts together: how much the page has to hold."""
        texts = (self.aim, self.say, self.care, self.online, self.shorten, self.sizes, self.note)
        steps = (step.text for step in self.steps)
        return sum(len(text) for text in (*texts, *steps, *self.prompts))
