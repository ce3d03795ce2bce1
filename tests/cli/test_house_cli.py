"""The library, the example, backups and the audit from the terminal."""

from __future__ import annotations

import re
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from facilitator import library
from facilitator.config import Config
from facilitator.domain import audit
from facilitator.records import facilitators, groups
from tests.cast import Cast
from tests.cli.conftest import Flask_
from tests.conftest import make_app, make_config

SPARE = """- key: spare1999
  author: "Spare S"
  year: "1999"
  title: "A spare work"
  venue: "Nowhere"
  doi: ""
  status: B
  claim: "Nothing."
  limit: "None."
- key: boss1999"""


def test_the_shipped_library_has_no_fault(flask: Flask_) -> None:
    done = flask("library", "check")
    *table, last = done.output.splitlines()
    assert (done.exit_code, last) == (0, "No fault in 72 modules and 13 themes.")
    assert [line.split()[0] for line in table[2:]] == list(library.shipped().modules)


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        (
            "qd-2.md",
            "## Online\n",
            "## Online\n\nIn one study, rain helped.\n",
            "qd-2 needs an entry",
        ),
        ("sources.yaml", "- key: boss1999", SPARE, "sources.yaml spare1999: no text names"),
        (
            "sh-2.md",
            "## Online\n",
            "## Online\n\nHe was ungrateful.\n",
            "sh-2 online: “u",
        ),
        ("quiet-distance.yaml", "sources: [", "sources: [kumar2018, ", "does not name kumar2018"),
    ],
)
def test_what_the_loader_accepts_and_a_reader_would_not(
    flask: Flask_, tmp_path: Path, name: str, before: str, after: str, said: str
) -> None:
    folder = tmp_path / "texts"
    shutil.copytree(Path(library.__file__).parent, folder)
    text = next(folder.rglob(name))
    text.write_text(text.read_text().replace(before, after, 1))
    done = flask("library", "check", str(folder))
    assert done.exit_code == 1
    assert said in done.output


def test_a_fault_is_named_by_file_and_line(flask: Flask_, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    shutil.copytree(Path(library.__file__).parent, folder)
    text = next(folder.rglob("qd-2.md"))
    text.write_text(re.sub(r"^intensity: .*$", "intensity: 9", text.read_text(), flags=re.M))
    done = flask("library", "check", str(folder))
    line = next(n for n, t in enumerate(text.read_text().splitlines(), 1) if "intensity" in t)
    assert done.exit_code == 1
    assert done.output.startswith(f"{text}:{line} intensity: ")


def test_the_example_comes_and_goes(app: Flask, flask: Flask_, cast: Cast) -> None:
    def names() -> list[str]:
        with app.app_context():
            alice = facilitators.by_id(cast.alice)
            assert alice is not None
            return [group.name for group, _ in groups.all_for(alice)]

    email = ("--as", cast.email("Alice"))
    said = [flask("demo", "--load", *email).output]
    assert names() == ["Example: Tuesday circle", "Mothers at St Anne’s"]
    said += [flask("demo", wish, *email).output for wish in ("--load", "--remove", "--remove")]
    assert names() == ["Mothers at St Anne’s"]
    assert said == [
        "“Example: Tuesday circle” is there to look around in.\n",
        "Error: Alice Marsh has an example already.\n",
        "The example is removed.\n",
        "There is no example.\n",
    ]


def test_a_backup_comes_back(flask: Flask_, cast: Cast, tmp_path: Path) -> None:
    there, back = tmp_path / "one.backup", tmp_path / "back.db"
    done = flask("backup", str(there))
    assert (done.exit_code, done.output) == (
        0,
        f"{there} is written (not sealed: set CIRCLE_BACKUP_KEY to seal it).\n",
    )
    assert flask("restore", str(there), str(back)).output == f"{back} is restored.\n"
    with sqlite3.connect(back) as database:
        kept = database.execute("SELECT id FROM plans ORDER BY id").fetchall()
    database.close()
    assert kept == [(one,) for one in sorted((cast.plan, cast.other_plan))]


def test_a_sealed_backup_needs_the_other_key(
    tmp_path: Path, database_url: str, flask: Flask_
) -> None:
    public, private = re.findall(r"\b[0-9a-f]{64}\b", flask("backup-key").output)
    sealing = make_app(
        make_config(tmp_path / "data", database_url=database_url, backup_key=public)
    ).test_cli_runner()
    folder = tmp_path / "backups"
    folder.mkdir()
    assert "(sealed)" in sealing.invoke(args=["backup", str(folder)]).output
    (there,) = folder.iterdir()
    back = tmp_path / "back.db"
    plain = flask("restore", str(there), str(back))
    assert (plain.exit_code, plain.output) == (
        1,
        "Error: This is no plain backup. A sealed one needs its private key.\n",
    )
    done = flask("restore", str(there), str(back), "--sealed", typed=f"{private}\n")
    assert done.exit_code == 0
    assert private not in done.output
    assert back.read_bytes().startswith(b"SQLite format 3")


def test_nothing_is_restored_beside_an_old_log(flask: Flask_, cast: Cast, tmp_path: Path) -> None:
    there, back = tmp_path / "one.backup", tmp_path / "back.db"
    flask("backup", str(there))
    log = tmp_path / "back.db-wal"
    log.write_bytes(b"the last changes of another database")
    refused = flask("restore", str(there), str(back))
    assert (refused.exit_code, refused.output, back.exists()) == (
        1,
        f"Error: {log} is there still. Move it away first.\n",
        False,
    )


def test_a_backup_into_nowhere_is_one_sentence(flask: Flask_, config: Config) -> None:
    dest = config.data / "missing" / "one.backup"
    refused = flask("backup", str(dest))
    assert (refused.exit_code, refused.output) == (
        1,
        f"Error: {dest} cannot be written (No such file or directory).\n",
    )


def test_r5_the_release_rule_stands_its_audit_by_command(flask: Flask_) -> None:
    done = flask("audit-release", "--largest", "12")
    assert (done.exit_code, done.output.splitlines()) == (
        0,
        [
            "No violation in any room of 5 to 12 people, alone or in pairs.",
            "The control, a rule with a finer step, is rejected in 10 cases.",
        ],
    )


def test_r5_a_search_that_does_not_reject_the_control_fails(
    flask: Flask_, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "CONTROL", audit.NAMED)
    done = flask("audit-release", "--largest", "10")
    assert (done.exit_code, done.output.splitlines()[-1]) == (
        1,
        "Error: The control was not rejected: this search would see nothing.",
    )


def test_an_audit_that_finds_something_fails(
    flask: Flask_, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Against readers who know all answers but one, no rule stands."""
    monkeypatch.setattr(audit, "NAMED", replace(audit.NAMED, knows=lambda m, _: m - 1))
    done = flask("audit-release", "--largest", "5")
    assert done.exit_code == 1
    assert done.output.startswith("named, 5 people: band-of-another, band ")
