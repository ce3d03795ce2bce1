"""Groups on the desk: made, changed, shared, their help lines confirmed by a person, deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from facilitator.domain.access import Role
from facilitator.domain.helplines import carried
from facilitator.library import shipped
from facilitator.records import facilitators, groups
from facilitator.records.base import db
from facilitator.records.groups import Group
from tests.cast import Cast
from tests.pages import Desk, Page, read, words

pytestmark = pytest.mark.usefixtures("saturday")

GROUP = {
    "name": "Thursday mothers",
    "public_name": "",
    "weekday": "3",
    "start": "19:15",
    "minutes": "75",
    "people": "6",
    "room": " Back room ",
    "country": "FR",
    "paper": "Letter",
    "timezone": "Europe/Paris",
}
HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"


def kept(app: Flask, group_id: str) -> Any:
    with app.app_context():
        group = db.session.get_one(Group, group_id)
        db.session.expunge(group)
        return group


def made(browser: Desk, **changed: str) -> Any:
    browser.page("/desk/groups/new")
    return browser.send("/desk/groups/new", GROUP | changed)


def act(browser: Desk, path: str, **data: str) -> Page:
    browser.page("/desk")
    return browser.follow(browser.send(path, data))


def test_a_group_is_made_and_its_help_lines_come_next(app: Flask, charlie: Desk):
    answer = made(charlie)
    page = charlie.follow(answer)
    assert (page.text("h1"), page.said()) == (
        "Check the help lines",
        "Thursday mothers is ready. Check its help lines next: they go on every sheet.",
    )
    group = kept(app, answer.headers["Location"].split("/")[3])
    assert (group.weekday, f"{group.start:%H:%M}", group.minutes, group.people, group.room) == (
        3, "19:15", 75, 6, "Back room",
    )  # fmt: skip
    assert (group.country, group.paper, group.timezone, group.helplines_confirmed) == (
        "FR", "Letter", "Europe/Paris", None,
    )  # fmt: skip


def test_r36_without_a_public_name_the_neutral_one_stands(app: Flask, charlie: Desk):
    group = kept(app, made(charlie).headers["Location"].split("/")[3])
    assert group.public_name == "Thursday circle"


@pytest.mark.parametrize("name", ["Mothers’ circle", "Support group", "Estranged parents", "Mums"])
def test_r36_a_public_name_that_tells_is_refused(charlie: Desk, name: str):
    page = read(made(charlie, public_name=name))
    assert "would tell anyone who sees a phone or the poster" in page.said()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", " ", "Give the group a name."),
        ("name", "x" * 81, "Field cannot be longer than 80 characters."),
        ("start", "", "Give the usual start"),
        ("minutes", "30", "A session is between 45 and 180 minutes."),
        ("minutes", "soon", "Not a valid integer value."),
        ("people", "41", "Expect between 1 and 40 people."),
        ("country", "XX", "Not a valid choice."),
        ("timezone", "Mars/Olympus", "Not a valid choice."),
        ("weekday", "7", "Not a valid choice."),
        ("paper", "A5", "Not a valid choice."),
    ],
)
def test_what_will_not_do_is_said(charlie: Desk, field: str, value: str, says: str):
    page = read(made(charlie, **{field: value}))
    assert (page.text("h1"), says in page.said()) == ("Make a group", True)
    assert words(next(d for d in page.all("div", "fieldset") if "wrong" in d.get("class", "")))


def test_a_group_is_changed(app: Flask, alice: Desk, cast: Cast):
    form = alice.page(f"/desk/groups/{cast.group}/edit")
    assert form.text("h1") == "Change the group"
    page = act(alice, f"/desk/groups/{cast.group}/edit", **GROUP | {"country": "GB"})
    assert (page.text("h1"), page.said()) == ("Thursday mothers", "Saved.")
    assert kept(app, cast.group).helplines_confirmed == date(2026, 11, 2)


def test_another_country_needs_its_lines_checked_and_says_so(app: Flask, alice: Desk, cast: Cast):
    page = act(alice, f"/desk/groups/{cast.group}/edit", **GROUP)
    assert kept(app, cast.group).helplines_confirmed is None
    assert "have not been checked yet, so no packet prints" in page.html


def test_the_help_lines_are_confirmed_with_the_day(app: Flask, alice: Desk, cast: Cast):
    page = act(
        alice,
        f"/desk/groups/{cast.group}/help-lines",
        **{
            "lines-0-name": "The chaplain", "lines-0-number": "01632 960 001",
            "lines-0-hours": "Mornings", "lines-1-name": "", "lines-1-number": "",
            "checked_on": "2026-11-20", "confirm": "1",
        },
    )  # fmt: skip
    group = kept(app, cast.group)
    assert group.helplines_confirmed == date(2026, 11, 20)
    assert group.own_lines == [
        {"name": "The chaplain", "number": "01632 960 001", "hours": "Mornings"}
    ]
    assert ("The chaplain" in page.html, "Checked on Friday 20 November 2026." in page.html) == (
        True, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"lines-0-name": "The chaplain", "lines-0-number": ""}, "Line 1 needs both"),
        ({"lines-0-name": "", "lines-0-number": "01632"}, "Line 1 needs both"),
        ({"lines-0-name": "x", "lines-0-number": "9" * 61}, "longer than 60 characters"),
        ({"checked_on": ""}, "Give the day"),
        ({"checked_on": "2026-11-23"}, "This day is still to come."),
    ],
)
def test_lines_that_will_not_do_are_not_confirmed(
    app: Flask, alice: Desk, cast: Cast, line: dict[str, str], says: str
):
    before = kept(app, cast.group).own_lines
    alice.page("/desk")
    sent = {"checked_on": "2026-11-20", "confirm": "1", **line}
    page = read(alice.send(f"/desk/groups/{cast.group}/help-lines", sent))
    assert says in page.html
    group = kept(app, cast.group)
    assert (group.own_lines, group.helplines_confirmed) == (before, date(2026, 11, 2))


def test_another_line_keeps_what_was_typed(alice: Desk, cast: Cast):
    alice.page("/desk")
    sent = {"lines-0-name": "The chaplain", "lines-0-number": "01632", "more": "1"}
    page = read(alice.send(f"/desk/groups/{cast.group}/help-lines", sent))
    names = [i.get("value") for i in page.all("input") if i.get("name", "").endswith("-name")]
    assert names == ["The chaplain", ""]


def test_a_group_is_shared_by_the_address_of_an_account(app: Flask, alice: Desk, cast: Cast):
    path = f"/desk/groups/{cast.group}/share"
    page = act(alice, path, email="CHARLIE@example.org", role="reader")
    assert page.said() == "Charlie Marsh now shares Mothers at St Anne’s."
    with app.app_context():
        charlie = facilitators.by_id(cast.charlie)
        assert groups.role_of(charlie, cast.group) is Role.READER


@pytest.mark.parametrize(
    ("email", "role", "says"),
    [
        ("nobody@example.org", "editor", "No account here uses nobody@example.org."),
        ("", "editor", "Type her e-mail address."),
        ("bob@example.org", "reader", "Bob Marsh already shares"),
        ("charlie@example.org", "owner", "Choose what she may do."),
        ("charlie@example.org", "", "Choose what she may do."),
    ],
)
def test_sharing_that_cannot_be_is_said(
    app: Flask, alice: Desk, cast: Cast, email: str, role: str, says: str
):
    page = act(alice, f"/desk/groups/{cast.group}/share", email=email, role=role)
    assert page.said().startswith(says)
    with app.app_context():
        assert groups.role_of(facilitators.by_id(cast.charlie), cast.group) is None
        assert groups.role_of(facilitators.by_id(cast.bob), cast.group) is Role.EDITOR


def test_the_last_owner_cannot_leave(app: Flask, alice: Desk, cast: Cast):
    page = act(alice, f"/desk/groups/{cast.group}/unshare/{cast.alice}")
    assert page.said().startswith("A group needs an owner.")
    assert "Leave" not in [words(button) for button in page.all("button")]


def test_a_part_is_taken_back(alice: Desk, bob: Desk, cast: Cast):
    act(alice, f"/desk/groups/{cast.group}/unshare/{cast.bob}")
    assert bob.get(f"/desk/groups/{cast.group}").status_code == 404
    assert alice.send(f"/desk/groups/{cast.group}/unshare/{cast.bob}").status_code == 404


def test_a_group_is_deleted_after_a_question(alice: Desk, bob: Desk, cast: Cast):
    page = alice.page(f"/desk/groups/{cast.group}/delete")
    assert page.text("h1") == "Delete Mothers at St Anne’s?"
    assert "1 plan with every earlier state" in page.html
    assert "Shared with Bob Marsh, Rita Marsh." in page.html
    there = act(alice, f"/desk/groups/{cast.group}/delete", sure="1")
    day = f"{datetime.now(UTC) + timedelta(days=35):%-d %B %Y}"
    assert there.said() == f"Mothers at St Anne’s is deleted. The last backup forgets it by {day}."
    assert bob.get(f"/desk/plans/{cast.plan}").status_code == 404


def test_a_list_shows_what_comes_next(alice: Desk, charlie: Desk, cast: Cast):
    page = alice.page("/desk")
    assert "Next:" in page.html
    assert "Tuesdays at 18:30, 90 minutes" in page.html
    assert "No groups yet" not in charlie.page("/desk").html


def test_r54_names_render_inert_wherever_they_stand(app: Flask, charlie: Desk):
    answer = made(charlie, name=HOSTILE, room=HOSTILE, public_name=HOSTILE[:60])
    group_id = answer.headers["Location"].split("/")[3]
    charlie.follow(answer)
    own = [f"/desk/groups/{group_id}{page}" for page in ("", "/edit", "/delete", "/help-lines")]
    for path in ("/desk", "/desk/plans", "/desk/plans/new", "/desk/checkins", *own):
        page = charlie.page(path)
        assert [e.tag for e in page.all("img", "iframe", "object")] == []
        assert "<script>alert" not in page.html
    assert "&lt;script&gt;alert" in charlie.page("/desk").html


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (None, "not been checked yet"),
        (date(2026, 5, 1), "checked more than six months ago"),
        (date(2026, 11, 2), None),
    ],
)
def test_an_old_check_of_the_lines_is_said(
    app: Flask, cast: Cast, alice: Desk, on: date | None, said: str | None
) -> None:
    with app.app_context():
        groups.update(db.session.get_one(Group, cast.group), helplines_confirmed=on)
    warned = [
        words(one)
        for one in alice.page(f"/desk/groups/{cast.group}").all("div")
        if one.get("class") == "warn"
    ]
    listed = [words(one) for one in alice.page("/desk").all("p") if one.get("class") == "warn"]
    assert (len(warned), len(listed)) == ((1, 1) if said else (0, 0))
    assert said is None or said in warned[0]


def test_a_line_that_is_due_warns_and_still_prints(
    app: Flask, cast: Cast, sign_in: Callable[[str], Desk]
) -> None:
    """The lines were checked after the last time, and one asks for another look since."""
    due = min(line.next_check for line in carried(shipped().helplines.country("GB"), ()))
    later = date.fromisoformat(due) + timedelta(days=1)
    with app.app_context():
        checked = later - timedelta(days=30)
        group = db.session.get_one(Group, cast.group)
        groups.update(group, country="GB")
        groups.update(group, helplines_confirmed=checked)
    with time_machine.travel(datetime(later.year, later.month, later.day, 9, tzinfo=UTC)):
        alice = sign_in("Alice")
        (warned,) = [
            words(one)
            for one in alice.page(f"/desk/groups/{cast.group}").all("div")
            if one.get("class") == "warn"
        ]
        (listed,) = [
            words(one) for one in alice.page("/desk").all("p") if one.get("class") == "warn"
        ]
        assert "due for another look" in warned
        assert "due for another look" in listed
        assert alice.get(f"/desk/plans/{cast.plan}/papers/run-sheet/1.pdf").status_code == 200
