"""What the print page of a plan shows: every paper of the evening, and how much paper it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask import render_template

from facilitator.domain.access import Act
from facilitator.domain.papers import Choice, Evening, For, Name, Preset, Sheets, meant_for, packet
from facilitator.domain.papers.makers import presets
from facilitator.domain.papers.makers.counting import Count, count
from facilitator.domain.papers.packing import title_of
from facilitator.jobs import papers as kept
from facilitator.jobs.printing import evening, helplines, shelf_lines
from facilitator.records import groups, prints
from facilitator.records.plans import PlanRecord
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me
from facilitator.web.papers.forms import COPIES, PacketForm
from facilitator.web.plans.view import shown

FILLABLE = (Name.WORKSHEETS, Name.TAKE_HOME)
"""Papers with something to write on, which can be filled in on a screen too."""


@dataclass(frozen=True)
class Item:
    """One paper of a name: the `number` in its address, what tells it from the others, how often
    it is counted, and whether it is on."""

    number: int
    title: str
    counted: int
    on: bool


@dataclass(frozen=True)
class Row:
    """All papers of one name. `taken` is what they take as they are chosen."""

    name: Name
    items: tuple[Item, ...]
    on: bool
    taken: Count

    @property
    def copies(self) -> str:
        """The name of the field for another number."""
        return f"{COPIES}{self.name.value}"

    @property
    def counted(self) -> str:
        """How often each is printed unless she says otherwise; "" where that differs."""
        counts = {item.counted for item in self.items}
        return str(counts.pop()) if len(counts) == 1 else ""

    @property
    def several(self) -> bool:
        """Whether each of them can be switched by itself."""
        return self.name is Name.WORKSHEETS

    @property
    def fillable(self) -> bool:
        """Whether there is something to write on it."""
        return self.name in FILLABLE


@dataclass(frozen=True)
class Desk:
    """A plan on its way to paper."""

    record: PlanRecord
    group: groups.Group
    evening: Evening

    @property
    def confirmed(self) -> bool:
        return self.evening.group.helplines_checked is not None

    @cached_property
    def choice(self) -> Choice:
        """What the group remembers."""
        return presets.recalled(self.group.printing, self.evening)

    @cached_property
    def alone(self) -> tuple[Sheets, ...]:
        """Each paper of the evening once, for everybody, as often as it is counted."""
        choice = replace(self.evening.choice, large=0, copies={})
        return presets.everything(replace(self.evening, choice=choice))

    @property
    def titles(self) -> list[str]:
        return [title_of(one) for one in self.alone if one.name is Name.WORKSHEETS]

    def set_so(self, choice: Choice) -> Desk:
        return replace(self, evening=replace(self.evening, choice=choice))


def desk(record: PlanRecord, group: groups.Group, notes: bool = False) -> Desk:
    return Desk(record, group, evening(shown(record, group), group, circle(), notes))


def render(at: Desk, form: PacketForm, choice: Choice) -> str:
    """The print page with this choice."""
    at = at.set_so(choice)
    made = packet(at.evening)
    return render_template(
        "papers/show.html",
        plan=at.record,
        group=at.group,
        form=form,
        people=at.evening.plan.people,
        choice=choice,
        rows=rows(at, made),
        presets=tuple(Preset),
        preset=presets.preset_of(at.evening),
        total=count(made, choice.sides, choice.layout),
        left_out=_left_out(at),
        few=presets.FEW,
        **_around(at, made),
    )


def _around(at: Desk, made: Sequence[Sheets]) -> dict[str, Any]:
    may_plan = groups.allows(me(), at.group, Act.PLAN)
    latest = prints.latest(at.record, noted=may_plan)
    current = latest is not None and latest.plan_version == at.record.version
    return {
        "latest": latest if current else None,
        "gone": latest is not None and bool(withheld(latest, at.group)),
        "noted": any(block.note for block in at.evening.plan.blocks),
        "posters": any(one.name is Name.CODE_POSTER for one in made),
        "may_plan": may_plan,
    }


def rows(at: Desk, made: Sequence[Sheets]) -> dict[For, list[Row]]:
    """Every paper of the evening, by whom it is for."""
    choice, found = at.evening.choice, dict[For, list[Row]]()
    for name in Name:
        these = [one for one in at.alone if one.name is name]
        if these:
            items = tuple(
                Item(number, title_of(one), one.copies, presets.is_on(one, choice))
                for number, one in enumerate(these, start=1)
            )
            chosen = [one for one in made if one.name is name]
            row = Row(name, items, name in choice.on, count(chosen, choice.sides, choice.layout))
            found.setdefault(meant_for(name), []).append(row)
    return found


def _left_out(at: Desk) -> list[tuple[Name, str, int]]:
    """Of tonight's minimum: what people would miss and ten sheets have no room for, with the sheets
    it takes."""
    choice = at.evening.choice
    if presets.preset_of(at.evening) is not Preset.MINIMUM:
        return []
    wanted = (Name.CODE_POSTER, Name.AFTER_CARDS, Name.WORKSHEETS)
    missed: dict[tuple[Name, str], list[Sheets]] = {}
    for one in presets.everything(at.evening):
        if one.name in wanted and not presets.is_on(one, choice):
            title = title_of(one) if one.name is Name.WORKSHEETS else ""
            missed.setdefault((one.name, title), []).append(one)
    return [
        (name, title, count(these, choice.sides, choice.layout).sheets)
        for (name, title), these in missed.items()
    ]


def held_back(group: groups.Group) -> dict[str, Any]:
    """Why nothing prints for this group: how its lines stand, and which have to be checked."""
    shelf = [(line.name, line.number) for line in shelf_lines(group)]
    own = [(line["name"], line["number"]) for line in group.own_lines]
    return {
        "group": group,
        "standing": helplines(group, now()),
        "lines": shelf + own,
        "may_settle": groups.allows(me(), group, Act.SETTLE),
    }


def content_of(
    wanted: prints.Print, group: groups.Group, *, for_printer: bool = False
) -> bytes | None:
    """The finished file while it is handed out."""
    if wanted.state != "done" or withheld(wanted, group):
        return None
    key = kept.for_printer(wanted.content) if for_printer else wanted.content
    return kept.find(circle().store_dir, wanted.group_id, key)


def withheld(wanted: prints.Print, group: groups.Group) -> str:
    """Why a finished packet is handed out no longer, "" where it is: "closed" when a check-in whose
    door it carried has closed, "unchecked" when nobody answers for its help lines any more."""
    if wanted.state != "done":
        return ""
    if not kept.holds(circle().store_dir, wanted.group_id, wanted.content):
        return "closed"
    return "" if helplines(group, now()).prints else "unchecked"
