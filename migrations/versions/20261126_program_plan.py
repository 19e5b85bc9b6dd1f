"""Plans of a whole program's week, and how they reach each patient."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_program_plan"
down_revision = "20261126_audit"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("program", sa.Column("planned_weeks", sa.String(), nullable=False, server_default="offer"))
    op.add_column("patient", sa.Column("planned_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "program_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("extras", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_program_plan_made_by")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_program_plan_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program_plan")),
    )
    op.create_index("ix_program_plan_program_id_monday", "program_plan", ["program_id", "monday"])
    op.create_table(
        "planned_week",
        sa.Column("program_plan_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("session_ids", sa.JSON(), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("to_go", sa.Integer(), nullable=False),
        sa.Column("hurdles", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_planned_week_patient_id")),
        sa.ForeignKeyConstraint(["program_plan_id"], ["program_plan.id"], name=op.f("fk_planned_week_program_plan_id")),
        sa.PrimaryKeyConstraint("program_plan_id", "patient_id", name=op.f("pk_planned_week")),
    )
    op.create_index("ix_planned_week_patient_id", "planned_week", ["patient_id"])


def downgrade() -> None:
    op.drop_table("planned_week")
    op.drop_table("program_plan")
    op.drop_column("patient", "planned_until")
    op.drop_column("program", "planned_weeks")
