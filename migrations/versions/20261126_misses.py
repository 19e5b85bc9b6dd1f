"""What a program does not let pass: misses in a row, not coming back, seats given up late."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_misses"
down_revision = "20261126_other_dates"
branch_labels = None
depends_on = None

SETTINGS = (
    ("miss_row", sa.Integer(), "0"),
    ("return_days", sa.Integer(), "0"),
    ("late_is_miss", sa.Boolean(), sa.false()),
)


def upgrade() -> None:
    for name, kind, default in SETTINGS:
        op.add_column("program", sa.Column(name, kind, nullable=False, server_default=default))


def downgrade() -> None:
    for name, _, _ in SETTINGS:
        op.drop_column("program", name)
