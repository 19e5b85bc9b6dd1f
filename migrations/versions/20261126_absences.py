"""When clinicians are away, and who stands in."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_absences"
down_revision = "20261126_closures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("clinician_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("stand_in_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["clinician_id"], ["clinician.id"], name=op.f("fk_absence_clinician_id")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_absence_program_id")),
        sa.ForeignKeyConstraint(["stand_in_id"], ["clinician.id"], name=op.f("fk_absence_stand_in_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_program_id"), "absence", ["program_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_absence_program_id"), table_name="absence")
    op.drop_table("absence")
