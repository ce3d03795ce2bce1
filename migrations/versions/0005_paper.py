"""The paper: what a group prints and how, its own words, its logo; prints of a series and batches.

Prints are kept for a week and are made anew at a press, so their table is made anew as well.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _added() -> tuple[sa.Column[Any], ...]:
    """What a group has more; made anew each time, as a column belongs to one table."""
    no = sa.false()
    return (
        sa.Column("printing", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("agreements", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("local_rule", sa.String(length=600), nullable=True),
        sa.Column("online", sa.Boolean(), server_default=no, nullable=False),
    )


def upgrade() -> None:
    for column in _added():
        op.add_column("groups", column)
    op.create_table(
        "logos",
        sa.Column("group_id", sa.String(length=32), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        _points("logos", "group_id", "groups"),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_logos")),
    )
    op.create_table(
        "batches",
        sa.Column("facilitator_id", sa.String(length=32), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        _points("batches", "facilitator_id", "facilitators"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    _index("batches", "facilitator_id")
    op.drop_table("prints")
    _prints()


def downgrade() -> None:
    op.drop_table("prints")
    op.drop_table("batches")
    op.drop_table("logos")
    for column in reversed(_added()):
        op.drop_column("groups", column.name)
    _prints_before()


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _prints() -> None:
    moment, key = sa.DateTime(timezone=True), sa.String(length=32)
    op.create_table(
        "prints",
        sa.Column("group_id", key, nullable=False),
        sa.Column("plan_id", key, nullable=True),
        sa.Column("series_id", key, nullable=True),
        sa.Column("batch_id", key, nullable=True),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("choice", sa.JSON(), nullable=False),
        sa.Column("with_notes", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("making", sa.String(length=160), nullable=False),
        sa.Column("broken", sa.JSON(), nullable=False),
        sa.Column("problem", sa.String(length=20), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("begun_at", moment, nullable=True),
        sa.Column("worked_at", moment, nullable=True),
        sa.Column("id", key, nullable=False),
        sa.CheckConstraint(
            "state in ('waiting', 'running', 'done', 'failed', 'cancelled')",
            name=op.f("ck_prints_state"),
        ),
        sa.CheckConstraint(
            "(plan_id is null) <> (series_id is null)", name=op.f("ck_prints_plan_or_series")
        ),
        _points("prints", "group_id", "groups"),
        _points("prints", "plan_id", "plans"),
        _points("prints", "series_id", "series"),
        _points("prints", "batch_id", "batches"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prints")),
    )
    for column in ("group_id", "plan_id", "series_id", "batch_id"):
        _index("prints", column)


def _prints_before() -> None:
    moment, key = sa.DateTime(timezone=True), sa.String(length=32)
    op.create_table(
        "prints",
        sa.Column("plan_id", key, nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=20), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("worked_at", moment, nullable=True),
        sa.Column("id", key, nullable=False),
        sa.CheckConstraint(
            "state in ('waiting', 'running', 'done', 'failed')", name=op.f("ck_prints_state")
        ),
        _points("prints", "plan_id", "plans"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prints")),
    )
    _index("prints", "plan_id")
    notes = sa.Column("with_notes", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("prints", notes)
