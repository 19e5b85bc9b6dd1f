"""One date of an offering can be longer or shorter, and count otherwise."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_other_dates"
down_revision = "20261126_plan_tracks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("change", sa.Column("minutes", sa.Integer(), nullable=True))
    op.add_column("change", sa.Column("counted_minutes", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("change") as table:
        table.drop_column("counted_minutes")
        table.drop_column("minutes")
