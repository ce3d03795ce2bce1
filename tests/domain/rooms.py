"""Evenings as their releases tell them, for the trend and what it suggests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from facilitator.domain.checkins import Need, Word
from facilitator.domain.release import NOTHING, Cells, Label, Sentences
from facilitator.domain.trend import Evening

WEEK = timedelta(weeks=1)
FIRST = date(2026, 11, 3)

SENTENCES = st.builds(Sentences, st.sampled_from(Label), st.sampled_from(Label))
CELLS = st.builds(
    Cells,
    n=st.integers(5, 40),
    mood=SENTENCES,
    compared=SENTENCES,
    needs=st.frozensets(st.sampled_from(Need)).map(tuple),
    words=st.lists(st.sampled_from(Word) | st.text("abc", min_size=1), max_size=8).map(tuple),
)
TOLD = st.none() | st.just(NOTHING) | CELLS


@st.composite
def any_evenings(draw: st.DrawFn, most: int = 30) -> tuple[Evening, ...]:
    """Evenings on growing days, each with one release at least, as records give them."""
    days = draw(st.lists(st.integers(0, 400), unique=True, max_size=most))
    made = []
    for day in sorted(days):
        arriving, leaving = draw(TOLD), draw(TOLD)
        if arriving is None and leaving is None:
            arriving = NOTHING
        made.append(Evening(FIRST + timedelta(days=day), arriving, leaving))
    return tuple(made)


def cells(heavy: str = "not-said", light: str = "not-said", **changed: Any) -> Cells:
    """What nine people said: the two labels of the mood, and whatever else."""
    facts: dict[str, Any] = {"n": 9, "mood": Sentences(Label(heavy), Label(light))}
    return Cells(**(facts | changed))


def weeks(*told: Cells) -> tuple[Evening, ...]:
    """Evenings a week apart, each told on arriving alone."""
    return tuple(Evening(FIRST + n * WEEK, one) for n, one in enumerate(told))


def side_by_side(count: int) -> tuple[Evening, ...]:
    """So many evenings with every label, both gaps, and words of one's own among those named."""
    labels, told = list(Label), []
    for n in range(count):
        one, other = labels[n % 4], labels[(n // 2 + 1) % 4]
        said = cells(
            *(one, other),
            compared=Sentences(other, one),
            needs=tuple(Need)[: n % 5],
            words=(*tuple(Word)[: n % 4], *(["Thursdays on our own"] if n % 3 == 0 else [])),
        )
        told.append(Evening(FIRST + n * WEEK, said, NOTHING if n % 5 == 1 else said))
    if count > 3:
        told[3] = Evening(told[3].day, None, told[3].leaving)
    return tuple(told)
