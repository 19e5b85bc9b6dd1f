"""Feeds of staff and for others, with options and an end; links that there are go on as they were.

What they had made is made anew, under the same ETag where the bytes are the same.
"""

from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from alembic import op


revision = "20261126_feeds"
down_revision = "20261126_usual_weeks"
branch_labels = None
depends_on = None

AFTER = timedelta(weeks=4, days=1)
INSTANT = sa.DateTime(timezone=True)
NEW = (
    sa.Column("kind", sa.String(), nullable=False, server_default="own"),
    sa.Column("travel_minutes", sa.Integer(), nullable=False, server_default="0"),
    sa.Column("shows_tentative", sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.Column("place", sa.String(), nullable=False, server_default=""),
    sa.Column("expires_at", INSTANT, nullable=True),
    sa.Column("program_id", sa.Integer(), nullable=True),
    sa.Column("staff_id", sa.Integer(), nullable=True),
    sa.Column("clinician_id", sa.Integer(), nullable=True),
)
PROGRAM = "UPDATE feed SET program_id = (SELECT program_id FROM patient WHERE patient.id = feed.patient_id)"
UNBUILT = "UPDATE feed SET built_version = -1, stale_at = NULL"
FEED = sa.table("feed", sa.column("id", sa.Integer), sa.column("expires_at", INSTANT))
LAST_DAYS = sa.text(
    "SELECT feed.id, max(treatment_plan.last_day) FROM feed LEFT JOIN treatment_plan"
    " ON treatment_plan.patient_id = feed.patient_id GROUP BY feed.id"
).columns(sa.column("id", sa.Integer), sa.column("last_day", sa.Date))


def upgrade() -> None:
    with op.batch_alter_table("feed") as table:
        for column in NEW:
            table.add_column(column)
        table.alter_column("body", new_column_name="packed")
    op.execute(PROGRAM)
    op.execute(UNBUILT)
    with op.batch_alter_table("feed") as table:
        table.alter_column("program_id", existing_type=sa.Integer(), nullable=False)
        table.alter_column("patient_id", existing_type=sa.Integer(), nullable=True)
        for name in ("program", "staff", "clinician"):
            table.create_foreign_key(f"fk_feed_{name}_id", name, [f"{name}_id"], ["id"])
        table.create_check_constraint(op.f("ck_feed_owner"), "(patient_id IS NULL) <> (staff_id IS NULL)")
        table.create_index("ix_feed_staff_id", ["staff_id"])
    _end()
    _remember()


def downgrade() -> None:
    op.drop_table("feed_event")
    op.execute("DELETE FROM feed WHERE patient_id IS NULL OR kind <> 'own'")
    op.execute(UNBUILT)
    with op.batch_alter_table("feed") as table:
        table.drop_index("ix_feed_staff_id")
        table.drop_constraint(op.f("ck_feed_owner"), type_="check")
        for name in ("program", "staff", "clinician"):
            table.drop_constraint(f"fk_feed_{name}_id", type_="foreignkey")
        table.alter_column("patient_id", existing_type=sa.Integer(), nullable=False)
        table.alter_column("packed", new_column_name="body")
        for column in NEW:
            table.drop_column(column.name)


def _end() -> None:
    """Links end some weeks after treatment, and none sooner than some weeks from now."""
    connection, today = op.get_bind(), datetime.now(UTC).date()
    for feed_id, last_day in connection.execute(LAST_DAYS).all():
        end = max(today, last_day or date.min) + AFTER
        moment = datetime(end.year, end.month, end.day, tzinfo=UTC)
        connection.execute(sa.update(FEED).where(FEED.c.id == feed_id).values(expires_at=moment))


def _remember() -> None:
    op.create_table(
        "feed_event",
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("revised_at", INSTANT, nullable=False),
        sa.Column("starts", INSTANT, nullable=False),
        sa.Column("ends", INSTANT, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name=op.f("fk_feed_event_feed_id")),
        sa.PrimaryKeyConstraint("feed_id", "subject", name=op.f("pk_feed_event")),
    )
