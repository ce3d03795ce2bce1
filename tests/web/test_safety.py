"""The safety page: whole, reachable from where it is needed, and silent about the law."""

from __future__ import annotations

import io

import pikepdf
import pytest
from flask import Flask

from facilitator.domain.helplines import carried
from facilitator.library import shipped
from facilitator.records import facilitators
from facilitator.records.base import db
from tests.cast import Cast
from tests.pages import Desk, Page, words

SAFETY = "/desk/library/safety"


def links(page: Page) -> list[str | None]:
    return [link.get("href") for link in page.all("a")]


def test_every_chip_leads_to_its_part(alice: Desk) -> None:
    page = alice.page(SAFETY)
    parts = [section.get("id") for section in page.all("section") if section.get("id")]
    chips = [href for href in links(page) if href and href.startswith("#") and href != "#main"]
    assert chips == [f"#{part}" for part in parts]


def test_the_four_questions_are_those_of_the_handout(alice: Desk) -> None:
    """What the facilitator asks is what the sheet of “Harbour and harbour wall” asks."""
    page = alice.page(SAFETY)
    fear = next(section for section in page.all("section") if section.get("id") == "fear")
    assert [words(item) for item in fear.iter("li")] == [
        "Is she ever afraid of them?",
        "Does she change what she does to avoid how they will react?",
        "Do they take or control her money or her phone?",
        "Has anyone been hurt or threatened?",
    ]


@pytest.mark.parametrize("country", [one.code for one in shipped().helplines.countries] + ["XX"])
def test_help_is_that_of_her_country(app: Flask, alice: Desk, cast: Cast, country: str) -> None:
    with app.app_context():
        person = facilitators.by_id(cast.alice)
        assert person is not None
        person.country = country
        db.session.commit()
    helplines = shipped().helplines
    known = helplines.country(country)
    now = next(p for p in alice.page(SAFETY).all("section") if p.get("class") == "panel now")
    shown = [words(item) for item in now.iter("strong")]
    assert shown == [line.name for line in carried(known, helplines.directory)]
    assert (known.emergency if known else "your local emergency number") in words(now)


def test_it_says_who_has_not_read_it(alice: Desk) -> None:
    text = words(alice.page(SAFETY).root)
    assert "No specialist in domestic abuse has read this page yet." in text
    assert "This program does not know it and does not state it." in text


def test_it_is_linked_where_it_is_needed(alice: Desk, cast: Cast) -> None:
    needed = ["/desk/library", f"/desk/plans/{cast.plan}"]
    tender = [one for one in shipped().modules.values() if one.intensity > 1]
    needed += [f"/desk/library/modules/{one.id}" for one in tender]
    needed += [f"/desk/library/modules/{m.id}" for m in shipped().modules.values()
               if m.theme == "safe-harbour" and m.intensity == 1]  # fmt: skip
    assert [path for path in needed if SAFETY not in links(alice.page(path))] == []


def test_a_gentle_module_does_without(alice: Desk) -> None:
    gentle = next(one for one in shipped().modules.values() if one.intensity == 1 and not one.theme)
    assert SAFETY not in links(alice.page(f"/desk/library/modules/{gentle.id}"))


def test_it_prints_on_one_side(alice: Desk) -> None:
    answer = alice.get(f"{SAFETY}/page.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert (len(pdf.pages), str(pdf.docinfo["/Title"])) == (1, "Safety page")


def test_nobody_reads_it_signed_out(nobody: Desk) -> None:
    assert nobody.get(SAFETY).status_code == 302
