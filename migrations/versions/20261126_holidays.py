"""Whose holidays a program looks at, and on which of them it stays open."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_holidays"
down_revision = "20261126_absences"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holiday_calendar",
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_holiday_calendar_program_id")),
        sa.PrimaryKeyConstraint("program_id", name=op.f("pk_holiday_calendar")),
    )
    op.create_table(
        "open_holiday",
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_open_holiday_program_id")),
        sa.PrimaryKeyConstraint("program_id", "day", name=op.f("pk_open_holiday")),
    )


def downgrade() -> None:
    op.drop_table("open_holiday")
    op.drop_table("holiday_calendar")
