"""The evening that a packet is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from facilitator.domain import trend
from facilitator.domain.modules import Handout, Theme
from facilitator.domain.papers.choosing import Choice
from facilitator.domain.papers.kinds.checkin import ROUNDS, Round
from facilitator.domain.papers.kinds.participants import Again
from facilitator.domain.papers.looks import Letters
from facilitator.domain.papers.sheets import Door, PaperGroup
from facilitator.domain.plans import Plan


@dataclass(frozen=True)
class Evening:
    """What a packet is made from. `themes` are the shelf's by slug; `doors` are the ways into the
    day's check-ins; her notes to herself stand in the guide only with `notes`; `usual` is the
    handout with the agreements that a group is offered until it has words of its own; `again` is
    when it meets next, None where no series says so; `weeks` are the evenings up to this one that
    keep a release; `rounds` are what its check-ins ask on paper."""

    plan: Plan
    group: PaperGroup
    themes: Mapping[str, Theme]
    doors: tuple[Door, ...] = ()
    notes: bool = False
    choice: Choice = field(default_factory=Choice)
    usual: Handout | None = None
    again: Again | None = None
    weeks: tuple[trend.Evening, ...] = ()
    rounds: tuple[Round, ...] = ROUNDS

    @property
    def titles(self) -> dict[str, str]:
        """Titles of the themes by slug."""
        return {slug: theme.title for slug, theme in self.themes.items()}

    @property
    def theme(self) -> Theme | None:
        return self.themes.get(self.plan.theme)

    @property
    def sheets(self) -> int:
        """One for each of the people, and the spare ones."""
        return self.plan.people + self.choice.spare

    @property
    def leaving(self) -> Door | None:
        return next((door for door in self.doors if door.moment == "leaving"), None)

    def to_a_sheet(self, cards: int) -> int:
        """Sheets of `cards` cards each that are enough for everybody and the spare ones."""
        return -(-self.sheets // cards)

    def set_in(self, letters: Letters) -> Evening:
        """The same evening, set in other letters."""
        look = replace(self.group.look, letters=letters)
        return replace(self, group=replace(self.group, look=look))
