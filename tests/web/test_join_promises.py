"""What every participant's response keeps to, whatever she does (privacy.md 4, L and C)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random
from urllib.parse import urlencode

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from facilitator.domain.checkins import Moment
from facilitator.records import checkins
from facilitator.records.base import db
from facilitator.records.facilitators import DeskSession
from tests.cast import EVENING, Cast
from tests.conftest import make_app, make_config
from tests.pages import Desk, Page, words
from tests.room import FORM, Evening, check_in, end, evening, posted, ticket
from tests.web.touring import Seen, pages_of, tour

REVEALING = (
    "mother", "mum", "parent", "child", "daughter", "support group", "perinatal", "depress",
    "abuse", "therap", "mental", "crisis", "estrange", "distance", "grief", "facilitator",
    "quiet circle", "check in to",
)  # fmt: skip
FULL = {name: values[-1] for name, values in FORM.items()}


@pytest.fixture
def seen(app: Flask, cast: Cast, phone: Desk, room: Evening) -> Seen:
    return tour(app, cast, phone, room)


def test_the_tour_sees_every_kind_of_response(seen: Seen) -> None:
    assert {name: answer.status_code for name, answer in seen.items()} == {
        "door": 200,
        "wrong code": 200,
        "form": 200,
        "form by link": 200,
        "widest form": 200,
        "practice": 200,
        "practised": 200,
        "sent": 303,
        "ok": 200,
        "full": 200,
        "late": 200,
        "result": 200,
        "forged": 400,
        "nowhere": 404,
        "method": 405,
        "too much": 413,
        "elsewhere": 403,
        "too often": 429,
    }


def test_r25_no_response_sets_a_cookie(seen: Seen) -> None:
    assert [name for name, answer in seen.items() if "Set-Cookie" in answer.headers] == []
    assert [name for name, a in seen.items() if a.headers["Cache-Control"] != "no-store"] == []


def test_r26_a_facilitators_own_phone_is_anybodys_phone(
    app: Flask, cast: Cast, alice: Desk, room: Evening
) -> None:
    """The desk's cookie, even if a browser sent it along, is not read and not renewed."""
    with app.app_context():
        before = db.session.scalars(select(DeskSession.seen_at)).all()
    cookie = alice.get_cookie("desk", path="/desk")
    assert cookie is not None
    bare, carrying = app.test_client(), app.test_client(use_cookies=False)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=20)):
        for path in ("/", "/ok", "/nowhere"):
            plain, with_cookie = (
                bare.get(path),
                carrying.get(path, headers={"Cookie": f"desk={cookie.value}"}),
            )
            assert (plain.data, dict(plain.headers)) == (
                with_cookie.data,
                dict(with_cookie.headers),
            )
        wrong = [
            client.post("/", data={"code": "AAAAAA"}, headers=headers).data
            for client, headers in ((bare, {}), (carrying, {"Cookie": f"desk={cookie.value}"}))
        ]
    assert wrong[0] == wrong[1]
    with app.app_context():
        assert db.session.scalars(select(DeskSession.seen_at)).all() == before


def test_r27_thanks_are_the_same_for_all(phone: Desk, room: Evening) -> None:
    thanked = set()
    for said in ({}, {"mood": "1"}, {"quiet": "1"}, {"quiet_even_if_guessed": "1"}):
        answer = check_in(phone, room.code, **said)
        page = phone.get(answer.headers["Location"])
        thanked.add((answer.status_code, answer.data, tuple(answer.headers), page.data,
                     tuple(page.headers)))  # fmt: skip
    data = {"ticket": ticket(phone, room.code), **posted()}
    for _ in range(2):
        answer = phone.post("/", data=data)
        page = phone.get("/ok")
        thanked.add((answer.status_code, answer.data, tuple(answer.headers), page.data,
                     tuple(page.headers)))  # fmt: skip
    assert len(thanked) == 1


def test_r29_the_body_has_one_length_whatever_is_said(phone: Desk, room: Evening) -> None:
    form = {"ticket": ticket(phone, room.code)}
    two_state = [name for name, values in FORM.items() if len(values) == 2]
    lengths = {
        len(urlencode({**form, **posted(), **dict(zip(two_state, chosen, strict=True))}))
        for chosen in product("01", repeat=len(two_state))
    }
    rng = Random(29)
    lengths |= {
        len(urlencode({**form, **{name: rng.choice(values) for name, values in FORM.items()}}))
        for _ in range(1000)
    }
    assert len(lengths) == 1
    assert len({len(ticket(phone, room.code)) for _ in range(30)}) == 1


def test_r29_the_form_holds_nothing_that_could_change_it(phone: Desk, room: Evening) -> None:
    page = Page(phone.post("/", data={"code": room.code}).text, desk=False)
    kinds = {field.get("type") for field in page.all("input", "select", "textarea")}
    assert kinds == {"hidden", "radio"}
    ticked: dict[str, int] = dict.fromkeys(FORM, 0)
    for field in page.all("input"):
        if field.get("checked") is not None:
            ticked[field.get("name", "")] += 1
    assert set(ticked.values()) == {1}
    assert {len(value) for values in FORM.values() for value in values} == {1}


def test_r30_no_address_says_anything(app: Flask, cast: Cast, room: Evening, seen: Seen) -> None:
    secret = (room.code, room.link, room.held.hex(), cast.group, EVENING.isoformat(), "Tuesday")
    asked = {answer.request.path for answer in seen.values()} - {"/kestrel"}
    assert asked == {"/", "/ok"}
    assert {answer.request.query_string for answer in seen.values()} == {b""}
    assert seen["sent"].headers["Location"] == "/ok"
    addresses = {
        element.get(name, "")
        for page in pages_of(seen).values()
        for element in page.root.iter()
        for name in ("href", "src", "action")
        if element.get(name)
    }
    ours = {re.sub(r"\?v=[0-9a-f]{10}$", "", a) for a in addresses if a.startswith("/")}
    assert ours == {"/", "/static/quiet.svg", "/static/quiet.css", "/static/join.js"}
    assert [one for one in secret for address in addresses if one in address] == []
    titles = {page.text("title") for page in pages_of(seen).values()}
    assert titles == {"Welcome"}


def test_r36_nothing_that_shows_on_a_phone_tells(seen: Seen) -> None:
    """The title, the icon, the headings and the bar: what stands on a screen seen from aside."""
    told = []
    for name, page in pages_of(seen).items():
        shown = [words(e) for e in page.all("title", "h1", "h2", "legend")]
        shown += [words(e) for e in page.all("header")]
        shown += [e.get("href", "") for e in page.all("link")]
        assert [e for e in page.all("link") if e.get("rel") in ("manifest", "canonical")] == []
        told += [(name, w, t) for t in shown for w in REVEALING if w in t.lower()]
    assert told == []


def test_r37_the_notice_and_the_help_are_on_every_page_and_the_same(
    seen: Seen,
) -> None:
    notices, helps = set(), set()
    for name, page in pages_of(seen).items():
        (notice,) = (p for p in page.all("p") if p.get("class") == "notice")
        (help_now,) = page.all("footer")
        notices.add(words(notice))
        helps.add(words(help_now))
        before = page.html.index('class="notice"')
        assert "<form" not in page.html[:before], f"{name}: a question stands before the notice"
    (told,) = notices
    (lines,) = helps
    assert told.startswith("Your answers are mixed with everyone else’s. Your facilitator sees")
    assert "Nobody is watching this live: if you need help now, call Samaritans on 116 123" in told
    assert "someone who runs this network could read what you send" in told
    assert "999 or 112" in lines
    assert "findahelpline.com" in lines


def test_r37_with_https_the_notice_is_that_of_2_3(
    tmp_path_factory: pytest.TempPathFactory, database_url: str
) -> None:
    folder = tmp_path_factory.mktemp("https") / "data"
    config = make_config(folder, database_url=database_url, public_url="https://go.example.org")
    page = Page(make_app(config).test_client().get("/").text, desk=False)
    (notice,) = (words(p) for p in page.all("p") if p.get("class") == "notice")
    assert notice == (
        "Your answers are mixed with everyone else’s. Your facilitator sees the mood of the room, "
        "not who said what, and only when at least five people have answered. Your facilitator "
        "can see you using your phone. If you write words, your facilitator will read those exact "
        "words and may recognise you, so leave out names. We keep no list of who answered. Your "
        "phone’s history will show that this page was opened. Nobody is watching this live: if "
        "you need help now, look at findahelpline.com, or call your local emergency number in an "
        "emergency."
    )


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({}, 303),
    ],
)
def test_r43_answers_are_taken_from_our_own_form_alone(
    phone: Desk, room: Evening, headers: dict[str, str], status: int
) -> None:
    data = {"ticket": ticket(phone, room.code), **posted()}
    assert phone.post("/", data=data, headers=headers).status_code == status


def test_r44_codes_that_open_nothing_cannot_be_told_apart(
    app: Flask, cast: Cast, phone: Desk, room: Evening
) -> None:
    later = evening(app, cast.other_group)
    with app.app_context():
        end(app.config["CIRCLE"], later.held, datetime.now(UTC))
        folder = app.config["CIRCLE"].keys_dir
        not_yet = checkins.door(folder, cast.group, EVENING, Moment.LEAVING)
    assert not_yet is not None
    unknown, closed, early = (
        phone.post("/", data={"code": code}) for code in ("AAAAAA", later.code, not_yet.code)
    )
    assert unknown.data == closed.data == early.data
    assert (unknown.status, list(unknown.headers)) == (closed.status, list(closed.headers))
    assert (unknown.status, list(unknown.headers)) == (early.status, list(early.headers))
