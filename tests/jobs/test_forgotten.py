"""R23: what is deleted is in no file any more: every text column is planted, then looked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import JSON, Column, LargeBinary, String, select, update

from facilitator.config import Config
from facilitator.domain.access import Role
from facilitator.jobs import janitor, packs
from facilitator.records import facilitators, groups, modules, shelves
from facilitator.records.base import db, scrub
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from facilitator.records.held import leaving
from facilitator.records.held.register import REGISTER
from facilitator.records.shelves import favourites
from tests import addresses
from tests.cast import NOW, Cast, make_group, make_module
from tests.room import FULLEST, files, send

SHORT = 20
"""Characters: what holds fewer holds a code, such as a state or a country."""


def takes_text(column: Column[Any]) -> bool:
    """Whether somebody's words may stand in it; not a name of another row, nor a unique hash."""
    if column.primary_key or column.foreign_keys or column.unique:
        return False
    if isinstance(column.type, LargeBinary):
        return column.name == "png"
    return isinstance(column.type, JSON) or (
        isinstance(column.type, String) and (column.type.length or 0) >= SHORT
    )


def plant(the_id: str, of: str, but: tuple[str, ...] = ()) -> list[bytes]:
    """Write a canary into every text column of every row of this group or account."""
    canaries = []
    for shelf in REGISTER:
        whose = getattr(shelf, of)
        for column in shelf.table.columns if whose and shelf.table.name not in but else ():
            if not takes_text(column):
                continue
            word = f"kestrel{len(canaries):04d}wing"
            canaries.append(word.encode())
            value: Any = [{"id": word, "by": word}] if isinstance(column.type, JSON) else word
            value = word.encode() if column.name == "png" else value
            changed = update(shelf.table).where(whose(the_id)).values({column.name: value})
            found: Any = db.session.execute(changed)
            assert found.rowcount > 0, f"nothing to plant in {column}"
    db.session.commit()
    assert scrub()
    return canaries


def left(folder: Path, canaries: list[bytes]) -> list[bytes]:
    content = b"".join(held for _, held in files(folder))
    return [one for one in canaries if one in content]


def furnished(app: Flask, config: Config, cast: Cast) -> None:
    """One of everything for Alice's group, a check-in open with envelopes in it."""
    examples = addresses.furnish(app, cast)
    with app.app_context():
        send(config, bytes.fromhex(examples.address), [FULLEST] * 6)
        held = bytes.fromhex(examples.closed)
        rows = {
            "practices": {"code_mac": b"p" * 32, "link_hash": b"q" * 32, "ends_at": NOW},
            "tallies": {"facilitator_id": cast.alice, "counts": {}, "note": ""},
        }
        evening = {"group_id": cast.group, "meeting_date": NOW.date(), "moment": "leaving"}
        for name, row in rows.items():
            db.session.execute(db.metadata.tables[name].insert().values(**row, **evening))
        notes = {"checkin_id": held, "notes": [], "delete_on": NOW.date()}
        db.session.execute(db.metadata.tables["note_batches"].insert().values(**notes))
        audited = {"id": "a" * 32, "at": NOW, "facilitator_id": cast.alice, "act": ""}
        db.session.execute(db.metadata.tables["audit"].insert().values(**audited))
        favourites.put(db.session.get_one(Facilitator, cast.alice), "qd-2", True, NOW)
        facilitators.open_session(db.session.get_one(Facilitator, cast.alice), NOW)


def test_r23_a_deleted_group_leaves_no_word_in_any_file(
    app: Flask, config: Config, cast: Cast, tmp_path: Path
) -> None:
    furnished(app, config, cast)
    with app.app_context():
        canaries = plant(cast.group, "of_group", but=("own_module_shares",))
        assert left(tmp_path, canaries) == canaries
        assert len(canaries) >= 20
        stored = list((config.store_dir / f"group-{cast.group}").rglob("*.pdf"))
        assert len(stored) == 1
        assert len(list(config.keys_dir.iterdir())) >= 3
        janitor.remove_group(
            config.keys_dir, config.store_dir, db.session.get_one(Group, cast.group)
        )
    assert left(tmp_path, [*canaries, cast.group.encode()]) == []
    assert [path.name for path in config.keys_dir.iterdir()] == [".lock"]
    assert list(config.store_dir.iterdir()) == []
    wal = Path(config.database_url.removeprefix("sqlite:///") + "-wal")
    assert not wal.exists() or wal.stat().st_size == 0


NAME = "Kestrel Overhead"


@pytest.fixture
def shared(app: Flask, config: Config, cast: Cast) -> Cast:
    """Alice has one of everything, a group of her own, one that Bob owns, and Bob a copy of a
    module she wrote."""
    furnished(app, config, cast)
    with app.app_context():
        alice, bob = (db.session.get_one(Facilitator, one) for one in (cast.alice, cast.bob))
        alice.name = NAME
        make_group(alice, name="Hers alone")
        bobs = make_group(bob, name="Bob’s group")
        groups.share(bobs, alice, Role.EDITOR)
        mine = modules.of(alice)[0]
        origin = {"id": mine.id, "title": mine.title, "by": NAME}
        modules.add(bob, make_module(), NOW, [origin, {"id": "qd-2", "title": "T", "by": ""}])
        packs.hold(config.data, alice.id, b"a pack of hers", NOW)
    return cast


def test_r23_a_deleted_account_leaves_no_word_of_hers_in_any_file(
    app: Flask, config: Config, shared: Cast, tmp_path: Path
) -> None:
    with app.app_context():
        alice = db.session.get_one(Facilitator, shared.alice)
        but = ("facilitators", "group_members", "audit", "own_modules", "own_module_versions")
        canaries = [*plant(alice.id, "of_account", but), NAME.encode(), b"alice@example.org"]
        assert left(tmp_path, canaries) == canaries
        janitor.remove_account(config.keys_dir, config.store_dir, config.data, alice)
        db.session.commit()
        assert left(tmp_path, [*canaries, shared.alice.encode(), b"Hers alone"]) == []
        assert list((config.data / "packs").iterdir()) == []
        kept = select(modules.OwnModule.origins)
        assert db.session.scalars(kept).all() == [
            [
                {"id": kept_id(), "title": "The small signs", "by": leaving.SOMEBODY},
                {"id": "qd-2", "title": "T", "by": ""},
            ]
        ]


def kept_id() -> str:
    return str(db.session.scalars(select(modules.OwnModule)).one().origins[0]["id"])


def test_r23_what_is_shared_stays_with_those_who_share_it(
    app: Flask, config: Config, shared: Cast
) -> None:
    with app.app_context():
        alice = db.session.get_one(Facilitator, shared.alice)
        told = leaving.fate(alice)
        assert [one.name for one in told.go] == ["Hers alone"]
        assert [(one.name, one.heirs) for one in told.handed] == [
            ("Mothers at St Anne’s", ("Bob Marsh",))
        ]
        assert ([one.name for one in told.stay], told.last) == (["Bob’s group"], False)
        assert janitor.remove_account(config.keys_dir, config.store_dir, config.data, alice) == told
        bob, rita = (db.session.get_one(Facilitator, one) for one in (shared.bob, shared.rita))
        assert groups.role_of(bob, shared.group) is Role.OWNER
        assert groups.role_of(rita, shared.group) is Role.READER
        names = [group.name for group, _ in groups.all_for(bob)]
        assert names == ["Bob’s group", "Mothers at St Anne’s"]
        own = shelves.modules(bob)
        assert [module.title for module in own.values()] == ["The small signs"]
        done = db.session.scalars(select(db.metadata.tables["audit"].c.facilitator_id)).all()
        assert shared.alice not in done
