"""Sessions in her own calendar: files, and private addresses that follow."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import vobject
from flask import Flask
from sqlalchemy import select

from facilitator.domain.groups import revealing_word
from facilitator.records import groups, plans
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from facilitator.records.plans import Link, PlanRecord
from tests.cast import NOW, Cast, keep_plan, make_plan
from tests.pages import Desk, read, words
from tests.web.programmes import begin, gentle, ids, pressed

pytestmark = pytest.mark.usefixtures("saturday")

WEEK = timedelta(weeks=1)


def events(content: bytes) -> list[Any]:
    return list(vobject.readOne(content.decode()).contents.get("vevent", []))


def told(content: bytes) -> list[tuple[str, str]]:
    """Summary and start in UTC of each session."""
    return [
        (one.summary.value, f"{one.dtstart.value.astimezone(UTC):%Y-%m-%d %H:%M}")
        for one in events(content)
    ]


def address(browser: Desk, cast: Cast, **sent: str) -> str:
    """Make one, as its path."""
    path = f"/desk/groups/{cast.group}/calendar"
    browser.page(path)
    answer = browser.send(f"{path}/make", sent)
    assert answer.status_code == 200
    page = read(answer)
    whole = next(one.get("value", "") for one in page.all("input") if one.get("id") == "address")
    assert whole.startswith("http")
    return "/desk/calendar/" + whole.partition("/desk/calendar/")[2]


def test_the_file_of_a_programme_has_every_session(rita: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(3))
    answer = rita.get(f"/desk/series/{key}/sessions.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert told(answer.data) == [
        (f"Tuesday circle, session {n} of 3", f"2026-12-{day:02} 18:30")
        for n, day in ((1, 1), (2, 8), (3, 15))
    ]
    assert [one.uid.value for one in events(answer.data)] == [
        f"{key}@quiet-circle" for key in ids(app, key)
    ]


def test_the_same_session_keeps_its_name_when_it_moves(alice: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(2))
    first = ids(app, key)[0]
    before = events(alice.get(f"/desk/plans/{first}/session.ics").data)[0]
    pressed(alice, key, "Move down week 1")
    after = events(alice.get(f"/desk/plans/{first}/session.ics").data)[0]
    assert after.uid.value == before.uid.value
    assert (before.sequence.value, after.sequence.value) == ("1", "2")
    assert after.dtstart.value - before.dtstart.value == WEEK
    assert before.dtstamp.value == NOW


def test_files_are_equal_to_the_byte_and_strangers_get_none(
    alice: Desk, charlie: Desk, app: Flask, cast: Cast
):
    key = begin(app, cast, gentle(2))
    paths = [f"/desk/series/{key}/sessions.ics", f"/desk/plans/{cast.plan}/session.ics"]
    for path in paths:
        assert alice.get(path).data == alice.get(path).data
        assert charlie.get(path).status_code == 404


def test_r36_nothing_of_the_group_stands_in_a_calendar(alice: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(3))
    content = alice.get(f"/desk/series/{key}/sessions.ics").text
    assert revealing_word(content) is None
    for unsaid in ("Title 1", "Mothers", "vestry", "Our winter", "Alice", cast.group):
        assert unsaid not in content


def test_the_room_is_said_only_where_she_wants_it(alice: Desk, app: Flask, cast: Cast):
    key = begin(app, cast, gentle(1))
    path = f"/desk/series/{key}/sessions.ics"
    assert "location" not in events(alice.get(path).data)[0].contents
    assert events(alice.get(f"{path}?room=1").data)[0].location.value == "The vestry, side door"
    followed = address(alice, cast, room="1")
    assert events(alice.get(followed).data)[0].location.value == "The vestry, side door"


def test_an_address_follows_the_plans_without_a_session_or_a_cookie(
    alice: Desk, nobody: Desk, app: Flask, cast: Cast
):
    key = begin(app, cast, gentle(2))
    path = address(alice, cast)
    answer = nobody.get(path)
    assert [day for _, day in told(answer.data)] == [
        "2026-11-24 18:30", "2026-12-01 18:30", "2026-12-08 18:30",
    ]  # fmt: skip
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    pressed(alice, key, "No session on 8 December week 2")
    assert [day for _, day in told(nobody.get(path).data)][2] == "2026-12-15 18:30"


def test_what_is_over_stays_thirty_days(alice: Desk, app: Flask, cast: Cast):
    with app.app_context():
        group = db.session.get_one(Group, cast.group)
        who = db.session.get_one(Facilitator, cast.alice)
        for back in (30, 31):
            keep_plan(group, who, make_plan(day=NOW.date() - timedelta(days=back)))
    days = [day for _, day in told(alice.get(address(alice, cast)).data)]
    assert days == ["2026-10-22 17:30", "2026-11-24 18:30"]


def test_another_group_s_sessions_are_not_in_it(alice: Desk, app: Flask, cast: Cast):
    uids = {one.uid.value for one in events(alice.get(address(alice, cast)).data)}
    assert uids == {f"{cast.plan}@quiet-circle"}


def test_only_the_hash_of_an_address_is_kept_and_it_is_shown_once(
    alice: Desk, app: Flask, cast: Cast
):
    secret = address(alice, cast).removeprefix("/desk/calendar/").removesuffix(".ics")
    assert secret not in alice.page(f"/desk/groups/{cast.group}/calendar").html
    with app.app_context():
        (link,) = db.session.scalars(select(Link))
        assert link.secret_hash == hashlib.sha256(secret.encode()).hexdigest()
        assert (link.plan_id, link.ends_at, link.group_id) == (None, None, cast.group)


def test_taken_back_it_is_none(alice: Desk, nobody: Desk, cast: Cast):
    path, other = address(alice, cast), address(alice, cast)
    page = alice.page(f"/desk/groups/{cast.group}/calendar")
    newest = next(one.get("value") for one in page.all("input") if one.get("name") == "link")
    revoke = f"/desk/groups/{cast.group}/calendar/revoke"
    assert "Taken back." in alice.follow(alice.send(revoke, {"link": newest})).said()
    assert sorted(nobody.get(one).status_code for one in (path, other)) == [200, 404]
    alice.follow(alice.send(revoke, {"link": "all"}))
    assert {nobody.get(one).status_code for one in (path, other)} == {404}
    assert "nothing to take back" in alice.follow(alice.send(revoke, {"link": "all"})).said()


def test_whoever_leaves_the_group_takes_her_address_with_her(
    bob: Desk, nobody: Desk, app: Flask, cast: Cast
):
    path = address(bob, cast)
    assert nobody.get(path).status_code == 200
    with app.app_context():
        groups.unshare(db.session.get_one(Group, cast.group), cast.bob)
    assert nobody.get(path).status_code == 404


def test_what_was_never_made_is_none(nobody: Desk, cast: Cast):
    answer = nobody.get("/desk/calendar/nothing.ics")
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (404, False)


def test_readers_take_files_and_make_no_address(rita: Desk, cast: Cast):
    page = rita.page(f"/desk/groups/{cast.group}/calendar")
    assert "Make an address" not in words(page.root)
    assert rita.send(f"/desk/groups/{cast.group}/calendar/make").status_code == 403


def test_a_night_session_ends_on_the_morning_after(alice: Desk, app: Flask, cast: Cast):
    with app.app_context():
        group = db.session.get_one(Group, cast.group)
        who = db.session.get_one(Facilitator, cast.alice)
        night = replace(make_plan(day=date(2026, 12, 31)), start=time(23, 30), available=90)
        key = plans.add(group, night, who, NOW).id
        assert db.session.get_one(PlanRecord, key).document["start"] == "23:30:00"
    (one,) = events(alice.get(f"/desk/plans/{key}/session.ics").data)
    assert one.dtend.value.astimezone(UTC) == datetime(2027, 1, 1, 1, 0, tzinfo=UTC)
