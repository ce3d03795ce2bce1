"""A plan's private address: made, listed, taken back; and the page it opens for anybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask

from facilitator.domain import edits
from facilitator.domain.plans import Silence
from facilitator.records import facilitators, plans
from facilitator.records.base import db
from facilitator.records.groups import Group
from facilitator.records.plans import Link, PlanRecord, links
from facilitator.web.plans.keeping.links import ends
from tests.cast import EVENING, NOW, Cast, make_block, make_plan
from tests.pages import Desk, Page, read, words

LONDON = ZoneInfo("Europe/London")
PRIVATE = ("St Anne", "vestry", "Anna asked", "Careful with Mary", "AliceNote")


def made(page: Page) -> str:
    """The address a page shows, as a path."""
    found = [f.get("value", "") for f in page.all("input") if f.get("id") == "address"]
    return urlsplit(found[0]).path if found else ""


def make(browser: Desk, cast: Cast, until: str = "evening") -> str:
    browser.page(f"/desk/plans/{cast.plan}/share")
    return made(read(browser.send(f"/desk/plans/{cast.plan}/share", {"until": until})))


def living(page: Page) -> list[str]:
    lists = [e for e in page.all("ul") if "several" in e.get("class", "")]
    return [words(item.findall("div")[0]) for item in lists[0].findall("li")] if lists else []


@pytest.fixture
def address(cast: Cast) -> str:
    return f"/desk/plans/{cast.plan}/share"


@pytest.fixture
def plan(app: Flask, cast: Cast) -> None:
    """A plan with everything private that could leak."""
    block = replace(
        make_block("b2", 20, note="Careful with Mary"), lead="AM", prepare="Twelve candles"
    )
    whole = make_plan(
        blocks=(make_plan().blocks[0], block, make_plan().blocks[2]),
        parked=(make_block("p1", 5, title="If time allows", note="AliceNote"),),
        silenced=(Silence("no-break", "", "Anna asked for none"),),
    )
    with app.app_context():
        record, alice = db.session.get_one(PlanRecord, cast.plan), facilitators.by_id(cast.alice)
        assert alice is not None
        plans.save(record, whole, base=1, edit={"type": "Edits"}, who=alice, now=NOW)


@pytest.mark.usefixtures("saturday", "plan")
def test_whoever_has_the_address_can_lead_from_it(alice: Desk, nobody: Desk, cast: Cast):
    page = nobody.page(make(alice, cast))
    assert page.text("h1") == "The quiet distance"
    assert [time.text for time in page.all("time")] == ["18:30", "18:40", "19:00"]
    text = words(page.all("main")[0])
    for told in (
        "Tuesday circle", "Tuesday 24 November 2026, 18:30–19:30", "20 min", "AM", "pens",
        "Twelve candles", "Talk. In pairs.", "Take a slow look round the room.",
        "What do you notice first?", "Anybody may pass.", "If time allows, 5 min",
    ):  # fmt: skip
        assert told in text, told
    assert [word for word in PRIVATE if word in page.html] == []


@pytest.mark.usefixtures("saturday")
def test_steps_have_tonights_clock_and_a_split_block_goes_on(
    app: Flask, alice: Desk, nobody: Desk, cast: Cast
):
    halves = edits.apply(make_plan(), edits.Split("b2", "half", 12))
    parted = edits.apply(halves, edits.Move("half", "b3"))
    with app.app_context():
        record, person = db.session.get_one(PlanRecord, cast.plan), facilitators.by_id(cast.alice)
        assert person is not None
        plans.save(record, parted, base=1, edit={}, who=person, now=NOW)
    page = nobody.page(make(alice, cast))
    small = page.all("article")[1]
    assert words(small).startswith("The small signs 18:40–18:52 · 12 min")
    assert "19:02–19:10 · 8 min" in words(small)
    assert "18:4020 minTalk. In pairs. Goes on at 19:02." in words(small)
    assert len(page.all("article")) == 3


@pytest.mark.usefixtures("saturday", "plan")
def test_what_is_private_was_there_to_leak(app: Flask, alice: Desk, cast: Cast):
    with app.app_context():
        group = db.session.get_one(Group, cast.group)
        held = f"{group.name} {group.room} {db.session.get_one(PlanRecord, cast.plan).document}"
    assert [word for word in PRIVATE if word not in held] == []


@pytest.mark.usefixtures("saturday")
def test_the_page_knows_no_session_and_is_not_kept_or_found(alice: Desk, nobody: Desk, cast: Cast):
    path = make(alice, cast)
    answers = [nobody.get(path), nobody.get(f"{path}x"), alice.get(path)]
    assert [answer.status_code for answer in answers] == [200, 404, 200]
    for answer in answers:
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert 'name="robots" content="noindex' in answer.text
        assert "csrf" not in answer.text
    assert answers[0].data == answers[2].data
    # What it loads, and whatever leads away: nothing but our own files.
    page = read(answers[0])
    leads = [e.get("href", "") for e in page.all("a", "link")]
    assert [one for one in leads if not one.startswith(("#", "/static/"))] == []


@pytest.mark.usefixtures("saturday")
def test_an_unknown_ended_or_revoked_address_is_one_page(
    app: Flask, alice: Desk, nobody: Desk, cast: Cast, address: str
):
    ended, revoked = make(alice, cast, "day"), make(alice, cast, "evening")
    with app.app_context():
        group, person = db.session.get_one(Group, cast.group), facilitators.by_id(cast.alice)
        assert person is not None
        _, calendar = links.make(person, group, NOW)
        day = db.session.scalars(db.select(Link).where(Link.ends_at < NOW + timedelta(days=2)))
        day.one().ends_at = NOW - timedelta(days=1)
        db.session.commit()
    alice.page(address)
    alice.send(f"{address}/revoke", {"link": "all"})
    made_up = ("x", "A" * 43, calendar, "%ff%fe", "x" * 3000)
    wrong = [ended, revoked, *(f"/desk/shared/{secret}" for secret in made_up)]
    pages = {nobody.get(path).text for path in wrong}
    assert len(pages) == 1
    assert [nobody.get(path).status_code for path in wrong] == [404] * len(wrong)
    assert "Ask whoever gave it to you for a new one." in pages.pop()


@pytest.mark.usefixtures("saturday")
def test_it_shows_the_plan_as_it_stands(app: Flask, alice: Desk, nobody: Desk, cast: Cast):
    path = make(alice, cast)
    with app.app_context():
        record, person = db.session.get_one(PlanRecord, cast.plan), facilitators.by_id(cast.alice)
        assert person is not None
        plans.save(
            record, make_plan(title="Changed", blocks=()), base=1, edit={}, who=person, now=NOW
        )
    page = nobody.page(path)
    assert page.text("h1") == "Changed"
    assert "The plan has no blocks yet." in page.html


@pytest.mark.usefixtures("saturday")
def test_the_address_is_shown_once_and_only_its_hash_is_kept(
    app: Flask, alice: Desk, cast: Cast, address: str
):
    secret = make(alice, cast).rpartition("/")[2]
    assert len(secret) == 43
    page = alice.page(address)
    assert made(page) == ""
    assert secret not in page.html
    with app.app_context():
        held = [repr(tuple(row)) for row in db.session.execute(db.select(Link.__table__))]
    assert len(held) == 1
    assert secret not in held[0]


@pytest.mark.usefixtures("saturday")
def test_the_address_is_built_from_the_settings_and_not_from_the_request(alice: Desk, address: str):
    alice.page(address)
    answer = alice.post(
        address,
        data={"csrf_token": alice.token, "until": "day"},
        headers={"X-Forwarded-Host": "elsewhere.example"},
    )
    assert "elsewhere.example" not in answer.text
    assert made(read(answer)).startswith("/desk/shared/")


@pytest.mark.usefixtures("saturday")
def test_living_addresses_are_listed_and_taken_back(
    alice: Desk, bob: Desk, nobody: Desk, cast: Cast, address: str
):
    first, second, third = make(alice, cast), make(bob, cast, "day"), make(alice, cast, "longest")
    page = alice.page(address)
    assert sorted(living(page)) == [
        "Made Saturday 21 November, 09:00, by Alice MarshEnds Wednesday 20 January 2027, 09:00",
        "Made Saturday 21 November, 09:00, by Alice MarshEnds Wednesday 25 November, 19:30",
        "Made Saturday 21 November, 09:00, by Bob MarshEnds Sunday 22 November, 09:00",
    ]
    bobs = next(
        form for form in page.all("form")
        if any("Bob" in words(li) for li in page.ancestors(form) if li.tag == "li")
    )  # fmt: skip
    fields = {f.get("name", ""): f.get("value", "") for f in bobs.iter("input")}
    page = alice.follow(alice.send(f"{address}/revoke", fields))
    assert page.said().startswith("Taken back.")
    assert [nobody.get(path).status_code for path in (first, second, third)] == [200, 404, 200]
    page = alice.follow(alice.send(f"{address}/revoke", fields))
    assert page.said().startswith("There was nothing to take back")
    page = alice.follow(alice.send(f"{address}/revoke", {"link": "all"}))
    assert living(page) == []
    assert [nobody.get(path).status_code for path in (first, third)] == [404, 404]


@pytest.mark.usefixtures("saturday")
def test_without_a_choice_nothing_is_made(alice: Desk, address: str):
    alice.page(address)
    for until in ("for ever", ""):
        page = read(alice.send(address, {"until": until}))
        assert "How long it opens the plan: " in page.said()
        assert made(page) == ""
    assert living(alice.page(address)) == []


@pytest.mark.usefixtures("saturday")
def test_too_many_is_said_with_a_remedy(
    alice: Desk, cast: Cast, address: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(links, "MOST", 1)
    assert make(alice, cast)
    page = read(alice.send(address, {"until": "day"}))
    assert "Take one back, then make this one." in page.said()
    assert made(page) == ""


@pytest.mark.usefixtures("saturday")
def test_a_reader_and_a_stranger_make_none(rita: Desk, charlie: Desk, app: Flask, address: str):
    for browser, status in ((rita, 403), (charlie, 404)):
        browser.page("/desk")
        browser.page(address, status)
        read(browser.send(address, {"until": "day"}), status)
        read(browser.send(f"{address}/revoke", {"link": "all"}), status)
    with app.app_context():
        assert db.session.scalars(db.select(Link)).all() == []


def test_the_ends_to_choose_from():
    at = datetime(2026, 11, 21, 9, tzinfo=UTC)
    day = timedelta(days=1)
    usual = {"day": at + day, "fortnight": at + 14 * day, "longest": at + 60 * day}
    over = datetime(2026, 11, 25, 19, 30, tzinfo=LONDON)
    assert ends(make_plan(), LONDON, at) == {"evening": over} | usual
    assert next(iter(ends(make_plan(), LONDON, at))) == "evening"
    # A plan that runs over is over when its last block is.
    longer = make_plan(available=60, blocks=(make_block("b1", 90),))
    assert ends(longer, LONDON, at)["evening"] == over + timedelta(minutes=30)
    # Past by more than a day: the evening is no end to choose.
    assert ends(make_plan(day=at.date() - 2 * day), LONDON, at) == usual
    # Far away: no longer than any address lives.
    assert ends(make_plan(day=EVENING + 100 * day), LONDON, at)["evening"] == at + 60 * day


def test_the_night_a_clock_changes_is_counted_as_it_passes():
    at = datetime(2026, 10, 24, 9, tzinfo=UTC)
    late = make_plan(day=at.date(), start=make_plan().start.replace(hour=23), available=180)
    over = datetime(2026, 10, 25, 1, 30, tzinfo=UTC) + timedelta(days=1)
    assert ends(late, LONDON, at)["evening"] == over


def test_it_ends_by_the_clock(sign_in: Callable[[str], Desk], nobody: Desk, cast: Cast):
    with time_machine.travel(NOW, tick=False):
        path = make(sign_in("Alice"), cast, "day")
        nobody.page(path)
    with time_machine.travel(NOW + timedelta(days=1, seconds=-1), tick=False):
        nobody.page(path)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        nobody.page(path, 404)
