"""A plan from a file: looked at first, kept by one press, refused with everything that is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from facilitator.domain.access import Role
from facilitator.domain.plans import Block, Plan
from facilitator.domain.serial import WholeSeries
from facilitator.library import shipped
from facilitator.library.plantexts import json_text, markdown_text
from facilitator.records import groups, plans, series
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from facilitator.web.plans.bringforms import MOST, ROOM
from tests import addresses
from tests.cast import EVENING, Cast, make_group, make_module, make_plan
from tests.pages import Desk, Page, read, words

NEW, KEEP = "/desk/plans/bring", "/desk/plans/bring/keep"
SHELF = shipped().modules
PLAN = make_plan(
    title="An evening from afar",
    blocks=(
        Block("b1", SHELF["op-02"], 8, note="mine"),
        Block("b2", replace(SHELF["qd-2"], title="Small signs, again"), 20),
        Block("b3", make_module(id="own-abcdefghij", title="Nobody’s"), 10),
    ),
    day=date(2027, 3, 2),
)
SERIES = WholeSeries(
    "Two weeks", 7, (date(2027, 3, 9),), (PLAN, replace(PLAN, day=date(2027, 3, 16)))
)


def sent(desk: Desk, path: str = NEW, **fields: Any) -> Any:
    """Post the form as a browser does, with a file where `file` is bytes. The body is built by
    hand: what the test client makes of a large one is a file that nobody closes."""
    return posted(desk, path, {**desk.page(NEW).form(NEW), **fields})


def posted(desk: Desk, path: str, fields: dict[str, Any]) -> Any:
    parts = []
    for name, value in fields.items():
        file = '; filename="plan.md"' if name == "file" and value else ""
        content = value if isinstance(value, bytes) else value.replace("\n", "\r\n").encode()
        head = f'--ours\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    body = b"".join([*parts, b"--ours--\r\n"])
    return desk.post(path, data=body, content_type="multipart/form-data; boundary=ours")


def kept(desk: Desk, seen: Page) -> Any:
    return posted(desk, KEEP, seen.form(KEEP))


def brought(app: Flask, cast: Cast) -> list[Plan]:
    """The plans of Alice's group besides the one it has."""
    with app.app_context():
        group = db.session.get_one(Group, cast.group)
        return [plans.value(one) for one in plans.of_group(group) if one.id != cast.plan]


@pytest.mark.parametrize("writer", [json_text, markdown_text])
def test_a_plan_is_seen_then_kept(app: Flask, cast: Cast, alice: Desk, writer: Any):
    before = addresses.state(app)
    seen = read(sent(alice, text=writer(PLAN)))
    assert addresses.state(app) == before
    listed = [words(one) for one in seen.all("li") if "min" in words(one)]
    assert listed == [
        f"8 min {SHELF['op-02'].title} as on your shelf",
        "20 min Small signs, again another text than on your shelf",
        "10 min Nobody’s not on your shelf",
    ]
    assert "Tuesday 2 March 2027, 18:30 · 38 of 60 min" in words(seen.root)
    page = alice.follow(kept(alice, seen))
    assert page.text("h1") == "An evening from afar"
    assert brought(app, cast) == [PLAN]


def test_a_file_goes_before_the_field(app: Flask, cast: Cast, alice: Desk):
    content = b"\xef\xbb\xbf" + markdown_text(PLAN).replace("\n", "\r\n").encode()
    alice.follow(kept(alice, read(sent(alice, file=content, text="not this"))))
    assert brought(app, cast) == [PLAN]


def test_a_programme_is_kept_with_its_days_moved(app: Flask, cast: Cast, alice: Desk):
    seen = read(sent(alice, text=json_text(SERIES), day="2026-11-24"))
    assert "Mothers at St Anne’s has a plan on Tuesday 24 November 2026 already" in seen.html
    page = alice.follow(kept(alice, seen))
    assert page.text("h1").startswith("Two weeks")
    days = [plan.day for plan in brought(app, cast)]
    assert days == [EVENING, date(2026, 12, 8)]
    with app.app_context():
        (made,) = series.of_group(db.session.get_one(Group, cast.group))
        assert (made.title, made.every, made.holidays) == ("Two weeks", 7, ["2027-03-09"])


def test_a_bad_file_is_refused_with_every_place_and_kept_in_the_field(app: Flask, alice: Desk):
    text = (
        markdown_text(PLAN).replace("people: 8", "people: 80").replace("minutes: 8", "minutes: 0")
    )
    before = addresses.state(app)
    for answer in (sent(alice, text=text), sent(alice, file=text.encode())):
        page = read(answer, 400)
        rows = [[words(cell) for cell in row.iter("td")] for row in page.all("tr")[1:]]
        lines = text.split("\n")
        assert rows == [
            [str(lines.index("people: 80") + 1), "people", "write 40 or less"],
            [str(lines.index("minutes: 0") + 1), "blocks[0].minutes", "write 1 or more"],
        ]
        assert page.form(NEW)["text"] == text
    assert addresses.state(app) == before


def test_a_changed_answer_of_the_second_page_keeps_nothing(app: Flask, cast: Cast, alice: Desk):
    seen = read(sent(alice, text=markdown_text(PLAN)))
    form = seen.form(KEEP)
    bad = {**form, "text": form["text"].replace("minutes: 8", "minutes: 999")}
    before = addresses.state(app)
    assert posted(alice, KEEP, bad).status_code == 400
    assert posted(alice, KEEP, {**form, "group": cast.other_group}).status_code == 302
    assert addresses.state(app) == before


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": ""}, "Choose a file, or paste its text."),
        ({"file": b"\xff\xfe\x00bad"}, "This file is no text in UTF-8."),
        ({"text": "x" * (MOST + 1)}, "This file is larger than 2 MB"),
        ({"file": b"x" * ROOM}, "This file is larger than 2 MB"),
        ({"text": markdown_text(PLAN), "day": "3026-01-01"}, "Look at the year again"),
        ({"text": json_text(SERIES), "day": "2099-12-30"}, "These days lead beyond this century"),
        ({"text": markdown_text(PLAN), "group": "0" * 32}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_taken_is_said(app: Flask, alice: Desk, fields: dict[str, Any], said: str):
    before = addresses.state(app)
    answer = sent(alice, **fields)
    assert answer.status_code in (400, 413)
    assert said in read(answer, answer.status_code).said()
    assert addresses.state(app) == before


def test_a_large_file_that_is_sound_goes_through_both_pages(app: Flask, cast: Cast, alice: Desk):
    blocks = tuple(Block(f"b{n}", SHELF["qd-2"], 5, note="é" * 4000) for n in range(120))
    large = make_plan(blocks=blocks, day=PLAN.day)
    text = json_text(large)
    assert 1_500_000 < len(text.encode()) < MOST
    alice.follow(kept(alice, read(sent(alice, file=text.encode()))))
    assert brought(app, cast) == [large]


def test_only_groups_she_may_plan_for_are_offered(app: Flask, cast: Cast, rita: Desk, bob: Desk):
    assert rita.page(NEW).text("h1") == "Start a plan"
    assert "Make a group" in rita.page(NEW).html
    with app.app_context():
        own = make_group(db.session.get_one(Facilitator, cast.rita), name="Rita’s own").id
    options = [one.get("value") for one in rita.page(NEW).all("option")]
    assert options == [own]
    assert [one.get("value") for one in bob.page(NEW).all("option")] == [cast.group]
    refused = sent(rita, text=markdown_text(PLAN), group=cast.group)
    assert "Not a valid choice" in read(refused, 400).said()


def test_she_who_lost_her_part_meanwhile_keeps_nothing(app: Flask, cast: Cast, bob: Desk):
    seen = read(sent(bob, text=markdown_text(PLAN)))
    with app.app_context():
        group = db.session.get_one(Group, cast.group)
        groups.unshare(group, cast.bob)
        groups.share(group, db.session.get_one(Facilitator, cast.bob), Role.READER)
    assert kept(bob, seen).status_code == 302
    assert brought(app, cast) == []


def test_nothing_in_a_brought_text_is_live(app: Flask, cast: Cast, alice: Desk):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>[a](javascript:x)"
    module = make_module(title="<b>T</b>", summary="<i>s</i>", say=evil, aim=evil)
    plan = make_plan(
        title="<h1>Hi</h1>", blocks=(Block("b1", module, 20, note=evil),), day=PLAN.day
    )
    seen = read(sent(alice, text=json_text(plan)))
    page = alice.follow(kept(alice, seen))
    for one in (seen, page):
        assert [e for e in one.all("script") if not e.get("src")] == []
        assert [
            e for e in one.all("img", "b", "i") if e.get("onerror") or words(e) in ("T", "s")
        ] == []
    assert brought(app, cast) == [plan]


def test_modules_of_a_plan_do_not_enter_the_shelf(app: Flask, cast: Cast, alice: Desk):
    before = addresses.state(app)["own_modules"]
    alice.follow(kept(alice, read(sent(alice, text=json_text(PLAN)))))
    assert addresses.state(app)["own_modules"] == before


def test_a_stranger_to_the_desk_brings_nothing(app: Flask, nobody: Desk):
    assert nobody.get(NEW).status_code == 302
    before = addresses.state(app)
    assert nobody.post(NEW, data={"text": "x" * 300_000}).status_code in (400, 401, 413)
    assert addresses.state(app) == before
