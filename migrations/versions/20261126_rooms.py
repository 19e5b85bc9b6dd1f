"""Rooms and their seats, the most seats of a component, minutes between slots, least attendance, links by video."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_rooms"
down_revision = "20261126_holidays"
branch_labels = None
depends_on = None

NUMBERS = {"buffer_minutes": "0", "least": "0", "link_minutes": "15"}


def upgrade() -> None:
    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_room_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("program_id", "site", "name", name=op.f("uq_room_program_id_site_name")),
    )
    op.create_table(
        "seat_cap",
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("component", sa.String(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_seat_cap_program_id")),
        sa.PrimaryKeyConstraint("program_id", "component", name=op.f("pk_seat_cap")),
    )
    for name, default in NUMBERS.items():
        op.add_column("offering", sa.Column(name, sa.Integer(), nullable=False, server_default=default))
    op.add_column("offering", sa.Column("link", sa.String(), nullable=False, server_default=""))
    op.add_column("change", sa.Column("link", sa.String(), nullable=True))
    op.add_column("session", sa.Column("least", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("session", "least")
    op.drop_column("change", "link")
    for name in ("link", *NUMBERS):
        op.drop_column("offering", name)
    op.drop_table("seat_cap")
    op.drop_table("room")
