"""Seats that are held, people who wait, offers to them, and forms that came before."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_holds"
down_revision = "20261123_first"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")
UNANSWERED = sa.text("answer IS NULL")
MINUTES = {"notice_hours": "24", "hold_minutes": "10", "offer_minutes": "120"}


def upgrade() -> None:
    for name, default in MINUTES.items():
        op.add_column("program", sa.Column(name, sa.Integer(), nullable=False, server_default=default))
    op.add_column("patient", sa.Column("waits", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("booking", sa.Column("is_late", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("session", sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "hold",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_hold_patient_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_hold_session_id")),
        sa.PrimaryKeyConstraint("session_id", "patient_id", name=op.f("pk_hold")),
    )
    op.create_index("ix_hold_patient_id", "hold", ["patient_id"])
    op.create_index("ix_hold_until", "hold", ["until"])
    op.create_table(
        "waiting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("monday", sa.Date(), nullable=True),
        sa.Column("component", sa.String(), nullable=True),
        sa.Column("part", sa.String(), nullable=True),
        sa.Column("modality", sa.String(), nullable=True),
        sa.Column("weekdays", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed", sa.Integer(), nullable=True),
        sa.Column("placed_why", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended", sa.String(), nullable=True),
        sa.CheckConstraint("(session_id IS NULL) <> (monday IS NULL)", name=op.f("ck_waiting_wanted")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_waiting_patient_id")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_waiting_program_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_waiting_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting")),
    )
    for name, columns, is_unique in (
        ("uq_waiting_session", ["session_id", "patient_id"], True),
        ("ix_waiting_week", ["program_id", "monday"], False),
        ("ix_waiting_patient", ["patient_id"], False),
    ):
        op.create_index(name, "waiting", columns, unique=is_unique, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("waiting_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_offer_patient_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_offer_session_id")),
        sa.ForeignKeyConstraint(["waiting_id"], ["waiting.id"], name=op.f("fk_offer_waiting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    op.create_index("ix_offer_session_id", "offer", ["session_id"])
    op.create_index("ix_offer_patient_id_offered_at", "offer", ["patient_id", "offered_at"])
    op.create_index(
        "uq_offer_open",
        "offer",
        ["session_id", "patient_id"],
        unique=True,
        sqlite_where=UNANSWERED,
        postgresql_where=UNANSWERED,
    )
    op.create_table(
        "request",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_request_patient_id")),
        sa.PrimaryKeyConstraint("patient_id", "key", name=op.f("pk_request")),
    )
    op.create_index("ix_request_at", "request", ["at"])


def downgrade() -> None:
    for table in ("request", "offer", "waiting", "hold"):
        op.drop_table(table)
    op.drop_column("session", "held_until")
    op.drop_column("booking", "is_late")
    op.drop_column("patient", "waits")
    for name in MINUTES:
        op.drop_column("program", name)
