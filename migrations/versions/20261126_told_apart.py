"""Records that look alike and are two people."""

import sqlalchemy as sa
from alembic import op

from iopsched.store.tables import Instant


revision = "20261126_told_apart"
down_revision = "20261126_misses"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "told_apart",
        sa.Column("patient_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("other_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_told_apart_patient_id")),
        sa.ForeignKeyConstraint(["other_id"], ["patient.id"], name=op.f("fk_told_apart_other_id")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_told_apart_program_id")),
        sa.PrimaryKeyConstraint("patient_id", "other_id", name=op.f("pk_told_apart")),
    )
    op.create_index(op.f("ix_told_apart_program_id"), "told_apart", ["program_id"])


def downgrade() -> None:
    op.drop_table("told_apart")
