"""What a press of one button prints, and what a group remembers of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.modules import Kind
from facilitator.domain.papers import (
    Choice,
    Evening,
    For,
    Layout,
    Name,
    Preset,
    Sides,
    meant_for,
    packet,
)
from facilitator.domain.papers.makers import presets
from facilitator.domain.papers.makers.counting import Count, count
from facilitator.domain.papers.packing import title_of
from facilitator.domain.plans import Block
from facilitator.library import shipped
from tests.press.evening import ARRIVING, GROUP, LEAVING, plan, tonight

MODULES = sorted(shipped().modules.values(), key=lambda module: module.id)
CHOICES = st.builds(
    Choice, spare=st.integers(0, 12), sides=st.sampled_from(Sides), layout=st.sampled_from(Layout)
)


def evening(**changed: object) -> Evening:
    return tonight(plan(), GROUP, (ARRIVING, LEAVING), choice=Choice(**changed))  # type: ignore[arg-type]


def printed(at: Evening, choice: Choice) -> list[Name]:
    return list(dict.fromkeys(one.name for one in packet(replace(at, choice=choice))))


@pytest.mark.parametrize("preset", [Preset.FACILITATOR, Preset.PARTICIPANTS])
def test_a_preset_prints_what_is_for_them_and_nothing_else(preset: Preset):
    at = evening()
    everything = printed(at, Choice())
    whom = {Preset.FACILITATOR: For.FACILITATOR, Preset.PARTICIPANTS: For.PARTICIPANTS}[preset]
    hers = [name for name in everything if meant_for(name) is whom]
    assert printed(at, presets.set_to(preset, at)) == hers
    assert hers != []


@given(
    people=st.integers(1, 40),
    choice=CHOICES,
    modules=st.lists(st.sampled_from(MODULES), min_size=1, max_size=9, unique=True),
    size=st.sampled_from(["A4", "Letter"]),
)
def test_tonights_minimum_fits_on_ten_sheets_and_nothing_that_is_left_would(
    people: int, choice: Choice, modules: list[object], size: str
):
    blocks = tuple(Block(f"b{n}", one, one.typical) for n, one in enumerate(modules))  # type: ignore[attr-defined, arg-type]
    some = replace(plan(), people=people, blocks=blocks)
    group = replace(GROUP, look=replace(GROUP.look, size=size))
    at = tonight(some, group, (ARRIVING, LEAVING), choice=choice)
    least = presets.set_to(Preset.MINIMUM, at)
    made = packet(replace(at, choice=least))
    taken = count(made, choice.sides, choice.layout)
    assert (taken.sheets <= presets.FEW, taken.sure) == (True, True)
    assert Name.RUN_SHEET in least.on
    for one in presets.everything(at):
        if one.name is Name.WORKSHEETS and not presets.is_on(one, least):
            assert count([*made, one], choice.sides, choice.layout).sheets > presets.FEW


def least(people: int, *blocks: Block) -> list[Name]:
    """The papers of the minimum for so many people, those that are missed most first."""
    at = evening()
    few = replace(at, plan=replace(at.plan, people=people, blocks=blocks))
    made = presets.minimum(presets.everything(few), few.choice, few.plan)
    return list(dict.fromkeys(one.name for one in made))


def test_slips_and_the_sheet_to_count_them_on_are_in_the_minimum_where_ten_sheets_allow_it():
    """Both or neither. In a small circle, where phones show nothing, they come before what helps
    in distress and before the agenda; in others they come last."""
    assert least(4)[3:] == [Name.SLIPS, Name.TALLY]
    assert Name.AGENDA in least(12)
    assert {Name.SLIPS, Name.TALLY} & {*least(12)} == set()
    assert least(1)[:5] == [
        Name.RUN_SHEET,
        Name.CODE_POSTER,
        Name.AFTER_CARDS,
        Name.SLIPS,
        Name.TALLY,
    ]


def test_the_worksheets_of_what_is_practised_come_before_the_others():
    at = evening(spare=0)
    few = replace(at, plan=replace(at.plan, people=1))
    least = presets.minimum(presets.everything(few), few.choice, few.plan)
    practised = {
        block.module.handout.title
        for block in few.plan.blocks
        if block.module.handout
        and block.module.kind in (Kind.EXERCISE, Kind.REFLECTION, Kind.DISCUSSION)
    }
    titles = [title_of(one) for one in least if one.name is Name.WORKSHEETS]
    first = [title in practised for title in titles]
    assert first == sorted(first, reverse=True)
    assert any(first)


@pytest.mark.parametrize("preset", Preset)
def test_a_preset_is_known_again_and_kept_for_an_evening_with_other_papers(preset: Preset):
    at = evening(spare=1)
    set_so = replace(at, choice=presets.set_to(preset, at))
    assert presets.preset_of(set_so) is preset
    kept = presets.remembered(set_so)
    other = replace(at, plan=replace(at.plan, people=30))
    recalled = presets.recalled(kept, other)
    expected = presets.set_to(preset, replace(other, choice=Choice(spare=1)))
    assert recalled == expected


def test_her_own_choice_is_remembered_but_not_which_worksheet_was_left_out():
    at = evening()
    title = next(title_of(one) for one in packet(at) if one.name is Name.WORKSHEETS)
    own = Choice(
        on=frozenset({Name.AGENDA, Name.WORKSHEETS}),
        without=frozenset({title}),
        copies={Name.AGENDA: 3},
    )
    set_so = replace(at, choice=own)
    assert title not in {title_of(one) for one in packet(set_so)}
    assert presets.preset_of(set_so) is None
    recalled = presets.recalled(presets.remembered(set_so), at)
    assert recalled == replace(own, without=frozenset())


def test_nothing_remembered_is_everything():
    at = evening()
    assert printed(at, presets.recalled({}, at)) == printed(at, Choice())


def test_a_ream_is_said_in_hundredths():
    assert [Count(n).of_a_ream for n in (0, 1, 40, 500)] == [0, 1, 8, 100]
