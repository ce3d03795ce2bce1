"""Three drafts side by side: for a new evening, and in place of a plan that is there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from facilitator.config import Config
from facilitator.domain import checks
from facilitator.domain.checkins import Answer, Mood
from facilitator.domain.modules import Kind
from facilitator.library import shipped
from facilitator.records import modules, plans
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from facilitator.records.plans import PlanRecord
from tests.cast import EVENING, NOW, Cast, keep_plan, make_block, make_group, make_module, make_plan
from tests.pages import Desk, Page, read
from tests.room import end, hold, send
from tests.web.starting import (
    ASKED,
    FRESH,
    LEANINGS,
    buttons,
    columns,
    order,
    plan_at,
    posting,
    press,
)

pytestmark = pytest.mark.usefixtures("saturday")


def ask(browser: Desk, path: str = FRESH, **changed: Any) -> Page:
    asked = {**ASKED, **changed} if path == FRESH else changed
    return read(browser.get(path, query_string=asked))


def every(app: Flask) -> int:
    with app.app_context():
        return len(list(db.session.scalars(select(PlanRecord.id))))


def test_the_form_starts_from_the_group(alice: Desk, cast: Cast):
    page = alice.page(f"{FRESH}?group={cast.group}")
    form = page.form(FRESH)
    assert form == {
        "group": cast.group, "length": "90", "people": "8", "day": "2026-12-01", "start": "18:30",
    }  # fmt: skip
    assert columns(page) == {}


def test_three_plans_stand_side_by_side_and_nothing_is_kept(app: Flask, alice: Desk, cast: Cast):
    before = every(app)
    page = ask(alice, group=cast.group)
    assert page.text("h1") == "Three drafts"
    found = columns(page)
    assert list(found) == LEANINGS
    assert {name: sum(minutes for _, minutes in rows) for name, rows in found.items()} == (
        dict.fromkeys(LEANINGS, 90)
    )
    assert "90</b> of 90 min" in page.html
    assert every(app) == before


@pytest.mark.parametrize("leaning", LEANINGS)
@pytest.mark.parametrize(("length", "minutes"), [("45", 45), ("1:00", 60), ("3h", 180)])
def test_one_press_makes_the_plan_that_was_shown(
    app: Flask, alice: Desk, cast: Cast, leaning: str, length: str, minutes: int
):
    page = ask(alice, group=cast.group, length=length)
    take = buttons(page, "take")[f"Take this plan: {leaning}"]
    answer = press(alice, page, FRESH, take=take)
    group, plan = plan_at(app, answer.headers["Location"])
    assert (group, order(plan)) == (cast.group, columns(page)[leaning])
    assert (plan.available, plan.planned, str(plan.day), plan.people) == (
        minutes, minutes, "2026-12-01", 8,
    )  # fmt: skip
    assert "with every minute placed" in alice.page("/desk/plans").said()
    with app.app_context():
        around = plans.circumstances(db.session.get_one(Group, cast.group), plan.day)
    assert checks.problems(plan, around) == ()


def test_several_themes_make_one_evening(app: Flask, alice: Desk, cast: Cast):
    page = ask(alice, group=cast.group, theme=["quiet-distance", "safe-harbour"])
    take = buttons(page, "take")["Take this plan: More talk"]
    _, plan = plan_at(app, press(alice, page, FRESH, take=take).headers["Location"])
    assert (plan.title, plan.theme) == (
        "Naming the quiet distance and Where feelings land", "quiet-distance",
    )  # fmt: skip


def test_other_drafts_are_another_seed_in_the_address(alice: Desk, cast: Cast):
    page = ask(alice, group=cast.group)
    links = [one.get("href", "") for one in page.all("a") if "seed=" in one.get("href", "")]
    assert [link.partition("seed=")[2].partition("&")[0] for link in links] == ["1"]
    seeds = [ask(alice, group=cast.group, seed=seed) for seed in ("1", "1", "999999", "soon")]
    first, again, most, none = map(columns, seeds)
    assert first == again
    assert sum(minutes for _, minutes in most["Gentler"]) == 90
    assert none == columns(page)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"theme": ""}, "Theme: Choose a theme."),
        ({"theme": "no-such-theme"}, "Theme: 'no-such-theme' is not a valid choice"),
        (
            {"theme": ["quiet-distance", "safe-harbour", "growing-up", "own-worth"]},
            "Theme: Choose 3 themes at most.",
        ),
        ({"length": "200"}, "Length: A session is between 45 minutes and 3 hours"),
        ({"length": "an hour"}, "Length: A session is between 45 minutes and 3 hours"),
        ({"people": "41"}, "People expected: Expect between 1 and 40 people."),
        ({"day": "soon"}, "Date:"),
        ({"start": "late"}, "Start:"),
    ],
)
def test_a_slip_names_its_field_and_keeps_what_was_typed(
    alice: Desk, cast: Cast, changed: dict[str, Any], says: str
):
    page = ask(alice, group=cast.group, **changed)
    assert says in page.said()
    assert columns(page) == {}
    shown, typed = page.form(FRESH), {**ASKED, **changed}
    fields = ("length", "people", "day", "start")
    assert {name: shown[name] for name in fields} == {name: typed[name] for name in fields}


def test_what_the_group_did_lately_comes_again_only_when_asked(app: Flask, alice: Desk, cast: Cast):
    page = ask(alice, group=cast.group)
    take = buttons(page, "take")["Take this plan: More talk"]
    answer = press(alice, page, FRESH, take=take)
    _, plan = plan_at(app, answer.headers["Location"])
    body = {b.module.title for b in plan.blocks if b.module.kind in checks.BODY}
    later = {"group": cast.group, "day": "2026-12-08"}
    fresh = columns(ask(alice, **later))
    assert {title for rows in fresh.values() for title, _ in rows} & body == set()
    again = ask(alice, **later, again="y")
    assert {title for rows in columns(again).values() for title, _ in rows} & body != set()
    assert posting(again, FRESH)["again"] == "y"


def test_what_cannot_be_drafted_is_said_with_what_would_help(app: Flask, alice: Desk, cast: Cast):
    every_module = tuple(
        make_block(f"b{n}", module=one) for n, one in enumerate(shipped().modules.values())
    )
    with app.app_context():
        owner = db.session.get_one(Facilitator, cast.alice)
        group = db.session.get_one(Group, cast.group)
        keep_plan(group, owner, make_plan(day=EVENING, blocks=every_module))
    page = ask(alice, group=cast.group)
    assert page.said().startswith("There is no such draft What the group has not done")
    helps = [one.get("href", "") for one in page.all("a") if "again=y" in one.get("href", "")]
    assert len(helps) == 1
    assert list(columns(alice.page(helps[0]))) == LEANINGS
    assert (page.form(FRESH)["length"], page.form(FRESH)["day"]) == ("1h30", "2026-12-01")


def test_two_heavy_evenings_bring_a_gentler_opening(
    app: Flask, alice: Desk, cast: Cast, config: Config
):
    said = "Heavy was named two evenings running: a gentler opening"
    told = []
    for weeks in (2, 1):
        told.append(said in ask(alice, group=cast.group).html)
        day, now = EVENING - timedelta(weeks=weeks), NOW - timedelta(weeks=weeks)
        with app.app_context():
            held = hold(config, cast.group, day, now=now)
            send(config, held, [Answer(mood=Mood.HEAVY)] * 9, now)
            end(config, held, now)
    told.append(said in ask(alice, group=cast.group).html)
    assert told == [False, False, True]


def test_drafts_ask_the_database_a_fixed_number_of_times(app: Flask, alice: Desk, cast: Cast):
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    counted = []
    for length in ("45", "180"):
        for path in (FRESH, f"/desk/plans/{cast.plan}/drafts"):
            seen.clear()
            ask(alice, path, theme="quiet-distance", length=length)
            counted.append(len(seen))
    event.remove(engine, "before_cursor_execute", note)
    assert counted[:2] == counted[2:]
    assert max(counted) <= 12


def test_her_own_modules_are_drafted_from(app: Flask, alice: Desk, cast: Cast):
    own = make_module(
        title="Our own talk", theme="own-worth", kind=Kind.DISCUSSION, least=20, typical=25,
        most=40, voices=("pairs", "circle"),
    )  # fmt: skip
    with app.app_context():
        modules.add(db.session.get_one(Facilitator, cast.alice), own, NOW)
    titles = {
        title
        for seed in range(6)
        for rows in columns(ask(alice, group=cast.group, theme="own-worth", seed=seed)).values()
        for title, _ in rows
    }
    assert "Our own talk" in titles


def test_a_draft_that_is_not_there_any_more_is_shown_again(app: Flask, alice: Desk, cast: Cast):
    page = ask(alice, group=cast.group)
    before = every(app)
    for take in ("gentle/000000000000", "gentle", "", "loud/x/y", "gentle/x/b1"):
        again = read(press(alice, page, FRESH, take=take), 409)
        assert "Nothing is taken yet" in again.said()
        assert list(columns(again)) == LEANINGS
    assert every(app) == before


def test_nobody_drafts_for_a_group_she_may_not_plan_for(
    app: Flask, alice: Desk, rita: Desk, charlie: Desk, cast: Cast
):
    page = ask(alice, group=cast.group)
    take = buttons(page, "take")["Take this plan: Gentler"]
    sent = posting(page, FRESH) | {"take": take}
    before = every(app)
    for browser, status in ((charlie, 404), (rita, 200)):
        browser.page("/desk/plans")
        answer = browser.send(FRESH, sent | {"csrf_token": browser.token})
        assert answer.status_code == status
    assert every(app) == before


def test_a_group_chosen_anew_brings_its_own_facts(app: Flask, alice: Desk, cast: Cast):
    with app.app_context():
        owner = db.session.get_one(Facilitator, cast.alice)
        other = make_group(owner, name="Thursdays", weekday=3, people=4, minutes=60).id
    form = alice.page(f"{FRESH}?group={other}&theme=own-worth").form(FRESH)
    assert (form["people"], form["length"], form["day"], form["theme"]) == (
        "4", "60", "2026-11-26", "own-worth",
    )  # fmt: skip
