"""Treatment plans that name a closed track, and programs in which only they do."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_plan_tracks"
down_revision = "20261126_lists_read"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("treatment_plan", sa.Column("track", sa.String(), nullable=False, server_default=""))
    op.add_column("program", sa.Column("tracks_by_plan", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("program", "tracks_by_plan")
    op.drop_column("treatment_plan", "track")
