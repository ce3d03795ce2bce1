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

from facilitator.domain.papers import Name
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
    print_page = f"/desk/plans/{cast.plan}/papers"
    page = alice.page(print_page)
    assert "Nothing prints before a person has checked these" in page.html
    listed = [words(li) for li in page.all("li")]
    assert "Samaritans: 116 123" in listed
    check = f"/desk/groups/{cast.group}/help-lines?plan={cast.plan}"
    assert check in [a.get("href") for a in page.all("a")]
    alone = alice.get(f"{print_page}/run-sheet/1.pdf")
    assert (alone.status_code, alone.headers["Location"]) == (302, print_page)
    alice.page(print_page)
    there = alice.follow(alice.send(print_page))
    assert "Nothing prints before a person has checked these" in there.html
    with app.app_context():
        assert db.session.scalars(db.select(prints.Print)).all() == []


def test_every_paper_can_be_had_alone(cast: Cast, alice: Desk):
    page = alice.page(f"/desk/plans/{cast.plan}/papers")
    links = [a.get("href") for a in page.all("a") if a.get("href", "").endswith(".pdf")]
    names = [link.split("/")[-2] for link in links]
    assert list(dict.fromkeys(names)) == [name for name in Name if name in names]
    assert {"run-sheet", "guide", "agenda", "worksheets", "after-cards"} <= set(names)
    assert names.count("code-poster") == 2
    for link in links:
        answer = alice.get(link)
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith('inline; filename="')
        with pikepdf.open(io.BytesIO(answer.data)) as pdf:
            assert len(pdf.pages) >= 1


@pytest.mark.parametrize(
    "paper",
    ["run-sheet/2", "run-sheet/0", "code-poster/3", "nothing/1", "agenda/1.pdf?letters=tiny&x="],
)
def test_a_paper_there_is_not_is_no_page(cast: Cast, alice: Desk, paper: str):
    assert alice.get(f"/desk/plans/{cast.plan}/papers/{paper}.pdf").status_code == 404


def test_a_paper_alone_in_other_letters_on_other_paper_and_to_save(cast: Cast, alice: Desk):
    where = f"/desk/plans/{cast.plan}/papers/worksheets/1.pdf"
    plain, large = (alice.get(where + query).data for query in ("", "?letters=large"))
    letter = alice.get(f"{where}?paper=Letter&download=1")
    grey, fill = alice.get(f"{where}?grey=1"), alice.get(f"{where}?fill=1")
    assert len({plain, large, letter.data, grey.data, fill.data}) == 5
    said = letter.headers["Content-Disposition"]
    assert said == 'attachment; filename="what-i-saw-what-i-add.pdf"'
    with pikepdf.open(io.BytesIO(letter.data)) as pdf:
        assert [round(float(side)) for side in pdf.pages[0].mediabox] == [0, 0, 612, 792]
    with pikepdf.open(io.BytesIO(fill.data)) as pdf:
        assert len(pdf.Root.AcroForm.Fields) > 0


def test_a_packet_is_asked_for_waits_and_is_ready(app: Flask, cast: Cast, alice: Desk):
    where = ask(alice, cast)
    waiting = alice.page(where)
    assert (waiting.text("h1"), polls(waiting)) == ("Making your packet", True)
    assert alice.get(f"{where}/packet.pdf").headers["Location"] == where

    assert app.extensions["queue"].work_off() == 1
    ready = alice.page(where)
    assert (ready.text("h1"), polls(ready)) == ("Your packet is ready", False)
    answer = alice.get(f"{where}/packet.pdf")
    assert answer.headers["Content-Disposition"] == 'inline; filename="the-quiet-distance.pdf"'
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert len(pdf.pages) > 10
    saved = alice.get(f"{where}/packet.pdf?download=1")
    assert saved.headers["Content-Disposition"] == 'attachment; filename="the-quiet-distance.pdf"'
    found = alice.page(f"/desk/plans/{cast.plan}/papers")
    assert where in [a.get("href") for a in found.all("a")]


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
    assert "Samaritans: 116 123" in [words(li) for li in page.all("li")]


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
    for number in (1, 2):
        where = f"/desk/plans/{cast.plan}/papers/code-poster/{number}.pdf"
        answer = alice.get(where, headers=forged)
        with closing(pypdfium2.PdfDocument(answer.data)) as pdf:
            read = zxingcpp.read_barcodes(pdf[0].render(scale=3).to_pil())
            said = pdf[0].get_textpage().get_text_range()
        assert [re.sub(r"#.*", "#", code.text) for code in read] == ["http://127.0.0.1:5000/#"]
        assert ("evil.example" in said, "127.0.0.1:5000" in said) == (False, True)


def test_another_group_prints_its_own_lines(app: Flask, cast: Cast, charlie: Desk):
    with app.app_context():
        group = db.session.get_one(Group, cast.other_group)
        groups.update(group, paper="Letter", public_name="Saturday circle")
    guide = charlie.get(f"/desk/plans/{cast.other_plan}/papers/run-sheet/1.pdf")
    with pikepdf.open(io.BytesIO(guide.data)) as pdf:
        box = [round(float(side)) for side in pdf.pages[0].mediabox]
    assert box == [0, 0, 612, 792]
