"""Cards at the desk and at the door: chosen with a warning, each good for one form."""

from __future__ import annotations

import re
from contextlib import closing

import pypdfium2
import pytest
import zxingcpp
from flask import Flask

from facilitator.domain.checkins import Moment
from facilitator.records import keys
from facilitator.records.base import db
from facilitator.records.groups import Group
from facilitator.web.frame import throttle
from tests.cast import EVENING, Cast
from tests.pages import Desk, without_tokens
from tests.room import FORM

WHEN = (EVENING, Moment.ARRIVING)


def read(desk: Desk, path: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", desk.page(path).html).split())


def press(desk: Desk, path: str) -> None:
    """Open the page and press its button."""
    desk.get(path)
    assert desk.send(path).status_code == 302


@pytest.fixture
def opening(cast: Cast) -> str:
    return f"/desk/plans/{cast.plan}/checkins/arriving"


@pytest.fixture
def cards(app: Flask, cast: Cast, alice: Desk, opening: str) -> tuple[str, ...]:
    """Alice chose cards, printed three and opened."""
    press(alice, f"{opening}/cards")
    with app.app_context():
        made = keys.cards(app.config["CIRCLE"].keys_dir, cast.group, *WHEN, 3)
    assert "3 cards are printed" in read(alice, opening)
    press(alice, opening)
    return made


def test_it_is_off_and_is_chosen_with_its_warning(alice: Desk, opening: str) -> None:
    assert "By the code and the square on the poster." in read(alice, opening)
    shown = read(alice, f"{opening}/cards")
    assert "Whoever prints the cards can mark them, and so know who drew which." in shown
    press(alice, f"{opening}/cards")
    assert "none is printed" in read(alice, opening)
    press(alice, f"{opening}/cards")
    assert "By the code and the square on the poster." in read(alice, opening)


def test_nobody_opens_a_room_that_nobody_can_enter(alice: Desk, opening: str) -> None:
    press(alice, f"{opening}/cards")
    press(alice, opening)
    assert "No card has been printed yet" in read(alice, opening)


def test_r44_a_used_card_is_a_code_that_opens_nothing(
    app: Flask, cards: tuple[str, ...], nobody: Desk
) -> None:
    unknown = nobody.post("/", data={"code": "ZZZ ZZZ ZZZ"})
    form = nobody.post("/", data={"code": cards[0]})
    ticket = form.text.partition('name="ticket" value="')[2].partition('"')[0]
    said = {"ticket": ticket, **{name: values[0] for name, values in FORM.items()}}
    assert [nobody.post("/", data=said).status_code for _ in range(2)] == [303, 303]
    used = nobody.post("/", data={"code": cards[0]})
    assert (used.status_code, used.data) == (unknown.status_code, unknown.data)


def test_its_square_opens_the_form_and_the_link_alone_does_not(
    app: Flask, cast: Cast, cards: tuple[str, ...], nobody: Desk
) -> None:
    with app.app_context():
        link = keys.door(app.config["CIRCLE"].keys_dir, cast.group, *WHEN).link_secret
    assert 'name="ticket"' in nobody.post("/", data={"link": link + cards[1]}).text
    assert 'name="ticket"' not in nobody.post("/", data={"link": link}).text
    assert 'name="ticket"' not in nobody.post("/", data={"link": link + "2" * 9}).text


def test_while_it_is_open_no_code_stands_on_its_page(
    cards: tuple[str, ...], alice: Desk, cast: Cast, app: Flask
) -> None:
    shown = read(alice, alice.get(f"/desk/plans/{cast.plan}/checkins/arriving").location)
    assert "Single-use cards: each opens the form once" in shown
    with app.app_context():
        code = keys.door(app.config["CIRCLE"].keys_dir, cast.group, *WHEN).code
    assert f"{code[:3]} {code[3:]}" not in shown


def test_who_comes_second_with_a_card_is_told_and_not_thanked(
    cards: tuple[str, ...], nobody: Desk, phone: Desk
) -> None:
    """Whoever printed the cards opens the same one and sends while the woman still reads."""
    hers, the_others = (
        ticket(one.post("/", data={"code": cards[0]}).text) for one in (nobody, phone)
    )
    empty = {name: values[0] for name, values in FORM.items()}
    assert phone.post("/", data={"ticket": the_others, **empty}).status_code == 303
    answer = nobody.post("/", data={"ticket": hers, **empty})
    assert answer.status_code == 200
    assert "This card was used before" in answer.text
    assert '<main class="end">' in answer.text, "join.js lets the browser forget what was sent"
    assert "your answers here were not added" in answer.text
    assert phone.post("/", data={"ticket": the_others, **empty}).status_code == 303


def squares(pdf: bytes) -> list[str]:
    """What every square of these pages says, as a phone reads it."""
    with closing(pypdfium2.PdfDocument(pdf)) as leaves:
        seen = [leaf.render(scale=3).to_pil() for leaf in leaves]
    return [code.text for picture in seen for code in zxingcpp.read_barcodes(picture)]


def secret_of(url: str) -> str:
    return url.partition("#")[2]


@pytest.fixture
def printed(alice: Desk, opening: str) -> list[str]:
    """Alice chose cards, printed them and opened: what is behind the # of every card."""
    press(alice, f"{opening}/cards")
    answer = alice.get(f"{opening}/cards.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    press(alice, opening)
    return [secret_of(url) for url in squares(answer.data)]


def ticket(page: str) -> str:
    return page.partition('name="ticket" value="')[2].partition('"')[0]


def answers(nobody: Desk, secret: str) -> int:
    """Open the form by a card and send it untouched."""
    given = ticket(nobody.post("/", data={"link": secret}).text)
    sent = {"ticket": given, **{name: values[0] for name, values in FORM.items()}}
    return nobody.post("/", data=sent).status_code


def test_there_is_a_card_for_everybody_and_the_spare_ones_and_printing_again_makes_the_same(
    alice: Desk, opening: str
) -> None:
    """Eight are expected, two are spare."""
    press(alice, f"{opening}/cards")
    first, second = (squares(alice.get(f"{opening}/cards.pdf").data) for _ in range(2))
    assert len(set(first)) == 10
    assert sorted(first) == sorted(second)
    assert {len(secret_of(url)) for url in first} == {22 + 9}
    assert "10 cards are printed" in read(alice, opening)


def test_a_printed_card_opens_the_form_once_and_shows_the_release_later(
    printed: list[str], nobody: Desk, alice: Desk, cast: Cast
) -> None:
    """R15: whoever keeps her card reads what all read, whether she used it or not."""
    assert [answers(nobody, secret) for secret in printed[:6]] == [303] * 6
    used = nobody.post("/", data={"link": printed[0]})
    wrong = nobody.post("/", data={"code": "ZZZ ZZZ ZZZ"})
    assert used.data == wrong.data
    open_page = alice.get(f"/desk/plans/{cast.plan}/checkins/arriving").location
    press(alice, f"{open_page}/close")
    (shown,) = {nobody.post("/", data={"link": secret}).text for secret in printed}
    told = " ".join(re.sub(r"<[^>]*>", " ", shown).split())
    assert "Six check-ins, opened at once and destroyed." in told


def test_r1_the_desk_does_not_see_a_card_being_used(
    printed: list[str], nobody: Desk, alice: Desk, cast: Cast
) -> None:
    address = alice.get(f"/desk/plans/{cast.plan}/checkins/arriving").location
    pages = (address, "/desk/checkins", f"/desk/plans/{cast.plan}/checkins")
    before = [without_tokens(alice.page(path).html) for path in pages]
    assert answers(nobody, printed[0]) == 303
    assert [without_tokens(alice.page(path).html) for path in pages] == before


def test_from_the_opening_on_no_card_can_be_printed_and_none_of_their_codes_is_anywhere(
    app: Flask, printed: list[str], alice: Desk, opening: str
) -> None:
    assert alice.get(f"{opening}/cards.pdf").status_code == 302
    config = app.config["CIRCLE"]
    codes = [secret[22:].encode() for secret in printed]
    places = [path.read_bytes() for path in config.data.rglob("*") if path.is_file()]
    assert len(places) > 1
    assert [code for code in codes for place in places if code in place] == []
    # Nor in the papers that a worker remembers, where the packet's own papers are.
    alice.get(opening.replace("checkins/arriving", "papers/agenda/1.pdf"))
    kept = app.extensions["recent_papers"]._kept.values()
    assert len(kept) == 1
    assert [one for one in kept if set(squares(one)) & {*printed}] == []


def test_where_cards_open_it_no_poster_tent_or_worksheet_carries_its_code(
    app: Flask, cast: Cast, alice: Desk
) -> None:
    where = f"/desk/plans/{cast.plan}"
    press(alice, f"{where}/checkins/leaving/cards")
    posters = [alice.get(f"{where}/papers/code-poster/{n}.pdf") for n in (1, 2)]
    assert [answer.status_code for answer in posters] == [200, 404]
    with app.app_context():
        folder = app.config["CIRCLE"].keys_dir
        leaving = keys.door(folder, cast.group, EVENING, Moment.LEAVING).link_secret
    for paper in ("code-poster/1", "table-tents/1", "worksheets/1"):
        told = [secret_of(url) for url in squares(alice.get(f"{where}/papers/{paper}.pdf").data)]
        assert [secret for secret in told if secret.startswith(leaving)] == []
    assert alice.get(f"{where}/papers/table-tents/2.pdf").status_code == 404


def test_cards_are_printed_by_who_runs_the_evening_and_with_checked_lines(
    app: Flask, cast: Cast, alice: Desk, rita: Desk, charlie: Desk, opening: str
) -> None:
    assert alice.get(f"{opening}/cards.pdf").location == opening
    press(alice, f"{opening}/cards")
    where = f"{opening}/cards.pdf"
    assert [one.get(where).status_code for one in (rita, charlie)] == [403, 404]
    with app.app_context():
        group = db.session.get_one(Group, cast.group)
        group.helplines_confirmed = None
        db.session.commit()
    assert alice.get(where).location == f"/desk/plans/{cast.plan}/papers"
    with app.app_context():
        assert keys.kept_cards(app.config["CIRCLE"].keys_dir, cast.group, *WHEN) == ()


def test_r40_a_wrong_card_is_counted_however_it_is_sent_and_a_right_one_is_not(
    printed: list[str], nobody: Desk
) -> None:
    def counted() -> int:
        return throttle.throttle.counts.begin("127.0.0.0/24").count

    link, card = printed[0][:22], printed[0][22:]
    before = counted()
    nobody.post("/", data={"code": card})
    nobody.post("/", data={"link": printed[1]})
    assert counted() == before + 1
    nobody.post("/", data={"code": "ZZZ ZZZ ZZZ"})
    nobody.post("/", data={"link": link + "2" * 9})
    assert counted() == before + 4
