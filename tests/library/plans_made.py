"""Plans and series that hypothesis makes, within what the forms of the program allow."""

from __future__ import annotations

import dataclasses
from datetime import date, time
from typing import Any

from hypothesis import strategies as st

from facilitator.domain.modules import Module
from facilitator.domain.plans import Block, Plan, Silence
from facilitator.domain.serial import WholeSeries
from facilitator.library import shipped
from facilitator.library.plantexts.shelf import THEMES
from facilitator.web.library.ownforms import clean
from tests.library.made import LOOKS, modules_made

ONE_LINE = (
    "title",
    "summary",
    "materials",
    "prompts",
    "heading",
    "low",
    "high",
    "columns",
    "labels",
)
"""Fields that a form keeps as one line, in a module and in the parts of its handout."""


def as_kept(value: Any, name: str = "") -> Any:
    """What the form of an own module makes of these texts."""
    if type(value) is str:
        kept = clean(value.replace("\ud800", "")).strip()
        return " ".join(kept.split())[:90] or "x" if name in ONE_LINE else kept or "x"
    if isinstance(value, tuple):
        return tuple(as_kept(one, name) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
        return type(value)(**{field: as_kept(one, field) for field, one in fields.items()})
    return value


def _richer(facts: tuple[Module, int, int, int, tuple[str, ...], bool]) -> Module:
    module, each, one, other, voices, contact = facts
    return dataclasses.replace(
        module,
        each=each,
        fewest=min(one, other),
        largest=max(one, other),
        voices=voices,
        contact=contact,
    )


people = st.integers(1, 40)
own = st.tuples(
    modules_made.map(as_kept),
    st.sampled_from([0, 0, 45, 600]),
    people,
    people,
    st.lists(st.sampled_from(["alone", "pairs", "circle"]), max_size=3).map(tuple),
    st.booleans(),
).map(_richer)
modules = st.sampled_from(list(shipped().modules.values())) | own

odd = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
looks = st.sampled_from([one for one in LOOKS if "\0" not in one and "\ud800" not in one])
texts = st.just("") | odd | st.lists(odd | looks, max_size=4).map("\n".join)
lines = (odd | looks).map(lambda text: " ".join(text.split())[:80])
titles = lines.map(lambda line: line or "x")
minutes = st.times().map(lambda at: time(at.hour, at.minute))
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
slugs = st.sampled_from(["", *THEMES])
silences = st.builds(
    Silence, st.sampled_from(["too-long", "no-break"]), st.sampled_from(["", "b1"]), titles
)


def _block(block_id: str) -> st.SearchStrategy[Block]:
    return st.builds(
        Block,
        st.just(block_id),
        modules,
        st.integers(1, 480),
        lines.map(lambda line: line[:4]),
        texts,
        st.none() | minutes,
        st.integers(0, 600),
        texts,
        st.sampled_from(["", "b1", "whole-of-it_2"]),
    )


def _blocks(ids: list[str]) -> st.SearchStrategy[tuple[Block, ...]]:
    return st.tuples(*map(_block, ids))


def _plan(ids: list[str], parked: int, place: tuple[int, int]) -> st.SearchStrategy[Plan]:
    return st.builds(
        Plan,
        titles,
        slugs,
        days,
        minutes,
        st.integers(1, 480),
        people,
        _blocks(ids[parked:]),
        st.just(min(place)),
        st.just(max(place)),
        _blocks(ids[:parked]),
        st.lists(silences, max_size=2).map(tuple),
    )


ids = st.lists(st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True), max_size=4, unique=True)
places = st.tuples(st.integers(0, 30), st.integers(0, 30))
plans: st.SearchStrategy[Plan] = st.tuples(ids, st.integers(0, 2), places).flatmap(
    lambda facts: _plan(*facts)
)
series: st.SearchStrategy[WholeSeries] = st.builds(
    WholeSeries,
    titles,
    st.integers(1, 60),
    st.lists(days, max_size=3).map(tuple),
    st.lists(plans, min_size=1, max_size=3).map(tuple),
)
