"""The print page of a programme: how much it takes, the workbook as a job, and who may."""

from __future__ import annotations

import io
import re
from contextlib import closing
from datetime import date

import pikepdf
import pypdfium2
import pytest
from flask import Flask

from facilitator.records import prints
from facilitator.records.base import db
from facilitator.records.groups import Group
from tests.cast import Cast
from tests.pages import Desk, words
from tests.web.programmes import begin, eight, gentle

pytestmark = pytest.mark.usefixtures("saturday")


@pytest.fixture
def small(app: Flask, cast: Cast) -> str:
    """Two gentle weeks."""
    return begin(app, cast, gentle(2))


def lines_checked(app: Flask, cast: Cast, on: date | None) -> None:
    with app.app_context():
        db.session.get_one(Group, cast.group).helplines_confirmed = on
        db.session.commit()


def order(browser: Desk, key: str, **fields: str) -> str:
    """Where the progress of what was ordered is shown."""
    path = f"/desk/series/{key}/print"
    browser.page(path)
    usual = {"chosen": "1", "letters": "standard", "sides": "single", "layout": "pages"}
    answer = browser.send(path, usual | fields)
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def asked(app: Flask) -> list[prints.Print]:
    with app.app_context():
        found = list(db.session.scalars(db.select(prints.Print)))
        db.session.expunge_all()
        return found


def made(app: Flask, browser: Desk, where: str, name: str = "packet.pdf") -> bytes:
    app.extensions["queue"].work_off()
    answer = browser.get(f"{where}/{name}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    content: bytes = answer.data
    return content


def test_the_programme_leads_there(alice: Desk, small: str):
    page = alice.page(f"/desk/series/{small}")
    assert f"/desk/series/{small}/print" in [a.get("href") for a in page.all("a")]


def test_the_page_says_how_much_paper_it_takes(app: Flask, cast: Cast, alice: Desk):
    key = begin(app, cast, eight())
    page = alice.page(f"/desk/series/{key}/print")
    said = words(next(one for one in page.all("div") if one.get("id") == "count"))
    found = re.search(r"About (\d+) sheets of paper (\d+) books of about (\d+) pages", said)
    assert found
    sheets, books, pages = map(int, found.groups())
    assert (books, sheets) == (11, 11 * pages)
    double = alice.page(
        f"/desk/series/{key}/print?chosen=1&letters=standard&sides=double&layout=pages&books=4"
    )
    said = words(next(one for one in double.all("div") if one.get("id") == "count"))
    assert f"About {4 * -(-pages // 2)} sheets of paper 4 books" in said


def test_a_booklet_too_thick_to_fold_comes_in_volumes(app: Flask, cast: Cast, alice: Desk):
    key = begin(app, cast, eight())
    way = "chosen=1&letters=standard&sides=double&layout=booklet"
    page = alice.page(f"/desk/series/{key}/print?{way}")
    assert "It comes in 2 volumes" in page.html


def test_count_again_keeps_what_was_chosen_and_asks_for_nothing(
    app: Flask, alice: Desk, small: str
):
    where = order(alice, small, count="1", books="5", dated="y")
    assert f"/desk/series/{small}/print?chosen=1" in where
    page = alice.page(where)
    fields = {one.get("name"): one for one in page.all("input") if one.get("type") != "radio"}
    assert (fields["books"].get("value"), fields["dated"].get("checked")) == ("5", "")
    assert "token" not in where
    assert asked(app) == []


def test_nothing_while_the_lines_are_unchecked(app: Flask, cast: Cast, alice: Desk, small: str):
    lines_checked(app, cast, None)
    page = alice.page(f"/desk/series/{small}/print")
    assert "Nothing prints before a person has checked" in page.html
    assert page.all("form") == [one for one in page.all("form") if one.get("id") != "packet"]
    assert order(alice, small).endswith(f"/series/{small}/print")
    assert asked(app) == []


def test_a_programme_without_weeks_has_nothing_to_print(app: Flask, cast: Cast, alice: Desk):
    key = begin(app, cast, ())
    assert "There is no week in this programme yet" in alice.page(f"/desk/series/{key}/print").html
    assert order(alice, key).endswith(f"/series/{key}/print")
    assert asked(app) == []


def test_a_number_out_of_bounds_is_said_at_its_field(app: Flask, alice: Desk, small: str):
    alice.page("/desk")
    answer = alice.send(f"/desk/series/{small}/print", {"chosen": "1", "books": "0"})
    assert answer.status_code == 200
    assert "Print between 1 and 99." in answer.text
    assert asked(app) == []


def test_the_workbook_is_a_job_and_comes_out_whole(app: Flask, alice: Desk, small: str):
    where = order(alice, small, books="7", dated="y")
    waiting = alice.page(where)
    assert waiting.text("h1") == "Making your workbook"
    content = made(app, alice, where)
    ready = alice.page(where)
    assert ready.text("h1") == "Your workbook is ready"
    assert "Copies: 7" in words(next(iter(ready.all("main"))))
    with closing(pypdfium2.PdfDocument(content)) as pdf:
        text = [leaf.get_textpage().get_text_range() for leaf in pdf]
    assert "Tuesday circle" in text[0]
    assert sum("Tuesday 1 December 2026" in one for one in text) == 1
    assert "Where help is" in text[-1]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Tuesday circle: workbook"


def test_asked_twice_it_is_made_once_until_something_changes(app: Flask, alice: Desk, small: str):
    first = order(alice, small)
    assert order(alice, small) == first
    made(app, alice, first)
    assert order(alice, small) == first
    other = order(alice, small, letters="large")
    assert other != first
    assert len(asked(app)) == 2


def test_a_changed_line_makes_another(app: Flask, cast: Cast, alice: Desk, small: str):
    first = order(alice, small)
    made(app, alice, first)
    with app.app_context():
        group = db.session.get_one(Group, cast.group)
        group.own_lines = [{"name": "Our own line", "number": "0800 1", "hours": ""}]
        db.session.commit()
    assert order(alice, small) != first


def test_a_booklet_has_a_file_for_the_printer_beside_the_one_with_tags(
    app: Flask, alice: Desk, small: str
):
    where = order(alice, small, layout="booklet", grey="y")
    tagged = made(app, alice, where)
    folded = alice.get(f"{where}/for-the-printer.pdf").data
    with pikepdf.open(io.BytesIO(tagged)) as one, pikepdf.open(io.BytesIO(folded)) as other:
        assert "/StructTreeRoot" in one.Root
        assert len(other.pages) == 2 * -(-len(one.pages) // 4)


def test_one_for_the_screen_has_fields_of_their_own(app: Flask, alice: Desk, small: str):
    where = order(alice, small, screen="1", layout="booklet", books="9")
    content = made(app, alice, where)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        names = [str(field.T) for field in pdf.Root.AcroForm.Fields]
    assert len(names) == len(set(names)) >= 2
    assert "fields to type into" in alice.page(where).html


def test_made_again_leads_to_the_print_page(app: Flask, alice: Desk, small: str):
    where = order(alice, small)
    alice.page(where)
    alice.send(f"{where}/cancel")
    there = alice.send(f"{where}/again")
    assert there.headers["Location"].endswith(f"/desk/series/{small}/print")


def test_a_reader_prints_and_a_stranger_finds_nothing(
    app: Flask, rita: Desk, charlie: Desk, small: str
):
    assert rita.page(f"/desk/series/{small}/print").text("h1") == "Print"
    assert "/desk/prints/" in order(rita, small)
    charlie.page("/desk")
    assert charlie.get(f"/desk/series/{small}/print").status_code == 404
    assert charlie.send(f"/desk/series/{small}/print").status_code == 404


def test_the_programme_comes_in_large_print_too(alice: Desk, small: str):
    usual, large = (
        alice.get(f"/desk/series/{small}/programme.pdf?for=wall{more}")
        for more in ("", "&letters=large")
    )
    assert {usual.mimetype, large.mimetype} == {"application/pdf"}
    assert usual.data != large.data
    assert alice.get(f"/desk/series/{small}/programme.pdf?letters=tiny").status_code == 404
