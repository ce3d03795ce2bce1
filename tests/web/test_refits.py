"""A plan fitted into another length: "we have only 70 minutes tonight"."""

from __future__ import annotations

import pytest
from flask import Flask

from facilitator.domain import drafting
from facilitator.domain.modules import Kind
from facilitator.domain.plans import Plan
from facilitator.library import shipped
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from tests.cast import EVENING, Cast, keep_plan, make_block, make_plan
from tests.pages import Desk, Page, read, words
from tests.web.starting import plan_of, posting, press

pytestmark = pytest.mark.usefixtures("saturday")

EVENING_OF_90 = (
    ("gr-01", 5), ("ag-02", 2), ("ci-01", 10), ("qd-1", 10), ("qd-2", 22), ("en-03", 6),
    ("qd-4", 20), ("cl-02", 10), ("co-01", 5),
)  # fmt: skip
STAY = {Kind.GROUNDING, Kind.CLOSING, Kind.CHECK_OUT}


@pytest.fixture
def evening(app: Flask, cast: Cast) -> str:
    """The id of a plan of 90 minutes."""
    modules = shipped().modules
    blocks = tuple(
        make_block(f"b{n}", minutes, module=modules[key])
        for n, (key, minutes) in enumerate(EVENING_OF_90, start=1)
    )
    with app.app_context():
        owner = db.session.get_one(Facilitator, cast.alice)
        group = db.session.get_one(Group, cast.group)
        plan = make_plan(available=90, blocks=blocks, day=EVENING.replace(day=17))
        return keep_plan(group, owner, plan).id


def fit(plan_id: str) -> str:
    return f"/desk/plans/{plan_id}/fit"


def rows(page: Page, kind: str) -> list[str]:
    return [
        words(item)
        for one in page.all("ol", "ul")
        if one.get("class") == f"rows {kind}"
        for item in one.iter("li")
    ]


def ending(plan: Plan) -> list[tuple[str, int]]:
    return [(b.id, b.minutes) for b in plan.blocks if b.module.kind in STAY]


def test_the_page_asks_for_the_minutes_first(alice: Desk, evening: str):
    page = alice.page(fit(evening))
    assert page.form(fit(evening)) == {"minutes": ""}
    assert rows(page, "fitted") == []


@pytest.mark.parametrize("said", ["70", "1h10", "1:10", "70 min"])
def test_what_would_happen_is_shown_and_nothing_is_kept(
    app: Flask, alice: Desk, evening: str, said: str
):
    before = plan_of(app, evening)
    page = read(alice.get(fit(evening), query_string={"minutes": said}))
    fitted = drafting.refit(before, 70)
    assert "It ends at 19:40" in words(page.root)
    shown = rows(page, "fitted")
    assert len(shown) == len(fitted.plan.blocks)
    old = {one.id: one.minutes for one in before.blocks}
    for row, one in zip(shown, fitted.plan.blocks, strict=True):
        was = old[one.id]
        change = "as it was" if was == one.minutes else f"it was {was}"
        assert (f"{one.minutes} min" in row, change in row) == (True, True)
    assert len(rows(page, "dropped")) == len(fitted.dropped)
    assert plan_of(app, evening) == before


def test_one_press_fits_it_and_one_undo_brings_all_back(app: Flask, alice: Desk, evening: str):
    before = plan_of(app, evening)
    shortest = shortest_of(before)
    page = alice.page(f"{fit(evening)}?minutes={shortest}")
    dropped = drafting.refit(before, shortest).dropped
    assert press(alice, page, fit(evening)).status_code == 302
    after = plan_of(app, evening)
    assert (after.available, after.planned) == (shortest, shortest)
    assert ending(after) == ending(before)
    assert [one.id for one in after.parked] == [one.id for one in dropped]
    said = alice.page("/desk/plans").said()
    assert [one for one in dropped if f"“{one.module.title}”" not in said] == []
    alice.send(f"/desk/plans/{evening}/undo", {"version": "2"})
    assert plan_of(app, evening) == before


def shortest_of(plan: Plan) -> int:
    with pytest.raises(drafting.CannotRefit) as error:
        drafting.refit(plan, 1)
    return error.value.shortest


def test_too_short_says_the_shortest_it_can_be(app: Flask, alice: Desk, evening: str):
    shortest = shortest_of(plan_of(app, evening))
    page = alice.page(f"{fit(evening)}?minutes=5")
    assert f"it needs {shortest} minutes" in page.said()
    links = {words(a): a.get("href", "") for a in page.all("a")}
    again = alice.page(links[f"Fit it into {shortest} minutes"])
    assert posting(again, fit(evening))["minutes"] == str(shortest)
    assert page.form(fit(evening))["minutes"] == "5"


def test_more_time_is_used_as_well(app: Flask, alice: Desk, evening: str):
    before = plan_of(app, evening)
    press(alice, alice.page(f"{fit(evening)}?minutes=100"), fit(evening))
    after = plan_of(app, evening)
    assert after == drafting.refit(before, 100).plan
    assert (after.available, ending(after)) == (100, ending(before))


@pytest.mark.parametrize("said", ["soon", "0", "", "1h75"])
def test_a_slip_names_the_field_and_keeps_what_was_typed(alice: Desk, evening: str, said: str):
    page = read(alice.get(fit(evening), query_string={"minutes": said}))
    assert "Minutes there are:" in page.said()
    assert page.form(fit(evening))["minutes"] == said


def test_two_people_a_fitting_and_a_change_both_are_shown(
    app: Flask, alice: Desk, bob: Desk, evening: str
):
    page = alice.page(f"{fit(evening)}?minutes=70")
    bob.page("/desk/plans")
    bob.send(f"/desk/plans/{evening}/change", {"version": "1", "do": "remove", "block": "b5"})
    before = plan_of(app, evening)
    assert press(alice, page, fit(evening)).status_code == 409
    assert plan_of(app, evening) == before


def test_only_who_may_plan_fits(rita: Desk, charlie: Desk, evening: str):
    for browser, status in ((rita, 403), (charlie, 404)):
        browser.page("/desk/plans")
        assert browser.get(fit(evening)).status_code == status
        assert browser.send(fit(evening), {"minutes": "70"}).status_code == status
