"""Sites of a program, and the minutes that the way between them, and from home, takes."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_travel"
down_revision = "20261126_holds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("offering", "session"):
        op.add_column(table, sa.Column("site", sa.String(), nullable=False, server_default=""))
    for name in ("travel_minutes", "site_minutes"):
        op.add_column("program", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("patient", sa.Column("travel_minutes", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("patient", "travel_minutes")
    for name in ("travel_minutes", "site_minutes"):
        op.drop_column("program", name)
    for table in ("offering", "session"):
        op.drop_column(table, "site")
