"""Changes of the timetable that staff look at before they make them."""

import sqlalchemy as sa
from alembic import op

from iopsched.store.tables import Instant


revision = "20261126_change_drafts"
down_revision = "20261126_delivery"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("seats_back", sa.JSON(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("applied_at", Instant(), nullable=True),
        sa.Column("reverse", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("came_from", sa.Integer(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_change_draft_program_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_change_draft_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_draft")),
    )
    op.create_index(op.f("ix_change_draft_made_at"), "change_draft", ["made_at"])


def downgrade() -> None:
    op.drop_table("change_draft")
