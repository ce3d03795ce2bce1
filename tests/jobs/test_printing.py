"""The run sheet of one plan alone, and what paper is told of its group."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import time, timedelta

import pypdfium2
import pytest
from flask import Flask

from facilitator.domain.papers import HelplinesNotConfirmed
from facilitator.domain.papers.kinds.participants import Again
from facilitator.jobs import printing
from facilitator.records import groups
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from tests.cast import Cast, keep_plan, make_plan, make_series

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def group(app: Flask, cast: Cast) -> Iterator[groups.Group]:
    with app.app_context():
        yield db.session.get_one(groups.Group, cast.group)


def test_a_run_sheet_is_one_leaf_with_the_evening_and_its_back(group: groups.Group):
    plan = make_plan()
    noted = replace(plan, blocks=(replace(plan.blocks[0], note="Bring the key"), *plan.blocks[1:]))
    made = printing.run_sheet(noted, group)
    with closing(pypdfium2.PdfDocument(made)) as pdf:
        front, back = (leaf.get_textpage().get_text_range() for leaf in pdf)
    assert ("The small signs" in front, "Before they come" in back) == (True, True)
    assert "Bring the key" not in front + back
    assert printing.run_sheet(noted, group) == made


def test_no_run_sheet_before_the_lines_are_checked(group: groups.Group):
    group.helplines_confirmed = None
    with pytest.raises(HelplinesNotConfirmed):
        printing.run_sheet(make_plan(), group)


def test_paper_shows_the_clock_of_the_groups_own_zone(group: groups.Group):
    group.timezone = "Europe/Helsinki"
    shown = printing.paper_group(group)
    assert (shown.zone, str(shown.wall)) == ("Europe/Helsinki", "Europe/Helsinki")


def test_when_the_group_meets_again_is_the_next_evening_of_its_series(
    group: groups.Group, cast: Cast
):
    who, series = db.session.get_one(Facilitator, cast.alice), make_series(group)
    first = make_plan(number=1, of=2)
    later = replace(first, day=first.day + timedelta(14), start=time(10, 15), number=2)
    keep_plan(group, who, replace(first, day=first.day + timedelta(7), number=0, of=0))
    assert printing.meets_again(first, group) is None
    keep_plan(group, who, first, series)
    keep_plan(group, who, later, series)
    assert printing.meets_again(first, group) == Again(later.day, time(10, 15))
    assert printing.meets_again(later, group) is None
    assert printing.meets_again(make_plan(), group) is None
