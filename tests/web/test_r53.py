"""R53 at the real server: a plan that no press can print, and everybody else goes on.

The plan is put into the database past every form, so what is in it is worse than can be typed.
"""

from __future__ import annotations

import json
import re
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError

import pytest
from flask import Flask

from facilitator import prepare
from facilitator.press import workshop
from facilitator.press.hand import FAILURES
from facilitator.press.pdf import Busy
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from tests import cast
from tests.cast import Cast
from tests.conftest import make_app, make_config
from tests.pages import Desk, Page, read
from tests.running import PATIENCE, program

ENDLESS = "\u0301" * 300_000
"""Marks for a letter that never comes: minutes to lay out."""
LONG = "word " * 200_000
WITHIN = 30.0
SLACK = 5.0
"""Seconds beside it, for threads of the test that share the cores with what they watch."""
MEANWHILE = 1.0
PASSED = 0.9
"""The part of other requests that must be that quick; the rest allows for a busy machine."""


@dataclass
class Browser:
    """Just enough of one to sign in and fetch."""

    address: str
    jar: CookieJar = field(default_factory=CookieJar)
    opener: urllib.request.OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def sign_in(self, email: str) -> None:
        token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', self.get("/desk/sign-in")[1])
        assert token is not None
        sent = {"email": email, "password": cast.PASSWORD, "csrf_token": token[1]}
        data = urllib.parse.urlencode(sent).encode()
        with self.opener.open(f"{self.address}/desk/sign-in", data, timeout=PATIENCE) as answer:
            assert answer.status == 200

    def get(self, path: str) -> tuple[int, str]:
        try:
            with self.opener.open(f"{self.address}{path}", timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()


def hostile_plan(app: Flask, everybody: Cast, said: str) -> str:
    """The id of a plan of Alice's with this text in its guide."""
    with app.app_context():
        group, alice = db.session.get_one(Group, everybody.group), everybody.alice
        who = db.session.get_one(Facilitator, alice)
        blocks = (cast.make_block(module=cast.make_module(say=said)),)
        return cast.keep_plan(group, who, cast.make_plan(blocks=blocks)).id


@dataclass(frozen=True)
class Serving:
    address: str
    good: str
    endless: str


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    data: Path = tmp_path_factory.mktemp("r53") / "data"
    app = make_app(make_config(data))
    with app.app_context():
        prepare.database()
        everybody = cast.assemble()
    endless = hostile_plan(app, everybody, ENDLESS)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    with program(data) as running:
        yield Serving(running.address, everybody.plan, endless)


def test_r53_while_two_papers_never_end_others_are_answered(serving: Serving):
    """Both workers of the server are at it, and no thread of it waits that somebody else needs."""
    browser = Browser(serving.address)
    browser.sign_in("alice@example.org")
    assert browser.get(f"/desk/plans/{serving.good}/out/run-sheet.pdf")[1].startswith("%PDF-")
    ended: list[tuple[float, int, str]] = []

    def ask() -> None:
        begun = time.monotonic()
        answer = browser.get(f"/desk/plans/{serving.endless}/out/guide.pdf")
        ended.append((time.monotonic() - begun, *answer))

    asking = [threading.Thread(target=ask) for _ in range(2)]
    for thread in asking:
        thread.start()
    took = []
    while any(thread.is_alive() for thread in asking):
        for path in ("/healthz", f"/desk/plans/{serving.good}"):
            begun = time.monotonic()
            assert browser.get(path)[0] == 200
            took.append(time.monotonic() - begun)
        asking[0].join(0.2)
    assert len(took) > 10
    assert sorted(took)[int(PASSED * len(took))] < MEANWHILE, json.dumps(took)
    for seconds, status, page in ended:
        assert (status, seconds < WITHIN + SLACK) == (422, True)
        assert "so the work on it was ended" in page
        assert Page(page, desk=True).text("h1") == "This paper could not be made"
    assert browser.get(f"/desk/plans/{serving.good}/out/run-sheet.pdf")[1].startswith("%PDF-")


@pytest.mark.usefixtures("saturday")
def test_r53_a_text_of_two_hundred_thousand_words_is_said_to_be_long(
    app: Flask, cast: Cast, alice: Desk
):
    plan_id = hostile_plan(app, cast, LONG)
    page = read(alice.get(f"/desk/plans/{plan_id}/out/guide.pdf"), 422)
    assert page.text("h1") == "This paper could not be made"
    assert "more text than a paper can hold" in page.html


@pytest.mark.usefixtures("saturday")
@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        ("long", 422, "Shorten the longest text"),
        ("deep", 422, "two or three levels"),
        ("slow", 422, "more time than a paper may take"),
        ("large", 422, "more memory than a paper may take"),
        ("refused", 422, "paper may load nothing"),
        ("broken", 422, "The fault is ours"),
        ("busy", 503, "Wait half a minute"),
        ("pango", 503, "apt-get install"),
    ],
)
def test_every_reason_has_its_words(
    cast: Cast, alice: Desk, monkeypatch: pytest.MonkeyPatch, error: str, status: int, said: str
):
    kinds = {**FAILURES, Busy.reason: Busy}

    def fails(_page: object) -> bytes:
        raise kinds[error]("CANARY")

    monkeypatch.setattr(workshop, "make", fails)
    answer = alice.get(f"/desk/plans/{cast.plan}/out/run-sheet.pdf")
    page = read(answer, status)
    assert said in page.html
    assert "CANARY" not in page.html
    assert answer.headers.get("Retry-After") == ("30" if error == "busy" else None)
