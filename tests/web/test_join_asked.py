"""The bank of an evening and words of one's own on the form, and what becomes of them."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from urllib.parse import urlencode

import pytest
from flask import Flask
from markupsafe import escape
from sqlalchemy import select

from facilitator.domain.checkins import LONGEST_TEXT, USUAL, Asked, fields, word_field
from facilitator.domain.wordbank import bank, of_theme
from facilitator.records.base import db
from facilitator.records.envelopes import Envelope, NoteBatch
from facilitator.web import join
from facilitator.web.frame.gate import PHONES_LONGEST
from tests.cast import Cast
from tests.pages import Desk, Page, read, words
from tests.room import Evening, end, evening

HOSTILE = '<b onclick=x>Tired</b> & "me"'
OWN = bank(("hope", HOSTILE, "Supercalifragilisticexpialidoc", "Müde", "أمل", "calm", "x", "0"))
WIDEST = Asked(OWN, free_text=True)
EXACT = (
    "If you write words, your facilitator will read those exact words and may recognise you, so "
    "leave out names."
)
CANARY = "a kestrel on the wall"


@pytest.fixture
def wide(app: Flask, cast: Cast) -> Evening:
    """An open check-in that asks as much as one can."""
    return evening(app, cast.group, asked=WIDEST)


def the_form(phone: Desk, room: Evening) -> Page:
    return read(phone.post("/", data={"code": room.code}))


def send(phone: Desk, room: Evening, **said: str) -> Page:
    """Send what the form would, but for what is said; the page that thanks."""
    data = the_form(phone, room).form("/") | {n.replace("_", "-"): v for n, v in said.items()}
    return phone.follow(phone.post("/", data=data))


def close(app: Flask, room: Evening) -> None:
    with app.app_context():
        end(app.config["CIRCLE"], room.held, datetime.now(UTC))


def test_the_bank_stands_on_the_form_in_its_order(phone: Desk, wide: Evening) -> None:
    page = the_form(phone, wide)
    shown = [e.get("aria-label") for e in page.all("input") if e.get("value") == "1"]
    asked = [label for label in shown if label in ("A little hope", "Calm", *OWN)]
    assert asked == ["A little hope", *OWN[1:5], "Calm", "x", "0"]
    assert str(escape(HOSTILE)) in page.html
    assert [e for e in page.root.iter() if e.get("onclick")] == []


def test_the_page_can_run_from_right_to_left(
    phone: Desk, wide: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The direction is the language's; what is typed or dialled has its own."""
    assert (phone.page("/").root.get("lang"), phone.page("/").root.get("dir")) == ("en", "ltr")
    monkeypatch.setitem(join.LANGUAGE, "dir", "rtl")
    page = the_form(phone, wide)
    assert page.root.get("dir") == "rtl"
    assert [e.get("dir") for e in page.all("textarea")] == ["auto"]
    numbers = [e for foot in page.all("footer") for e in foot.iter() if e.tag in ("a", "b")]
    assert {e.get("dir") for e in numbers} == {"ltr"}
    assert len(numbers) >= 3


def test_no_field_is_named_after_a_word(phone: Desk, wide: Evening) -> None:
    sent = the_form(phone, wide).form("/").keys() - {"ticket"}
    assert sent == {*fields(WIDEST), "text"}
    assert {name for name in sent if name.startswith("word-")} == {
        word_field(place) for place in range(8)
    }


@pytest.mark.parametrize("theme", ["quiet-distance", "culture-and-pressure"])
def test_a_theme_brings_its_own_words(app: Flask, cast: Cast, phone: Desk, theme: str) -> None:
    room = evening(app, cast.group, asked=Asked(tuple(map(str, of_theme(theme)))))
    assert [n for n in the_form(phone, room).form("/") if n.startswith("word-")] == [
        word_field(place) for place in range(5)
    ]


def test_without_a_bank_there_is_no_question(app: Flask, cast: Cast, phone: Desk) -> None:
    room = evening(app, cast.group, asked=Asked())
    page = the_form(phone, room)
    assert "What is closest today?" not in [words(e) for e in page.all("legend")]
    assert len(page.all("legend")) == 4
    for _ in range(5):
        send(phone, room)
    close(app, room)
    told = read(phone.post("/", data={"link": room.link}))
    assert [words(e) for e in told.all("h2")] == [
        "How the room feels", "Compared with last time", "What would help tonight?",
        "Help right now",
    ]  # fmt: skip


@pytest.mark.parametrize("free_text", [True, False])
def test_r29_the_body_has_one_length_whatever_the_bank(
    app: Flask, cast: Cast, phone: Desk, free_text: bool
) -> None:
    """Over what is chosen: every field alone, all of them, and a thousand mixtures. Only what is
    written has its own length."""
    asked = Asked(OWN, free_text)
    sent, form = the_form(phone, evening(app, cast.group, asked=asked)).form("/"), fields(asked)
    rng = Random(29)
    chosen = [{name: value} for name, values in form.items() for value in values]
    chosen.append({name: values[-1] for name, values in form.items()})
    chosen += [{n: rng.choice(values) for n, values in form.items()} for _ in range(1000)]
    assert ("text" in sent) is free_text
    assert len({len(urlencode(sent | one)) for one in chosen}) == 1
    if free_text:
        assert len({len(urlencode(sent | one | {"text": CANARY})) for one in chosen}) == 1


def test_r29_only_the_text_has_a_length_of_its_own(phone: Desk, wide: Evening) -> None:
    page = the_form(phone, wide)
    kinds = {field.get("type") for field in page.all("input")}
    assert kinds == {"hidden", "radio"}
    (text,) = page.all("textarea", "select")
    assert (text.get("name"), text.get("maxlength")) == ("text", str(LONGEST_TEXT))
    assert (text.get("autocomplete"), text.get("spellcheck")) == ("off", "false")
    assert text.text is None


def test_r33_no_browser_is_to_remember_what_stood_in_a_form(phone: Desk, wide: Evening) -> None:
    """Without a script this is what empties the form when WebKit goes back to it, and what keeps
    its words out of the file in which Firefox keeps its tabs."""
    forms = [form for form in the_form(phone, wide).all("form") if form.get("hidden") is None]
    assert [form.get("autocomplete") for form in forms] == ["off"]


def test_r37_the_warning_of_2_3_stands_where_words_are_written(phone: Desk, wide: Evening) -> None:
    page = the_form(phone, wide)
    (notice,) = (words(p) for p in page.all("p") if p.get("class") == "notice")
    (warning,) = (words(p) for p in page.all("p") if p.get("id") == "exact")
    assert warning == EXACT
    assert EXACT in notice
    (text,) = page.all("textarea")
    assert text.get("aria-describedby") == "exact"
    assert page.html.index('id="exact"') < page.html.index("<textarea")


def test_where_words_are_not_asked_none_are_taken(
    app: Flask, phone: Desk, room: Evening, cast: Cast
) -> None:
    assert the_form(phone, room).all("textarea") == []
    for _ in range(6):
        send(phone, room, text=CANARY)
    close(app, room)
    with app.app_context():
        assert db.session.scalars(select(NoteBatch)).all() == []


def test_words_come_out_as_they_went_in(app: Flask, phone: Desk, wide: Evening) -> None:
    written = ["One more lonely word", "ثلاثة", "𝄞" * LONGEST_TEXT, ""]
    for text in (*written, "two\r\nlines\tand  gaps"):
        send(phone, wide, text=text)
    close(app, wide)
    with app.app_context():
        (batch,) = db.session.scalars(select(NoteBatch)).all()
        assert sorted(batch.notes) == sorted([*filter(None, written), "two lines and gaps"])


def test_the_longest_words_fit_into_what_is_taken(phone: Desk, wide: Evening) -> None:
    sent = the_form(phone, wide).form("/") | {"text": "𝄞" * LONGEST_TEXT}
    assert 1680 < len(urlencode(sent)) < PHONES_LONGEST - 1024


def test_r27_thanks_are_the_same_with_words_and_without(phone: Desk, wide: Evening) -> None:
    pages = {send(phone, wide, text=text, word_2=said).html
             for text in ("", CANARY, "𝄞" * 140) for said in "01"}  # fmt: skip
    assert len(pages) == 1


def test_no_page_repeats_what_was_written(app: Flask, phone: Desk, wide: Evening) -> None:
    sent = the_form(phone, wide).form("/") | {"text": CANARY}
    answers = [phone.post("/", data={**sent, "ticket": "forged"})]
    for _ in range(40):
        send(phone, wide)
    answers.append(phone.post("/", data=sent))
    close(app, wide)
    answers += [phone.post("/", data=sent), phone.post("/", data={"link": wide.link})]
    assert [read(a, a.status_code).text("h1") for a in answers] == [
        "That did not work",
        "This check-in is full",
        "This check-in has closed",
        "What the room said",
    ]
    assert [a for a in answers if "kestrel" in a.text] == []


def test_r18_an_envelope_with_words_is_as_long_as_one_without(
    app: Flask, phone: Desk, wide: Evening
) -> None:
    for text in ("", CANARY, "𝄞" * LONGEST_TEXT):
        send(phone, wide, text=text)
    with app.app_context():
        sealed = db.session.scalars(select(Envelope.sealed)).all()
    assert [len(one) for one in sealed] == [1064] * 3


def test_r15_the_link_names_own_words_for_a_day(app: Flask, phone: Desk, wide: Evening) -> None:
    for _ in range(5):
        send(phone, wide, word_1="1", word_2="1", word_5="1", text=CANARY)
    close(app, wide)
    page = read(phone.post("/", data={"link": wide.link}))
    named = [words(li) for ul in page.all("ul") if ul.get("class") == "named" for li in ul]
    assert named == ["A little hope", HOSTILE, "أمل"]
    assert "kestrel" not in page.html
    assert USUAL.words[1] not in named
