"""How carriers are, receipts that come early, and how many texts a patient gets by themselves."""

import sqlalchemy as sa
from alembic import op

from iopsched.store.tables.columns import Instant

revision = "20261126_delivery"
down_revision = "20261126_unmet_wishes"
branch_labels = None
depends_on = None

CAPS = {"texts_a_day": "1", "texts_a_week": "3"}


def upgrade() -> None:
    op.create_table(
        "carrier",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        *(sa.Column(name, Instant(), nullable=True) for name in ("since", "told_at", "until")),
        *(sa.Column(name, Instant(), nullable=True) for name in ("listed_until", "listing_until")),
        sa.Column("strangers", sa.Integer(), nullable=False),
        sa.Column("unlisted", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_carrier"),
    )
    op.create_table(
        "receipt",
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("heard_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("provider_id", name="pk_receipt"),
    )
    op.create_index("ix_receipt_heard_at", "receipt", ["heard_at"])
    for name, default in CAPS.items():
        op.add_column("program", sa.Column(name, sa.Integer(), nullable=False, server_default=default))
    op.add_column("program", sa.Column("news_past_caps", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    for name in (*CAPS, "news_past_caps"):
        op.drop_column("program", name)
    op.drop_table("receipt")
    op.drop_table("carrier")
