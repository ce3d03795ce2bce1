"""Lengths as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.lengths import BadLength, minutes_of


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45), (" 45 ", 45), ("90m", 90), ("90 min", 90), ("90 minutes", 90), ("1h30", 90),
        ("1:30", 90), ("1 h 30 m", 90), ("2h", 120), ("0:05", 5), ("1h05", 65), ("1H30", 90),
    ],
)  # fmt: skip
def test_what_people_write(text: str, minutes: int):
    assert minutes_of(text) == minutes


@pytest.mark.parametrize(
    "text",
    ["", "0", "-5", "1:60", "1h90", "soon", "12.5", "481", "9h", "1:2:3", "４５x", "1e3", "h"],
)
def test_what_is_no_length(text: str):
    with pytest.raises(BadLength):
        minutes_of(text)


@given(st.integers(1, 480))
def test_every_length_in_every_way(minutes: int):
    hours, rest = divmod(minutes, 60)
    written = [f"{minutes}", f"{minutes}m", f"{hours}h{rest:02}", f"{hours}:{rest:02}"]
    assert [minutes_of(one) for one in written] == [minutes] * 4


def test_bounds_of_ones_own():
    assert minutes_of("45", 45, 180) == 45
    with pytest.raises(BadLength):
        minutes_of("44", 45, 180)
