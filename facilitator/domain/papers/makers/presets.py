"""What a press of one button prints, and what a group remembers of how it was printed last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from facilitator.domain.modules import Kind
from facilitator.domain.papers.catalogue import Name
from facilitator.domain.papers.choosing import Choice, Preset, papers_of, read, written
from facilitator.domain.papers.kinds import Sheets
from facilitator.domain.papers.makers.counting import count
from facilitator.domain.papers.makers.tonight import Evening
from facilitator.domain.papers.packing import packet, title_of
from facilitator.domain.plans import Plan
from facilitator.domain.release import MIN_K

FEW = 10
"""Sheets of paper that tonight's minimum may take."""
_PRACTICE = (Kind.EXERCISE, Kind.REFLECTION, Kind.DISCUSSION)


def everything(evening: Evening) -> tuple[Sheets, ...]:
    """All that this evening can print, as its choice says how. Raises HelplinesNotConfirmed."""
    every = replace(evening.choice, on=frozenset(Name), without=frozenset())
    return packet(replace(evening, choice=every))


def set_to(preset: Preset, evening: Evening) -> Choice:
    """The evening's choice with the papers of a preset. Raises HelplinesNotConfirmed."""
    choice = evening.choice
    if preset is not Preset.MINIMUM:
        return replace(choice, on=papers_of(preset), without=frozenset())
    made = everything(evening)
    kept = minimum(made, choice, evening.plan)
    on = frozenset(one.name for one in kept)
    titles = {title_of(one) for one in made if one.name is Name.WORKSHEETS}
    without = titles - {title_of(one) for one in kept} if Name.WORKSHEETS in on else ()
    return replace(choice, on=on, without=frozenset(without))


def preset_of(evening: Evening) -> Preset | None:
    """The preset that the evening's choice comes to, None for one of her own. Raises
    HelplinesNotConfirmed."""
    made = everything(evening)
    hers = [is_on(one, evening.choice) for one in made]
    for preset in Preset:
        choice = set_to(preset, evening)
        if hers == [is_on(one, choice) for one in made]:
            return preset
    return None


def is_on(one: Sheets, choice: Choice) -> bool:
    """Whether a paper of everything is among those that are chosen."""
    left_out = one.name is Name.WORKSHEETS and title_of(one) in choice.without
    return one.name in choice.on and not left_out


def remembered(evening: Evening) -> dict[str, Any]:
    """The evening's choice as its group keeps it for the next one. A worksheet that was left out is
    this evening's alone; a preset is kept as such, since the next evening has other papers. Raises
    HelplinesNotConfirmed."""
    preset = preset_of(evening)
    kept = written(replace(evening.choice, without=frozenset()))
    return {**kept, "preset": preset.value if preset else ""}


def recalled(kept: Mapping[str, Any], evening: Evening) -> Choice:
    """What the group remembers, as a choice for this evening. Raises HelplinesNotConfirmed."""
    choice = read(kept)
    preset = next((one for one in Preset if one.value == kept.get("preset")), None)
    return set_to(preset, replace(evening, choice=choice)) if preset else choice


def minimum(made: Sequence[Sheets], choice: Choice, plan: Plan) -> list[Sheets]:
    """Tonight's minimum: what is needed most, as long as all of it together fits on ten sheets. A
    paper that does not fit is left out whole, and the next is tried."""
    kept: list[Sheets] = []
    for together in _by_need(made, plan):
        if count([*kept, *together], choice.sides, choice.layout).sheets <= FEW:
            kept += together
    return kept


def _by_need(made: Sequence[Sheets], plan: Plan) -> list[list[Sheets]]:
    """The papers of the minimum, first those that are missed most. Copies of one paper in several
    letters go together."""
    by_name = {name: [one for one in made if one.name is name] for name in Name}
    handouts: dict[str, list[Sheets]] = {}
    for one in by_name[Name.WORKSHEETS]:
        handouts.setdefault(title_of(one), []).append(one)
    practised = {
        block.module.handout.title
        for block in plan.blocks
        if block.module.handout and block.module.kind in _PRACTICE
    }
    # Slips stand in where phones do not do. In a small circle, where phones show nothing, they are
    # wanted right after what is practised.
    on_paper = [by_name[Name.SLIPS] + by_name[Name.TALLY]]
    small = plan.people < MIN_K
    return [
        by_name[Name.RUN_SHEET],
        by_name[Name.CODE_POSTER],
        by_name[Name.AFTER_CARDS],
        *(found for title, found in handouts.items() if title in practised),
        *(on_paper if small else []),
        by_name[Name.DISTRESS] or by_name[Name.SAFETY],
        *(found for title, found in handouts.items() if title not in practised),
        by_name[Name.AGENDA],
        *([] if small else on_paper),
    ]
