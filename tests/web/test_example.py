"""The example on the desk: marked wherever it shows, and one button removes it."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from facilitator.config import Config
from facilitator.jobs import example
from facilitator.records import facilitators, groups, plans, releases
from facilitator.records.base import db
from facilitator.web.frame.sessions import now
from tests.cast import Cast
from tests.pages import Desk, words

NAMED = "Nothing in this name"
SMALL = re.compile(r"· example\b|\bExample\b")


@pytest.fixture
def group(app: Flask, cast: Cast, config: Config) -> str:
    """Alice's example under another name: the mark must not hang on the name."""
    with app.app_context():
        alice = facilitators.by_id(cast.alice)
        assert alice is not None
        made = example.load(alice, config, app.config["SECRET_KEY"], now())
        made.name = NAMED
        db.session.commit()
        return made.id


def test_every_page_that_shows_it_says_so(
    app: Flask, alice: Desk, group: str, config: Config
) -> None:
    with app.app_context():
        made = db.session.get_one(groups.Group, group)
        plan = plans.of_group(made)[-1].id
        held = [one.address for one, of in releases.all_for(groups.members(made)[0][0])
                if of.id == group]  # fmt: skip
    pages = ["/desk/groups", "/desk/plans", "/desk/checkins", "/desk/library/modules/qd-2"]
    pages += [f"/desk/groups/{group}{page}" for page in ("", "/edit", "/help-lines", "/delete")]
    pages += [f"/desk/plans/{plan}{page}" for page in ("", "/facts", "/delete", "/papers")]
    pages += [f"/desk/plans/{plan}/checkins", *(f"/desk/checkins/{one}" for one in held)]
    assert len(held) == 4
    silent = [path for path in pages if not SMALL.search(words(alice.page(path).root))]
    assert silent == []


def test_one_button_removes_it(alice: Desk, group: str) -> None:
    assert "/desk/demo/delete" in [a.get("href") for a in alice.page("/desk/groups").all("a")]
    assert alice.page("/desk/demo/delete").text("h1") == "Remove the example?"
    answer = alice.send("/desk/demo/delete")
    after = alice.follow(answer)
    assert after.said() == "The example is removed."
    assert NAMED not in words(after.root)
    assert alice.get(f"/desk/groups/{group}").status_code == 404


def test_without_an_example_there_is_no_button(alice: Desk) -> None:
    page = alice.page("/desk/groups")
    assert "/desk/demo/delete" not in [link.get("href") for link in page.all("a")]
    assert alice.follow(alice.send("/desk/demo/delete")).said() == "There is no example any more."


def test_it_is_hers_alone(charlie: Desk, alice: Desk, group: str) -> None:
    charlie.page("/desk/groups/new")
    charlie.send("/desk/demo/delete")
    assert alice.get(f"/desk/groups/{group}").status_code == 200
