"""The order in which a program prefers weeks, and what a day costs a patient."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_preferences"
down_revision = "20261126_feeds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("program", sa.Column("preferences", sa.String(), nullable=False, server_default=""))
    op.add_column("program", sa.Column("day_cost", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    for name in ("day_cost", "preferences"):
        op.drop_column("program", name)
