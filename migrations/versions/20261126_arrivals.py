"""Arrivals: tablets at the entrance, and whether codes and joins mark attendance."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_arrivals"
down_revision = "20261126_people"
branch_labels = None
depends_on = None

SETTINGS = (
    ("takes_codes", sa.Boolean(), sa.false()),
    ("counts_joins", sa.Boolean(), sa.false()),
    ("late_minutes", sa.Integer(), "10"),
)


def upgrade() -> None:
    for name, kind, default in SETTINGS:
        op.add_column("program", sa.Column(name, kind, nullable=False, server_default=default))
    op.create_table(
        "kiosk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_kiosk_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk")),
    )
    op.create_index("ix_kiosk_program_id", "kiosk", ["program_id"])


def downgrade() -> None:
    op.drop_table("kiosk")
    for name, _, _ in SETTINGS:
        op.drop_column("program", name)
