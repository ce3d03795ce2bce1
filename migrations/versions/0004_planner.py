"""The planner: digests of plans, templates, private links, holidays, groups without contact."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _added() -> tuple[tuple[str, sa.Column[Any]], ...]:
    """A table and its new column; made anew each time, as a column belongs to one table."""
    no, days, none = sa.false(), sa.text("7"), "[]"
    return (
        ("groups", sa.Column("no_contact", sa.Boolean(), server_default=no, nullable=False)),
        ("plans", sa.Column("digest", sa.JSON(), server_default="{}", nullable=False)),
        ("prints", sa.Column("with_notes", sa.Boolean(), server_default=no, nullable=False)),
        ("series", sa.Column("every", sa.Integer(), server_default=days, nullable=False)),
        ("series", sa.Column("holidays", sa.JSON(), server_default=none, nullable=False)),
    )


def upgrade() -> None:
    for table, column in _added():
        op.add_column(table, column)
    _digest_what_is_there()
    _templates()
    _links()


def downgrade() -> None:
    for table in ("links", "plan_templates"):
        op.drop_table(table)
    for table, column in reversed(_added()):
        op.drop_column(table, column.name)


def _digest_what_is_there() -> None:
    plans = sa.table(
        "plans", sa.column("id"), sa.column("document", sa.JSON()), sa.column("digest", sa.JSON())
    )
    bind = op.get_bind()
    for row in bind.execute(sa.select(plans.c.id)).all():
        document = bind.execute(
            sa.select(plans.c.document).where(plans.c.id == row.id)
        ).scalar_one()
        bind.execute(
            sa.update(plans).where(plans.c.id == row.id).values(digest=_digest(document["blocks"]))
        )


def _digest(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    modules = [block["module"] for block in blocks]
    return {
        "modules": list(dict.fromkeys(module["id"] for module in modules)),
        "themes": list(dict.fromkeys(one["theme"] for one in modules if one["theme"])),
        "deepest": max((module["intensity"] for module in modules), default=0),
        "minutes": sum(block["minutes"] for block in blocks),
    }


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")


def _templates() -> None:
    op.create_table(
        "plan_templates",
        sa.Column("facilitator_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        _points("plan_templates", "facilitator_id", "facilitators"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_templates")),
    )
    _index("plan_templates", "facilitator_id")


def _links() -> None:
    op.create_table(
        "links",
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("group_id", sa.String(length=32), nullable=False),
        sa.Column("plan_id", sa.String(length=32), nullable=True),
        sa.Column("facilitator_id", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "(plan_id is null) = (ends_at is null)", name=op.f("ck_links_calendars_do_not_end")
        ),
        _points("links", "group_id", "groups"),
        _points("links", "plan_id", "plans"),
        _points("links", "facilitator_id", "facilitators"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_links_secret_hash")),
    )
    for column in ("group_id", "plan_id", "facilitator_id"):
        _index("links", column)


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
