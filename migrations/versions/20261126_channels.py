"""By which channel a message goes, and by which it cannot arrive."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_channels"
down_revision = "20261126_ledger"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("channel", "spent"):
        op.add_column("message", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.execute("UPDATE message SET channel = 'sms' WHERE attempts > 0")


def downgrade() -> None:
    op.drop_column("message", "spent")
    op.drop_column("message", "channel")
