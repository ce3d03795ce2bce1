"""How a plan is started: one question, and every way but the draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from facilitator.domain.plans import Block, Plan
from facilitator.records import groups, plans
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from facilitator.records.plans import PlanRecord, templates
from tests.cast import EVENING, Cast, keep_plan, make_block, make_group, make_module, make_plan
from tests.pages import Desk, Page, read, words
from tests.web.starting import plan_at

pytestmark = pytest.mark.usefixtures("saturday")

NEW = "/desk/plans/new"
FACTS = {"day": "2026-12-01", "start": "18:30", "people": "6"}


def every(app: Flask) -> int:
    with app.app_context():
        return len(list(db.session.scalars(select(PlanRecord.id))))


def ways(page: Page) -> dict[str, str | None]:
    """The headings of the ways, with the address each leads to."""
    return {
        words(heading): next((link.get("href") for link in heading.iter("a")), None)
        for heading in page.all("h2")
    }


def typed(page: Page, action: str | None = None) -> dict[str, str]:
    form = next(f for f in page.all("form") if f.get("action") == action)
    fields = {f.get("name", ""): f.get("value", "") for f in form.iter("input")}
    return {name: value for name, value in fields.items() if name != "csrf_token"}


def rich(**changed: Any) -> Plan:
    """A plan with all that a copy carries or leaves behind."""
    ring = Block("b1", make_module(id="ci-01", title="A round", each=90), 12, each=90)
    noted = replace(make_block("b2", 20, note="Bring the tea"), pin=time(19, 30))
    return make_plan(blocks=(ring, noted), number=3, of=8, **changed)


@pytest.fixture
def theirs(app: Flask, cast: Cast) -> str:
    """The id of a rich plan of Alice's group."""
    with app.app_context():
        alice = db.session.get_one(Facilitator, cast.alice)
        group = db.session.get_one(Group, cast.group)
        return keep_plan(group, alice, rich(day=date(2026, 11, 17))).id


def test_the_first_question_is_how_to_start(alice: Desk, cast: Cast):
    group = f"?group={cast.group}"
    found = ways(alice.page(f"{NEW}{group}"))
    assert {name: found[name] for name in list(found)[:5]} == {
        "Draft it for me": f"{NEW}/drafts{group}",
        "Like last week": f"/desk/plans/{cast.plan}/copy{group}",
        "An empty page": f"{NEW}/empty{group}",
        "Ready-made evenings": f"/desk/library/shapes{group}",
        "Copy a plan": f"{NEW}/copies{group}",
    }
    assert found["From one of my templates"] is None


def test_a_theme_chosen_in_the_library_comes_along(alice: Desk, cast: Cast):
    drafting = ways(alice.page(f"{NEW}?theme=safe-harbour"))["Draft it for me"]
    page = alice.page(drafting or "")
    ticked = [f.get("value") for f in page.all("input") if f.get("checked") is not None]
    assert ticked == ["safe-harbour"]


def test_without_an_earlier_plan_nothing_is_like_last_week(app: Flask, alice: Desk, cast: Cast):
    with app.app_context():
        fresh = make_group(db.session.get_one(Facilitator, cast.alice), name="Fresh").id
    found = ways(alice.page(f"{NEW}?group={fresh}"))
    assert [name for name in found if name.startswith("Like")] == []


def test_an_older_evening_is_not_called_last_week(app: Flask, alice: Desk, cast: Cast):
    with app.app_context():
        owner = db.session.get_one(Facilitator, cast.alice)
        fresh = make_group(owner, name="Fresh")
        keep_plan(fresh, owner, make_plan(day=date(2026, 10, 6)))
        group_id = fresh.id
    page = alice.page(f"{NEW}?group={group_id}")
    assert "Like last time" in ways(page)
    assert "A copy of “The quiet distance” of Tuesday 6 October." in page.html


def test_who_may_plan_nowhere_is_asked_for_a_group(rita: Desk):
    for path in (NEW, f"{NEW}/empty", f"{NEW}/drafts"):
        page = rita.page(path)
        assert (page.text("h1"), page.all("select")) == ("Start a plan", [])
        assert "/desk/groups/new" in [one.get("href") for one in page.all("a")]


def test_last_week_is_copied_a_week_on(app: Flask, alice: Desk, cast: Cast, theirs: str):
    copying = ways(alice.page(f"{NEW}?group={cast.group}"))["Like last week"]
    page = alice.page(copying or "")
    assert page.text("h1") == "Copy “The quiet distance”"
    form = typed(page)
    assert form == {"group": cast.group, "day": "2026-12-01", "start": "18:30", "people": "8"}
    group, plan = plan_at(app, alice.send(copying or "", form).headers["Location"])
    with app.app_context():
        before = plans.value(db.session.get_one(PlanRecord, cast.plan))
    assert (group, plan) == (cast.group, replace(before, day=date(2026, 12, 1)))


@pytest.mark.parametrize(("start", "pin"), [("18:30", time(19, 30)), ("19:00", None)])
def test_a_copy_has_facts_of_its_own(
    app: Flask, alice: Desk, theirs: str, start: str, pin: time | None
):
    alice.page("/desk/plans")
    answer = alice.send(f"/desk/plans/{theirs}/copy", FACTS | {"start": start})
    _, plan = plan_at(app, answer.headers["Location"])
    assert (str(plan.day), f"{plan.start:%H:%M}", plan.people) == ("2026-12-01", start, 6)
    assert (plan.number, plan.of) == (0, 0)
    assert [(b.minutes, b.note, b.pin) for b in plan.blocks] == [
        (9, "", None),
        (20, "Bring the tea", pin),
    ]
    assert alice.page("/desk/plans").said() == "The plan is made. Change what you like."


def test_a_plan_she_only_reads_is_copied_into_a_group_she_plans_for(
    app: Flask, rita: Desk, cast: Cast, theirs: str
):
    assert rita.get(f"/desk/plans/{theirs}/copy").status_code == 403
    with app.app_context():
        hers = make_group(db.session.get_one(Facilitator, cast.rita), name="Hers", people=5).id
    page = rita.page(f"/desk/plans/{theirs}/copy")
    assert (typed(page)["group"], typed(page)["people"]) == (hers, "5")
    answer = rita.send(f"/desk/plans/{theirs}/copy", typed(page))
    assert plan_at(app, answer.headers["Location"])[0] == hers
    before = every(app)
    into = rita.send(f"/desk/plans/{theirs}/copy", FACTS | {"group": cast.group})
    assert (into.status_code, every(app)) == (403, before)


def test_a_stranger_copies_nothing_in_or_out(app: Flask, charlie: Desk, cast: Cast):
    charlie.page("/desk/plans")
    before = every(app)
    assert charlie.get(f"/desk/plans/{cast.plan}/copy").status_code == 404
    assert charlie.send(f"/desk/plans/{cast.plan}/copy", FACTS).status_code == 404
    into = FACTS | {"group": cast.group}
    assert charlie.send(f"/desk/plans/{cast.other_plan}/copy", into).status_code == 404
    empty = into | {"title": "Mine", "length": "90"}
    assert charlie.send(f"{NEW}/empty", empty).status_code == 404
    assert every(app) == before


def test_plans_to_copy_are_those_she_may_see(alice: Desk, charlie: Desk, cast: Cast, theirs: str):
    def listed(browser: Desk) -> list[str]:
        links = [one.get("href", "") for one in browser.page(f"{NEW}/copies").all("a")]
        return [link for link in links if link.endswith("/copy")]

    assert listed(alice) == [f"/desk/plans/{one}/copy" for one in (cast.plan, theirs)]
    assert listed(charlie) == [f"/desk/plans/{cast.other_plan}/copy"]


def test_a_long_list_is_shown_on_request(app: Flask, alice: Desk, cast: Cast):
    with app.app_context():
        owner, group = db.session.get_one(Facilitator, cast.alice), None
        group = db.session.get_one(Group, cast.group)
        for day in range(1, 25):
            keep_plan(group, owner, make_plan(day=date(2026, 10, day)))
    shown = [len(alice.page(f"{NEW}/copies{more}").all("li")) for more in ("", "?all=1")]
    assert shown == [20, 25]


def test_the_list_is_one_query_and_reads_no_texts(app: Flask, alice: Desk, cast: Cast):
    seen: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    alice.page(f"{NEW}/copies")
    event.remove(engine, "before_cursor_execute", note)
    assert len([one for one in seen if "FROM plans" in one]) == 1
    assert [one for one in seen if "document" in one] == []


def test_an_empty_page_has_the_facts_and_no_blocks(app: Flask, alice: Desk, cast: Cast):
    page = alice.page(f"{NEW}/empty")
    form = typed(page)
    assert form == {
        "group": cast.group, "title": "", "day": "2026-12-01", "start": "18:30", "people": "8",
        "length": "90",
    }  # fmt: skip
    answer = alice.send(f"{NEW}/empty", form | {"title": " Our own ", "length": "1h15"})
    group, plan = plan_at(app, answer.headers["Location"])
    wanted = Plan("Our own", "", date(2026, 12, 1), time(18, 30), 75, 8)
    assert (group, plan) == (cast.group, wanted)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"title": "  "}, "Title: Give the plan a title."),
        ({"length": "200"}, "Length: A session is between 45 minutes and 3 hours"),
        ({"length": "soon"}, "Length: A session is between 45 minutes and 3 hours"),
        ({"length": ""}, "Length: Give the length, like 90 or 1h30."),
        ({"people": "0"}, "People expected: Expect between 1 and 40 people."),
        ({"day": "0026-12-01"}, "Date: Look at the year again"),
        ({"start": "late"}, "Start:"),
    ],
)
def test_a_slip_names_its_field_and_keeps_what_was_typed(
    app: Flask, alice: Desk, cast: Cast, changed: dict[str, str], says: str
):
    alice.page(f"{NEW}/empty")
    before = every(app)
    form = FACTS | {"group": cast.group, "title": "Ours", "length": "1:15"} | changed
    page = read(alice.send(f"{NEW}/empty", form))
    assert says in page.said()
    assert typed(page) == form
    assert every(app) == before


def test_a_template_is_started_from(app: Flask, alice: Desk, bob: Desk, cast: Cast):
    with app.app_context():
        owner = db.session.get_one(Facilitator, cast.alice)
        kept = templates.keep(owner, rich(), "A tender evening", datetime.now(UTC)).id
    page = alice.page(f"{NEW}?group={cast.group}")
    start = f"/desk/plans/templates/{kept}/start"
    assert f"{start}?group={cast.group}" in [one.get("href") for one in page.all("a")]
    assert alice.page(start).text("h1") == "Copy “A tender evening”"
    _, plan = plan_at(app, alice.send(start, FACTS).headers["Location"])
    assert (plan.title, plan.people, plan.number) == ("A tender evening", 6, 0)
    assert [block.minutes for block in plan.blocks] == [9, 20]
    bob.page("/desk/plans")
    assert (bob.get(start).status_code, bob.send(start, FACTS).status_code) == (404, 404)


def test_each_group_brings_its_own_facts(app: Flask, alice: Desk, cast: Cast):
    with app.app_context():
        owner = db.session.get_one(Facilitator, cast.alice)
        other = make_group(owner, name="Thursdays", weekday=3, people=4, minutes=60).id
    page = alice.page(f"{NEW}/empty?group={other}")
    chips = {words(a): a.get("aria-current") for a in page.all("a") if "empty" in a.get("href", "")}
    assert chips == {"Mothers at St Anne’s": None, "Thursdays": "true"}
    form = typed(page)
    assert (form["day"], form["people"], form["length"]) == ("2026-11-26", "4", "60")


def test_the_day_offered_is_free(app: Flask, alice: Desk, cast: Cast):
    with app.app_context():
        group = db.session.get_one(Group, cast.group)
        assert plans.days(group) == {EVENING}
        assert groups.today(group) < EVENING
    assert typed(alice.page(f"{NEW}/empty"))["day"] == "2026-12-01"
