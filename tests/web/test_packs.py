"""Packs at the desk: out as a file, in after a look, and nothing of a bad one."""

from __future__ import annotations

import io
import tomllib
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from facilitator.jobs import packs as held
from facilitator.library import shipped
from facilitator.library.packs import (
    BY,
    PROGRAM,
    RIGHTS_KEPT,
    SHARE_ALIKE,
    Item,
    read_pack,
)
from facilitator.records import modules
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from tests import addresses
from tests.cast import Cast, make_module
from tests.library.packing import zipped
from tests.pages import Desk, read, words
from tests.web.packs_desk import PACKS, TEA, keep, own, pack, take, upload

pytestmark = pytest.mark.usefixtures("saturday")


def out(desk: Desk, *chosen: str, **changed: str) -> Any:
    form = desk.page(PACKS).form(f"{PACKS}/out")
    return desk.send(f"{PACKS}/out", form | {"modules": list(chosen), "title": "Mine"} | changed)


def test_packs_say_which_program_made_them():
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    assert f"Quiet Circle {project['version']}" == PROGRAM


def test_own_and_shipped_modules_go_out_as_one_file(app: Flask, alice: Desk, cast: Cast):
    mine = keep(app, cast.alice, TEA)
    answer = out(alice, mine, "qd-2", author="Alice", licence=SHARE_ALIKE)
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mine.zip"'
    found = read_pack(answer.data, shipped().sources)
    assert (found.title, found.author, found.made_on) == ("Mine", "Alice", "2026-11-21")
    assert {one.module.id: one.licence for one in found.arrivals} == {mine: SHARE_ALIKE, "qd-2": BY}
    assert found.arrivals[1].module == shipped().modules["qd-2"]
    assert out(alice, mine, "qd-2", author="Alice", licence=SHARE_ALIKE).data == answer.data


def test_a_pack_says_nothing_of_who_made_it_but_the_name_she_gives(
    app: Flask, alice: Desk, cast: Cast
):
    data = out(alice, keep(app, cast.alice, TEA)).data
    with app.app_context():
        person = db.session.get_one(Facilitator, cast.alice)
        told = [person.email, person.name, person.id, "Marsh", "09:", "circle.db"]
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        everything = b"".join(opened.read(name) for name in opened.namelist()).decode()
    assert [word for word in told if word in everything] == []


def test_licences_follow_where_a_text_came_from(app: Flask, alice: Desk, cast: Cast):
    shipped_copy = {"id": "qd-2", "title": "The small signs", "by": ""}
    bobs = {"id": "own-bbbbbbbbbb", "title": "Bob’s", "by": "Bob Marsh"}
    anns = {"id": "own-aaaaaaaaaa", "title": "Ann’s", "by": "Ann", "licence": SHARE_ALIKE}
    ids = {
        keep(app, cast.alice, TEA): RIGHTS_KEPT,
        (first := keep(app, cast.alice, TEA, shipped_copy)): BY,
        keep(app, cast.alice, TEA, bobs): RIGHTS_KEPT,
        keep(app, cast.alice, TEA, anns, shipped_copy): SHARE_ALIKE,
        keep(app, cast.alice, TEA, {"id": first, "title": "Tea first", "by": "Alice Marsh"}): BY,
    }
    found = read_pack(out(alice, *ids, licence=RIGHTS_KEPT).data, shipped().sources)
    assert {one.module.id: one.licence for one in found.arrivals} == ids
    named = {origin.by for one in found.arrivals for origin in one.origins}
    assert named == {"", "Ann"}


def test_only_hers_and_the_shipped_ones_go_out(app: Flask, alice: Desk, bob: Desk, cast: Cast):
    mine = keep(app, cast.alice, TEA)
    assert f'value="{mine}"' in alice.page(PACKS).html
    assert f'value="{mine}"' not in bob.page(PACKS).html
    assert out(bob, mine).status_code == 400
    page = read(out(bob), 400)
    assert "Choose at least one module." in page.said()


def test_a_module_that_no_text_can_carry_waits_until_it_is_ready(
    app: Flask, alice: Desk, cast: Cast
):
    mine = keep(app, cast.alice, make_module(summary="", theme=None))
    page = alice.page(PACKS)
    boxes = {one.get("value"): one.get("disabled") for one in page.all("input")}
    assert boxes[mine] is not None
    assert "Not ready: summary, write something here." in page.html
    assert "The small signs" in read(out(alice, mine), 400).said()


def test_what_comes_in_is_shown_before_anything_is_kept(app: Flask, alice: Desk, cast: Cast):
    before = addresses.state(app)
    page = alice.follow(upload(alice, pack(Item(TEA, SHARE_ALIKE), Item(make_module(), BY))))
    assert page.text("h1") == "From Ann"
    assert [words(h) for h in page.all("h2")] == ["Tea first", "The small signs"]
    assert "Licence: CC BY-SA 4.0" in page.html
    assert "New to you" in page.html
    assert addresses.state(app) == before
    form = page.form(f"{PACKS}/take")
    assert (form["own-abcdefghij"], form["qd-2"]) == ("take", "take")
    done = alice.follow(alice.send(f"{PACKS}/take", form | {"qd-2": "leave"}))
    assert "1 module is in: Tea first" in done.said()
    origin = {"id": TEA.id, "title": "Tea first", "by": "Ann", "licence": SHARE_ALIKE}
    [(module, origins)] = own(app, cast.alice)
    assert (module.title, module.aim, origins) == ("Tea first", TEA.aim, [origin])
    assert module.id.startswith("own-")
    assert module.id != TEA.id
    assert own(app, cast.bob) == []


def test_undo_puts_what_came_in_into_the_bin(app: Flask, alice: Desk, bob: Desk, cast: Cast):
    page = take(alice, pack())
    form = page.form(f"{PACKS}/give-back")
    assert bob.get(PACKS).status_code == 200
    bob.send(f"{PACKS}/give-back", {"own": form["own"]})
    assert len(own(app, cast.alice)) == 1
    alice.page(PACKS)
    assert alice.follow(alice.send(f"{PACKS}/give-back", form)).text("h1") == "Mine"
    assert own(app, cast.alice) == []
    with app.app_context():
        binned = modules.bin_of(db.session.get_one(Facilitator, cast.alice))
        assert [record.title for record in binned] == ["Tea first"]


def test_what_she_has_is_seen_and_a_changed_text_may_follow_it(app: Flask, alice: Desk, cast: Cast):
    take(alice, pack())
    page = alice.follow(upload(alice, pack()))
    assert "You have this text: Tea first" in page.html
    assert page.form(f"{PACKS}/take")[TEA.id] == "leave"
    newer = pack(Item(make_module(id=TEA.id, title="Tea twice", theme=None), SHARE_ALIKE))
    page = alice.follow(upload(alice, newer))
    assert "You have another text of it: Tea first" in page.html
    assert page.form(f"{PACKS}/take")[TEA.id] == "take"
    assert "1 of yours have a newer text" in take(alice, newer, **{TEA.id: "newest"}).said()
    assert [module.title for module, _ in own(app, cast.alice)] == ["Tea twice"]
    with app.app_context():
        [record] = modules.of(db.session.get_one(Facilitator, cast.alice))
        assert [one.title for one in modules.versions(record)] == ["Tea twice", "Tea first"]


def test_a_shipped_text_that_is_the_same_is_left_and_another_becomes_a_copy(
    app: Flask, alice: Desk, cast: Cast
):
    same = Item(shipped().modules["qd-1"], BY)
    other = Item(make_module(title="My small signs"), BY)
    assert "You have this text" in alice.follow(upload(alice, pack(same))).html
    page = alice.follow(upload(alice, pack(other)))
    assert "Your shelf has another text of it" in page.html
    assert "newest" not in page.html.replace("newest text of mine", "")
    take(alice, pack(same, other))
    assert [(m.title, o[0]["by"]) for m, o in own(app, cast.alice)] == [("My small signs", "")]


def test_a_bad_pack_changes_nothing_and_every_problem_is_listed(
    app: Flask, alice: Desk, config: Any
):
    before = addresses.state(app)
    page = read(upload(alice, zipped({"../x": b"", "modules/qd-2.md": b"\xff"})), 400)
    cells = [words(cell) for cell in page.all("td")]
    rows = [tuple(cells[n : n + 4]) for n in range(0, len(cells), 4)]
    missing = "this file is missing: take the pack out again"
    assert rows == [
        ("manifest.yaml", "1", "file", missing),
        ("../x", "1", "file", "take this file out: its path leads outside the pack"),
        ("LICENCE.txt", "1", "file", missing),
        ("modules/qd-2.md", "1", "file", "save this file as UTF-8"),
    ]
    assert "Nothing has changed. 4 things have to be put right first" in page.said()
    assert addresses.state(app) == before
    assert held.held(config.data, "anybody", datetime.now(UTC)) is None
    assert not list((config.data).glob("packs/*"))
    assert "not a zip file" in read(upload(alice, b""), 400).said()


def test_a_hostile_name_is_letters_on_the_page(alice: Desk):
    page = read(upload(alice, zipped({"<script>alert(1)<": b"x"})), 400)
    assert "<script>alert" not in page.html
    assert "&lt;script&gt;alert(1)&lt;" in page.html


def test_r54_markup_is_gone_when_it_is_in(app: Flask, alice: Desk, cast: Cast):
    evil = make_module(
        id=TEA.id,
        title="Tea<svg onload=alert(1)>",
        theme=None,
        aim="One [two](javascript:alert(1)) <script>alert(2)</script>three.",
    )
    data = pack(Item(evil, BY))
    page = alice.follow(upload(alice, data))
    assert "Taken out of the text: 3 pieces of markup" in page.html
    assert "<svg onload" not in page.html
    take(alice, data)
    [(module, _)] = own(app, cast.alice)
    assert (module.title, module.aim) == ("Tea", "One two three.")
    html = alice.page(f"/desk/library/modules/{module.id}").html
    assert [bad for bad in ("javascript:", "alert(", "onload") if bad in html] == []
