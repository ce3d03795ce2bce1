"""The check-in: words of an evening and words of one's own, cards, practice, counts on paper."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY, MOMENT = sa.String(length=32), sa.String(length=8)


def upgrade() -> None:
    no = sa.false()
    op.add_column("groups", sa.Column("free_text", sa.Boolean(), server_default=no, nullable=False))
    op.create_table(
        "note_batches",
        sa.Column("checkin_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=False),
        _points("note_batches", "checkin_id", "checkins"),
        sa.PrimaryKeyConstraint("checkin_id", name=op.f("pk_note_batches")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "desk_sides",
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("meeting_date", sa.Date(), nullable=False),
        sa.Column("moment", MOMENT, nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("cards", sa.Boolean(), server_default=no, nullable=False),
        sa.Column("head_count", sa.Integer(), nullable=True),
        _moment("desk_sides"),
        sa.CheckConstraint("head_count between 0 and 200", name=op.f("ck_desk_sides_head_count")),
        _points("desk_sides", "group_id", "groups"),
        sa.PrimaryKeyConstraint("group_id", "meeting_date", "moment", name=op.f("pk_desk_sides")),
    )
    op.create_table(
        "cards",
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("checkin_id", sa.LargeBinary(length=16), nullable=False),
        _points("cards", "checkin_id", "checkins"),
        sa.PrimaryKeyConstraint("mac", name=op.f("pk_cards")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_cards_checkin_id"), "cards", ["checkin_id"], unique=False)
    _tallies()
    _practices()


def downgrade() -> None:
    for table in ("practices", "tallies", "cards", "desk_sides", "note_batches"):
        op.drop_table(table)
    op.drop_column("groups", "free_text")


def _tallies() -> None:
    op.create_table(
        "tallies",
        sa.Column("facilitator_id", KEY, nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("meeting_date", sa.Date(), nullable=False),
        sa.Column("moment", MOMENT, nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=600), nullable=False),
        _moment("tallies"),
        _points("tallies", "facilitator_id", "facilitators"),
        _points("tallies", "group_id", "groups"),
        sa.PrimaryKeyConstraint(
            "facilitator_id", "group_id", "meeting_date", "moment", name=op.f("pk_tallies")
        ),
    )
    op.create_index(op.f("ix_tallies_group_id"), "tallies", ["group_id"], unique=False)


def _practices() -> None:
    op.create_table(
        "practices",
        sa.Column("code_mac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("link_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("meeting_date", sa.Date(), nullable=False),
        sa.Column("moment", MOMENT, nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        _moment("practices"),
        _points("practices", "group_id", "groups"),
        sa.PrimaryKeyConstraint("code_mac", name=op.f("pk_practices")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_practices_link_hash")),
    )
    op.create_index(op.f("ix_practices_group_id"), "practices", ["group_id"], unique=False)


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")


def _moment(table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint("moment in ('arriving', 'leaving')", name=op.f(f"ck_{table}_moment"))
