"""Closures of several days, and of parts of days."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_closures"
down_revision = "20261126_patterns"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("closure") as table:
        table.add_column(sa.Column("last_day", sa.Date(), nullable=True))
        for name in ("begins", "ends"):
            table.add_column(sa.Column(name, sa.Time(), nullable=False, server_default="00:00:00.000000"))
        table.drop_constraint("uq_closure_program_id_day", type_="unique")
        table.create_unique_constraint("uq_closure_program_id_day_begins", ["program_id", "day", "begins"])


def downgrade() -> None:
    """What closed a part of a day only is open again."""
    op.execute("DELETE FROM closure WHERE begins <> '00:00:00.000000' OR ends <> '00:00:00.000000'")
    with op.batch_alter_table("closure") as table:
        table.drop_constraint("uq_closure_program_id_day_begins", type_="unique")
        for name in ("last_day", "begins", "ends"):
            table.drop_column(name)
        table.create_unique_constraint("uq_closure_program_id_day", ["program_id", "day"])
