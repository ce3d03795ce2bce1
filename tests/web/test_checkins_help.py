"""Before a check-in opens, the desk says which help lines phones will show that nobody answers for;
it keeps nobody from opening."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from facilitator.domain.helplines import KEPT, carried
from facilitator.library import shipped
from facilitator.records import facilitators, groups
from facilitator.records.base import db
from facilitator.records.groups import Group
from facilitator.web.groups import helplines
from tests.cast import Cast
from tests.pages import Desk, Page, words

NEVER = "Nobody has checked this group’s help lines yet, and they stand on every phone."
STALE = (
    "Nobody has looked at this group’s help lines for six months, and they stand on every phone."
)
ELSEWHERE = "Phones show the help lines for Ireland, the country of the first account made here."


@pytest.fixture
def settled(app: Flask, cast: Cast) -> Callable[[date | None], None]:
    """Alice's group with its lines checked on that day, or never."""

    def settle(on: date | None) -> None:
        with app.app_context():
            groups.update(db.session.get_one(Group, cast.group), helplines_confirmed=on)

    return settle


def asking(cast: Cast, moment: str = "arriving") -> str:
    return f"/desk/plans/{cast.plan}/checkins/{moment}"


def warned(page: Page) -> list[str]:
    """What the page warns of about help lines."""
    boxes = [words(one) for one in page.all("div") if one.get("class") == "warn"]
    return [box for box in boxes if "help lines" in box]


def listed(page: Page) -> list[str]:
    """Every line the page names, as "name: number": those that are hers to check."""
    (box,) = (
        one for one in page.all("div") if one.get("class") == "warn" and "help lines" in words(one)
    )
    return [words(item) for item in box.iter("li")]


def on_phone(phone: Desk) -> list[str]:
    (foot,) = Page(phone.get("/").text, desk=False).all("footer")
    return [words(item) for item in foot.iter("li")]


@pytest.mark.parametrize(("days", "said"), [(None, NEVER), (KEPT.days + 2, STALE)])
def test_before_opening_it_names_the_lines_nobody_answers_for(
    cast: Cast,
    alice: Desk,
    phone: Desk,
    settled: Callable[[date | None], None],
    days: int | None,
    said: str,
) -> None:
    settled(datetime.now(UTC).date() - timedelta(days) if days else None)
    page = alice.page(asking(cast))
    (box,) = warned(page)
    assert box.startswith(said)
    assert "You can open even so." in box
    *shown, directory = on_phone(phone)
    assert len(shown) == 4
    assert directory.startswith("Find A Helpline")
    assert all(line.startswith(told) for line, told in zip(shown, listed(page), strict=True))
    way = f"/desk/groups/{cast.group}/help-lines?plan={cast.plan}&moment=arriving"
    assert way in [link.get("href") for link in page.all("a")]


def test_the_warning_goes_when_somebody_checks_and_she_is_back_where_she_was(
    cast: Cast, alice: Desk, settled: Callable[[date | None], None]
) -> None:
    settled(None)
    page = alice.page(asking(cast, "leaving"))
    (way,) = (a.get("href") for a in page.all("a") if words(a) == "Check the help lines")
    assert way is not None
    checked = {"checked_on": datetime.now(UTC).date().isoformat(), "confirm": "1"}
    back = alice.send(way, checked)
    assert back.headers["Location"] == asking(cast, "leaving")
    assert warned(alice.page(asking(cast, "leaving"))) == []
    assert warned(alice.page(asking(cast))) == []


def test_a_check_holds_to_its_last_day(
    app: Flask, cast: Cast, alice: Desk, settled: Callable[[date | None], None]
) -> None:
    settled(datetime.now(UTC).date() - KEPT)
    with app.app_context():
        assert helplines(db.session.get_one(Group, cast.group), datetime.now(UTC)).prints
    assert warned(alice.page(asking(cast))) == []


def test_it_never_keeps_anybody_from_opening(
    cast: Cast, alice: Desk, settled: Callable[[date | None], None]
) -> None:
    settled(None)
    assert alice.follow(alice.send(asking(cast))).text("h1") == "The check-in is open"


def test_a_group_in_another_country_is_told_whose_lines_phones_show(
    app: Flask, cast: Cast, alice: Desk, phone: Desk
) -> None:
    """Its own lines are checked; those on its phones are of the first account's country."""
    with app.app_context():
        assert facilitators.first_country() == "GB"
        for name in ("alice", "bob", "rita", "charlie"):
            person = facilitators.by_id(getattr(cast, name))
            assert person is not None
            person.country = "IE"
        db.session.commit()
    page = alice.page(asking(cast))
    (box,) = warned(page)
    assert box.startswith(ELSEWHERE)
    assert listed(page) == ["Find A Helpline: findahelpline.com", "Women's Aid: 1800 341 900"]
    assert [line.partition(",")[0] for line in on_phone(phone)] == listed(page)
    helps = shipped().helplines
    paper = [line.name for line in carried(helps.country("GB"), helps.directory)]
    assert set(paper) & {line.partition(":")[0] for line in listed(page)} == set()
