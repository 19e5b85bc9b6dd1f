"""Usual weeks of patients with what became of them, and whether missed minutes can be made up in the next week."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_usual_weeks"
down_revision = "20261126_busy_times"
branch_labels = None
depends_on = None

GOING_ON = sa.text("stopped_at IS NULL")
TO_TELL = sa.text("why <> '' AND seen_at IS NULL")


def upgrade() -> None:
    op.add_column("program", sa.Column("make_up_weeks", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "usual_week",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("habits", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_usual_week_patient_id")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_usual_week_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usual_week")),
    )
    only = {"sqlite_where": GOING_ON, "postgresql_where": GOING_ON}
    op.create_index("uq_usual_week_patient", "usual_week", ["patient_id"], unique=True, **only)
    op.create_index("ix_usual_week_program", "usual_week", ["program_id"], **only)
    op.create_table(
        "usual_turn",
        sa.Column("usual_week_id", sa.Integer(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("habit", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_usual_turn_patient_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_usual_turn_session_id")),
        sa.ForeignKeyConstraint(["usual_week_id"], ["usual_week.id"], name=op.f("fk_usual_turn_usual_week_id")),
        sa.PrimaryKeyConstraint("usual_week_id", "monday", "habit", name=op.f("pk_usual_turn")),
    )
    untold = {"sqlite_where": TO_TELL, "postgresql_where": TO_TELL}
    op.create_index("ix_usual_turn_to_tell", "usual_turn", ["patient_id", "monday"], **untold)


def downgrade() -> None:
    op.drop_table("usual_turn")
    op.drop_table("usual_week")
    op.drop_column("program", "make_up_weeks")
