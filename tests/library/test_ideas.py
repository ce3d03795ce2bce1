"""All seventy-three ideas of the two essays can be found on the shelf (library brief, 1.1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from facilitator.library import shipped
from facilitator.library.facts import flat, whole

IDEAS: dict[int, list[dict[str, str]]] = yaml.safe_load(
    (Path(__file__).parent / "ideas.yaml").read_text()
)
CARRIED = [(number, one) for number, found in IDEAS.items() for one in found]
OF_THEMES = {
    "quiet-distance": range(1, 14),
    "taken-for-granted": (3, *range(14, 18)),
    "growing-up": range(18, 24),
    "safe-harbour": range(24, 34),
    "self-and-limits": (*range(32, 42), 66),
    "sacrifice-and-debt": (22, *range(42, 48)),
    "culture-and-pressure": (10, 35, *range(48, 52)),
    "family-patterns": range(52, 60),
    "self-compassion": (13, 64, 65),
    "own-worth": (9, 10, 54, 71, 72, 73),
    "reclaiming-life": (34, 60, 61, 62, 66),
    "new-bridges": (30, 67, 68, 69, 70),
    "asking-for-support": (63,),
}
"""Which theme covers which idea. Library brief, 1.2."""


def test_no_idea_is_lost():
    assert sorted(IDEAS) == list(range(1, 74))
    assert {number for numbers in OF_THEMES.values() for number in numbers} == set(IDEAS)
    assert [number for number, found in IDEAS.items() if not found] == []


@pytest.mark.parametrize(("number", "one"), CARRIED, ids=lambda one: str(one))
def test_an_idea_stands_where_the_map_says(number: int, one: dict[str, Any]):
    module = shipped().modules[one["module"]]
    assert flat(one["says"]) in whole(module)
    assert len(one["says"].split()) >= 3


@pytest.mark.parametrize("slug", OF_THEMES)
def test_a_theme_carries_its_own_ideas(slug: str):
    """Idea 11 and its like stand among other maybes: the first warning of the brief."""
    carried = {number for number, one in CARRIED if shipped().modules[one["module"]].theme == slug}
    assert set(OF_THEMES[slug]) - carried == set()
