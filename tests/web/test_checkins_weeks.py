"""Weeks side by side, and the panel for the next session: releases alone, whole cells only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, event, update

from facilitator.domain.checkins import Answer, Compared, Moment, Mood, Need
from facilitator.domain.papers import packet
from facilitator.domain.trend import MOST
from facilitator.jobs import printing
from facilitator.press.pages import page as paper
from facilitator.records import facilitators, groups, plans
from facilitator.records.base import db
from facilitator.records.desksides import Card, DeskSide, Practice, Tally
from facilitator.records.envelopes import CheckIn, Envelope, NoteBatch, Release
from tests.addresses import address, furnish, rules
from tests.cast import Cast, keep_plan, make_group, make_plan
from tests.pages import Desk, without_tokens
from tests.room import FULLEST, end, hold, send

WEEK = timedelta(weeks=1)
TODAY = date(2026, 11, 24)
HEAVY = [Answer(mood=Mood.HEAVY, compared=Compared.HEAVIER, needs=frozenset({Need.CALM}))] * 9
GUILT = [Answer(words=frozenset({"guilt"}))] * 9
WEB = Path(__file__).resolve().parents[2] / "facilitator" / "web"


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    """The clock stands on TODAY: what is kept for days is judged by it."""
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC), tick=True):
        yield


def held(
    app: Flask,
    group_id: str,
    weeks_ago: int,
    answers: list[Answer],
    moment: Moment = Moment.ARRIVING,
    closed: bool = True,
) -> str:
    """A check-in held so many weeks before TODAY; its address."""
    config, day = app.config["CIRCLE"], TODAY - weeks_ago * WEEK
    now = datetime(day.year, day.month, day.day, 18 + (moment is Moment.LEAVING), tzinfo=UTC)
    with app.app_context():
        opened = hold(config, group_id, day, moment, now)
        send(config, opened, answers, now)
        if closed:
            end(config, opened, now)
    return opened.hex()


def cells(table_page: str) -> list[str]:
    """The rows of the table, in words, the latest first."""
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', table_page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in rows]


def weeks(desk: Desk, group_id: str) -> str:
    return desk.page(f"/desk/groups/{group_id}/weeks").html


def test_every_evening_is_told_in_words_with_gaps_as_gaps(app: Flask, cast: Cast, alice: Desk):
    held(app, cast.group, 3, HEAVY)
    held(app, cast.group, 3, GUILT, Moment.LEAVING)
    held(app, cast.group, 2, HEAVY[:4])
    held(app, cast.group, 1, GUILT, Moment.LEAVING)
    shown = weeks(alice, cast.group)
    heavy = (
        "Heavy: most Light: a few or none Heavier than last time: most Lighter than last time: "
        "a few or none Named: no single word stood out, or none were asked "
        "Would help: Something calm"
    )
    guilt = (
        "Heavy: nothing said Light: nothing said Heavier than last time: nothing said Lighter "
        "than last time: nothing said Named: Guilt Would help: no single thing stood out"
    )
    assert cells(shown) == [
        f"17 Nov 2026 Nothing kept. {guilt}",
        "10 Nov 2026 Too few to show. Nothing kept.",
        f"3 Nov 2026 {heavy} {guilt}",
    ]
    (drawn,) = re.findall(r'<svg[^>]* class="strip".*?</svg>', shown, re.DOTALL)
    assert 'role="img" aria-labelledby="strip-1-name strip-1-about"' in drawn
    assert re.findall(r' style="|<script|<style| on[a-z]+=', drawn) == []
    assert "Different people may have answered" in shown


def test_a_group_without_a_release_says_what_to_do_first(cast: Cast, alice: Desk):
    assert "No release is kept of this group yet." in weeks(alice, cast.group)


def test_links_lead_there(app: Flask, cast: Cast, alice: Desk):
    release = held(app, cast.group, 1, HEAVY)
    link = f'href="/desk/groups/{cast.group}/weeks"'
    for path in (f"/desk/groups/{cast.group}", "/desk/checkins", f"/desk/checkins/{release}"):
        assert link in alice.page(path).html


@pytest.fixture
def selects(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.extend([statement] if statement.startswith("SELECT") else [])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def released(group_id: str, day: date) -> None:
    """A closed check-in and its release, as rows."""
    key = day.toordinal().to_bytes(16, "big")
    now = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    facts = {"state": "too_few", "closes_at": now, "min_k": 5, "free_text": False}
    db.session.add(CheckIn(id=key, group_id=group_id, meeting_date=day, moment="arriving", **facts))
    db.session.flush()
    db.session.add(Release(checkin_id=key, n=None, cells={}, quiet=None, rule_version=1))


def test_half_a_year_is_shown_in_as_many_queries_as_one_week(
    app: Flask, cast: Cast, alice: Desk, selects: list[str]
):
    counts = []
    for more in (1, 40):
        with app.app_context():
            for n in range(more):
                released(cast.group, TODAY - (n + more) * WEEK)
            db.session.commit()
        selects.clear()
        shown = weeks(alice, cast.group)
        counts.append((len(selects), len(cells(shown))))
    assert [rows for _, rows in counts] == [1, MOST]
    assert counts[0][0] == counts[1][0]


def everything(app: Flask, cast: Cast, alice: Desk, release: str) -> dict[str, str]:
    """The trend wherever it stands: its page, the panel beside a release, the plan, the debrief."""
    beside = alice.page(f"/desk/checkins/{release}").html
    (panel,) = re.findall(r'<aside class="panel weeks">.*?</aside>', beside, re.DOTALL)
    with app.app_context():
        record = db.session.get_one(plans.PlanRecord, cast.plan)
        group = db.session.get_one(groups.Group, cast.group)
        tonight = printing.evening(plans.value(record), group, app.config["CIRCLE"])
        debrief = "".join(paper(one.paper).html for one in packet(tonight) if one.name == "debrief")
    plan = alice.page(f"/desk/plans/{cast.plan}").html
    return {
        "page": without_tokens(weeks(alice, cast.group)),
        "beside": panel,
        "plan": "".join(re.findall(r'<div class="finding.*?</p>', plan, re.DOTALL)),
        "debrief": debrief,
    }


def test_r09_the_trend_is_a_function_of_releases_alone(app: Flask, cast: Cast, alice: Desk):
    """Everything beside the releases is emptied or changed, and it stays the same: only group, day
    and moment of a check-in say where its release belongs."""
    with app.app_context():
        day = db.session.get_one(plans.PlanRecord, cast.plan).day
    weeks_ago = (TODAY - day).days // 7 + 1
    held(app, cast.group, weeks_ago + 1, GUILT)
    last = held(app, cast.group, weeks_ago, GUILT + HEAVY)
    with app.app_context():
        told = day - WEEK
        facts = {"group_id": cast.group, "meeting_date": told, "moment": "arriving"}
        db.session.merge(DeskSide(**facts, words=["canary"], head_count=173))
        db.session.merge(
            Tally(**facts, facilitator_id=cast.alice, counts={"heavy": 6}, note="canary")
        )
        db.session.add(Card(mac=b"c" * 32, checkin_id=bytes.fromhex(last)))
        db.session.add(
            NoteBatch(checkin_id=bytes.fromhex(last), notes=["canary"], delete_on=TODAY + WEEK)
        )
        db.session.commit()
    before = everything(app, cast, alice, last)
    assert all(before.values())

    assert [name for name, shown in before.items() if "canary" in shown] == []
    assert "Guilt" in before["debrief"]
    with app.app_context():
        for table in (DeskSide, Tally, Card, NoteBatch, Practice, Envelope):
            db.session.execute(delete(table))
        db.session.execute(update(Release).values(quiet=True, rule_version=2))
        later = datetime(2026, 12, 24, tzinfo=UTC)
        db.session.execute(update(CheckIn).values(closes_at=later, free_text=True, min_k=9))
        db.session.commit()
    assert everything(app, cast, alice, last) == before


def test_r09_what_is_open_is_in_none_of_it(app: Flask, cast: Cast, alice: Desk):
    held(app, cast.group, 3, HEAVY)
    before = weeks(alice, cast.group)
    held(app, cast.group, 0, [FULLEST] * 9, closed=False)
    assert without_tokens(weeks(alice, cast.group)) == without_tokens(before)


ASKED = urlencode(
    {
        name: value
        for value, names in {
            "2026-11-03": ("from", "to", "since", "until", "date", "day", "start", "end", "before"),
            "heavy": ("mood", "filter", "only_mood", "where", "having", "band", "label", "cell"),
            "1": ("n", "k", "min_k", "limit", "weeks", "most", "across", "offset", "subset", "raw"),
            "person": ("group_by", "by", "split", "who", "cross", "moment", "exclude", "without"),
        }.items()
        for name in names
    }
)


def test_r10_no_address_takes_a_part_of_a_room(app: Flask, cast: Cast, alice: Desk):
    """Whatever is asked of a page with a figure of a check-in, it gives the same whole cells; and
    an address of a check-in names a group, a plan, a check-in or a moment, and nothing else."""
    for weeks_ago in (3, 2, 1):
        held(app, cast.group, weeks_ago, HEAVY + GUILT)
    examples = furnish(app, cast)
    of_checkins = [rule for rule in rules(app) if rule.endpoint.startswith("checkins.")]
    assert {name for rule in of_checkins for name in rule.arguments} <= {
        *("group_id", "plan_id", "address", "moment"),
    }
    also = ("groups.show", "plans.show", "held.group")
    asked = [rule for rule in rules(app) if rule in of_checkins or rule.endpoint in also]
    looked = 0
    for rule in asked:
        if "GET" not in (rule.methods or ()):
            continue
        path = address(app, rule, examples)
        with time_machine.travel(datetime.now(UTC), tick=False):  # an open page tells minutes
            plain, narrowed = alice.get(path), alice.get(f"{path}?{ASKED}")
        assert plain.status_code == narrowed.status_code, path
        if plain.status_code == 200:
            assert without_tokens(plain.text) == without_tokens(narrowed.text), path
            looked += 1
        else:
            assert plain.location == narrowed.location, path
            alice.get("/desk/checkins")  # what a redirect has to say is said there
    assert looked >= 8


def test_r10_no_page_of_a_check_in_reads_the_query_of_its_address():
    reading = {
        path.name
        for path in sorted((WEB / "checkins").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in ("args", "query_string", "values")
        if isinstance(node.value, ast.Name) and node.value.id == "request"
    }
    assert reading == set()


def test_the_panel_names_the_next_plan_and_what_it_may_want(app: Flask, cast: Cast, alice: Desk):
    held(app, cast.group, 2, GUILT)
    last = held(app, cast.group, 1, GUILT)
    shown = alice.page(f"/desk/checkins/{last}").html
    (panel,) = re.findall(r'<aside class="panel weeks">.*?</aside>', shown, re.DOTALL)
    assert f'href="/desk/plans/{cast.plan}"' in panel
    sentence = "“Guilt” was named on two evenings running, and nothing here is about it."
    assert sentence in panel
    assert sentence in alice.page(f"/desk/plans/{cast.plan}").html


def test_r14_the_panel_is_the_same_with_and_without_a_quiet_word(
    app: Flask, cast: Cast, alice: Desk
):
    panels = set()
    for asks in (False, True):
        with app.app_context():
            group = make_group(facilitators.by_id(cast.alice), name="One of two")
            keep_plan(group, facilitators.by_id(cast.alice), make_plan(day=TODAY + WEEK))
            group_id = group.id
        quiet = Answer(words=frozenset({"guilt"}), quiet=asks, quiet_even_if_guessed=asks)
        held(app, group_id, 1, GUILT)
        last = held(app, group_id, 0, [*GUILT[:8], quiet])
        shown = alice.page(f"/desk/checkins/{last}").html
        assert ("At least one person would like a quiet word." in shown) is asks
        found = re.findall(r'<aside class="panel weeks">.*?</aside>', shown, re.DOTALL)
        panels.add(re.sub(r"/desk/[^\"]*", "ADDRESS", found[0]))
    assert len(panels) == 1
