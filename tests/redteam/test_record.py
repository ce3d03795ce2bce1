"""R64: the record of attacks is kept with date and result, and names every attack there is; and no
attack is blind: each is made on the naive build too."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

from tests.running import ROOT

HERE = Path(__file__).parent
RECORD = (ROOT / "docs" / "red-team.md").read_text()
ENTRY = re.compile(r"^### (\d{1,2}) (\w+) (\d{4}), commit `([0-9a-f]{7,40})`$", re.M)
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December"]  # fmt: skip
ALONE = {
    "test_r01_a_full_room_tells_how_many_came_and_no_more": "a weakness of ours that is known",
    "test_r13_two_of_her_own_and_one_who_is_asked": "a weakness of ours that is known",
    "test_r08_nor_does_the_janitor_carve_it": "the naive build forgets nothing by itself",
    "test_r01_the_watch_is_wide": "a control",
    "test_r19_there_was_ciphertext_to_look_for": "a control",
}
"""Tests that attack ours alone, and why."""


def builds_of() -> dict[str, set[str]]:
    """Every test of this folder that has a running build, with the builds it has."""
    found = {}
    for path in sorted(HERE.glob("test_*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                wanted = {argument.arg for argument in node.args.args}
                found[node.name] = wanted & {"ours", "guessed", "naive"}
    return found


def test_r64_the_record_says_when_which_and_what() -> None:
    entries = ENTRY.findall(RECORD)
    assert entries
    days = [date(int(year), MONTHS.index(month) + 1, int(day)) for day, month, year, _ in entries]
    assert days == sorted(days, reverse=True), "the newest stands first"
    newest = RECORD.split("\n### ")[1]
    assert "\nWho: somebody who did not build the check-in" in newest
    named = set(re.findall(r"`(test_\w+\.py)`", newest))
    assert named == {path.name for path in HERE.glob("test_*.py")} - {Path(__file__).name}


def test_r64_every_row_of_the_record_has_a_result() -> None:
    rows = [line.split("|")[1:-1] for line in RECORD.splitlines() if line.startswith("|")]
    assert len(rows) >= 15
    assert [row[0] for row in rows if len(row) != 4 or not row[3].strip()] == []


def test_no_attack_is_blind() -> None:
    blind = {name for name, builds in builds_of().items() if builds and "naive" not in builds}
    assert blind == ALONE.keys()
