"""The engine: pragmas on every connection, write locks, ids and moments."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from facilitator.records import audit, facilitators
from facilitator.records.audit import Audit
from facilitator.records.base import PRAGMAS, begin_write, db, new_id
from tests.cast import NOW, make_facilitator, make_group

SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@SQLITE_ONLY
def test_r21_every_pooled_connection_has_the_pragmas(app: Flask):
    with app.app_context():
        held = [db.engine.connect() for _ in range(4)]
        found = [
            {name: one.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}
            for one in held
        ]
        for one in held:
            one.close()
    assert found == [{name: expected for name, (_, expected) in PRAGMAS.items()}] * 4
    assert (found[0]["secure_delete"], found[0]["trusted_schema"]) == (1, 0)


@SQLITE_ONLY
def test_r21_a_deleted_text_is_not_left_in_the_file(app: Flask, database_url: str):
    canary = "canary-7f3a-the-plum-orchard"
    with app.app_context():
        db.session.execute(text("CREATE TABLE scrap (word TEXT)"))
        db.session.execute(text("INSERT INTO scrap VALUES (:word)"), {"word": canary * 50})
        db.session.commit()
        assert canary.encode() in _all_bytes(database_url)
        db.session.execute(text("DELETE FROM scrap"))
        db.session.commit()
        db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.commit()
    assert canary.encode() not in _all_bytes(database_url)


def _all_bytes(url: str) -> bytes:
    path = url.removeprefix("sqlite:///")
    found = b""
    for name in (path, f"{path}-wal"):
        try:
            with open(name, "rb") as file:
                found += file.read()
        except FileNotFoundError:
            continue
    return found


@SQLITE_ONLY
def test_begin_write_takes_the_lock_before_the_first_read(app: Flask):
    with app.app_context(), db.engine.connect() as other:
        begin_write()
        other.exec_driver_sql("PRAGMA busy_timeout=0")
        with pytest.raises(OperationalError, match="database is locked"):
            other.exec_driver_sql("UPDATE facilitators SET name = 'x'")
        other.rollback()
        db.session.rollback()
        other.exec_driver_sql("UPDATE facilitators SET name = 'x'")


def test_references_are_enforced(records: None):
    audit.note("sign-in", NOW, "0" * 32)
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_a_moment_comes_back_in_utc_whatever_zone_it_went_in(records: None):
    alice = make_facilitator()
    there = datetime(2026, 11, 24, 20, 15, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    audit.note("sign-in", there, alice.id)
    db.session.commit()
    db.session.expire_all()
    kept = db.session.scalars(db.select(Audit)).one().at
    assert (kept, kept.tzinfo) == (datetime(2026, 11, 24, 14, 45, tzinfo=UTC), UTC)


def test_an_id_is_128_random_bits(records: None):
    ids = {new_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(re.fullmatch(r"[0-9a-f]{32}", one) for one in ids)


def test_audit_is_forgotten_after_90_days(records: None):
    alice = make_facilitator()
    for days in (0, 89, 91):
        audit.note(f"act {days}", NOW - timedelta(days=days), alice.id)
    audit.forget_old(NOW)
    assert sorted(db.session.scalars(db.select(Audit.act))) == ["act 0", "act 89"]


def test_audit_outlives_the_facilitator_and_ends_with_the_group(records: None):
    alice, bob = make_facilitator(), make_facilitator("Bob")
    group = make_group(alice)
    audit.note("sign-in", NOW, bob.id)
    audit.note("open", NOW, alice.id, group.id)
    db.session.commit()
    db.session.delete(facilitators.by_id(bob.id))
    db.session.delete(group)
    db.session.commit()
    assert [(one.act, one.facilitator_id) for one in db.session.scalars(db.select(Audit))] == [
        ("sign-in", None)
    ]
