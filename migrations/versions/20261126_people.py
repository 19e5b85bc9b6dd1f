"""Patients that are archived or merged into another, and what a payer has authorised."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_people"
down_revision = "20261126_seasons"
branch_labels = None
depends_on = None

MERGED = sa.text("merged_into IS NOT NULL")


def upgrade() -> None:
    op.add_column("patient", sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("ALTER TABLE patient ADD COLUMN merged_into INTEGER CONSTRAINT fk_patient_merged_into REFERENCES patient (id)")
    op.create_index("ix_patient_merged_into", "patient", ["merged_into"], sqlite_where=MERGED, postgresql_where=MERGED)
    op.create_table(
        "authorisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_authorisation_patient_id"),
        sa.PrimaryKeyConstraint("id", name="pk_authorisation"),
    )
    op.create_index("ix_authorisation_patient_id_first_day", "authorisation", ["patient_id", "first_day"])


def downgrade() -> None:
    op.drop_table("authorisation")
    op.drop_index("ix_patient_merged_into", "patient")
    op.drop_column("patient", "merged_into")
    op.drop_column("patient", "archived_at")
