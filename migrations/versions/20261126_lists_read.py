"""A list counts once it can have been read: of each the text that it answers. Those that are open lapse."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_lists_read"
down_revision = "20261126_yearly_seasons"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sa.text("DELETE FROM conversation"))
    with op.batch_alter_table("conversation") as table:
        table.add_column(sa.Column("text_id", sa.Integer(), nullable=False))
        table.create_foreign_key(op.f("fk_conversation_text_id"), "incoming_text", ["text_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("conversation") as table:
        table.drop_constraint(op.f("fk_conversation_text_id"), type_="foreignkey")
        table.drop_column("text_id")
