"""What is chosen to print: written down and read back, whatever stands there."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.papers import Choice, Layout, Letters, Name, Sides
from facilitator.domain.papers.choosing import (
    MOST_COPIES,
    MOST_LARGE,
    MOST_SPARE,
    read,
    written,
)

CHOICES = st.builds(
    Choice,
    on=st.frozensets(st.sampled_from(Name)),
    without=st.frozensets(st.text(max_size=12), max_size=3),
    copies=st.dictionaries(st.sampled_from(Name), st.integers(0, MOST_COPIES), max_size=4),
    spare=st.integers(0, MOST_SPARE),
    large=st.integers(0, MOST_LARGE),
    letters=st.sampled_from(Letters),
    grey=st.booleans(),
    sides=st.sampled_from(Sides),
    layout=st.sampled_from(Layout),
)
ANY: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)
NAMES = st.sampled_from([*written(Choice()), "else"])


@given(CHOICES)
def test_a_choice_comes_back_as_it_was_written(choice: Choice):
    assert read(written(choice)) == choice


@given(CHOICES)
def test_the_same_choice_is_written_the_same(choice: Choice):
    again = Choice(**{**vars(choice), "copies": dict(reversed(choice.copies.items()))})
    assert repr(written(choice)) == repr(written(again))


@given(st.dictionaries(NAMES, ANY))
def test_whatever_stands_there_is_read_as_a_choice_within_its_bounds(kept: dict[str, Any]):
    choice = read(kept)
    assert 0 <= choice.spare <= MOST_SPARE
    assert 0 <= choice.large <= MOST_LARGE
    assert set(choice.on) | set(choice.copies) <= set(Name)
    assert {0 <= number <= MOST_COPIES for number in choice.copies.values()} <= {True}
    assert read(written(choice)) == choice


def test_what_is_unknown_is_left_out_and_what_is_too_much_is_taken_back():
    kept = {
        "on": ["agenda", "papyrus", 7],
        "copies": {"agenda": 1000, "papyrus": 2, "guide": True},
        "spare": -3,
        "large": 900,
        "letters": "tiny",
        "grey": "yes",
        "layout": "booklet",
    }
    assert read(kept) == Choice(
        on=frozenset({Name.AGENDA}),
        copies={Name.AGENDA: MOST_COPIES},
        spare=0,
        large=MOST_LARGE,
        layout=Layout.BOOKLET,
    )


def test_nothing_kept_is_a_fresh_choice():
    assert read({}) == Choice()
