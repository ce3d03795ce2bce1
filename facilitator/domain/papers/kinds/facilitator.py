"""What the facilitator holds besides her run sheet and guide: what to pack, what to ask, and what
to write down without a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from facilitator.domain.papers.catalogue import For, Name, meant_for
from facilitator.domain.papers.evening import Aside, Entry, Led
from facilitator.domain.papers.looks import Look
from facilitator.domain.papers.sheets import Place
from facilitator.domain.trend import Drawing, Evening


@dataclass(frozen=True)
class When:
    """The evening a page belongs to, as its head says it."""

    day: date
    start: time
    end: time
    people: int


@dataclass(frozen=True)
class Need:
    """Which block needs a thing, and how many of it; 0 where its module names no number."""

    title: str
    start: time
    count: int = 0


@dataclass(frozen=True)
class Thing:
    """A thing to bring, named once. `reused` things go from block to block, so that the greatest
    need is enough; of all others every block uses up its own. `optional` is one that every block
    can do without."""

    name: str
    needs: tuple[Need, ...]
    reused: bool = False
    optional: bool = False

    @property
    def count(self) -> int:
        """How many to bring, 0 where nobody has said."""
        counts = [need.count for need in self.needs]
        return max(counts) if self.reused else sum(counts)


@dataclass(frozen=True)
class Ready:
    """What is made ready for one block, a line each."""

    title: str
    start: time
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Pile:
    """A printed paper in the bag, and how many of it. `title` tells it from others of its name;
    `cut` is what is cut from it, "" for a paper that stays whole; `large` is in large print."""

    name: Name
    title: str
    copies: int
    cut: str = ""
    large: bool = False

    @property
    def meant_for(self) -> For:
        return meant_for(self.name)


@dataclass(frozen=True)
class Packing:
    """What to have in the bag and the room. `facilitators` is how many hold the evening."""

    look: Look
    place: Place
    title: str
    when: When
    room: str
    online: bool
    facilitators: int
    things: tuple[Thing, ...]
    ready: tuple[Ready, ...]
    piles: tuple[Pile, ...]

    @property
    def chairs(self) -> int:
        """One for everybody in the ring, those who hold it too."""
        return self.when.people + self.facilitators


@dataclass(frozen=True)
class Prompt:
    """One question, the title of the module it belongs to, when that begins, and its mark. The text
    is Markdown."""

    text: str
    title: str
    start: time
    mark: str


@dataclass(frozen=True)
class PromptSheet:
    """One side of cards of one size: "pocket" has eight on a sheet, "quarter" four, "half" two,
    "page" is one that no card can hold and that takes the room it needs."""

    size: str
    cards: tuple[Prompt, ...]


@dataclass(frozen=True)
class Prompts:
    look: Look
    place: Place
    title: str
    sheets: tuple[PromptSheet, ...]


@dataclass(frozen=True)
class HeadCount:
    """How many came: numbers, and no name anywhere. Twice on a side, one to keep and one for
    whoever asks how many came."""

    look: Look
    place: Place
    when: When


@dataclass(frozen=True)
class Debrief:
    """A quarter of an hour for those who held the evening. `deepest` are the blocks of the greatest
    depth, none where all was gentle; `next` is the number of the session to come, 0 for none;
    `weeks` are the last evenings up to this one that keep a release, `drawing` is made of them, and
    `earlier` is how many before them stand on the screen alone."""

    look: Look
    place: Place
    title: str
    when: When
    facilitators: tuple[str, ...]
    entries: tuple[Entry, ...]
    leads: tuple[Led, ...]
    deepest: tuple[Entry, ...]
    depth: int
    aside: tuple[Aside, ...]
    next: int
    weeks: tuple[Evening, ...] = ()
    earlier: int = 0
    drawing: Drawing | None = None
