"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "facilitators",
    "groups",
    "audit",
    "checkins",
    "desk_sessions",
    "group_members",
    "series",
    "envelopes",
    "plans",
    "releases",
    "plan_revisions",
    "prints",
)


def upgrade() -> None:
    _facilitators()
    _groups()
    _audit()
    _checkins()
    _desk_sessions()
    _group_members()
    _series()
    _envelopes()
    _plans()
    _releases()
    _plan_revisions()
    _prints()


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)


def _points(
    table: str, column: str, to: str, when_gone: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=when_gone)


def _facilitators() -> None:
    op.create_table(
        "facilitators",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("paper", sa.String(length=6), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("paper in ('A4', 'Letter')", name=op.f("ck_facilitators_paper")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facilitators")),
        sa.UniqueConstraint("email", name=op.f("uq_facilitators_email")),
    )


def _groups() -> None:
    op.create_table(
        "groups",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("public_name", sa.String(length=60), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("start", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=120), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("paper", sa.String(length=6), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("own_lines", sa.JSON(), nullable=False),
        sa.Column("helplines_confirmed", sa.Date(), nullable=True),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("paper in ('A4', 'Letter')", name=op.f("ck_groups_paper")),
        sa.CheckConstraint("minutes between 45 and 180", name=op.f("ck_groups_minutes")),
        sa.CheckConstraint("people between 1 and 40", name=op.f("ck_groups_people")),
        sa.CheckConstraint("weekday between 0 and 6", name=op.f("ck_groups_weekday")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facilitator_id", sa.String(length=32), nullable=True),
        sa.Column("group_id", sa.String(length=32), nullable=True),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        _points("audit", "facilitator_id", "facilitators", "SET NULL"),
        _points("audit", "group_id", "groups"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)


def _checkins() -> None:
    op.create_table(
        "checkins",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("group_id", sa.String(length=32), nullable=False),
        sa.Column("meeting_date", sa.Date(), nullable=False),
        sa.Column("moment", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code_mac", sa.LargeBinary(length=32), nullable=True),
        sa.Column("link_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("min_k", sa.Integer(), nullable=False),
        sa.Column("free_text", sa.Boolean(), nullable=False),
        sa.CheckConstraint("moment in ('arriving', 'leaving')", name=op.f("ck_checkins_moment")),
        sa.CheckConstraint(
            "state in ('open', 'sealed', 'too_few', 'void')", name=op.f("ck_checkins_state")
        ),
        sa.CheckConstraint("min_k >= 5", name=op.f("ck_checkins_min_k")),
        _points("checkins", "group_id", "groups"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkins")),
        sa.UniqueConstraint("code_mac", name=op.f("uq_checkins_code_mac")),
        sa.UniqueConstraint(
            "group_id", "meeting_date", "moment", name=op.f("uq_checkins_group_id")
        ),
        sa.UniqueConstraint("link_hash", name=op.f("uq_checkins_link_hash")),
        sqlite_with_rowid=False,
    )


def _desk_sessions() -> None:
    op.create_table(
        "desk_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("facilitator_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        _points("desk_sessions", "facilitator_id", "facilitators"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_desk_sessions")),
    )
    op.create_index(
        op.f("ix_desk_sessions_facilitator_id"), "desk_sessions", ["facilitator_id"], unique=False
    )


def _group_members() -> None:
    op.create_table(
        "group_members",
        sa.Column("group_id", sa.String(length=32), nullable=False),
        sa.Column("facilitator_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=6), nullable=False),
        sa.CheckConstraint(
            "role in ('owner', 'editor', 'reader')", name=op.f("ck_group_members_role")
        ),
        _points("group_members", "facilitator_id", "facilitators"),
        _points("group_members", "group_id", "groups"),
        sa.PrimaryKeyConstraint("group_id", "facilitator_id", name=op.f("pk_group_members")),
    )
    op.create_index(
        op.f("ix_group_members_facilitator_id"), "group_members", ["facilitator_id"], unique=False
    )


def _series() -> None:
    op.create_table(
        "series",
        sa.Column("group_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        _points("series", "group_id", "groups"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
    )
    op.create_index(op.f("ix_series_group_id"), "series", ["group_id"], unique=False)


def _envelopes() -> None:
    op.create_table(
        "envelopes",
        sa.Column("checkin_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("slot", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(length=1064), nullable=False),
        sa.CheckConstraint("length(sealed) = 1064", name=op.f("ck_envelopes_sealed")),
        sa.CheckConstraint("length(slot) = 16", name=op.f("ck_envelopes_slot")),
        _points("envelopes", "checkin_id", "checkins"),
        sa.PrimaryKeyConstraint("checkin_id", "slot", name=op.f("pk_envelopes")),
        sqlite_with_rowid=False,
    )


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("group_id", sa.String(length=32), nullable=False),
        sa.Column("series_id", sa.String(length=32), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        _points("plans", "group_id", "groups"),
        _points("plans", "series_id", "series", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    op.create_index(op.f("ix_plans_group_id"), "plans", ["group_id"], unique=False)
    op.create_index(op.f("ix_plans_series_id"), "plans", ["series_id"], unique=False)


def _releases() -> None:
    op.create_table(
        "releases",
        sa.Column("checkin_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=True),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("n is null or n >= 5", name=op.f("ck_releases_n")),
        _points("releases", "checkin_id", "checkins"),
        sa.PrimaryKeyConstraint("checkin_id", name=op.f("pk_releases")),
        sqlite_with_rowid=False,
    )


def _plan_revisions() -> None:
    op.create_table(
        "plan_revisions",
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("edit", sa.JSON(), nullable=False),
        sa.Column("undo_to", sa.Integer(), nullable=True),
        sa.Column("redo_to", sa.Integer(), nullable=True),
        sa.Column("facilitator_id", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _points("plan_revisions", "facilitator_id", "facilitators", "SET NULL"),
        _points("plan_revisions", "plan_id", "plans"),
        sa.PrimaryKeyConstraint("plan_id", "version", name=op.f("pk_plan_revisions")),
    )


def _prints() -> None:
    op.create_table(
        "prints",
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=20), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "state in ('waiting', 'running', 'done', 'failed')", name=op.f("ck_prints_state")
        ),
        _points("prints", "plan_id", "plans"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prints")),
    )
    op.create_index(op.f("ix_prints_plan_id"), "prints", ["plan_id"], unique=False)
