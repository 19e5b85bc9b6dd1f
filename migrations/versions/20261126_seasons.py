"""Seasons, in which offerings hold only, or pause."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_seasons"
down_revision = "20261126_rooms"
branch_labels = None
depends_on = None

SEASON = "season_id INTEGER CONSTRAINT fk_offering_season_id REFERENCES season (id)"


def upgrade() -> None:
    op.create_table(
        "season",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_season_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_season")),
    )
    op.create_index(op.f("ix_season_program_id"), "season", ["program_id"])
    op.execute(f"ALTER TABLE offering ADD COLUMN {SEASON}")
    op.add_column("offering", sa.Column("pauses", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("offering", "pauses")
    op.drop_column("offering", "season_id")
    op.drop_index(op.f("ix_season_program_id"), table_name="season")
    op.drop_table("season")
