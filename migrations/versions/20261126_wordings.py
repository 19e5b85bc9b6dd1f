"""When and how a program tells of weeks by itself, and when a patient said to come."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_wordings"
down_revision = "20261126_channels"
branch_labels = None
depends_on = None

NUMBERS = {"digest_weekday": "5", "shortfall_weekday": "2", "plan_end_days": "7"}
WORDS = ("silenced", "in_detail")


def upgrade() -> None:
    op.add_column("program", sa.Column("weekly_at", sa.Time(), nullable=False, server_default="11:00:00.000000"))
    for name, default in NUMBERS.items():
        op.add_column("program", sa.Column(name, sa.Integer(), nullable=False, server_default=default))
    for name in WORDS:
        op.add_column("program", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("booking", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("booking", "confirmed_at")
    for name in ("weekly_at", *NUMBERS, *WORDS):
        op.drop_column("program", name)
