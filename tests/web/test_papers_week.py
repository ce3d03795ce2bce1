"""A week of packets: what is in it, what is held back and why, and the file that comes of it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from facilitator.domain.papers import Choice, Layout, Name, choosing
from facilitator.jobs import example, janitor
from facilitator.records import facilitators, groups, prints
from facilitator.records.base import db
from facilitator.web.papers.waiting import seconds_left
from tests.cast import EVENING, NOW, Cast, keep_plan, make_group, make_plan
from tests.pages import Desk, words
from tests.room import evening

pytestmark = pytest.mark.usefixtures("saturday")

MONDAY = date(2026, 11, 23)
WEEK = f"/desk/prints/week?monday={MONDAY}"
FEW = choosing.written(Choice(on=frozenset({Name.AGENDA})))


@pytest.fixture
def few(app: Flask, cast: Cast) -> None:
    """Alice's groups print their agenda alone; a second one has two evenings in the week, and a
    third has not checked its lines."""
    with app.app_context():
        alice = facilitators.by_id(cast.alice)
        assert alice is not None
        groups.update(db.session.get_one(groups.Group, cast.group), printing=FEW)
        lodz = make_group(alice, name="Łódź", public_name="Łódź circle", printing=FEW)
        for days in (0, 1):
            keep_plan(lodz, alice, make_plan(day=EVENING + timedelta(days=days)))
        keep_plan(lodz, alice, make_plan(title="Again"))
        held = make_group(alice, name="Held back", helplines_confirmed=None)
        keep_plan(held, alice, make_plan(title="Not checked"))
        keep_plan(lodz, alice, make_plan(title="Later", day=EVENING + timedelta(weeks=1)))
        keep_plan(lodz, alice, make_plan(title="Over", day=NOW.date() - timedelta(days=1)))


@pytest.fixture
def made(app: Flask, few: None, alice: Desk) -> str:
    """Where the batch is, made."""
    alice.page(WEEK)
    where: str = alice.send("/desk/prints/week", {"monday": str(MONDAY)}).headers["Location"]
    assert app.extensions["queue"].work_off() == 4
    return where


def names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        assert whole.testzip() is None
        assert {whole.read(name)[:5] for name in whole.namelist()} == {b"%PDF-"}
        return whole.namelist()


def test_a_week_shows_what_prints_and_what_is_held_back(cast: Cast, few: None, alice: Desk):
    page = alice.page(WEEK)
    rows = [words(li) for ul in page.all("ul") if ul.get("class") == "list week" for li in ul]
    assert len(rows) == 5
    held = [row for row in rows if "Nothing prints before a person has checked" in row]
    assert [row.startswith("Not checked") for row in held] == [True]
    assert "Samaritans: 116 123" in held[0]
    assert [row.endswith("1 sheet") for row in rows if row not in held] == [True] * 4
    assert "4 packets, 4 sheets of paper" in page.html
    assert "Over" not in page.html


def test_the_week_is_one_zip_with_a_name_for_each(made: str, alice: Desk):
    page = alice.page(made)
    assert page.text("h1") == "Your packets are ready"
    answer = alice.get(f"{made}/packets.zip")
    assert answer.mimetype == "application/zip"
    said = answer.headers["Content-Disposition"]
    assert said == 'attachment; filename="2026-11-23 packets.zip"'
    assert names(answer.data) == [
        "2026-11-24 tuesday-circle.pdf",
        "2026-11-24 lodz-circle.pdf",
        "2026-11-24 lodz-circle 2.pdf",
        "2026-11-25 lodz-circle.pdf",
    ]


def test_what_is_folded_is_in_the_zip_for_the_printer_too(app: Flask, cast: Cast, alice: Desk):
    with app.app_context():
        few = replace(choosing.read(FEW), layout=Layout.TWO_UP)
        group = db.session.get_one(groups.Group, cast.group)
        groups.update(group, printing=choosing.written(few))
    alice.page(WEEK)
    where = alice.send("/desk/prints/week", {"monday": str(MONDAY)}).headers["Location"]
    app.extensions["queue"].work_off()
    assert names(alice.get(f"{where}/packets.zip").data) == [
        "2026-11-24 tuesday-circle.pdf",
        "2026-11-24 tuesday-circle for the printer.pdf",
    ]


def test_a_week_asked_for_twice_is_made_once(app: Flask, made: str, alice: Desk):
    again = alice.send("/desk/prints/week", {"monday": str(MONDAY)}).headers["Location"]
    assert (again, app.extensions["queue"].work_off()) == (made, 0)


def test_progress_and_stopping(app: Flask, few: None, alice: Desk):
    alice.page(WEEK)
    where = alice.send("/desk/prints/week", {"monday": str(MONDAY)}).headers["Location"]
    page = alice.page(where)
    assert page.text("h1") == "Making your packets"
    assert [div.get("data-poll") for div in page.all("div") if div.get("id") == "job"] == [where]
    assert "0 of 4 packets ready" in page.html
    assert alice.get(f"{where}/packets.zip").headers["Location"] == where
    alice.follow(alice.send(f"{where}/cancel"))
    app.extensions["queue"].work_off()
    page = alice.page(where)
    assert (page.text("h1"), page.html.count("stopped</span>")) == ("No packet is here", 4)


def test_a_packet_that_went_with_its_code_is_not_in_the_zip(
    app: Flask, cast: Cast, made: str, alice: Desk
):
    config, room = app.config["CIRCLE"], evening(app, cast.group)
    with app.app_context():
        janitor.close(config.keys_dir, config.store_dir, room.held, datetime.now(UTC))
    left = names(alice.get(f"{made}/packets.zip").data)
    assert "2026-11-24 tuesday-circle.pdf" not in left
    assert "no longer kept" in alice.page(made).html


def test_a_batch_is_hers_alone(made: str, bob: Desk, charlie: Desk):
    for browser in (bob, charlie):
        browser.page("/desk")
        for path in (made, f"{made}/packets.zip"):
            assert browser.get(path).status_code == 404
        assert browser.send(f"{made}/cancel").status_code == 404


def test_a_group_she_has_no_part_in_any_more_is_in_no_zip_of_hers(
    app: Flask, cast: Cast, bob: Desk
):
    bob.page(WEEK)
    where = bob.send("/desk/prints/week", {"monday": str(MONDAY)}).headers["Location"]
    with app.app_context():
        groups.unshare(db.session.get_one(groups.Group, cast.group), cast.bob)
    assert bob.get(f"{where}/packets.zip").headers["Location"] == where
    assert "The quiet distance" not in bob.page(where).html


def test_the_example_is_in_no_week(app: Flask, cast: Cast, alice: Desk):
    with app.app_context():
        person = facilitators.by_id(cast.alice)
        assert person is not None
        group = example.load(person, app.config["CIRCLE"], app.config["SECRET_KEY"], NOW)
        groups.confirm_helplines(group, [], NOW.date())
    assert "Example:" not in alice.page(WEEK).html


@pytest.mark.parametrize("asked", ["", "tomorrow", "1900-01-01", "9999-12-31"])
def test_a_week_that_is_none_is_this_one(alice: Desk, asked: str):
    page = alice.page(f"/desk/prints/week?monday={asked}")
    assert "Monday 16 November to Sunday 22 November" in page.html
    nothing = alice.send("/desk/prints/week", {"monday": asked})
    assert "There is nothing to print in this week." in alice.follow(nothing).said()


def test_the_time_left_is_said_only_when_it_can_be_known():
    begun = NOW

    def left(seconds: int, done: int, total: int = 10) -> int | None:
        return seconds_left(begun, begun + timedelta(seconds=seconds), done, total)

    assert [left(2, 5), left(30, 1), left(30, 10), seconds_left(None, NOW, 5, 9)] == [None] * 4
    assert [left(30, 5), left(60, 2), left(4, 8)] == [30, 240, 1]


def test_what_is_stopped_says_so_and_can_be_made_after_all(app: Flask, cast: Cast, alice: Desk):
    papers = f"/desk/plans/{cast.plan}/papers"
    alice.page(papers)
    where = alice.send(papers).headers["Location"]
    alice.page(where)
    stopped = alice.follow(alice.send(f"{where}/cancel"))
    assert stopped.text("h1") == "The packet was stopped"
    assert app.extensions["queue"].work_off() == 1
    assert alice.page(where).text("h1") == "The packet was stopped"
    again = alice.send(f"{where}/again").headers["Location"]
    assert again != where
    assert "It was over already." in alice.follow(alice.send(f"{where}/cancel")).said()


def test_a_broken_paper_is_named_beside_the_rest(app: Flask, cast: Cast, alice: Desk):
    papers = f"/desk/plans/{cast.plan}/papers"
    alice.page(papers)
    where = alice.send(papers, {}).headers["Location"]
    with app.app_context():
        wanted = db.session.get_one(prints.Print, where.rsplit("/", 1)[1])
        prints.claim(wanted.id, NOW)
        prints.progress(wanted, 2, 9, NOW, "worksheets What I saw")
    assert "Now: Worksheets: What I saw" in alice.page(where).html
    app.extensions["queue"].take_up_unfinished(at_start=True)
    app.extensions["queue"].work_off()
    with app.app_context():
        wanted = db.session.get_one(prints.Print, where.rsplit("/", 1)[1])
        wanted.broken = ["guide", "worksheets What I saw"]
        db.session.commit()
    page = alice.page(where)
    listed = [words(li) for li in page.all("li")]
    assert listed[:2] == ["Facilitator’s guide", "Worksheets: What I saw"]
    assert "2 papers could not be made and are not in it. The rest is here." in page.html
