"""The program's policy on misses and certification, and when a plan was last certified."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_ledger"
down_revision = "20261126_texting"
branch_labels = None
depends_on = None

DEFAULTS = {"miss_limit": "3", "miss_weeks": "4", "certification_days": "60"}


def upgrade() -> None:
    for name, default in DEFAULTS.items():
        op.add_column("program", sa.Column(name, sa.Integer(), nullable=False, server_default=default))
    op.add_column("treatment_plan", sa.Column("certified_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("treatment_plan", "certified_on")
    for name in DEFAULTS:
        op.drop_column("program", name)
