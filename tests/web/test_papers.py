"""Paper on the desk: nothing before the help lines are checked, one page at once, the packet as a
job that a reload finds again."""

from __future__ import annotations

import io
import re
from contextlib import closing
from datetime import date

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from flask import Flask

from facilitator.records import groups, prints
from facilitator.records.base import db
from facilitator.records.groups import Group
from tests.cast import Cast
from tests.pages import Desk, Page, words

pytestmark = pytest.mark.usefixtures("saturday")


def unconfirmed(app: Flask, cast: Cast, on: date | None = None) -> None:
    with app.app_context():
        db.session.get_one(Group, cast.group).helplines_confirmed = on
        db.session.commit()


def ask(browser: Desk, cast: Cast) -> str:
    """Where the packet's progress is shown."""
    browser.page("/desk")
    answer = browser.send(f"/desk/plans/{cast.plan}/papers")
    assert answer.status_code == 302
    return answer.headers["Location"]


def polls(page: Page) -> bool:
    return any(div.get("data-poll") for div in page.all("div"))


@pytest.mark.parametrize("on", [None, date(2026, 5, 1)], ids=["never", "too long ago"])
def test_nothing_prints_before_a_person_checked_the_lines(
    app: Flask, cast: Cast, alice: Desk, on: date | None
):
    unconfirmed(app, cast, on)
    page = alice.page(f"/desk/plans/{cast.plan}/papers")
    assert "Nothing prints before a person has checked this group’s help lines" in page.html
    assert alice.get(f"/desk/plans/{cast.plan}/papers/0.pdf").status_code == 404
    there = alice.follow(alice.send(f"/desk/plans/{cast.plan}/papers"))
    assert there.text("h1") == "Check the help lines"
    with app.app_context():
        assert db.session.scalars(db.select(prints.Print)).all() == []


def test_every_paper_can_be_had_alone(cast: Cast, alice: Desk):
    page = alice.page(f"/desk/plans/{cast.plan}/papers")
    names = [words(row.findall("td")[0]) for row in page.all("tr") if row.findall("td")]
    links = [a.get("href") for a in page.all("a") if a.get("href", "").endswith(".pdf")]
    assert names == [
        "Facilitator’s guide",
        "Safety page",
        "Agenda for the wall",
        "Check-in poster (arriving)",
        "Check-in poster (leaving)",
        "Worksheet: What I saw, what I add",
        "Cards for afterwards",
    ]
    assert len(links) == len(names)
    for link in links:
        answer = alice.get(link)
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith('inline; filename="')
        with pikepdf.open(io.BytesIO(answer.data)) as pdf:
            assert len(pdf.pages) >= 1
    assert alice.get(f"/desk/plans/{cast.plan}/papers/{len(links)}.pdf").status_code == 404


def test_a_packet_is_asked_for_waits_and_is_ready(app: Flask, cast: Cast, alice: Desk):
    where = ask(alice, cast)
    waiting = alice.page(where)
    assert (waiting.text("h1"), polls(waiting)) == ("Making your packet", True)
    assert alice.get(f"{where}/packet.pdf").status_code == 404

    assert app.extensions["queue"].work_off() == 1
    ready = alice.page(where)
    assert (ready.text("h1"), polls(ready)) == ("Your packet is ready", False)
    answer = alice.get(f"{where}/packet.pdf")
    assert answer.headers["Content-Disposition"] == 'inline; filename="the-quiet-distance.pdf"'
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert len(pdf.pages) > 10
    found = alice.page(f"/desk/plans/{cast.plan}/papers")
    assert f"{where}/packet.pdf" in [a.get("href") for a in found.all("a")]


def test_a_reload_finds_the_packet_that_is_being_made(cast: Cast, alice: Desk):
    where = ask(alice, cast)
    page = alice.page(f"/desk/plans/{cast.plan}/papers")
    assert where in [a.get("href") for a in page.all("a")]


def test_a_changed_plan_offers_no_packet_of_before(app: Flask, cast: Cast, alice: Desk):
    where = ask(alice, cast)
    alice.send(f"/desk/plans/{cast.plan}/change", {"version": "1", "do": "down", "block": "b1"})
    page = alice.page(f"/desk/plans/{cast.plan}/papers")
    assert where not in [a.get("href") for a in page.all("a")]


def test_a_packet_whose_lines_lost_their_check_says_so(app: Flask, cast: Cast, alice: Desk):
    where = ask(alice, cast)
    unconfirmed(app, cast)
    app.extensions["queue"].work_off()
    page = alice.page(where)
    assert page.text("h1") == "The packet could not be made"
    assert "are not checked" in page.html


def test_a_poster_that_no_phone_can_follow_is_named_before_it_prints(cast: Cast, alice: Desk):
    page = alice.page(f"/desk/plans/{cast.plan}/papers")
    warnings = [words(div) for div in page.all("div") if div.get("class") == "warn"]
    assert len(warnings) == 1
    assert warnings[0].startswith(
        "A phone cannot reach the address on the poster (http://127.0.0.1"
    )


def test_r50_a_forged_host_is_in_no_paper(cast: Cast, alice: Desk):
    """The posters are what carries an address: their QR codes are read back as a phone would."""
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    page = alice.get(f"/desk/plans/{cast.plan}/papers", headers=forged)
    assert "evil.example" not in page.text + str(page.headers)
    for place in (3, 4):
        answer = alice.get(f"/desk/plans/{cast.plan}/papers/{place}.pdf", headers=forged)
        with closing(pypdfium2.PdfDocument(answer.data)) as pdf:
            read = zxingcpp.read_barcodes(pdf[0].render(scale=3).to_pil())
            said = pdf[0].get_textpage().get_text_range()
        assert [re.sub(r"#.*", "#", code.text) for code in read] == ["http://127.0.0.1:5000/#"]
        assert ("evil.example" in said, "127.0.0.1:5000" in said) == (False, True)


def test_another_group_prints_its_own_lines(app: Flask, cast: Cast, charlie: Desk):
    with app.app_context():
        group = db.session.get_one(Group, cast.other_group)
        groups.update(group, paper="Letter", public_name="Saturday circle")
    guide = charlie.get(f"/desk/plans/{cast.other_plan}/papers/0.pdf")
    with pikepdf.open(io.BytesIO(guide.data)) as pdf:
        box = [round(float(side)) for side in pdf.pages[0].mediabox]
    assert box == [0, 0, 612, 792]
