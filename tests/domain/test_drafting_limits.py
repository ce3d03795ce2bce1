"""Where there is no draft, what is said; and that the search misses nothing and is quick."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain import checks
from facilitator.domain.drafting import LONGEST, SHORTEST, CannotDraft, Reason, Wish, draft
from facilitator.domain.modules import Kind, Module
from tests.domain.shelf import ALL, CROSS, SHIPPED, module
from tests.domain.test_drafting import READY, wish


def refusal(modules: Iterable[Module], asked: Wish) -> tuple[Reason, str]:
    with pytest.raises(CannotDraft) as refused:
        draft(modules, asked)
    return refused.value.reason, refused.value.part


@pytest.mark.parametrize("minutes", [SHORTEST - 1, LONGEST + 1])
def test_a_length_out_of_reach_is_refused(minutes: int):
    assert refusal(SHIPPED, wish(minutes=minutes)) == (Reason.LENGTH, "")


def test_a_theme_without_modules_is_refused():
    assert refusal(SHIPPED, wish("growing-up")) == (Reason.THEME, "")


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        (Kind.GROUNDING, "arrival"),
        (Kind.AGREEMENTS, "agreements"),
        (Kind.CHECK_IN, "check-in"),
        (Kind.BREAK, "break"),
        (Kind.CLOSING, "ending"),
    ],
)
def test_a_missing_part_is_named(kind: Kind, part: str):
    assert refusal([one for one in SHIPPED if one.kind is not kind], wish()) == (Reason.PART, part)


def test_endings_give_way_below_their_usual_length_only_where_nothing_else_can():
    long = module("cl-9", Kind.CLOSING, 5, 50, 50)
    others = [one for one in SHIPPED if one.kind not in (Kind.CLOSING, Kind.CHECK_OUT)]
    usual = draft([*others, long], wish(minutes=75)).blocks[-1].minutes
    short = draft([*others, long], wish(minutes=45)).blocks[-1].minutes
    assert (usual, short < 50) == (50, True)


def test_minutes_that_cannot_be_made_up_are_refused():
    few = [*CROSS, module("tg-1", Kind.INPUT, 5, 5, 5, theme="taken-for-granted")]
    assert refusal(few, wish(minutes=180)) == (Reason.MINUTES, "")


BOUNDS = st.tuples(st.integers(4, 14), st.integers(0, 3)).map(lambda one: (one[0], sum(one)))
SMALL = (Kind.GROUNDING, Kind.AGREEMENTS, Kind.CHECK_IN, Kind.INPUT, Kind.DISCUSSION, Kind.CLOSING)


def small(bounds: Sequence[tuple[int, int]], deep: Sequence[bool]) -> list[Module]:
    """One module a kind; agreements stay short of full ones, the body may be of intensity 2."""
    return [
        module(
            kind.value,
            kind,
            min(least, 9) if kind is Kind.AGREEMENTS else least,
            most,
            most,
            2 if kind in checks.BODY and deep[place % 2] else 1,
            "taken-for-granted" if kind in checks.BODY else None,
        )
        for place, (kind, (least, most)) in enumerate(zip(SMALL, bounds, strict=True))
    ]


def possible(modules: Sequence[Module], minutes: int) -> bool:
    """Whether any choice of lengths, tried one by one, fills the session and ends quietly."""
    ranges = [range(one.least, one.most + 1) for one in modules]
    for body in ((3, 4), (3,), (4,)):
        used = [n for n in range(len(modules)) if n in body or modules[n].kind not in checks.BODY]
        for lengths in itertools.product(*(ranges[n] for n in used)):
            deep = [at for at, n in enumerate(used) if modules[n].intensity > 1]
            quiet = not deep or sum(lengths[deep[-1] + 1 :]) >= checks.QUIET_END
            if sum(lengths) == minutes and quiet:
                return True
    return False


@given(
    st.lists(BOUNDS, min_size=6, max_size=6),
    st.tuples(st.booleans(), st.booleans()),
    st.integers(45, 55),
)
def test_a_draft_is_refused_only_where_trying_everything_finds_none(bounds, deep, minutes: int):
    modules = small(bounds, deep)
    try:
        plan = draft(modules, wish(minutes=minutes))
    except CannotDraft:
        assert not possible(modules, minutes)
    else:
        assert plan.planned == minutes
        assert possible(modules, minutes)


def test_a_thousand_modules_take_less_than_a_tenth_of_a_second():
    copies = (replace(one, id=f"{one.id}-{n}") for n in range(14) for one in ALL)
    modules = [*ALL, *copies][:1000]
    asked = wish("quiet-distance", 180, history=READY)

    def seconds() -> float:
        begun = process_time()
        draft(modules, asked)
        return process_time() - begun

    assert min(seconds() for _ in range(3)) < 0.1
