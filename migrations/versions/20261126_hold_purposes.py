"""A seat may be kept for one patient for more than one purpose, each until its own end."""

from alembic import op


revision = "20261126_hold_purposes"
down_revision = "20261126_program_plan"
branch_labels = None
depends_on = None

SHORTER = """
DELETE FROM hold WHERE EXISTS (
    SELECT 1 FROM hold AS other
    WHERE other.session_id = hold.session_id AND other.patient_id = hold.patient_id
    AND (other.until, other.purpose) > (hold.until, hold.purpose)
)
"""


def upgrade() -> None:
    _tell_apart_by("session_id", "patient_id", "purpose")


def downgrade() -> None:
    op.execute(SHORTER)
    _tell_apart_by("session_id", "patient_id")


def _tell_apart_by(*columns: str) -> None:
    with op.batch_alter_table("hold") as table:
        table.drop_constraint("pk_hold", type_="primary")
        table.create_primary_key("pk_hold", [*columns])
