"""Texts that came in, what numbers mean that were offered, and whether a program answers by text."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_texting"
down_revision = "20261126_preferences"
branch_labels = None
depends_on = None

WITH_RECEIPT = sa.text("provider_id <> ''")
OPEN = sa.text("handling = 'open'")
FOR_A_PERSON = sa.text("handling = 'person'")


def upgrade() -> None:
    op.add_column("program", sa.Column("answers_texts", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("message", sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_message_provider_id",
        "message",
        ["provider_id"],
        sqlite_where=WITH_RECEIPT,
        postgresql_where=WITH_RECEIPT,
    )
    op.create_table(
        "conversation",
        sa.Column("patient_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_conversation_patient_id")),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_conversation")),
    )
    op.create_table(
        "incoming_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=True),
        sa.Column("patient_id", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("handling", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_incoming_text_patient_id")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_incoming_text_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_text")),
        sa.UniqueConstraint("provider_id", name=op.f("uq_incoming_text_provider_id")),
    )
    op.create_index(
        "ix_incoming_text_open", "incoming_text", ["received_at"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index(
        "ix_incoming_text_person",
        "incoming_text",
        ["program_id", "received_at"],
        sqlite_where=FOR_A_PERSON,
        postgresql_where=FOR_A_PERSON,
    )


def downgrade() -> None:
    op.drop_index("ix_message_provider_id", "message")
    op.drop_column("message", "arrived_at")
    op.drop_table("incoming_text")
    op.drop_table("conversation")
    op.drop_column("program", "answers_texts")
