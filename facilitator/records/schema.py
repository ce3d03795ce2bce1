"""Where the database stands among this program's migrations, and how it gets to the last one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import flask_migrate
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from facilitator.records.base import PragmaError, db

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


class NoDatabase(Exception):
    """The database does not answer, or what is there is none; the message is its own reason."""


@dataclass(frozen=True)
class Standing:
    """Migrations by their revision: those the database has, and the program's last and all.

    `here` is empty for a database without tables.
    """

    here: frozenset[str]
    last: frozenset[str]
    known: frozenset[str]

    @property
    def newer(self) -> bool:
        """Whether a later version of this program has changed the database."""
        return not self.here <= self.known

    @property
    def done(self) -> bool:
        return self.here == self.last


def standing() -> Standing:
    """Ask the database. Needs an app context. Raises NoDatabase."""
    script = ScriptDirectory(str(MIGRATIONS))
    try:
        with db.engine.connect() as connection:
            here = MigrationContext.configure(connection).get_current_heads()
    except (SQLAlchemyError, PragmaError) as error:
        reason = str(getattr(error, "orig", None) or error).strip()
        raise NoDatabase(reason.partition("\n")[0]) from error
    known = frozenset(step.revision for step in script.walk_revisions())
    return Standing(frozenset(here), frozenset(script.get_heads()), known)


def upgrade() -> None:
    """Run the migrations that are missing. Needs an app context."""
    flask_migrate.upgrade(directory=str(MIGRATIONS))
