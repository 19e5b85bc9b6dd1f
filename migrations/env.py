"""How Alembic reaches the database: through the application that Flask-Migrate runs it in."""

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db


def run() -> None:
    """Run the migrations on one connection, all of them or none."""
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadatas[None],
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
