"""Words that somebody wrote: who reads them, where, in which order, and for how long (R11, R12)."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from facilitator.config import Config
from facilitator.domain.checkins import USUAL, Answer, Asked, Moment
from facilitator.jobs import janitor
from facilitator.records import checkins
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from tests.cast import EVENING, PASSWORD, Cast, make_group
from tests.pages import Desk, read, without_tokens, words
from tests.room import Evening, end
from tests.web.test_checkins_secrecy import PROMPT, everything, papers

ASKED = Asked(USUAL.words, free_text=True)
TEXTS = ("canary-quince", "canary-plover", "canary-<b>wren</b>", "canary-heron")
GONE = "There are no words to read here."


def held(app: Flask, group_id: str, texts: Sequence[str], people: int = 6) -> str:
    """A check-in that asked for words, closed: the address of its release. The first of the
    `people` wrote these `texts`."""
    config, now = app.config["CIRCLE"], datetime.now(UTC)
    with app.app_context():
        opened = checkins.open_checkin(
            config.keys_dir, app.config["SECRET_KEY"], group_id, EVENING, Moment.ARRIVING, now,
            asked=ASKED,
        ).id  # fmt: skip
        db.session.commit()
        for text in [*texts, *[""] * (people - len(texts))]:
            checkins.put(
                config.keys_dir, opened, secrets.token_bytes(16), Answer(text=text), now, ASKED
            )
        end(config, opened, now)
    return f"/desk/checkins/{opened.hex()}"


def listed(desk: Desk, address: str) -> list[str]:
    lists = [ul for ul in desk.page(f"{address}/written").all("ul") if ul.get("class") == "written"]
    return [words(li) for li in lists[0].iter("li")]


def test_r11_a_page_of_their_own_and_always_in_the_same_order(
    app: Flask, cast: Cast, alice: Desk, bob: Desk
):
    address = held(app, cast.group, TEXTS)
    assert f"{address}/written" in alice.page(address).html
    first = listed(alice, address)
    assert Counter(first) == Counter(TEXTS)
    with app.app_context():
        db.engine.dispose()
    assert [listed(desk, address) for desk in (alice, bob, alice)] == [first] * 3


@pytest.mark.parametrize(("wrote", "people"), [(2, 6), (4, 4), (0, 6)])
def test_r11_where_there_are_too_few_nothing_tells_that_anybody_wrote(
    app: Flask, cast: Cast, alice: Desk, wrote: int, people: int
):
    address = held(app, cast.group, TEXTS[:wrote], people)
    assert "written" not in alice.page(address).html
    assert alice.follow(alice.get(f"{address}/written")).said() == GONE


def test_r12_nobody_else_reads_them(app: Flask, cast: Cast, alice: Desk, rita: Desk, charlie: Desk):
    address = held(app, cast.group, TEXTS)
    assert "written" not in rita.page(address).html
    rita.page(f"{address}/written", 403)
    charlie.page(f"{address}/written", 404)
    assert rita.send(f"{address}/written", {"sure": "1"}).status_code == 403
    assert len(listed(alice, address)) == 4


def test_r12_all_there_is_is_not_said_where_words_may_wait(
    app: Flask, cast: Cast, alice: Desk, rita: Desk
):
    """To nobody, and to a reader, who may not read them, the same page before and after."""
    address, all_of_it = held(app, cast.group, TEXTS), "What stands here is all there is."
    to_reader = without_tokens(rita.page(address).html)
    assert (all_of_it in alice.page(address).html, all_of_it in to_reader) == (False, False)
    alice.send(f"{address}/written", {"sure": "1"})
    assert without_tokens(rita.page(address).html) == to_reader


def test_r12_the_trail_does_not_tell_that_there_were_any(app: Flask, cast: Cast, alice: Desk):
    address, trail = held(app, cast.group, TEXTS), f"/desk/groups/{cast.group}/acts"
    before = without_tokens(alice.page(trail).html)
    assert len(listed(alice, address)) == 4
    alice.send(f"{address}/written", {"sure": "1"})
    assert alice.follow(alice.get(f"{address}/written")).said() == f"The words are deleted. {GONE}"
    assert without_tokens(alice.page(trail).html) == before


def test_r12_they_stand_on_that_page_and_in_nothing_else(
    app: Flask,
    cast: Cast,
    alice: Desk,
    phone: Desk,
    config: Config,
    caplog: pytest.LogCaptureFixture,
):
    """Every page of the desk, every paper, what the search finds, the phone with the link, the
    page's own title, the log."""
    caplog.set_level("DEBUG")
    with app.app_context():
        door = checkins.door(config.keys_dir, cast.group, EVENING, Moment.ARRIVING)
        assert door is not None
    address, link = held(app, cast.group, TEXTS), door.link_secret
    own = alice.page(f"{address}/written")
    assert words(own.all("main")[0]).count("canary") == 4
    assert "canary" not in own.text("title")
    room = Evening(bytes.fromhex(address.rpartition("/")[2]), "", link)
    told = {path: answer.text for path, answer in everything(app, alice, room, cast).items()}
    told["search"] = FlaskClient.open(alice, "/desk/library?q=canary-quince").text.replace(
        "canary-quince", "", 2
    )
    told["phone"] = read(phone.post("/", data={"link": room.link})).html
    told["papers"] = "".join(papers(app, cast))
    told["log"] = caplog.text
    assert {path for path, text in told.items() if "canary" in text} == {f"{address}/written"}
    assert len(told) >= 20


def test_r12_on_paper_the_page_holds_a_sentence_in_their_place(alice: Desk):
    """What the stylesheet does in print, read off the rule itself."""
    style = alice.get("/static/checkins.css").text
    printed = style.partition("@media print {")[2].partition("\n")[0]
    assert ".written, .written ~ .fine { display: none; }" in printed
    assert ".onpaper { display: block; }" in printed
    assert ".onpaper { display: none; }" in style.partition("@media print")[0]


def test_r12_read_means_deleted_at_once_after_one_question(
    app: Flask, cast: Cast, alice: Desk, bob: Desk, config: Config
):
    address = held(app, cast.group, TEXTS)
    alice.page(f"{address}/written")
    sure = read(alice.send(f"{address}/written"))
    assert sure.text("h1") == "Delete these words?"
    assert len(listed(bob, address)) == 4
    assert _found(config, b"canary-quince")
    after = alice.follow(alice.send(f"{address}/written", {"sure": "1"}))
    assert after.said() == "The words are deleted."
    assert "written" not in after.html
    assert bob.follow(bob.get(f"{address}/written")).said() == GONE
    assert bob.follow(bob.send(f"{address}/written", {"sure": "1"})).said() == GONE
    with app.app_context():
        db.session.remove()
    assert not _found(config, b"canary-quince")


def test_r12_what_waits_to_be_read_goes_with_a_deleted_release(
    app: Flask, cast: Cast, alice: Desk, config: Config
):
    address = held(app, cast.group, TEXTS)
    assert len(listed(alice, address)) == 4
    assert "any words that wait to be read" in alice.page(f"{address}/delete").html
    assert "The release is deleted." in alice.follow(alice.send(f"{address}/delete")).said()
    assert alice.follow(alice.get(f"{address}/written")).said() == GONE
    with app.app_context():
        db.session.remove()
    assert not _found(config, b"canary-quince")


def _found(config: Config, text: bytes) -> bool:
    """Whether the database's files hold it."""
    path = config.database_url.removeprefix("sqlite:///")
    found = b""
    for name in (path, f"{path}-wal"):
        with open(name, "rb") as file:
            found += file.read()
    return text in found


def test_r12_seven_days_end_by_the_clock_though_the_janitor_is_late(
    app: Flask, cast: Cast, config: Config
):
    address = held(app, cast.group, TEXTS)
    closed = datetime.now(UTC)
    told = []
    for days in (6, 7):
        with time_machine.travel(closed + timedelta(days=days)):
            alice = app.test_client()
            alice.sign_in(cast.email("Alice"), PASSWORD)
            told.append("written" in alice.page(address).html)
            answer = alice.get(f"{address}/written")
            told.append(answer.status_code == 200)
    assert told == [True, True, False, False]
    assert _found(config, b"canary-quince")
    with app.app_context():
        janitor.tidy(config.keys_dir, config.store_dir, closed + timedelta(days=7))
    assert not _found(config, b"canary-quince")


def test_what_is_written_is_shown_as_text(app: Flask, cast: Cast, alice: Desk):
    address = held(app, cast.group, TEXTS)
    page = alice.page(f"{address}/written")
    assert "canary-&lt;b&gt;wren&lt;/b&gt;" in page.html
    assert without_tokens(page.html) == without_tokens(alice.page(f"{address}/written").html)


def test_r14_the_offer_is_the_same_whether_somebody_wrote_or_not(
    app: Flask, cast: Cast, alice: Desk
):
    """Apart from the way to the words, two such pages differ in nothing."""
    told = []
    for texts in ((), TEXTS):
        with app.app_context():
            owner = db.session.get_one(Facilitator, cast.alice)
            group_id = make_group(owner, name="One of several").id
        address = held(app, group_id, texts)
        page = without_tokens(alice.page(address).html)
        assert page.count(PROMPT) == 1
        told.append(page.replace(address, "ADDRESS").replace(group_id, "GROUP"))
    link = re.search(r'<p class="said">There are words to read.*?</p>\n?', told[1])
    assert link is not None
    assert "".join(told[1].replace(link[0], "").split()) == "".join(told[0].split())
