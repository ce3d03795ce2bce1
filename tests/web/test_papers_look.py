"""One paper looked at before it is printed, and again after a change; a packet paged through."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from facilitator.records.base import db
from facilitator.records.groups import Group
from facilitator.web.frame.pdfs import Recent
from tests.cast import Cast
from tests.pages import Desk, Page, words

pytestmark = pytest.mark.usefixtures("saturday")

SHEET = "What I saw, what I add"


@pytest.fixture
def where(cast: Cast) -> str:
    return f"/desk/plans/{cast.plan}/papers"


def unconfirmed(app: Flask, cast: Cast) -> None:
    with app.app_context():
        db.session.get_one(Group, cast.group).helplines_confirmed = None
        db.session.commit()


def links(page: Page) -> list[str]:
    return [str(a.get("href")) for a in page.all("a")]


def shown(browser: Desk, page: Page) -> list[Image.Image]:
    """The pictures on a page, as a browser gets them."""
    answers = [browser.get(str(img.get("src"))) for img in page.all("img")]
    assert {answer.mimetype for answer in answers} == {"image/webp"}
    return [Image.open(io.BytesIO(answer.data)) for answer in answers]


def moved(browser: Desk, cast: Cast) -> None:
    """The first block of the plan goes down by one."""
    asked = {"version": "1", "do": "down", "block": "b1"}
    assert browser.send(f"/desk/plans/{cast.plan}/change", asked).status_code == 302


def test_every_page_of_a_paper_is_shown_as_it_prints(alice: Desk, where: str):
    assert f"{where}/run-sheet/1/look" in links(alice.page(where))
    page = alice.page(f"{where}/run-sheet/1/look")
    assert page.text("h1") == "Run sheet"
    alts = [img.get("alt") for img in page.all("img")]
    assert alts == [f"Run sheet, page {n} of 2, as it prints" for n in (1, 2)]
    pictures = shown(alice, page)
    assert [picture.width for picture in pictures] == [960, 960]
    assert pictures[0].tobytes() != pictures[1].tobytes()
    small = alice.get(f"{where}/run-sheet/1/1.webp")
    assert Image.open(io.BytesIO(small.data)).width == 320


def test_from_paper_to_paper_and_back_to_the_plan(cast: Cast, alice: Desk, where: str):
    offered = [link for link in links(alice.page(where)) if link.endswith("/look")]
    page, walked = alice.page(offered[0]), [offered[0]]
    while following := [a for a in page.all("a") if a.get("rel") == "next"]:
        page = alice.page(str(following[0].get("href")))
        walked.append(str(following[0].get("href")))
        assert [a.get("href") for a in page.all("a") if a.get("rel") == "prev"] == walked[-2:-1]
    assert walked == offered
    assert {where, f"/desk/plans/{cast.plan}"} <= set(links(page))


def test_a_change_of_the_plan_shows_at_once(cast: Cast, alice: Desk, where: str):
    look = f"{where}/run-sheet/1/look"
    before = [picture.tobytes() for picture in shown(alice, alice.page(look))]
    assert [picture.tobytes() for picture in shown(alice, alice.page(look))] == before
    moved(alice, cast)
    after = [picture.tobytes() for picture in shown(alice, alice.page(look))]
    assert after[0] != before[0]


def test_a_line_of_the_group_that_changed_shows_at_once(
    app: Flask, cast: Cast, alice: Desk, where: str
):
    look = f"{where}/agreements/1/look"
    (before,) = shown(alice, alice.page(look))
    with app.app_context():
        db.session.get_one(Group, cast.group).agreements = ["We begin on time."]
        db.session.commit()
    (after,) = shown(alice, alice.page(look))
    assert after.tobytes() != before.tobytes()


def test_the_same_paper_in_other_letters_and_to_fill_in(alice: Desk, where: str):
    page = alice.page(f"{where}/worksheets/1/look?grey=1")
    assert f"{where}/worksheets/1/look?grey=1&letters=large" in links(page)
    assert f"{where}/worksheets/1.pdf?fill=1&grey=1" in links(page)
    large = alice.page(f"{where}/worksheets/1/look?grey=1&letters=large")
    assert [words(a) for a in large.all("a") if a.get("aria-current") == "true"] == ["Large print"]
    assert f"{where}/worksheets/1.pdf?letters=large&grey=1" in links(large)
    plain, other = (shown(alice, one)[0].tobytes() for one in (page, large))
    assert plain != other


@pytest.mark.parametrize("what", ["look", "1.webp"])
def test_nothing_is_shown_while_the_lines_are_unchecked(
    app: Flask, cast: Cast, alice: Desk, where: str, what: str
):
    assert alice.get(f"{where}/run-sheet/1/{what}").status_code == 200
    unconfirmed(app, cast)
    answer = alice.get(f"{where}/run-sheet/1/{what}")
    assert (answer.status_code, answer.headers["Location"]) == (302, where)


@pytest.mark.parametrize(
    "what",
    [
        "run-sheet/2/look",
        "nothing/1/look",
        "agenda/1/look?letters=tiny",
        "agenda/1/2.webp",
        "agenda/1/1.webp?width=5000",
    ],
)
def test_a_paper_or_a_page_there_is_not_is_none(alice: Desk, where: str, what: str):
    assert alice.get(f"{where}/{what}").status_code == 404


def test_looking_leaves_no_file(app: Flask, alice: Desk, where: str):
    """No row would know of it when the code on it has closed (privacy.md 3.2)."""
    config = app.config["CIRCLE"]

    def files() -> list[Path]:
        return sorted(path for path in Path(config.store_dir).rglob("*") if path.is_file())

    before = files()
    page = alice.page(f"{where}/code-poster/1/look")
    assert len(shown(alice, page)) == 1
    assert files() == before


def test_memory_holds_the_last_few_and_none_that_is_huge():
    kept = Recent()
    for number in range(Recent.MOST):
        kept.put(str(number), b"paper")
    assert kept.get("0") == b"paper"
    kept.put("new", b"paper")
    kept.put("huge", bytes(Recent.LARGEST + 1))
    held = [key for key in ("0", "1", "2", "new", "huge") if kept.get(key)]
    assert held == ["0", "2", "new"], "the one that was looked at longest ago went"


def made(app: Flask, browser: Desk, where: str, **asked: Any) -> str:
    """Where a packet is that is ready."""
    browser.page(where)
    there: str = browser.send(where, asked).headers["Location"]
    app.extensions["queue"].work_off()
    return there


def few(page: str = "1") -> dict[str, Any]:
    return {"chosen": page, "on": ["agenda", "code-poster", "worksheets"], "sheet": [SHEET]}


def test_a_packet_is_paged_through_under_the_names_of_the_print_page(
    app: Flask, alice: Desk, where: str
):
    there = made(app, alice, where, **few())
    page = alice.page(f"{there}/pages")
    assert [words(h2) for h2 in page.all("h2")] == [
        "Agenda for the wall",
        "Check-in poster: arriving",
        "Check-in poster: leaving",
        "Worksheets",
    ]
    assert {picture.width for picture in shown(alice, page)} == {320}
    first = alice.page(f"{there}/pages/1")
    assert first.text("h1") == "Agenda for the wall"
    assert f"{there}/pages/2" in links(first)
    assert alice.get(f"{there}/pages/99").status_code == 404
    assert alice.get(f"{there}/pages/99.webp").status_code == 404


def test_a_packet_older_than_its_plan_says_so(app: Flask, cast: Cast, alice: Desk, where: str):
    there = made(app, alice, where, **few())
    said = "has changed since this packet was made"
    assert said not in alice.page(there).html
    moved(alice, cast)
    old = alice.page(there)
    assert (old.text("h1"), said in old.html) == ("Your packet is ready", True)
    titles = [words(h2) for h2 in alice.page(f"{there}/pages").all("h2")]
    assert titles[-1] == SHEET, "its own titles, since the plan may have other papers now"
    again = alice.send(f"{there}/again").headers["Location"]
    app.extensions["queue"].work_off()
    assert again != there
    assert said not in alice.page(again).html


def test_a_packet_older_than_the_words_of_its_group_says_so(
    app: Flask, cast: Cast, alice: Desk, where: str
):
    there = made(app, alice, where, **few())
    with app.app_context():
        db.session.get_one(Group, cast.group).public_name = "Another circle"
        db.session.commit()
    assert "has changed since this packet was made" in alice.page(there).html


def test_a_packet_whose_lines_nobody_answers_for_is_held_back(
    app: Flask, cast: Cast, alice: Desk, where: str
):
    there = made(app, alice, where, **few())
    unconfirmed(app, cast)
    page = alice.page(there)
    assert page.text("h1") == "The help lines need another look"
    assert "Samaritans: 116 123" in [words(li) for li in page.all("li")]
    for what in ("packet.pdf", "for-the-printer.pdf", "pages", "pages/1", "pages/1.webp"):
        answer = alice.get(f"{there}/{what}")
        assert (answer.status_code, answer.headers["Location"]) == (302, there), what


def test_checking_the_lines_leads_back_to_what_was_to_be_printed(
    app: Flask, cast: Cast, alice: Desk, where: str
):
    unconfirmed(app, cast)
    (check,) = [link for link in links(alice.page(where)) if "help-lines" in link]
    alice.page(check)
    answer = alice.send(check, {"checked_on": "2026-11-21", "confirm": "Confirm"})
    assert (answer.status_code, answer.headers["Location"]) == (302, where)
