"""`flask what-we-hold`, and backups into a folder."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask

from facilitator.jobs import rotation
from facilitator.records.base import Base, db
from facilitator.records.held.register import REGISTER
from tests import addresses
from tests.cast import Cast, make_group
from tests.cli.conftest import Flask_
from tests.room import FULLEST, send


def test_r24_it_prints_every_table_and_column_of_the_group(
    app: Flask, flask: Flask_, cast: Cast
) -> None:
    addresses.furnish(app, cast)
    done = flask("what-we-hold", "Mothers at St Anne’s")
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines[0].startswith("What we hold about “Mothers at St Anne’s”, ")
    tables = [line.rpartition("[")[2].rstrip("]") for line in lines if line.endswith("]")]
    assert tables == [shelf.table.name for shelf in REGISTER if shelf.of_group]
    columns = [column.name for one in tables for column in Base.metadata.tables[one].columns]
    within = [line.strip().partition(":")[0] for line in lines if line.startswith("  ")]
    assert within[: len(columns)] == columns
    assert "Check-ins: 2 now. Kept 13 months after they close" in done.output
    assert "The key of an open check-in: 1." in done.output
    assert flask("what-we-hold", cast.group).output == done.output


def test_r24_an_account_too(app: Flask, flask: Flask_, cast: Cast) -> None:
    done = flask("what-we-hold", "--account", cast.email("Bob"))
    tables = [line.rpartition("[")[2].rstrip("]") for line in done.output.splitlines()
              if line.endswith("]")]  # fmt: skip
    assert tables == [shelf.table.name for shelf in REGISTER if shelf.of_account]
    assert "Your account: 1 now." in done.output


def test_r24_with_values_every_row_that_may_be_told(app: Flask, flask: Flask_, cast: Cast) -> None:
    examples = addresses.furnish(app, cast)
    with app.app_context():
        send(app.config["CIRCLE"], bytes.fromhex(examples.address), [FULLEST] * 7)
    plain = flask("what-we-hold", cast.group).output
    whole = flask("what-we-hold", cast.group, "--values").output
    assert whole.startswith(plain)
    rows = [json.loads(line) for line in whole.removeprefix(plain).splitlines()]
    told = {table for row in rows for table in row}
    with app.app_context():
        kept = {
            shelf.table.name
            for shelf in REGISTER
            if shelf.of_group and db.session.execute(
                db.select(shelf.table).where(shelf.of_group(cast.group))
            ).first()
        }  # fmt: skip
    assert told == kept - {"envelopes", "cards"}
    assert "envelopes" in kept
    (group,) = (row["groups"] for row in rows if "groups" in row)
    assert (group["id"], group["name"]) == (cast.group, "Mothers at St Anne’s")


def test_r24_of_an_account_no_hash_is_printed(app: Flask, flask: Flask_, cast: Cast) -> None:
    whole = flask("what-we-hold", "--account", cast.email("Bob"), "--values").output
    assert '"password_hash": "a hash of ' in whole
    assert "argon2" not in whole


def test_r1_it_prints_the_same_whoever_has_answered(app: Flask, flask: Flask_, cast: Cast) -> None:
    examples = addresses.furnish(app, cast)
    before = flask("what-we-hold", cast.group).output
    with app.app_context():
        send(app.config["CIRCLE"], bytes.fromhex(examples.address), [FULLEST] * 7)
    assert flask("what-we-hold", cast.group).output == before


def test_what_cannot_be_told_is_one_sentence(app: Flask, flask: Flask_, cast: Cast) -> None:
    with app.app_context():
        twin = make_group(db.session.get_one(_person(), cast.bob), name="Charlie’s group").id
    said = [flask("what-we-hold", *given) for given in ((), ("Nobody’s",), ("Charlie’s group",))]
    first, second = sorted((twin, cast.other_group))
    several = "Several groups are named “Charlie’s group”."
    assert [one.exit_code for one in said] == [1, 1, 1]
    assert [one.output for one in said] == [
        "Error: Name a group, or an account with --account EMAIL.\n",
        "Error: There is no group “Nobody’s”.\n",
        f"Error: {several} Give the id of one: {first}, {second}.\n",
    ]


def _person() -> type:
    return next(shelf.model for shelf in REGISTER if shelf.table.name == "facilitators")


def test_r23_a_backup_into_a_folder_removes_those_whose_time_is_over(
    flask: Flask_, cast: Cast, tmp_path: Path
) -> None:
    shelf, today = tmp_path / "backups", datetime.now(UTC).date()
    shelf.mkdir()
    old = [rotation.name_of(today - timedelta(days=age)) for age in (1, 13, 35, 400)]
    for name in (*old, "mine.backup"):
        (shelf / name).write_bytes(b"")
    done = flask("backup", str(shelf))
    assert done.exit_code == 0
    assert done.output.splitlines()[1:] == [
        f"{shelf / name} is removed: its time is over." for name in (old[3], old[2])
    ]
    left = {"mine.backup", rotation.name_of(today), old[0], old[1]}
    assert {path.name for path in shelf.iterdir()} == left
