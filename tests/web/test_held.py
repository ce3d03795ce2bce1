"""What we hold and who did what, as pages: R24, and that nothing there is about participants."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from facilitator.domain.checkins import Moment
from facilitator.records import groups
from facilitator.records.audit import Audit
from facilitator.records.base import Base, db
from facilitator.records.held import looking
from facilitator.records.held.register import REGISTER
from tests import addresses
from tests.cast import Cast
from tests.pages import Desk, Page, words
from tests.room import EMPTY, FULLEST, Evening, check_in, evening, send

FACILITATOR = Path(groups.__file__).resolve().parents[1]
HOURS = {1: "an hour", 12: "12 hours", 168: "7 days", 720: "30 days", 2160: "90 days",
         9504: "13 months"}  # fmt: skip


def told(app: Flask) -> Any:
    """The words of templates/held/words.html."""
    return app.jinja_env.get_template("held/words.html").module


def test_r24_every_column_has_its_words_and_no_words_are_left_over(app: Flask) -> None:
    there = {
        name: {column.name for column in table.columns}
        for name, table in Base.metadata.tables.items()
    }
    assert {name: set(one["columns"]) for name, one in told(app).tables.items()} == there
    empty = [n for n, one in told(app).tables.items() if not all(one["columns"].values())]
    assert empty == []


def test_r24_the_words_say_the_time_that_is_kept(app: Flask) -> None:
    wrong = {}
    for shelf in REGISTER:
        hours = shelf.life.total_seconds() / 3600
        said = told(app).tables[shelf.table.name]["life"]
        if hours and HOURS[int(hours)] not in said:
            wrong[shelf.table.name] = said
    assert wrong == {}


def headings(page: Page) -> list[str]:
    return [words(one) for one in page.all("h3")]


def test_r24_the_page_tells_every_table_of_the_group(app: Flask, cast: Cast, alice: Desk) -> None:
    addresses.furnish(app, cast)
    page = alice.page(f"/desk/groups/{cast.group}/held")
    with app.app_context():
        held = looking.of_group(db.session.get_one(groups.Group, cast.group))
        tables = [told(app).tables[one.table]["name"] for one in held]
        files = [told(app).files[name]["name"] for name in ("key", "door", "packet")]
        assert headings(page) == [*tables, *files]
        columns = [words(one) for one in page.all("dt")]
        assert columns == [name for one in held for name in one.columns]
    assert page.text("h1") == "What we hold about Mothers at St Anne’s"
    assert [text for text in told(app).never if text not in page.html] == []


def test_r24_an_account_has_its_own(app: Flask, cast: Cast, bob: Desk, rita: Desk) -> None:
    page = bob.page("/desk/account/held")
    assert "Your account" in headings(page)
    assert f"/desk/groups/{cast.group}/held" in page.html
    assert "Bob Marsh signed in" in page.html
    assert f"/desk/groups/{cast.group}/held" not in rita.page("/desk/account/held").html


def test_who_answers_for_a_group_finds_the_pages_and_a_reader_does_not(
    cast: Cast, bob: Desk, rita: Desk
) -> None:
    shown = [
        [f"/desk/groups/{cast.group}/{page}" in desk.page(f"/desk/groups/{cast.group}").html
         for page in ("held", "acts")]
        for desk in (bob, rita)
    ]  # fmt: skip
    assert shown == [[True, True], [False, False]]


def acts(desk: Desk, group_id: str) -> list[str]:
    page = desk.page(f"/desk/groups/{group_id}/acts")
    return [words(one) for one in page.all("li") if page.above[one].get("class") == "list acts"]


def test_what_facilitators_did_is_told_the_last_first(cast: Cast, alice: Desk, bob: Desk) -> None:
    alice.page(f"/desk/groups/{cast.group}")
    alice.send(f"/desk/groups/{cast.group}/unshare/{cast.rita}")
    bob.get(f"/desk/plans/{cast.plan}/out/plan.csv")
    bob.page(f"/desk/plans/{cast.plan}/delete")
    bob.send(f"/desk/plans/{cast.plan}/delete", {"sure": "1"})
    done = acts(alice, cast.group)
    said = ["Bob Marsh deleted a plan", "Bob Marsh took a plan out as a file",
            "Alice Marsh took back a part in the group"]  # fmt: skip
    assert [line[: len(text)] for line, text in zip(done, said, strict=True)] == said


def noted() -> set[str]:
    """Every act that the program writes down, out of its source."""
    trees = [ast.parse(path.read_text()) for path in FACILITATOR.rglob("*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    noting = [one for one in calls if ast.unparse(one.func) in ("audit.note", "audit.keep")]
    return {act for one in noting for part in ast.walk(one.args[0]) for act in _acts(part)}


def _acts(part: ast.AST) -> list[str]:
    if isinstance(part, ast.JoinedStr):
        (beginning, _) = part.values
        return [f"{ast.literal_eval(beginning)}{moment}" for moment in Moment]
    if isinstance(part, ast.Constant) and not part.value.endswith(" "):
        return [part.value]
    return []


def test_every_act_that_is_noted_has_its_words(app: Flask) -> None:
    told_as = app.jinja_env.get_template("held/acts.html").module.words
    assert {"left", "sign-in", "close check-in leaving"} <= noted()
    assert noted() - set(told_as) == set()


def test_the_trail_tells_arriving_from_leaving(
    app: Flask, cast: Cast, alice: Desk, bob: Desk
) -> None:
    for moment in Moment:
        address = f"/desk/checkins/{evening(app, cast.group, moment=moment).held.hex()}"
        alice.page(address)
        alice.send(f"{address}/close")
        alice.send(f"{address}/delete")
    bob.page(f"/desk/groups/{cast.group}")
    bob.send(f"/desk/groups/{cast.group}/unshare/{cast.bob}")
    said = ["Bob Marsh left the group"] + [
        line
        for one in ("leaving", "arriving")
        for line in (
            f"Alice Marsh deleted the release of a check-in on {one}",
            f"Alice Marsh closed the check-in on {one}",
            f"The check-in on {one} was opened",
        )
    ]
    done = acts(alice, cast.group)
    assert [line[: len(text)] for line, text in zip(done, said, strict=True)] == said


@pytest.fixture
def eight(app: Flask, room: Evening, phone: Desk) -> list[tuple[Any, ...]]:
    """The audit before and after eight check-ins, two of them by a phone."""

    def rows() -> list[tuple[Any, ...]]:
        with app.app_context():
            return sorted(map(tuple, db.session.execute(Audit.__table__.select())))

    before = rows()
    check_in(phone, room.code)
    check_in(phone, room.code, quiet="yes")
    with app.app_context():
        send(app.config["CIRCLE"], room.held, [FULLEST, EMPTY] * 3)
    return [tuple(before), tuple(rows())]


def test_r16_r31_the_trail_is_as_it_was_before_eight_people_answered(
    app: Flask, cast: Cast, alice: Desk, eight: list[tuple[Any, ...]], room: Evening
) -> None:
    before, after = eight
    assert len(before) == 2  # the opening, and Alice's signing in
    assert after == before
    names = [column.name for column in Audit.__table__.columns]
    assert sorted(names) == ["act", "at", "facilitator_id", "group_id", "id"]
    done = acts(alice, cast.group)
    assert [line[:35] for line in done] == ["The check-in on arriving was opened"]
