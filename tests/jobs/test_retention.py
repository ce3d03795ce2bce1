"""The retention table of privacy.md 3.12, walked through with a clock: fourteen months in one test.

At every limit the janitor runs twice: a second before it, when everything is as it was, and on it,
when that one thing is gone. Every table, every column that is emptied and every file is counted
each time.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from facilitator.config import Config
from facilitator.domain.checkins import Answer, Asked, Moment, Mood
from facilitator.domain.papers import Door
from facilitator.jobs import holdings, janitor, packs, papers
from facilitator.records import checkins, facilitators, keys, modules, prints
from facilitator.records.base import db
from facilitator.records.desksides import Card, Practice, Tally
from facilitator.records.envelopes import CheckIn, Release
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from facilitator.records.plans import PlanRecord, links, templates, value
from tests.cast import EVENING, NOW, Cast, make_module
from tests.room import SECRET

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
CLOSES = NOW + 4 * HOUR
ASKED = Asked(("hope",), free_text=True)
EMPTIED = {"code_mac": CheckIn.code_mac, "link_hash": CheckIn.link_hash, "quiet": Release.quiet}


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), NOW.tzinfo)


WALK: tuple[tuple[datetime, dict[str, int]], ...] = (
    (NOW + HOUR, {"practices": 0, "pack files": 0}),
    (NOW + HOUR + SECOND, {"desk_sessions": 0}),
    (
        CLOSES,
        {
            "envelopes": 0,
            "cards": 0,
            "key files": 0,
            "door files": 1,
            "code_mac": 0,
            "releases": 1,
            "note_batches": 1,
            "quiet": 1,
            "audit": 2,
            "packet files": 1,
        },
    ),
    (CLOSES + 24 * HOUR, {"link_hash": 0}),
    (CLOSES + 48 * HOUR, {"quiet": 0}),
    (midnight(EVENING + 3 * DAY), {"door files": 0}),
    (midnight(NOW.date() + 7 * DAY), {"note_batches": 0}),
    (NOW + 7 * DAY, {"prints": 0, "batches": 0, "packet files": 0}),
    (NOW + 30 * DAY + SECOND, {"own_modules": 1, "own_module_versions": 1}),
    (NOW + 60 * DAY, {"links": 1}),
    (NOW + 90 * DAY, {"audit": 1}),
    (CLOSES + 90 * DAY, {"audit": 0}),
    (CLOSES + 396 * DAY, {"checkins": 0, "releases": 0}),
    (midnight(EVENING + 396 * DAY), {"desk_sides": 0, "tallies": 0}),
)
"""When what goes, or at the close comes, in the order of fourteen months."""
BEGINS = {
    "facilitators": 4,
    "groups": 2,
    "group_members": 4,
    "plans": 2,
    "plan_revisions": 2,
    "own_modules": 2,
    "own_module_versions": 2,
    "own_module_shares": 0,
    "plan_templates": 1,
    "favourites": 0,
    "logos": 0,
    "series": 0,
    "links": 2,
    "prints": 2,
    "batches": 1,
    "checkins": 1,
    "desk_sides": 1,
    "envelopes": 6,
    "cards": 2,
    "releases": 0,
    "note_batches": 0,
    "tallies": 1,
    "practices": 1,
    "audit": 1,
    "desk_sessions": 1,
    "code_mac": 1,
    "link_hash": 1,
    "quiet": 0,
    "key files": 1,
    "door files": 2,
    "packet files": 2,
    "pack files": 1,
}


@pytest.fixture
def room(app: Flask, config: Config, cast: Cast) -> Cast:
    """At NOW: an open check-in with six envelopes and two cards, and one of everything else that
    ends by itself."""
    with app.app_context():
        alice = db.session.get_one(Facilitator, cast.alice)
        group = db.session.get_one(Group, cast.group)
        plan = db.session.get_one(PlanRecord, cast.plan)
        _checkin(config, cast.group)
        way: dict[str, Any] = {"group_id": group.id, "meeting_date": EVENING, "moment": "leaving"}
        ends = NOW + HOUR
        db.session.add(Practice(code_mac=b"p" * 32, link_hash=b"q" * 32, ends_at=ends, **way))
        db.session.add(Tally(facilitator_id=alice.id, counts={}, note="", **way))
        facilitators.open_session(alice, NOW)
        links.make(alice, group, NOW, plan=plan, ends_at=NOW + 60 * DAY)
        links.make(alice, group, NOW)
        modules.add(alice, make_module(), NOW)
        modules.remove(modules.add(alice, make_module(), NOW), NOW)
        templates.keep(alice, value(plan), "A template", NOW)
        _packets(config, plan)
        packs.hold(config.data, alice.id, b"a pack", NOW)
        db.session.commit()
    return cast


def _checkin(config: Config, group_id: str) -> None:
    """Open, with the door of the other moment on a poster already."""
    held = checkins.open_checkin(
        config.keys_dir, SECRET, group_id, EVENING, Moment.ARRIVING, NOW, asked=ASKED
    ).id
    db.session.commit()
    words = Answer(mood=Mood.HEAVY, quiet=True, text="a long way")
    for place in range(6):
        checkins.put(config.keys_dir, held, bytes([place]) * 16, words, NOW, ASKED)
    db.session.add_all(Card(mac=bytes([place]) * 32, checkin_id=held) for place in (1, 2))
    checkins.door(config.keys_dir, group_id, EVENING, Moment.LEAVING)


def _packets(config: Config, plan: PlanRecord) -> None:
    """One with the code of the open check-in, one without any."""
    way_in = keys.door(config.keys_dir, plan.group_id, EVENING, Moment.ARRIVING)
    shown = Door(way_in.link_secret, way_in.code, Moment.ARRIVING.value)
    wanted = [prints.ask(plan, NOW), prints.ask(plan, NOW, with_notes=True)]
    for one, key, doors in zip(wanted, ("ab", "cd"), ((shown,), ()), strict=True):
        prints.finish(one, key * 32, NOW)
        places = config.keys_dir, config.store_dir
        papers.keep(*places, plan.group_id, EVENING, doors, key * 32, b"a packet")
    alice = db.session.scalars(select(Facilitator).where(Facilitator.name == "Alice Marsh")).one()
    prints.gather(alice, EVENING, wanted[:1], NOW)


def counts(config: Config, cast: Cast, now: datetime) -> dict[str, int]:
    """Rows by table, what stands in the columns that are emptied, and files by kind."""
    tables = {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in db.metadata.sorted_tables
    }
    filled = {
        name: db.session.scalar(select(func.count(column))) or 0 for name, column in EMPTIED.items()
    }
    group = db.session.get_one(Group, cast.group)
    files = holdings.of_group(config, group, now).files
    held = {"pack": len(list((config.data / "packs").iterdir()))}
    db.session.commit()
    return tables | filled | {f"{kind} files": many for kind, many in (files | held).items()}


def tidy(config: Config, now: datetime) -> None:
    """What the worker does every hour."""
    janitor.tidy(config.keys_dir, config.store_dir, now)
    packs.sweep(config.data, now)


def test_r12_r13_r19_every_limit_is_kept_to_the_second(
    app: Flask, config: Config, room: Cast
) -> None:
    with app.app_context():
        stands = counts(config, room, NOW)
        assert stands == BEGINS
        for moment, changed in WALK:
            tidy(config, moment - SECOND)
            assert counts(config, room, moment) == stands, f"too early: {changed}"
            tidy(config, moment)
            stands = stands | changed
            assert counts(config, room, moment) == stands, f"on {moment}"
        tidy(config, NOW + 426 * DAY)
        assert counts(config, room, NOW + 426 * DAY) == stands


def test_what_is_left_after_fourteen_months_is_what_nobody_deleted() -> None:
    stands = dict(BEGINS)
    for _, changed in WALK:
        stands |= changed
    kept = {name for name, many in stands.items() if many}
    assert kept == {
        *("facilitators", "groups", "group_members", "plans", "plan_revisions"),
        *("own_modules", "own_module_versions", "plan_templates", "links"),
    }
