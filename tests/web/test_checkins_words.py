"""The bank of an evening at the desk: of its theme, changed before the opening, fixed from then."""

from __future__ import annotations

import secrets
import threading

import pytest
from flask import Flask

from facilitator.domain import wordbank
from facilitator.domain.checkins import Asked, Moment, Word
from facilitator.records import checkins, desksides, groups
from facilitator.records.base import db
from facilitator.records.beside import asking
from tests.cast import EVENING, NOW, Cast
from tests.pages import Desk, Page, read, words
from tests.room import Evening, end
from tests.web.test_groups import GROUP

OF_THEME = ["A quiet missing", "Waiting to hear", "Sadness", "Guilt", "A little hope"]


def asked(page: Page) -> list[str]:
    """The words that a page of the desk says are asked."""
    lists = [ul for ul in page.all("ul") if ul.get("class") == "words"]
    return [words(li) for li in lists[0].iter("li")] if lists else []


def on_phone(phone: Desk, code: str) -> list[str]:
    """The words that the form offers, in their order."""
    form = read(phone.post("/", data={"code": code}))
    names = {f.get("name", ""): f.get("aria-label", "") for f in form.all("input")
             if f.get("name", "").startswith("word-") and f.get("value") == "1"}  # fmt: skip
    return [names[name] for name in sorted(names)]


def choose(desk: Desk, address: str, *posted: str) -> Page:
    """Save these words as the form of the desk posts them; the page that follows."""
    desk.page(address)
    answer = desk.send(address, {"word": list(posted)})
    return desk.follow(answer) if answer.status_code == 302 else read(answer)


@pytest.fixture
def here(cast: Cast) -> str:
    return f"/desk/plans/{cast.plan}/checkins/arriving"


def test_the_bank_is_that_of_the_theme_until_it_is_changed(alice: Desk, cast: Cast, here: str):
    assert asked(alice.page(here)) == OF_THEME
    assert asked(alice.page(f"/desk/plans/{cast.plan}/checkins")) == OF_THEME
    ticked = [f.get("value") for f in alice.page(f"{here}/words").all("input")
              if f.get("name") == "word" and f.get("checked") is not None]  # fmt: skip
    assert ticked == [f"shelf:{word}" for word in wordbank.of_theme("quiet-distance")]


def test_what_is_saved_is_asked_in_its_order(alice: Desk, phone: Desk, here: str):
    """Shelf words switched on and off, words of one's own between them."""
    page = choose(alice, f"{here}/words", "shelf:hope", "Between two cities", "shelf:calm", "")
    assert page.said() == "Saved. These words are asked once you open the check-in."
    chosen = ["A little hope", "Between two cities", "Calm"]
    assert asked(page) == chosen
    living = alice.follow(alice.send(here))
    assert asked(living) == chosen
    code = next(words(p) for p in living.all("p") if p.get("class") == "code")
    assert on_phone(phone, code) == chosen


def test_a_typed_word_is_shown_as_it_was_typed(alice: Desk, here: str):
    """“tired” is the code of another word of the shelf, and “worn out” is that word."""
    page = choose(alice, f"{here}/words", "tired", "guilt", "a LITTLE hope", "<b>bold</b>")
    assert asked(page) == ["Tired", "Guilt", "A little hope", "<b>bold</b>"]
    with_both = choose(alice, f"{here}/words", "worn out", "shelf:tired")
    assert "“Worn out” stands here twice. Leave one of them out." in with_both.said()


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        (["x" * 31], f"“{'x' * 31}” has 31 signs. Shorten it to 30"),
        (["Rain", "shelf:hope", "rain"], "“rain” stands here twice. Leave one of them out."),
        ([f"Word {n}" for n in range(10)], "These are 10 words. Leave out 2: 8 are asked at most."),
    ],
)
def test_what_cannot_be_asked_is_named_and_nothing_typed_is_lost(
    alice: Desk, here: str, posted: list[str], said: str
):
    page = choose(alice, f"{here}/words", *posted)
    assert said in page.said()
    kept = [f.get("value", "") for f in page.all("input")
            if f.get("name") == "word" and (f.get("type") == "text" or f.get("checked") == "")
            and f.get("value")]  # fmt: skip
    assert kept == posted
    assert asked(alice.page(here)) == OF_THEME


def test_eight_words_of_thirty_signs_are_asked(alice: Desk, here: str):
    eight = [f"{n} ".ljust(30, "y") for n in range(8)]
    assert asked(choose(alice, f"{here}/words", *eight)) == eight


def test_a_word_moves_one_place_earlier_and_is_not_saved_yet(alice: Desk, here: str):
    alice.page(f"{here}/words")
    page = read(alice.send(f"{here}/words", {"word": ["shelf:hope", "shelf:calm", "Rain"],
                                             "earlier": "2"}))  # fmt: skip
    rows = [f.get("value") for f in page.all("input")
            if f.get("name") == "word" and f.get("value") and (f.get("checked") == ""
            or f.get("type") == "text")]  # fmt: skip
    assert rows == ["shelf:hope", "Rain", "shelf:calm"]
    assert page.said() == "Moved. Save when the order is right."
    # The keyboard stays with the word.
    assert [b.get("value") for b in page.all("button") if b.get("autofocus") == ""] == ["1"]
    assert asked(alice.page(here)) == OF_THEME


def test_no_word_at_all_and_the_words_of_the_theme_again(alice: Desk, here: str):
    none = choose(alice, f"{here}/words")
    assert none.said() == "Saved. No words are asked."
    assert asked(none) == []
    assert "There are no words to choose from." in none.html
    alice.page(f"{here}/words")
    again = alice.follow(alice.send(f"{here}/words", {"word": "Rain", "theme": "1"}))
    assert asked(again) == OF_THEME


def test_r08_once_open_nothing_is_settled_any_more(
    app: Flask, alice: Desk, cast: Cast, room: Evening, here: str
):
    page = alice.page(f"/desk/checkins/{room.held.hex()}")
    before = asked(page)
    assert "This was settled with the opening and can no longer change." in page.html
    late = choose_late(alice, f"{here}/words")
    assert late == ["This check-in has been opened. What it asks can no longer be changed."] * 2
    assert asked(alice.page(f"/desk/checkins/{room.held.hex()}")) == before
    with app.app_context(), pytest.raises(checkins.AlreadyHeld):
        asking.settle(cast.group, EVENING, Moment.ARRIVING, ["Rain"])


def choose_late(desk: Desk, address: str) -> list[str]:
    """What is said to who asks for the words of an open check-in, and to who sends some."""
    looked = desk.follow(desk.get(address)).said()
    return [looked, desk.follow(desk.send(address, {"word": ["Rain"]})).said()]


def test_r08_opening_and_settling_at_once_ask_what_was_opened(app: Flask, cast: Cast):
    """Ten times, from two threads: whoever is second is refused or is in time, and what the row of
    the desk says is what the envelopes are packed for."""
    config = app.config["CIRCLE"]
    for day in (EVENING.replace(month=month) for month in range(1, 11)):
        start = threading.Barrier(2)
        outcome: list[str] = []

        def settle(day=day, start=start, outcome=outcome) -> None:
            with app.app_context():
                start.wait()
                try:
                    asking.settle(cast.group, day, Moment.LEAVING, ["Rain"])
                    outcome.append("settled")
                except checkins.AlreadyHeld:
                    outcome.append("refused")

        with app.app_context():
            other = threading.Thread(target=settle)
            other.start()
            start.wait()
            now, secret = NOW.replace(month=day.month), secrets.token_bytes(16)
            of = (cast.group, day, Moment.LEAVING)
            opened = checkins.open_checkin(
                config.keys_dir, secret, *of, now, asked=Asked((Word.HOPE,))
            )
            other.join()
            db.session.expire_all()
            assert desksides.words_of(cast.group, day, Moment.LEAVING) == ("hope",), outcome
            assert checkins.what_was_asked(opened) == Asked((Word.HOPE,))
            end(config, opened.id, now)
        assert outcome in (["settled"], ["refused"])


def test_nobody_opens_what_she_has_not_seen(alice: Desk, bob: Desk, here: str):
    """Bob changes the words while Alice's page stands open."""
    seen = _hidden(alice.page(here))
    choose(bob, f"{here}/words", "Rain")
    page = read(alice.send(here, {"asked": seen}))
    assert page.text("h1") == "Open the arriving check-in?"
    assert "What is asked was changed while this page stood here." in page.said()
    assert asked(page) == ["Rain"]
    opened = alice.follow(alice.send(here, {"asked": _hidden(page)}))
    assert opened.text("h1") == "The check-in is open"


def _hidden(page: Page) -> str:
    return next(f.get("value", "") for f in page.all("input") if f.get("name") == "asked")


def test_words_of_ones_own_are_off_until_the_group_chooses_them(
    app: Flask, alice: Desk, cast: Cast, here: str
):
    assert "Nobody is asked to write words of her own." in alice.page(here).html
    form = alice.page(f"/desk/groups/{cast.group}/edit")
    box = next(f for f in form.all("input") if f.get("name") == "free_text")
    assert box.get("checked") is None
    assert "What somebody writes you read word for word" in form.html
    alice.send(f"/desk/groups/{cast.group}/edit", {**GROUP, "free_text": "y"})
    assert "You read them exactly as written" in alice.page(here).html
    living = alice.follow(alice.send(here))
    assert "You read them exactly as written" in living.html
    # Fixed by the opening: the group changes its mind, this check-in does not.
    with app.app_context():
        db.session.get_one(groups.Group, cast.group).free_text = False
        db.session.commit()
        held = checkins.held(cast.group, EVENING, Moment.ARRIVING)
        assert held is not None
        assert checkins.what_was_asked(held).free_text is True
    assert "Nobody is asked to write" in alice.page(here.replace("arriving", "leaving")).html


def test_who_came_to_settle_it_from_the_opening_goes_back_there(alice: Desk, cast: Cast, here: str):
    link = next(
        a.get("href", "") for a in alice.page(here).all("a") if "/edit" in a.get("href", "")
    )
    address = link.partition("#")[0]
    assert address == f"/desk/groups/{cast.group}/edit?plan={cast.plan}"
    back = alice.follow(alice.send(address, {**GROUP, "free_text": "y"}))
    assert back.text("h1") == "Check-ins of this evening"
    back = alice.follow(alice.send(f"/desk/groups/{cast.group}/edit", GROUP))
    assert back.text("h1") == GROUP["name"]


def test_a_reader_changes_no_words_and_a_stranger_finds_none(rita: Desk, charlie: Desk, here: str):
    rita.page(f"{here}/words", 403)
    charlie.page(f"{here}/words", 404)
    assert rita.send(f"{here}/words", {"word": ["Rain"]}).status_code == 403
