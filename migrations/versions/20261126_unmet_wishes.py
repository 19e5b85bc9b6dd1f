"""Wishes that were not met, as counts without anybody."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_unmet_wishes"
down_revision = "20261126_arrivals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unmet_wish",
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("reason", "component", "modality", "part")),
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_unmet_wish_program_id")),
        sa.PrimaryKeyConstraint(
            *("program_id", "monday", "reason", "component", "modality", "part", "weekday"), name=op.f("pk_unmet_wish")
        ),
    )


def downgrade() -> None:
    op.drop_table("unmet_wish")
