"""Commitments over several days, calendars of patients' own, and the busy times that are kept of them."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_busy_times"
down_revision = "20261126_hold_purposes"
branch_labels = None
depends_on = None

DUE = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("commitment", sa.Column("last_day", sa.Date(), nullable=True))
    op.create_table(
        "own_calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("modified", sa.String(), nullable=False),
        sa.Column("counts_all_day", sa.Boolean(), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("whole_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_own_calendar_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_calendar")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_own_calendar_due", "own_calendar", ["due_at"], sqlite_where=DUE, postgresql_where=DUE)
    op.create_index("ix_own_calendar_patient_id", "own_calendar", ["patient_id"])
    op.create_table(
        "busy_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("calendar_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_all_day", sa.Boolean(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["calendar_id"], ["own_calendar.id"], name=op.f("fk_busy_time_calendar_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_busy_time_patient_id")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_busy_time_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_time")),
    )
    op.create_index("ix_busy_time_patient_id_starts", "busy_time", ["patient_id", "starts"])
    op.create_index("ix_busy_time_program_id_starts", "busy_time", ["program_id", "starts"])
    op.create_index("ix_busy_time_calendar_id", "busy_time", ["calendar_id"])
    op.create_index("ix_busy_time_ends", "busy_time", ["ends"])


def downgrade() -> None:
    op.drop_table("busy_time")
    op.drop_table("own_calendar")
    op.drop_column("commitment", "last_day")
