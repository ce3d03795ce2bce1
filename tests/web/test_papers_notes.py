"""A note to oneself prints when it is asked for, this time and no other."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pypdfium2
import pytest
from flask import Flask

from facilitator.domain.papers import Name
from facilitator.records import plans, prints
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from tests.cast import NOW, Cast
from tests.pages import Desk, Page

pytestmark = pytest.mark.usefixtures("saturday")

NOTE = "Ask Vera about the key before the others come"
OFFER = "With my notes to self"


@pytest.fixture
def noted(app: Flask, cast: Cast) -> str:
    """Where Alice prints her plan, whose second block has a note."""
    with app.app_context():
        record = db.session.get_one(plans.PlanRecord, cast.plan)
        plan = plans.value(record)
        first, second, last = plan.blocks
        blocks = (first, replace(second, note=NOTE), last)
        alice = db.session.get_one(Facilitator, cast.alice)
        plans.save(record, replace(plan, blocks=blocks), base=1, edit={}, who=alice, now=NOW)
    return f"/desk/plans/{cast.plan}/papers"


def said(content: bytes) -> str:
    with closing(pypdfium2.PdfDocument(content)) as pdf:
        return " ".join(" ".join(leaf.get_textpage().get_text_range() for leaf in pdf).split())


def ticked(page: Page) -> list[bool]:
    return [
        box.get("checked") is not None for box in page.all("input") if box.get("name") == "notes"
    ]


def made(app: Flask, browser: Desk, where: str, **asked: str) -> tuple[str, bytes]:
    """Where the packet is, and its bytes."""
    there: str = browser.send(where, asked).headers["Location"]
    app.extensions["queue"].work_off()
    return there, browser.get(f"{there}/packet.pdf").data


def test_a_packet_holds_the_note_only_when_asked(app: Flask, alice: Desk, noted: str):
    assert ticked(alice.page(noted)) == [False]
    _, without = made(app, alice, noted)
    there, asked = made(app, alice, noted, notes="yes")
    assert [NOTE in said(content) for content in (without, asked)] == [False, True]
    with app.app_context():
        kept = db.session.scalars(db.select(prints.Print).order_by(prints.Print.asked_at)).all()
        assert [one.with_notes for one in kept] == [False, True]
        assert len({one.content for one in kept}) == 2
    assert "carries your notes to self" in alice.page(there).html
    assert ticked(alice.page(noted)) == [False], "the next packet is asked for anew"


def test_one_without_notes_follows_one_with(app: Flask, alice: Desk, noted: str):
    alice.page(noted)
    _, asked = made(app, alice, noted, notes="yes")
    _, after = made(app, alice, noted)
    assert [NOTE in said(content) for content in (asked, after)] == [True, False]


def test_the_guide_alone_holds_the_note_only_when_asked(alice: Desk, noted: str):
    plain, asked = (alice.get(f"{noted}/guide/1.pdf{query}").data for query in ("", "?notes=yes"))
    assert [NOTE in said(content) for content in (plain, asked)] == [False, True]
    first, with_notes = (f"{noted}/guide/1/look{query}" for query in ("", "?notes=yes"))
    assert with_notes in [a.get("href") for a in alice.page(first).all("a")]
    opened = [a.get("href") for a in alice.page(with_notes).all("a")]
    assert f"{noted}/guide/1.pdf?notes=yes" in opened


def test_no_other_paper_holds_the_note(alice: Desk, noted: str):
    others = [name for name in Name if name is not Name.GUIDE]
    every = [alice.get(f"{noted}/{name}/1.pdf?notes=yes") for name in others]
    made = [answer.data for answer in every if answer.status_code == 200]
    assert len(made) >= 6
    assert [NOTE in said(content) for content in made] == [False] * len(made)


def test_what_is_made_again_is_made_with_what_was_asked(app: Flask, alice: Desk, noted: str):
    alice.page(noted)
    there: str = alice.send(noted, {"notes": "yes"}).headers["Location"]
    with app.app_context():
        wanted = db.session.scalars(db.select(prints.Print)).one()
        prints.fail(wanted, "fault", NOW)
    alice.page(there)
    again: str = alice.send(f"{there}/again").headers["Location"]
    assert again != there
    with app.app_context():
        kept = db.session.scalars(db.select(prints.Print)).all()
        assert [one.with_notes for one in kept] == [True, True]


def test_a_plan_without_notes_offers_none(cast: Cast, alice: Desk):
    page = alice.page(f"/desk/plans/{cast.plan}/papers")
    assert (OFFER in page.html, ticked(page)) == (False, [])


def test_a_reader_of_the_group_is_given_no_packet_with_notes(
    app: Flask, alice: Desk, rita: Desk, noted: str
):
    """Neither the file nor its pictures, nor the word that there is one."""
    alice.page(noted)
    there, _ = made(app, alice, noted, notes="yes")
    ways = ("", "/packet.pdf", "/for-the-printer.pdf", "/pages", "/pages/1", "/pages/1.webp")
    assert [rita.get(f"{there}{way}").status_code for way in ways] == [403] * len(ways)
    assert there not in rita.page(noted).html
    plain, _ = made(app, alice, noted)
    assert plain in rita.page(noted).html
    assert rita.get(f"{plain}/packet.pdf").status_code == 200
