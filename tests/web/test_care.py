"""The facilitator's pages of their own: distress, confidentiality, and the four questions."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from tests.pages import Desk, words

SAFETY = "/desk/library/safety"
PRINTED = {
    "page": "Safety page",
    "distress": "Someone in distress",
    "confidentiality": "What we keep, and when we can’t",
    "card": "Four questions",
}


def text(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return " ".join(" ".join(leaf.get_textpage().get_text_bounded() for leaf in pdf).split())


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize(("key", "title"), PRINTED.items())
def test_each_prints_on_one_side(alice: Desk, key: str, title: str, paper: str) -> None:
    form = alice.page("/desk/account").form("/desk/account")
    alice.send("/desk/account", form | {"paper": paper})
    answer = alice.get(f"{SAFETY}/{key}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert (len(pdf.pages), str(pdf.docinfo["/Title"])) == (1, title)
        height = float(pdf.pages[0].mediabox[3])
    assert height == pytest.approx({"A4": 841.89, "Letter": 792.0}[paper], abs=0.1)


def test_the_steps_in_distress_ask_and_stay(alice: Desk) -> None:
    for said in (
        words(alice.page(f"{SAFETY}/distress").root),
        text(alice.get(f"{SAFETY}/distress.pdf").data),
    ):
        assert "Are you thinking of ending your life?" in said
        assert "Call together" in said
        assert "How will she get home" in said


def test_the_script_has_its_box_for_the_local_rule(alice: Desk) -> None:
    for said in (
        words(alice.page(f"{SAFETY}/confidentiality").root),
        text(alice.get(f"{SAFETY}/confidentiality.pdf").data),
    ):
        assert "There are times when I can’t." in said
        assert "Our local rule, and who we call" in said
        assert "does not state it" in said


def test_the_card_asks_four_questions_four_times(alice: Desk) -> None:
    said = text(alice.get(f"{SAFETY}/card.pdf").data)
    for question in (
        "Am I ever afraid of them?",
        "Do I change what I do to avoid how they will react?",
        "Do they take or control my money or my phone?",
        "Has anyone been hurt or threatened?",
    ):
        assert said.count(question) == 4
    assert "circle" not in said.lower()


def test_the_pages_lead_to_each_other(alice: Desk) -> None:
    links = [one.get("href") for one in alice.page(SAFETY).all("a")]
    assert {f"{SAFETY}/distress", f"{SAFETY}/confidentiality", f"{SAFETY}/card.pdf"} <= set(links)
    for page in ("distress", "confidentiality"):
        assert SAFETY in [one.get("href") for one in alice.page(f"{SAFETY}/{page}").all("a")]
