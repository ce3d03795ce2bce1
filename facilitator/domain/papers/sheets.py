"""What stands on each printed page, as plain values.

Nothing here knows of HTML or PDF: the words around these values and the look live in `handouts/`.
Clock times are local to the group, minutes are whole minutes, texts of modules are Markdown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, tzinfo
from zoneinfo import ZoneInfo

from facilitator.domain.modules import Card, Part
from facilitator.domain.papers.choosing import SPARE
from facilitator.domain.papers.evening import Aside, Entry, Led, Script
from facilitator.domain.papers.looks import Look
from facilitator.domain.papers.runsheet import Depth, Late

FOOT = 150
"""Characters of help lines in the foot of a worksheet: two lines beside the leaving code."""


@dataclass(frozen=True)
class HelpLine:
    """What a page says of one line: "Samaritans", "116 123", "day and night", "free"."""

    name: str
    number: str
    hours: str = ""
    note: str = ""


@dataclass(frozen=True)
class Help:
    """Where help is, as every foot and card says it. `emergency` is the number as dialled;
    `checked` is the day a person last checked the lines."""

    lines: tuple[HelpLine, ...] = ()
    emergency: str = ""
    checked: date | None = None

    @property
    def short(self) -> tuple[HelpLine, ...]:
        """The first lines, as many as a worksheet's foot has room for; always one."""
        return self.within(FOOT)

    def within(self, room: int) -> tuple[HelpLine, ...]:
        """The first lines that take so many characters in a row; always one."""
        kept: list[HelpLine] = []
        for line in self.lines:
            room -= len(line.name) + len(line.number) + 4
            if kept and room < 0:
                break
            kept.append(line)
        return tuple(kept)


@dataclass(frozen=True)
class PaperGroup:
    """What paper may know of a group. `public_name` is what participants and passers-by read;
    `facilitators` are (initials, name), the one who holds the evening first; `local_rule` is the
    facilitators' own note on when they must tell someone (library brief 3.3); `zone` is where it
    meets, by the name of its time zone, "" for a clock that never changes; `agreements` are the
    group's own words, a line each, none where it has not written them; `logo` is a PNG of ours,
    empty for none; `spare` is how many sheets it prints beyond the people."""

    name: str
    public_name: str
    room: str
    country: str
    look: Look
    help: tuple[HelpLine, ...]
    emergency: str
    helplines_checked: date | None
    facilitators: tuple[tuple[str, str], ...]
    local_rule: str = ""
    online: bool = False
    zone: str = ""
    agreements: tuple[str, ...] = ()
    logo: bytes = b""
    spare: int = SPARE

    @property
    def wall(self) -> tzinfo | None:
        """The time zone of the clock on its wall."""
        return ZoneInfo(self.zone) if self.zone else None

    @property
    def holders(self) -> tuple[str, ...]:
        """The facilitators' initials."""
        return tuple(initials for initials, _ in self.facilitators)

    @property
    def helped(self) -> Help:
        """Lines nobody has checked are left out (library brief 5, shipping rule)."""
        lines = self.help if self.helplines_checked else ()
        return Help(lines, self.emergency, self.helplines_checked)


@dataclass(frozen=True)
class Door:
    """The way into one check-in. `url` is what the QR holds, its secret behind the #; `code` is
    typed by hand; `moment` is "arriving" or "leaving"; `reachable` is whether a phone can get
    there at all, `secure` whether on the way nobody can read along."""

    url: str
    code: str
    moment: str
    reachable: bool = True
    secure: bool = True

    @property
    def address(self) -> str:
        """What a person types into a browser: no scheme, no secret."""
        return self.url.partition("#")[0].partition("://")[2].rstrip("/")


@dataclass(frozen=True)
class Place:
    """Which evening a page belongs to; `number` of `of` is its place in a series, 0 for none."""

    name: str = ""
    number: int = 0
    of: int = 0


@dataclass(frozen=True)
class Guide:
    """The facilitator's guide. Without scripts it is the run sheet with its back.
    `shift` is how many minutes the clock is put forward meanwhile, below zero for back; `depth` is
    how deep it goes over time; `close` is how closely it is set, of `closeness.SETS`."""

    look: Look
    place: Place
    group: PaperGroup
    help: Help
    title: str
    theme: str
    mark: str
    day: date
    start: time
    end: time
    people: int
    entries: tuple[Entry, ...]
    leads: tuple[Led, ...]
    aside: tuple[Aside, ...]
    late: Late
    scripts: tuple[Script, ...]
    shift: int = 0
    depth: tuple[Depth, ...] = ()
    close: int = 0

    @property
    def laid_out(self) -> tuple[Entry, ...]:
        """The entries for which something is laid out or made ready beforehand."""
        return tuple(entry for entry in self.entries if entry.laid_out)


@dataclass(frozen=True)
class CardSheet:
    """One sheet of cards to cut out, already filled; `size` as in modules.Cards."""

    size: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Side:
    """One side of a worksheet: its parts, or a sheet of cards and nothing else."""

    parts: tuple[Part, ...] = ()
    sheet: CardSheet | None = None


@dataclass(frozen=True)
class Worksheet:
    """`hers` is a page that somebody writes on and keeps: no set of cards for the table, and none
    that is only looked at. `close` is set closer, in large or easy letters (makers.growing)."""

    look: Look
    place: Place
    help: Help
    theme: str
    mark: str
    title: str
    lead: str
    sides: tuple[Side, ...]
    door: Door | None
    hers: bool = False
    close: bool = False


@dataclass(frozen=True)
class AfterCard:
    """Four of the same card to a sheet."""

    look: Look
    place: Place
    help: Help
    facilitators: tuple[str, ...]


@dataclass(frozen=True)
class Safety:
    """One side for the facilitator to take out of the room: what to do when it gets hard."""

    look: Look
    place: Place
    help: Help


@dataclass(frozen=True)
class Distress:
    """One side for the facilitator: what to do when someone is in distress."""

    look: Look
    place: Place
    help: Help


@dataclass(frozen=True)
class Confidentiality:
    """One side to read aloud from: what the facilitator keeps, when she cannot, and a box for the
    local rule. `rule` is what she has written already, "" for an empty box; `online` is whether
    anybody may join from elsewhere."""

    look: Look
    place: Place
    rule: str = ""
    online: bool = True


@dataclass(frozen=True)
class QuestionCard:
    """Four of the same card to a sheet: four questions that tell distance from fear, and lines."""

    look: Look
    place: Place
    help: Help
