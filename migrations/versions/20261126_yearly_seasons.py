"""Seasons that come back each year."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_yearly_seasons"
down_revision = "20261126_change_drafts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("season", sa.Column("yearly", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("season", "yearly")
