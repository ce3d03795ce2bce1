"""The search beside trying everything, for each leaning; and what is left out, with what is said
where nothing is left."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.domain import checks
from facilitator.domain.drafting import CannotDraft, Leaning, Reason, Wish, draft, drafts, shape
from facilitator.domain.drafting import search as searching
from facilitator.domain.drafting.left import leave_out
from facilitator.domain.drafting.options import MINUTE, Manner, Picks
from facilitator.domain.drafting.shape import Part
from facilitator.domain.drafting.shelves import Shelves
from facilitator.domain.drafting.tonight import begin, each
from facilitator.domain.modules import Kind, Module
from tests.domain.shelf import ALL, BY_THEME, CROSS, module, theme
from tests.domain.test_drafting import READY, ids, wish

OWN = "taken-for-granted"
LENGTHS = st.tuples(st.integers(3, 12), st.integers(0, 1))
KINDS = (
    *(Kind.GROUNDING, Kind.GROUNDING, Kind.AGREEMENTS, Kind.CHECK_IN, Kind.INPUT),
    *(Kind.DISCUSSION, Kind.EXERCISE, Kind.REFLECTION, Kind.CLOSING),
)


@st.composite
def shelves(draw: st.DrawFn) -> list[Module]:
    """Two groundings, two practices, one of the rest; the body may be of intensity 2."""
    made = []
    for number, kind in enumerate(KINDS):
        least, more = draw(LENGTHS)
        body = kind in checks.BODY
        depth = draw(st.integers(1, 2)) if body else 1
        slug = OWN if body else None
        made.append(module(f"m-{number}", kind, least, least, least + more, depth, slug))
    return made


def choices(part: Part, modules: Sequence[Module], given: Shelves, manner: Manner) -> list[tuple]:
    """Every way to fill or leave out one part: cost and picks. Each module is asked for alone, so
    that none hides behind a cheaper one."""
    found: list[tuple[int, Picks]] = []
    if part.skip is not None:
        found.append((part.skip * MINUTE, ()))
    for one in modules:
        others = frozenset(other.id for other in modules if other is not one)
        alone = replace(part, usual=None, limit=replace(part.limit, without=others))
        for option in given.options(alone, manner):
            found.append((option.cost + part.join * MINUTE, option.picks))
    return found


def sound(picks: Picks) -> bool:
    modules = [one for one, _ in picks]
    lengths = [minutes for _, minutes in picks]
    body = [one for one in modules if one.kind in checks.BODY]
    deep = [at for at, one in enumerate(modules) if one.intensity > 1]
    quiet = not deep or sum(lengths[deep[-1] + 1 :]) >= checks.QUIET_END
    return bool(body) and quiet and len({one.id for one in modules}) == len(modules)


def every(
    parts: Sequence[Part], modules: Sequence[Module], given: Shelves, minutes: int
) -> Iterator[int]:
    """The costs of all sound fillings of these parts."""
    all_choices = [choices(part, modules, given, Manner()) for part in parts]
    for one in itertools.product(*all_choices):
        picks = tuple(pick for _, some in one for pick in some)
        if sum(length for _, length in picks) == minutes and sound(picks):
            yield sum(cost for cost, _ in one)


@settings(max_examples=25)
@given(shelves(), st.sampled_from([None, *Leaning]), st.integers(45, 52), st.booleans())
def test_the_search_finds_the_cheapest_of_all(
    modules: list[Module], leaning: Leaning | None, minutes: int, ready: bool
):
    history = [{"m-0", "m-5"}] if ready else []
    asked = wish(OWN, minutes, leaning=leaning, history=history, again=True)
    tonight = begin(modules, asked, None)
    given = tonight.shelves(leaning)
    # With lengths of their own the parts are told apart by their modules alone, as in `choices`.
    parts = [replace(part, usual=None) for part in shape.parts(asked)]
    search = searching._Search(given, minutes, Manner())
    found = search.cheapest(parts, (OWN,), None)
    costs = min(every(parts, modules, given, minutes), default=None)
    assert (found.cost if found else None) == costs


def refusal(modules: Sequence[Module], asked: Wish) -> Reason:
    with pytest.raises(CannotDraft) as refused:
        draft(modules, asked)
    with pytest.raises(CannotDraft) as again:
        drafts(modules, asked)
    assert again.value.reason is refused.value.reason
    return refused.value.reason


EVERY_OWN = {one.id for one in BY_THEME["taken-for-granted"]}


def test_what_was_done_in_the_last_four_sessions_is_refused_with_a_reason_of_its_own():
    for sessions_since in range(4):
        history = ({"qd-1"}, EVERY_OWN, *({"sh-1"},) * sessions_since)
        assert refusal(ALL, wish(history=history)) is Reason.DONE
    assert EVERY_OWN & set(ids(draft(ALL, wish(history=(EVERY_OWN, *({"sh-1"},) * 4)))))
    assert EVERY_OWN & set(ids(draft(ALL, wish(history=(EVERY_OWN,), again=True))))


def test_done_is_said_as_well_where_only_what_is_left_does_not_add_up():
    few = [one for one in ALL if one.theme in (None, OWN)]
    lately = {"tg-1", "tg-2", "tg-4"}
    assert refusal(few, wish(minutes=180, history=(lately,))) is Reason.MINUTES
    grown = [replace(one, most=60) if one.id in lately else one for one in few]
    assert refusal(grown, wish(minutes=150, history=(lately,))) is Reason.DONE


@pytest.mark.parametrize("changed", [{"contact": True}, {"fewest": 20}, {"largest": 8}])
def test_a_theme_that_is_not_for_this_group_is_refused_as_that(changed):
    modules = [replace(one, **changed) if one.id in EVERY_OWN else one for one in ALL]
    around = checks.Circumstances(no_contact=True)
    assert refusal(modules, wish(around=around)) is Reason.GROUP


def test_rituals_come_again_the_one_longest_ago_first():
    closings = ("cl-01", "cl-02")
    for lately, longer in (closings, closings[::-1]):
        history = ({longer}, {"qd-1"}, {"qd-2"}, {"sh-1"}, {lately}, {"sh-2"})
        assert longer in ids(draft(ALL, wish(history=history)))


def test_a_ritual_stays_where_no_other_suits_the_head_count():
    small = [replace(one, largest=12) if one.kind is Kind.CHECK_IN else one for one in CROSS]
    left = leave_out([*small, *BY_THEME[OWN]], wish(people=14))
    assert left.people == ()
    other = replace(small[-1], id="ci-09", kind=Kind.CHECK_IN, largest=20)
    left = leave_out([*small, other], wish(people=14))
    assert [one.kind for one in left.people] == [Kind.CHECK_IN] * 4


def test_a_three_needs_a_group_that_may_go_deep():
    met = checks.Circumstances(met=frozenset({"asking-for-support"}))
    assert "sd-2" in ids(draft(ALL, wish("sacrifice-and-debt", around=met)))
    for against in ("first_session", "deep_before", "deep_after", "heavy"):
        around = replace(met, **{against: True})
        plan = draft(ALL, wish("sacrifice-and-debt", around=around, history=READY))
        assert max(block.module.intensity for block in plan.blocks) == 2


def test_two_themes_share_the_evening_and_the_companions_of_both_help_out():
    near = theme("growing-up", goes_with=("own-worth",))
    asked = wish(also=(near,), minutes=120)
    worked = {b.module.theme for b in draft(ALL, asked).blocks if b.module.kind in checks.BODY}
    assert worked == {OWN, "growing-up"}
    alone = [one for one in ALL if one.theme != "growing-up" and one.id != "tg-2"]
    talk = [b.module for b in draft(alone, asked).blocks if b.module.kind is Kind.DISCUSSION]
    assert [one.theme for one in talk] == ["own-worth"]


@pytest.mark.parametrize(
    ("own", "minutes", "people", "seconds"),
    [
        (75, 12, 9, 75),
        (60, 12, 9, 80),
        (60, 10, 9, 65),
        (90, 12, 1, 0),
        (60, 13, 40, 19),
        (0, 9, 9, 0),
    ],
)
def test_a_round_has_its_own_seconds_where_they_do_or_else_round_ones(
    own: int, minutes: int, people: int, seconds: int
):
    made = replace(module(kind=Kind.CHECK_IN), each=own)
    assert each(made, minutes, people) == seconds
