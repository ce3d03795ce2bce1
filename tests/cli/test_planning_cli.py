"""An evening drafted and printed from the terminal."""

from __future__ import annotations

import io
import re
from datetime import date, time
from pathlib import Path

import pikepdf
import pytest
from flask import Flask

from facilitator import planning
from facilitator.domain import checks
from facilitator.domain.access import Act
from facilitator.records import facilitators, groups, plans
from facilitator.records.base import db
from facilitator.records.plans import PlanRecord
from tests import cast as people
from tests.cast import Cast
from tests.cli.conftest import Flask_

DRAFT = ("draft", "--theme", "quiet-distance", "--date", "2026-12-01")
OPEN = (
    "- Nothing opens the evening. Put an opening or a grounding first,"
    " so that people land in the room."
)
CLOCK = re.compile(r"^(\d\d:\d\d)-(\d\d:\d\d) +(\d+) min ", re.MULTILINE)


def as_(cast: Cast, name: str) -> tuple[str, str]:
    return "--as", cast.email(name)


def test_a_draft_is_shown_and_kept(app: Flask, flask: Flask_, cast: Cast) -> None:
    done = flask(*DRAFT, "--group", cast.group, "--minutes", "60", *as_(cast, "Bob"))
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines[0] == "Naming the quiet distance, Tuesday 1 December 2026, 8 people"
    rows = CLOCK.findall(done.output)
    assert (rows[0][0], rows[-1][1]) == ("18:30", "19:30")
    assert sum(int(minutes) for _, _, minutes in rows) == 60
    assert lines[-2:] == ["60 of 60 minutes planned", lines[-1]]
    with app.app_context():
        bob = facilitators.by_id(cast.bob)
        assert bob is not None
        record, group = plans.find(bob, lines[-1].removeprefix("Plan "), Act.PLAN)
        plan = plans.value(record)
        assert (group.id, plan.day, plan.start) == (cast.group, date(2026, 12, 1), time(18, 30))
        assert len(plan.blocks) == len(rows)


def test_without_more_the_group_s_own_evening_is_taken(
    app: Flask, flask: Flask_, cast: Cast
) -> None:
    named = ("--group", "Mothers at St Anne’s")
    done = flask("draft", "--theme", "quiet-distance", *named, *as_(cast, "Alice"))
    assert done.exit_code == 0
    with app.app_context():
        record = db.session.get_one(PlanRecord, done.output.split()[-1])
        group = db.session.get_one(groups.Group, cast.group)
        plan = plans.value(record)
        until = (plan.day - groups.today(group)).days
    assert (plan.available, plan.people, plan.start) == (90, 8, time(18, 30))
    assert (plan.day.weekday(), until in range(7)) == (1, True)


def test_start_and_people_may_be_given(flask: Flask_, cast: Cast) -> None:
    told = ("--people", "5", "--start", "10:15")
    done = flask(*DRAFT, "--group", cast.group, *told, *as_(cast, "Alice"))
    assert done.output.startswith("Naming the quiet distance, Tuesday 1 December 2026, 5 people\n")
    assert CLOCK.findall(done.output)[0][0] == "10:15"


def test_findings_are_words(app: Flask) -> None:
    plan = people.make_plan(blocks=people.make_plan().blocks[1:2])
    with app.app_context():
        lines = list(planning.table("an id", plan, checks.USUAL))
    assert lines == [
        "The quiet distance, Tuesday 24 November 2026, 8 people",
        "18:30-18:50   20 min  discussion  The small signs",
        "20 of 60 minutes planned",
        "- 40 minutes are still free.",
        OPEN,
        "- There is no grounding before the theme. Two minutes are enough.",
        "- The agreements are not named. One minute is enough.",
        "- There is no check-in round before the theme.",
        "- The last fifteen minutes should be gentle. Move this earlier.",
        "- Nothing closes the evening. Never send people home without it.",
        "Plan an id",
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--group", "Ours"), "Alice Marsh has no group “Ours”. Her groups: “Mothers at St Anne"),
        (("--theme", "nothing"), "There is no theme “nothing”. The themes: quiet-distance, taken"),
    ],
)
def test_what_cannot_be_drafted_is_one_sentence(
    flask: Flask_, cast: Cast, arguments: tuple[str, ...], sentence: str
) -> None:
    refused = flask(*DRAFT, "--group", cast.group, *arguments, *as_(cast, "Alice"))
    assert refused.exit_code == 1
    assert refused.output.startswith(f"Error: {sentence}")


def test_a_reader_and_a_stranger_cannot_plan(flask: Flask_, cast: Cast) -> None:
    said = [
        flask(*DRAFT, "--group", cast.group, *as_(cast, name)).output
        for name in ("Rita", "Charlie")
    ]
    assert said == [
        "Error: Rita Marsh is a reader of “Mothers at St Anne’s” and cannot plan.\n",
        f"Error: Charlie Marsh has no group “{cast.group}”. Her groups: “Charlie’s group”.\n",
    ]


def test_two_groups_of_one_name_need_an_id(app: Flask, flask: Flask_, cast: Cast) -> None:
    with app.app_context():
        alice = facilitators.by_id(cast.alice)
        other = people.make_group(alice).id
    refused = flask(*DRAFT, "--group", "Mothers at St Anne’s", *as_(cast, "Alice"))
    assert refused.exit_code == 1
    assert sorted(re.findall(r"[0-9a-f]{32}", refused.output)) == sorted([cast.group, other])


def test_a_packet_is_written(flask: Flask_, cast: Cast, tmp_path: Path) -> None:
    out = tmp_path / "packet.pdf"
    done = flask("print", cast.plan, str(out))
    assert (done.exit_code, done.stdout) == (0, f"{out} holds “The quiet distance”.\n")
    with pikepdf.open(out) as pdf:
        assert str(pdf.docinfo["/Title"]) == "The quiet distance"
        whole = len(pdf.pages)
    assert whole > 5
    assert done.stderr.startswith("No phone can reach the address in its codes: see flask doctor.")
    assert flask("print", cast.plan, str(out), "--only", "after-cards").stderr == "Making it\n"
    with pikepdf.open(io.BytesIO(out.read_bytes())) as pdf:
        assert len(pdf.pages) == 3  # four cards a sheet, for eight people and two to spare


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nowhere", "out.pdf"), "There is no plan nowhere."),
        (("PLAN", "missing/out.pdf"), "missing/out.pdf cannot be written (No such file or direct"),
    ],
)
def test_what_cannot_be_printed_is_one_sentence(
    flask: Flask_, cast: Cast, arguments: tuple[str, str], sentence: str
) -> None:
    plan_id, out = arguments
    refused = flask("print", plan_id.replace("PLAN", cast.plan), out, "--only", "after-cards")
    assert refused.exit_code == 1
    assert f"Error: {sentence}" in refused.stderr


def test_nothing_prints_before_somebody_checked_the_help_lines(
    app: Flask, flask: Flask_, cast: Cast, tmp_path: Path
) -> None:
    with app.app_context():
        db.session.get_one(groups.Group, cast.group).helplines_confirmed = None
        db.session.commit()
    refused = flask("print", cast.plan, str(tmp_path / "out.pdf"))
    assert refused.exit_code == 1
    assert refused.stderr.startswith(
        "Error: Nobody has checked the help lines of “Mothers at St Anne’s” yet."
    )
    assert "Samaritans 116 123" in refused.stderr
    assert not (tmp_path / "out.pdf").exists()


def test_tonights_minimum_is_what_fits_on_ten_sheets(
    flask: Flask_, cast: Cast, tmp_path: Path
) -> None:
    every, few = tmp_path / "every.pdf", tmp_path / "few.pdf"
    assert flask("print", cast.plan, str(every)).exit_code == 0
    assert flask("print", cast.plan, str(few), "--preset", "minimum").exit_code == 0
    with pikepdf.open(every) as whole, pikepdf.open(few) as least:
        assert len(least.pages) <= 10 < len(whole.pages)
