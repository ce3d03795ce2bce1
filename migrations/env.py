"""How Alembic reaches the database: through the application's own engine, in one transaction.

Run inside an application context: `records.schema.upgrade`, or `flask db` for contributors.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, String

from facilitator import records
from facilitator.records.base import UtcDateTime, db

for room in pkgutil.iter_modules(records.__path__, f"{records.__name__}."):
    importlib.import_module(room.name)


class BrokenReference(Exception):
    """A migration has left a row that points at nothing."""


def _plain(kind: str, value: Any, _autogen: Any) -> str | Literal[False]:
    """How autogenerate writes our own type: a migration must not change when the type does."""
    return "sa.DateTime(timezone=True)" if isinstance(value, UtcDateTime) else False


def _same_type(_context: Any, _inspected: Any, meta: Any, was: Any, is_now: Any) -> bool | None:
    """SQLite tells no length of a text; everything else is compared by Alembic."""
    return False if isinstance(meta.type, String) and was.length == is_now.length else None


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=_plain,
        compare_type=_same_type,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if broken:
                raise BrokenReference(f"{broken[0]} points at {broken[2]}")


def run() -> None:
    """SQLite changes a table by copying and dropping it, and a drop would take along what refers to
    the table. So references are not enforced on the way, and are checked at the end. No pool gets
    this connection back: SQLite takes up its references again in no open transaction, silently."""
    with db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            migrate(connection)
            return
        driver: Any = connection.connection.driver_connection
        connection.detach()
        driver.execute("PRAGMA foreign_keys=OFF")
        migrate(connection)


if context.is_offline_mode():
    raise SystemExit("Migrations run on a database. There is no --sql here.")
run()
