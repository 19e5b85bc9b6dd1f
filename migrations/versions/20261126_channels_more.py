"""E-mail addresses and devices of patients, what they agreed to by each, and how they want to be told."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_channels_more"
down_revision = "20261126_wordings"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
WITH_EMAIL = sa.text("email <> ''")
FLAGS = ("email_is_bad", "accepts_email", "accepts_push")
COUNTS = ("devices", "tellings")


def upgrade() -> None:
    op.add_column("patient", sa.Column("email", sa.String(), nullable=False, server_default=""))
    for name in FLAGS:
        op.add_column("patient", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in COUNTS:
        op.add_column("patient", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_patient_email", "patient", ["email"], sqlite_where=WITH_EMAIL, postgresql_where=WITH_EMAIL)
    _claims()
    _devices()
    _tellings()


def downgrade() -> None:
    for table in ("telling", "device", "email_claim"):
        op.drop_table(table)
    op.execute("DELETE FROM consent WHERE channel <> 'sms'")
    op.execute("DELETE FROM message WHERE kind = 'email_check'")
    op.drop_index("ix_patient_email", "patient")
    for name in (*COUNTS, *FLAGS, "email"):
        op.drop_column("patient", name)


def _claims() -> None:
    op.create_table(
        "email_claim",
        sa.Column("patient_id", sa.Integer(), sa.ForeignKey("patient.id"), primary_key=True, autoincrement=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
    )
    op.create_index("ix_email_claim_expires_at", "email_claim", ["expires_at"])


def _devices() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("patient_id", sa.Integer(), sa.ForeignKey("patient.id"), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "mark", "subscription")),
        sa.Column("added_at", INSTANT, nullable=False),
    )
    op.create_index("uq_device_patient_id_mark", "device", ["patient_id", "mark"], unique=True)


def _tellings() -> None:
    op.create_table(
        "telling",
        sa.Column("patient_id", sa.Integer(), sa.ForeignKey("patient.id"), primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("is_off", sa.Boolean(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("since", sa.Time(), nullable=True),
        sa.Column("until", sa.Time(), nullable=True),
        sa.Column("is_detailed", sa.Boolean(), nullable=False),
    )
