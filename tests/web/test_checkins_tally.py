"""A facilitator's tally of paper slips: hers alone, of five or more, never part of a release."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from facilitator.config import Config
from facilitator.domain.access import Role
from facilitator.domain.checkins import Moment
from facilitator.jobs import janitor
from facilitator.records import facilitators, groups
from facilitator.records.base import db
from facilitator.records.beside import tallies
from facilitator.records.desksides import Tally
from tests.cast import EVENING, Cast
from tests.pages import Desk, Page, read, without_tokens
from tests.room import FULLEST, Evening, send
from tests.web.test_checkins_secrecy import everything, papers
from tests.web.test_join import close

ROOT = Path(__file__).resolve().parents[2]
NOTE = "canary-bramble: keep the last round longer"
COUNTED = {"slips": "187", "mood_1": "181", "compared_2": "179", "words_1": "178", "needs_3": "177"}
"""Numbers that no page has by chance; 187 slips is as good as five."""


@pytest.fixture
def here(cast: Cast) -> str:
    return f"/desk/plans/{cast.plan}/checkins/arriving/tally"


def put(desk: Desk, here: str, **posted: str) -> Page:
    """Send a tally as a browser does, every field of it; the page that follows."""
    fields = [*desk.page(here).all("input"), *desk.page(here).all("textarea")]
    empty = {f.get("name", ""): "" for f in fields if f.get("id") not in ("csrf_token", None)}
    answer = desk.send(here, empty | posted)
    return desk.follow(answer) if answer.status_code == 302 else read(answer)


def filled(page: Page) -> dict[str, str]:
    """The numbers in the form."""
    return {f.get("name", ""): f.get("value", "") for f in page.all("input")
            if f.get("type") == "number" and f.get("value")}  # fmt: skip


def there(app: Flask) -> int:
    with app.app_context():
        return db.session.execute(select(func.count()).select_from(Tally)).scalar_one()


def test_slips_are_counted_and_counted_once_more(app: Flask, alice: Desk, here: str):
    page = put(alice, here, **COUNTED, note=NOTE)
    assert page.said() == "Kept."
    assert filled(page) == COUNTED
    assert NOTE in page.html
    again = put(alice, here, slips="6", mood_1="6")
    assert filled(again) == {"slips": "6", "mood_1": "6"}
    assert NOTE not in again.html
    assert there(app) == 1


def test_it_asks_what_the_slips_ask_and_no_quiet_word(alice: Desk, here: str):
    page = alice.page(here)
    names = [label.text for label in page.all("label")]
    faces = ["Heavy", "Low", "In between", "Steady", "Light"]
    assert names[:6] == ["How many slips?", *faces]
    assert names[6:10] == ["Heavier", "The same", "Lighter", "I wasn’t here"]
    of_theme = ["A quiet missing", "Waiting to hear", "Sadness", "Guilt", "A little hope"]
    assert names[10:15] == of_theme
    assert names[15:] == [
        *("To listen mostly", "Room to speak", "Company", "Something calm", "A break"),
        *("Finding more help", "A note to yourself"),
    ]


def test_three_faces_are_enough(alice: Desk, here: str):
    page = put(alice, here, slips="5", mood_1="2", mood_3="2", mood_5="1")
    assert filled(page) == {"slips": "5", "mood_1": "2", "mood_3": "2", "mood_5": "1"}


@pytest.mark.parametrize("slips", ["0", "4"])
def test_r02_of_fewer_than_five_slips_no_count_is_kept(
    app: Flask, alice: Desk, cast: Cast, here: str, slips: str
):
    page = put(alice, here, slips=slips, mood_1="0")
    assert "in so few, a count points at a person. A note is all right." in page.said()
    assert there(app) == 0
    noted = put(alice, here, slips=slips, note=NOTE)
    assert noted.said() == "Kept."
    assert filled(noted) == {}
    with app.app_context():
        kept = db.session.scalars(select(Tally)).one()
        assert (kept.counts, kept.note) == ({}, NOTE)
        alice_herself = db.session.get_one(facilitators.Facilitator, cast.alice)
        with pytest.raises(tallies.TooFewSlips):
            tallies.keep(alice_herself, cast.group, EVENING, Moment.ARRIVING, {"slips": 4}, "")


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"slips": "6", "mood_1": "x"}, "Heavy: Write a whole number, like 8."),
        ({"slips": "201"}, "How many slips?: Write a number between 0 and 200."),
        ({"slips": "6", "needs_1": "-1"}, "Write a number between 0 and 200."),
        ({"slips": "6", "mood_1": "4", "mood_5": "3"}, "These add up to 7, with 6 slips."),
        ({"slips": "6", "words_2": "7"}, "Waiting to hear: There are 6 slips. Count once more."),
        ({"mood_1": "4"}, "How many slips?: Write how many slips there were."),
        ({}, "How many slips?: Write how many slips there were, or a note."),
        ({"note": "x" * 601}, "A note to yourself: Write 600 signs at most."),
    ],
)
def test_what_cannot_be_is_named_and_kept_in_the_form(
    app: Flask, alice: Desk, here: str, posted: dict[str, str], said: str
):
    page = put(alice, here, **posted)
    assert said in page.said().replace("? :", "?:")
    assert filled(page) == {name: value for name, value in posted.items() if name != "note"}
    assert there(app) == 0


def test_a_bank_that_changed_keeps_what_was_counted_before(alice: Desk, here: str):
    put(alice, here, slips="6", words_5="4")
    bank = here.replace("tally", "words")
    alice.page(bank)
    alice.send(bank, {"word": ["shelf:calm"]})
    assert filled(alice.page(here)) == {"slips": "6", "words_2": "4"}
    assert "A little hope" in alice.page(here).html


def test_r09_no_page_paper_or_phone_but_hers_reads_it(
    app: Flask, cast: Cast, alice: Desk, bob: Desk, phone: Desk, room: Evening, here: str
):
    """Every page, before and after, with a release beside it."""
    with app.app_context():
        send(app.config["CIRCLE"], room.held, [FULLEST] * 9, datetime.now(UTC))
    close(app, room)
    address = f"/desk/checkins/{room.held.hex()}"
    released = without_tokens(alice.page(address).html)
    there_before = without_tokens(read(phone.post("/", data={"link": room.link})).html)
    put(alice, here, **COUNTED, note=NOTE)
    canaries = (NOTE, *COUNTED.values())
    assert all(canary in alice.page(here).html for canary in canaries)
    told = {path: answer.text for path, answer in everything(app, alice, room, cast).items()}
    told["papers"] = "".join(papers(app, cast))
    hers = {path for path, text in told.items() if NOTE in text or "canary-bramble" in text}
    assert hers == {here}
    assert without_tokens(alice.page(address).html) == released
    assert without_tokens(read(phone.post("/", data={"link": room.link})).html) == there_before
    theirs = {path: answer.text for path, answer in everything(app, bob, room, cast).items()}
    assert {path for path, text in theirs.items() if "canary-bramble" in text} == set()


def test_r09_nothing_but_these_files_knows_of_tallies():
    """Whoever else reads them would have to be named here, with a reason."""
    knowing = set()
    for path in (ROOT / "facilitator").rglob("*.py"):
        names = {node.id for node in ast.walk(ast.parse(path.read_text()))
                 if isinstance(node, ast.Name)}  # fmt: skip
        if "Tally" in names:
            knowing.add(str(path.relative_to(ROOT / "facilitator")))
    deleting = {"records/releases.py", "records/groups.py"}
    told_to_herself = {path for path in knowing if path.startswith("records/held/")}
    own = {"records/desksides.py", "records/beside/tallies.py", "web/checkins/tallies.py"}
    assert knowing - told_to_herself - deleting == own - {"records/desksides.py"}


def test_r49_who_shares_the_group_has_an_empty_page_of_her_own(
    app: Flask, alice: Desk, bob: Desk, rita: Desk, charlie: Desk, here: str
):
    nothing = without_tokens(bob.page(here).html)
    put(alice, here, **COUNTED, note=NOTE)
    assert without_tokens(bob.page(here).html) == nothing
    bob.page(here)
    assert bob.send(f"{here}/delete").headers["Location"] == here
    assert bob.get(f"{here}/delete").headers["Location"] == here
    assert there(app) == 1
    put(bob, here, slips="5", note="Bob’s own")
    assert filled(alice.page(here)) == COUNTED
    rita.page(here, 403)
    charlie.page(here, 404)


def test_she_deletes_it_after_a_question_and_the_file_forgets_it(
    app: Flask, alice: Desk, config: Config, here: str
):
    put(alice, here, slips="6", note=NOTE)
    assert alice.page(f"{here}/delete").text("h1") == "Delete your tally?"
    after = alice.follow(alice.send(f"{here}/delete"))
    assert (after.said(), there(app)) == ("Your tally is deleted.", 0)
    path = config.database_url.removeprefix("sqlite:///")
    for name in (path, f"{path}-wal"):
        with open(name, "rb") as file:
            assert b"canary-bramble" not in file.read()
    assert filled(alice.page(here)) == {}


def test_r23_it_goes_with_the_group_and_with_who_leaves_it(
    app: Flask, cast: Cast, alice: Desk, bob: Desk, config: Config, here: str
):
    put(alice, here, slips="6", note=NOTE)
    put(bob, here, slips="7", note=NOTE)
    with app.app_context():
        group = db.session.get_one(groups.Group, cast.group)
        groups.unshare(group, cast.bob)
        assert [one.facilitator_id for one in db.session.scalars(select(Tally))] == [cast.alice]
        groups.share(group, db.session.get_one(facilitators.Facilitator, cast.bob), Role.EDITOR)
    assert filled(bob.page(here)) == {}
    with app.app_context():
        group = db.session.get_one(groups.Group, cast.group)
        janitor.remove_group(config.keys_dir, config.store_dir, group)
    assert there(app) == 0
