"""Modules that facilitators write themselves, their versions, and whom they are shared with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _modules()
    _versions()
    _shares()


def downgrade() -> None:
    for name in ("own_module_shares", "own_module_versions", "own_modules"):
        op.drop_table(name)


def _points(
    table: str, column: str, to: str, when_gone: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=when_gone)


def _modules() -> None:
    op.create_table(
        "own_modules",
        sa.Column("id", sa.String(length=14), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=90), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("origins", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        _points("own_modules", "owner_id", "facilitators"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_modules")),
    )
    op.create_index(op.f("ix_own_modules_owner_id"), "own_modules", ["owner_id"], unique=False)


def _versions() -> None:
    op.create_table(
        "own_module_versions",
        sa.Column("module_id", sa.String(length=14), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("brought_back", sa.Integer(), nullable=True),
        sa.Column("facilitator_id", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _points("own_module_versions", "module_id", "own_modules"),
        _points("own_module_versions", "facilitator_id", "facilitators", "SET NULL"),
        sa.PrimaryKeyConstraint("module_id", "version", name=op.f("pk_own_module_versions")),
    )


def _shares() -> None:
    op.create_table(
        "own_module_shares",
        sa.Column("module_id", sa.String(length=14), nullable=False),
        sa.Column("group_id", sa.String(length=32), nullable=False),
        _points("own_module_shares", "module_id", "own_modules"),
        _points("own_module_shares", "group_id", "groups"),
        sa.PrimaryKeyConstraint("module_id", "group_id", name=op.f("pk_own_module_shares")),
    )
    op.create_index(
        op.f("ix_own_module_shares_group_id"), "own_module_shares", ["group_id"], unique=False
    )
