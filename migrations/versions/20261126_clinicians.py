"""Clinicians who retired, and mistyped ones that were merged into the right one."""

import sqlalchemy as sa
from alembic import op

from iopsched.store.tables import Instant


revision = "20261126_clinicians"
down_revision = "20261126_told_apart"
branch_labels = None
depends_on = None

MERGED = "merged_into INTEGER CONSTRAINT fk_clinician_merged_into REFERENCES clinician (id)"


def upgrade() -> None:
    op.add_column("clinician", sa.Column("retired_at", Instant(), nullable=True))
    op.execute(f"ALTER TABLE clinician ADD COLUMN {MERGED}")


def downgrade() -> None:
    op.drop_column("clinician", "merged_into")
    op.drop_column("clinician", "retired_at")
