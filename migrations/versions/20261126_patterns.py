"""An offering's pattern as a recurrence rule: every week, or every other one; and which series it continues."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_patterns"
down_revision = "20261126_channels_more"
branch_labels = None
depends_on = None

WEEKLY, LAST = "FREQ=WEEKLY;BYDAY=", ";WKST=MO"
SERIES = "series_id INTEGER CONSTRAINT fk_offering_series_id REFERENCES offering (id)"


def upgrade() -> None:
    op.add_column("offering", sa.Column("rule", sa.String(), nullable=False, server_default=""))
    op.execute(f"UPDATE offering SET rule = '{WEEKLY}' || weekdays || '{LAST}'")
    op.drop_column("offering", "weekdays")
    op.execute(f"ALTER TABLE offering ADD COLUMN {SERIES}")


def downgrade() -> None:
    """What is not every week is every week again."""
    op.drop_column("offering", "series_id")
    op.add_column("offering", sa.Column("weekdays", sa.String(), nullable=False, server_default=""))
    by_day = "substr(rule, strpos(rule, 'BYDAY=') + 6)"
    if op.get_bind().dialect.name == "sqlite":
        by_day = by_day.replace("strpos", "instr")
    op.execute(f"UPDATE offering SET weekdays = replace({by_day}, '{LAST}', '')")
    op.drop_column("offering", "rule")
