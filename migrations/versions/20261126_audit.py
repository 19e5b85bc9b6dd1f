"""Where each entry of the log came from, its order by time, and triggers that keep it append only."""

import sqlalchemy as sa
from alembic import op


revision = "20261126_audit"
down_revision = "20261126_travel"
branch_labels = None
depends_on = None

FUNCTION = """
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit is append only' USING ERRCODE = 'restrict_violation';
END
$$
"""
POSTGRESQL = """
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()
"""
SQLITE = """
CREATE TRIGGER audit_append_only_{when} BEFORE {event} ON audit {condition}
BEGIN
    SELECT RAISE(ABORT, 'audit is append only');
END
"""
EVENTS = {
    "update": ("UPDATE", ""),
    "delete": ("DELETE", ""),
    # INSERT OR REPLACE deletes without asking the trigger above
    "replace": ("INSERT", "WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)"),
}


def upgrade() -> None:
    op.add_column("audit", sa.Column("origin", sa.String(), nullable=False, server_default=""))
    op.drop_index("ix_audit_program_id_at", table_name="audit")
    op.create_index("ix_audit_program_id_at_id", "audit", ["program_id", "at", "id"])
    op.create_index("ix_audit_patient_id_at_id", "audit", ["patient_id", "at", "id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(FUNCTION)
        op.execute(POSTGRESQL)
    else:
        for when, (event, condition) in EVENTS.items():
            op.execute(SQLITE.format(when=when, event=event, condition=condition))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_append_only ON audit")
        op.execute("DROP FUNCTION audit_append_only()")
    else:
        for when in EVENTS:
            op.execute(f"DROP TRIGGER audit_append_only_{when}")
    op.drop_index("ix_audit_patient_id_at_id", table_name="audit")
    op.drop_index("ix_audit_program_id_at_id", table_name="audit")
    op.create_index("ix_audit_program_id_at", "audit", ["program_id", "at"])
    op.drop_column("audit", "origin")
