"""A plan as a file: what each holds, under which name, and that notes stay unless asked for."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx import Document
from flask import Flask

from facilitator.domain import tables
from facilitator.domain.plans import Block, Plan, Silence
from facilitator.domain.serial import WholeSeries, public
from facilitator.library import shipped
from facilitator.library.plantexts import read
from facilitator.records import plans, series
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from tests.cast import EVENING, NOW, Cast, keep_plan, make_plan
from tests.pages import Desk, words

SHELF = shipped().modules
SECRET = "Anna cried last week"
WHY = "Bea asked for it"
PLAN = make_plan(
    title="=Łąka: a “quiet” evening",
    blocks=(
        Block("b1", SHELF["op-02"], 8, lead="MO", note=SECRET),
        Block("b2", SHELF["qd-2"], 20, prepare="Six pens"),
    ),
    parked=(Block("b3", SHELF["qd-3"], 15, note=SECRET),),
    silenced=(Silence("no-closing", "", WHY),),
)
FORMS = ("docx", "md", "json", "csv")


@pytest.fixture
def plan_id(app: Flask, cast: Cast) -> str:
    with app.app_context():
        group, alice = (
            db.session.get_one(Group, cast.group),
            db.session.get_one(Facilitator, cast.alice),
        )
        return keep_plan(group, alice, PLAN).id


@pytest.fixture
def series_id(app: Flask, cast: Cast) -> str:
    later = replace(PLAN, day=EVENING.replace(month=12, day=1), title="Two", number=2, of=2)
    with app.app_context():
        group, alice = (
            db.session.get_one(Group, cast.group),
            db.session.get_one(Facilitator, cast.alice),
        )
        plans_of = (replace(PLAN, number=1, of=2), later)
        return series.begin(
            group, "Two Tuesdays", plans_of, alice, NOW, every=7, holidays=[EVENING]
        ).id


def text_of(form: str, content: bytes) -> str:
    if form != "docx":
        return content.decode("utf-8-sig")
    document = Document(io.BytesIO(content))
    cells = [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


@pytest.mark.parametrize("form", FORMS)
def test_a_file_has_a_plain_name_and_is_saved_not_shown(plan_id: str, alice: Desk, form: str):
    answer = alice.get(f"/desk/plans/{plan_id}/out/plan.{form}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="2026-11-24 laka-a-quiet-evening.{form}"'
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert SHELF["qd-2"].title in text_of(form, answer.data)


@pytest.mark.parametrize("form", FORMS)
def test_private_notes_stay_unless_they_are_asked_for(plan_id: str, alice: Desk, form: str):
    path = f"/desk/plans/{plan_id}/out/plan.{form}"
    without = text_of(form, alice.get(path).data)
    assert [one for one in (SECRET, WHY) if one in without] == []
    assert SECRET in text_of(form, alice.get(f"{path}?notes=1").data)
    assert SECRET not in text_of(form, alice.get(f"{path}?notes=").data)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_holds_for_a_programme(series_id: str, alice: Desk, form: str):
    path = f"/desk/series/{series_id}/out/programme.{form}"
    without, noted = alice.get(path), alice.get(f"{path}?notes=1")
    assert 'filename="2026-11-24 two-tuesdays.' in without.headers["Content-Disposition"]
    assert [one for one in (SECRET, WHY) if one in text_of(form, without.data)] == []
    assert SECRET in text_of(form, noted.data)


@pytest.mark.parametrize("form", ["md", "json"])
def test_what_goes_out_is_the_plan(
    app: Flask, plan_id: str, series_id: str, alice: Desk, form: str
):
    path = f"/desk/plans/{plan_id}/out/plan.{form}"
    assert read(alice.get(f"{path}?notes=1").text) == PLAN
    assert read(alice.get(path).text) == public(PLAN)
    whole = read(alice.get(f"/desk/series/{series_id}/out/programme.{form}?notes=1").text)
    assert isinstance(whole, WholeSeries)
    assert (whole.title, whole.every, whole.holidays) == ("Two Tuesdays", 7, (EVENING,))
    with app.app_context():
        kept = series.plans_of(db.session.get_one(series.Series, series_id))
        assert whole.plans == tuple(plans.value(one) for one in kept)


def test_r55_the_table_of_a_plan_runs_nothing(plan_id: str, series_id: str, alice: Desk):
    answer = alice.get(f"/desk/plans/{plan_id}/out/plan.csv")
    assert answer.data.startswith(b"\xef\xbb\xbfStart,End,")
    assert tables.parsed(answer.data.decode("utf-8-sig")) == tables.run_sheet(PLAN)
    answer = alice.get(f"/desk/series/{series_id}/out/programme.csv")
    assert answer.text.count("2026-11-24") == answer.text.count("2026-12-01") == 2


def test_the_page_offers_each_with_a_word_what_it_is_for(plan_id: str, alice: Desk):
    page = alice.page(f"/desk/plans/{plan_id}/out")
    links = {words(one): one.get("href") for one in page.all("dt") for one in one.iter("a")}
    assert list(links) == [
        "PDF of the run sheet",
        "PDF of the guide",
        "Word",
        "Markdown",
        "JSON",
        "CSV of the run sheet",
    ]
    assert [one for one in links.values() if "notes" in one] == []
    assert len([words(one) for one in page.all("dd") if len(words(one)) > 20]) == 6
    boxes = [one.get("checked") for one in page.all("input") if one.get("name") == "notes"]
    assert boxes == [None]


def test_the_tick_for_notes_is_off_each_time(plan_id: str, alice: Desk):
    ticked = alice.page(f"/desk/plans/{plan_id}/out?notes=1")
    links = [a.get("href") for dt in ticked.all("dt") for a in dt.iter("a")]
    assert ["notes=1" in one for one in links] == [False, True, True, True, True, True]
    assert "hold your private notes" in ticked.html
    again = alice.page(f"/desk/plans/{plan_id}/out")
    assert "hold your private notes" not in again.html


def test_nothing_is_asked_where_there_is_nothing_private(cast: Cast, alice: Desk):
    page = alice.page(f"/desk/plans/{cast.plan}/out")
    assert [one for one in page.all("input") if one.get("name") == "notes"] == []


def test_the_papers_do_not_wait_for_the_help_lines(
    app: Flask, plan_id: str, cast: Cast, alice: Desk
):
    with app.app_context():
        db.session.get_one(Group, cast.group).helplines_confirmed = None
        db.session.commit()
    for name in ("guide", "run-sheet"):
        answer = alice.get(f"/desk/plans/{plan_id}/out/{name}.pdf")
        assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")


def test_a_reader_takes_out_and_a_stranger_finds_nothing(
    plan_id: str, series_id: str, rita: Desk, charlie: Desk, nobody: Desk
):
    paths = [f"/desk/plans/{plan_id}/out", f"/desk/series/{series_id}/out"]
    paths += [f"{paths[0]}/plan.{form}" for form in FORMS]
    paths += [f"{paths[1]}/programme.{form}" for form in FORMS]
    assert {rita.get(path).status_code for path in paths} == {200}
    assert {charlie.get(path).status_code for path in paths} == {404}
    assert {nobody.get(path).status_code for path in paths} == {302}
    assert rita.get(f"{paths[0]}/plan.exe").status_code == 404


def test_a_programme_without_sessions_says_so(app: Flask, cast: Cast, alice: Desk):
    with app.app_context():
        empty = series.add(db.session.get_one(Group, cast.group), "Empty", 8).id
    assert "no sessions yet" in alice.page(f"/desk/series/{empty}/out").html
    assert alice.get(f"/desk/series/{empty}/out/programme.md").status_code == 404


def test_the_programme_page_leads_to_its_files(series_id: str, alice: Desk):
    page = alice.page(f"/desk/series/{series_id}/out")
    links = {words(a): a.get("href") for dt in page.all("dt") for a in dt.iter("a")}
    assert list(links) == [
        "PDF of the programme",
        "Word",
        "Markdown",
        "JSON",
        "CSV of the run sheet",
    ]
    assert links["Word"] == f"/desk/series/{series_id}/out/programme.docx"


def test_a_plan_of_no_blocks_goes_out_in_every_form(app: Flask, cast: Cast, alice: Desk):
    bare: Plan = make_plan(blocks=())
    with app.app_context():
        group, who = (
            db.session.get_one(Group, cast.group),
            db.session.get_one(Facilitator, cast.alice),
        )
        plan_id = keep_plan(group, who, bare).id
    for form in FORMS:
        assert alice.get(f"/desk/plans/{plan_id}/out/plan.{form}").status_code == 200
